-- The send gate of 0550 (FUP-4, FUP-5): every reason to stop or to wait, by what really happens between approval and sending.
select plan(40);
select tests.cast_of_acme();
update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00' where id = tests.id('acme');
create temporary table story as select tests.connection('ada') as account, null::uuid as n, null::uuid as o;
grant select on story to public;
select tests.deliver(account, tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '3 days', 'provider_thread_id', 't')), now()) from story;
update story set n = (select id from public.nudges);
create function pg_temp.draft() returns void language sql as $$
  select worker.save_nudge_draft(n, 0, '{"body": "Any news?"}', '{"action": "draft_nudge", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from story $$;
select pg_temp.draft();
select tests.become('ada');
select public.approve_nudge(n, 1) from story;
select tests.become_nobody();
update story set o = (select id from public.outbound_messages);
-- Runs the events, asks the gate, and undoes the events.
create function pg_temp.gate(events text, as_of timestamptz default now() + interval '1 minute') returns text language plpgsql as $$
declare
  answer text;
begin
  execute events;
  select concat_ws(' ', g.verdict, g.reason) into answer from public.outbound_messages x, private.send_gate(x, as_of) g;
  raise exception using errcode = 'ZZ000', message = answer;
exception when sqlstate 'ZZ000' then return sqlerrm;
end
$$;
-- Mail stored without the planner, which would have cancelled already: the gate must see it by itself.
create function pg_temp.hear(reference text, changes jsonb default '{}') returns void language sql as $$
  select private.store_message(c, tests.mail(reference, jsonb_build_object('provider_thread_id', 't', 'sent_at', now()) || changes), now()),
    private.refresh_conversation((select id from public.conversations))
  from public.connections c, story where c.id = account $$;

select is(pg_temp.gate(''), 'send', 'FUP-4 an approved nudge leaves when nothing speaks against it');
select is(pg_temp.gate('', now() + interval '8 days'), 'stop too_late', 'FUP-4 an approval holds seven days');
select is(pg_temp.gate('', now() + interval '7 days'), 'send', 'FUP-4 and no second less');
select is(pg_temp.gate($$ update public.workspace_members set role = 'owner' where user_id = tests.id('eve');
  alter table public.workspace_members disable trigger user;
  delete from public.workspace_members where user_id = tests.id('ada') and workspace_id = tests.id('acme') $$), 'stop owner_left', 'FUP-4 nothing leaves in the name of somebody who left');
select is(pg_temp.gate($$ update public.outbound_messages set approved_via = 'autopilot' $$), 'stop autopilot_stopped', 'FUP-4 autopilot stops at once');
select is(pg_temp.gate($$ update public.workspaces set autopilot_mode = 'off' $$), 'stop nudges_off', 'FUP-4 switching nudges off stops what is approved');
select is(pg_temp.gate($$ update public.workspaces set max_nudges = 0 $$), 'stop nudges_off', 'FUP-4 so does allowing none');
select is(pg_temp.gate($$ update public.outbound_messages set body = 'Send money' $$), 'stop content_changed', 'NEW-7 other words than the approved ones never leave');
select is(pg_temp.gate($$ update public.outbound_messages set recipient_address = 'mallory@evil.test' $$), 'stop content_changed', 'NEW-7 nor to anybody else');
select is(pg_temp.gate($$ update public.conversations set status = 'resolved' $$), 'stop resolved', 'FUP-5 a resolved conversation needs nothing');
select is(pg_temp.gate($$ update public.conversations set status = 'snoozed', snoozed_until = now() + interval '1 day' $$), 'stop snoozed', 'FUP-5 a snoozed conversation waits');
select is(pg_temp.gate($$ select pg_temp.hear('a') $$), 'stop replied', 'FUP-5 a reply stops the nudge');
select is(pg_temp.gate($$ select pg_temp.hear('a', jsonb_build_object('sent_at', now() - interval '3 days')) $$), 'stop replied', 'FUP-5 a reply of the second of the question does');
select is(pg_temp.gate($$ select pg_temp.hear('a', '{"sent_at": "2019-01-01T00:00Z"}') $$), 'stop replied', 'FUP-5 a reply with a clock years behind does');
select is(pg_temp.gate($$ select pg_temp.hear('a', '{"sent_at": "2099-01-01T00:00Z"}') $$), 'stop replied', 'FUP-5 a reply with a clock years ahead does');
select is(pg_temp.gate($$ select pg_temp.hear('a', '{"sent_at": "2019-01-01T00:00Z"}'); update public.messages set created_at = now() - interval '1 minute' where provider_message_id = 'a' $$),
  'stop replied', 'FUP-5 a reply whose transaction began before the approval and waited for it does');
select is(pg_temp.gate($$ select pg_temp.hear('b', '{"automatic_kind": "bounce", "expects_reply": false, "bounce": {"recipients": [{"is_hard": true}]}}') $$), 'stop nothing_owed', 'FUP-5 an undeliverable question is not followed up');
select is(pg_temp.gate($$ select pg_temp.hear('r', '{"automatic_kind": "auto_reply", "expects_reply": false}') $$), 'send', 'FUP-5 an automatic receipt stops nothing');
select is(pg_temp.gate($$ select private.store_message(c, tests.own_mail('q2', jsonb_build_object('provider_thread_id', 't', 'sent_at', now())), now()) from public.connections c where c.address = 'ada@acme.test';
  select private.refresh_conversation(id) from public.conversations $$), 'stop we_wrote_again', 'FUP-4 our own further word replaces the nudge');
select is(pg_temp.gate($$ insert into public.suppressions (workspace_id, address_hash, reason) values (tests.id('acme'), sha256('bob@globex.test'), 'opted_out') $$),
  'stop suppressed', 'FUP-4 nothing leaves to somebody who opted out');

select is(pg_temp.gate($$ update public.connections set status = 'paused' $$), 'wait connection_paused', 'FUP-4 a paused account waits');
select is(pg_temp.gate($$ update public.connections set status = 'error', status_reason = 'x' $$), 'wait connection_error', 'FUP-4 an account that needs its owner waits');
select is(pg_temp.gate($$ update public.connections set importing_until = now() + interval '2 minutes' $$), 'wait import_under_way', 'FUP-5 while mail is coming in, an answer may be among it');
select is(pg_temp.gate($$ update public.connections set importing_until = now() + interval '30 seconds' $$), 'send', 'FUP-5 an import that ended holds nothing up');
select is(pg_temp.gate('', now() - interval '1 minute'), 'wait not_due_yet', 'FUP-4 nothing leaves before its moment');
select is(pg_temp.gate($$ update public.contacts set away_until = now()::date + 3 $$), 'wait out_of_office', 'FUP-5 nobody is written to while away');
select is(pg_temp.gate($$ update public.contacts set away_until = (now() + interval '1 minute')::date $$), 'send', 'FUP-5 on the day of return they are');
select is(pg_temp.gate($$ update public.workspaces set quiet_hours_start = '20:00', quiet_hours_end = '07:00' $$, date_trunc('day', now()) + interval '1 day 23 hours'), 'wait quiet_hours', 'quiet hours wait');
select is(pg_temp.gate($$ update public.workspaces set quiet_hours_start = '20:00', quiet_hours_end = '07:00'; update public.contacts set time_zone = 'Asia/Tokyo' $$,
  date_trunc('day', now()) + interval '1 day 23 hours'), 'send', 'quiet hours are the recipient''s: at eleven in the evening Tokyo is at work');
select is(pg_temp.gate($$ update public.workspaces set quiet_hours_start = '20:00', quiet_hours_end = '07:00'; update public.outbound_messages set ignores_quiet_hours = true $$,
  date_trunc('day', now()) + interval '1 day 23 hours'), 'send', 'FUP-3 send now means now');
select is(pg_temp.gate($$ update public.contacts set away_until = now()::date + 3; update public.outbound_messages set ignores_quiet_hours = true $$), 'wait out_of_office',
  'FUP-5 but not to an empty desk');

-- the autopilot stops at any sign of life, a person has read what there was
create function pg_temp.sign_of_life(via text, changes jsonb) returns text language plpgsql as $$
begin
  return pg_temp.gate(format($events$
    update public.workspaces set autopilot_mode = 'autonomous';
    update public.outbound_messages set approved_via = %L;
    select private.store_message(c, tests.mail('sign', jsonb_build_object('sent_at', now(), 'expects_reply', false) || %L), now()) from public.connections c;
    select private.refresh_conversation(id) from public.conversations $events$, via, changes));
end $$;
select is(pg_temp.sign_of_life('autopilot', '{"provider_thread_id": "elsewhere"}'), 'stop heard_from_them', 'FUP-5 the autopilot stops when they wrote on another thread');
select is(pg_temp.sign_of_life('app', '{"provider_thread_id": "elsewhere"}'), 'send', 'FUP-5 a person who approved does not');
select is(pg_temp.sign_of_life('autopilot', '{"provider_thread_id": "elsewhere", "automatic_kind": "calendar"}'), 'stop heard_from_them', 'FUP-5 the autopilot stops at an invitation of theirs');
select is(pg_temp.sign_of_life('app', '{"provider_thread_id": "elsewhere", "automatic_kind": "calendar"}'), 'send', 'FUP-5 which is no answer to a person');
select is(pg_temp.sign_of_life('autopilot', '{"provider_thread_id": "elsewhere", "sender_address": "carol@globex.test"}'), 'send', 'FUP-5 somebody else on another thread is no sign of theirs');
select is(pg_temp.sign_of_life('autopilot', jsonb_build_object('provider_thread_id', 'elsewhere', 'sent_at', now() - interval '4 days')), 'send', 'FUP-5 nor is what they wrote before they were asked');
select is(pg_temp.sign_of_life('autopilot', '{"provider_thread_id": "t", "automatic_kind": "auto_reply"}'), 'send', 'FUP-5 nor a receipt');

-- the same mailbox connected twice
create function pg_temp.twin() returns void language plpgsql as $$
declare
  spare uuid := tests.connection('ada', tests.id('acme'), 'gmail', 'spare@acme.test');
  twin uuid;
begin
  perform tests.deliver(spare, tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '3 days')), now());
  select id into twin from public.nudges where connection_id = spare;
  perform worker.save_nudge_draft(twin, 0, '{"body": "Any news?"}', '{"action": "draft_nudge", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}');
  perform tests.become('ada'), public.approve_nudge(twin, 1);
  perform tests.become_nobody();
end $$;
create function pg_temp.begin_both(second_state text) returns text language plpgsql as $$
declare
  answer text;
begin
  update public.workspaces set touch_gap_hours = 0;
  perform pg_temp.twin();
  perform worker.begin_send(o.id, now() + interval '1 minute') from public.outbound_messages o join public.connections c on c.id = o.connection_id where c.address = 'spare@acme.test';
  update public.outbound_messages o set state = second_state, sent_at = now(), provider_message_id = 'x' from public.connections c where c.id = o.connection_id and c.address = 'spare@acme.test';
  select concat_ws(' ', b ->> 'decision', b ->> 'reason') into answer from story, worker.begin_send(story.o, now() + interval '1 minute') b;
  raise exception using errcode = 'ZZ000', message = answer;
exception when sqlstate 'ZZ000' then return sqlerrm;
end $$;
select is(array(select pg_temp.begin_both(s) from unnest(array['sending', 'uncertain', 'sent']) s), array_fill('stop followed_up_elsewhere'::text, array[3]),
  'FUP-4 one last word that two accounts hold is followed up by one');
select is(pg_temp.begin_both('failed'), 'send', 'FUP-4 by the other when the one failed');

select * from finish();
