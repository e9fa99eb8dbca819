-- What may stop an answer at the last moment, what may not, and how a draft leaves (DRF-1, FUP-4): the gate of 0550 and the path of 0552.
select plan(37);
select tests.cast_of_acme();
update public.workspace_members set role = 'owner' where user_id = tests.id('eve');
-- always night, and everybody was written to a minute ago: a follow-up would wait
update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '23:59', touch_gap_hours = 720, autopilot_mode = 'off' where id = tests.id('acme');
create temporary table story as select tests.connection('ada') as account, null::uuid as d, null::uuid as o;
grant select on story to public;
select tests.deliver(account, tests.mail('q', jsonb_build_object('provider_thread_id', 't', 'sent_at', now() - interval '2 hours',
  'recipients', '[{"kind": "to", "address": "ada@acme.test"}, {"kind": "cc", "address": "dora@globex.test", "name": "Dora"}]'::jsonb)), now()) from story;
create function pg_temp.conversation() returns uuid language sql security definer as $$ select conversation_id from public.messages where provider_message_id = 'q' $$;
grant execute on all functions in schema pg_temp to public;
select tests.become('ada');
create temporary table asked as select * from public.request_drafts(pg_temp.conversation(), array['warm'], reply_all => true);
select tests.become_nobody();
select worker.save_reply_drafts(request_id, jsonb_build_array(jsonb_build_object('id', id, 'version', 0, 'body', 'It is attached.')),
  '{"action": "draft_reply", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from asked;
select tests.become('ada');
select public.send_draft(id, 1) from asked;
select tests.become_nobody();
update story set d = (select id from asked), o = (select id from public.outbound_messages);
create function pg_temp.begin() returns jsonb language sql as $$ select worker.begin_send(o, now() + interval '1 minute') from story $$;
create function pg_temp.states() returns text language sql as $$ select concat_ws(' ', x.state, y.status, y.status_reason) from public.outbound_messages x, public.message_drafts y, story where x.id = o and y.id = d $$;
create function pg_temp.copy() returns jsonb language sql as $$ select tests.own_mail('sent', jsonb_build_object('internet_message_id', x.internet_message_id, 'in_reply_to', '<q@globex.test>',
  'references', '["<q@globex.test>"]'::jsonb, 'sent_at', now() + interval '1 minute')) from public.outbound_messages x, story where x.id = o $$;
create function pg_temp.finish_it() returns text language sql as $$ select worker.finish_send(o, 'gmail-1', 't', pg_temp.copy(), now() + interval '2 minutes') from story $$;
create function pg_temp.settle(outcome text) returns text language sql as $$ select worker.settle_send(o, (select attempts from public.outbound_messages x where x.id = o), outcome, 'timeout', now() + interval '3 minutes') from story $$;
-- Keeps what an event answers and how it leaves the rows, and undoes it.
create function pg_temp.try(event text, before text default 'select 1') returns text language plpgsql as $$
declare
  answer text;
begin
  execute before;
  execute 'select ' || event into answer;
  raise exception using errcode = 'ZZ000', message = coalesce(answer, 'null') || ': ' || pg_temp.states();
exception when sqlstate 'ZZ000' then return sqlerrm;
end
$$;
create function pg_temp.begun(before text default 'select 1') returns text language sql as $$
  select pg_temp.try($e$ concat_ws(' ', b ->> 'decision', b ->> 'reason') from pg_temp.begin() b $e$, before) $$;
create function pg_temp.deliver(reference text, changes jsonb) returns text language sql as $$
  select tests.deliver(account, tests.mail(reference, '{"provider_thread_id": "t", "in_reply_to": "<q@globex.test>"}' || changes), now())::text from story $$;

-- what is no reason
select is(pg_temp.begun(), 'send: sending sending', 'DRF-1 an answer leaves at night, soon after another mail, with nudges switched off');
select is(pg_temp.begun($$update public.conversations set status = 'resolved'$$), 'send: sending sending', 'DRF-1 and from a conversation that is done');
select is(pg_temp.begun($$update public.conversations set status = 'snoozed', snoozed_until = now() + interval '1 day'$$), 'send: sending sending', 'DRF-1 or put off');
select is(pg_temp.begun($$update public.contacts set away_until = now() + interval '10 days'$$), 'send: sending sending', 'DRF-1 whoever is away finds it on their return');
select is(pg_temp.begun($$select pg_temp.deliver('ooo', jsonb_build_object('automatic_kind', 'out_of_office', 'expects_reply', false, 'sent_at', now()))$$), 'send: sending sending', 'DRF-1 an absence is no news');
select is(pg_temp.begun($$select pg_temp.deliver('old', jsonb_build_object('sent_at', now() - interval '9 days'))$$), 'send: sending sending', 'DRF-1 nor is an older mail that comes in late');
select is(pg_temp.begun($$insert into public.suppressions (workspace_id, address_hash, reason, created_at) values (tests.id('acme'), sha256('bob@globex.test'), 'opted_out', now() - interval '1 day')$$),
  'send: sending sending', 'DRF-1 who opted out and then asks is answered');

-- what is
select is(pg_temp.begun($$insert into public.suppressions (workspace_id, address_hash, reason, created_at) values (tests.id('acme'), sha256('bob@globex.test'), 'opted_out', now())$$),
  'stop suppressed: cancelled drafted suppressed', 'DRF-1 who opted out after asking is not');
select is(pg_temp.begun($$insert into public.suppressions (workspace_id, address_hash, reason, created_at) values (tests.id('acme'), sha256('bob@globex.test'), 'manual', now() - interval '1 day')$$),
  'stop suppressed: cancelled drafted suppressed', 'DRF-1 nor whom a member wants never written to');
select is(pg_temp.begun($$insert into public.suppressions (workspace_id, address_hash, reason, created_at) values (tests.id('acme'), sha256('dora@globex.test'), 'opted_out', now() - interval '1 day')$$),
  'stop suppressed: cancelled drafted suppressed', 'DRF-1 a copy to somebody who opted out stops it too');
select is(pg_temp.begun($$select pg_temp.deliver('newer', jsonb_build_object('sent_at', now()))$$), 'stop conversation_changed: cancelled drafted conversation_changed', 'F31 a newer message gives the draft back to its owner');
select is(pg_temp.begun($$select pg_temp.deliver('newer', jsonb_build_object('sent_at', (select sent_at from public.messages where provider_message_id = 'q')))$$),
  'stop conversation_changed: cancelled drafted conversation_changed', 'F31 the same second included');
select is(pg_temp.begun($$select pg_temp.deliver('spam', jsonb_build_object('sent_at', now(), 'labels', '["SPAM"]'::jsonb))$$),
  'stop conversation_changed: cancelled drafted conversation_changed', 'F31 so does one the provider takes for spam: it may be the answer');
select is(pg_temp.begun($$select tests.deliver(account, tests.own_mail('phone', jsonb_build_object('provider_thread_id', 't', 'in_reply_to', '<q@globex.test>', 'sent_at', now())), now()) from story$$),
  'stop conversation_changed: cancelled drafted conversation_changed', 'DRF-1 so does an answer from the phone');
select is(pg_temp.begun($$update public.outbound_messages set body = 'Send money'$$), 'stop content_changed: cancelled drafted content_changed', 'NEW-7 other words than were approved do not leave');
select is(pg_temp.begun($$update public.outbound_messages set other_recipients = '[{"kind": "cc", "address": "eve@evil.test"}]'$$), 'stop content_changed: cancelled drafted content_changed', 'NEW-7 nor to other people');
select is(pg_temp.begun($$delete from public.workspace_members where user_id = tests.id('ada')$$), 'stop owner_left: cancelled drafted owner_left', 'DRF-1 nor in the name of somebody who left');
select is(pg_temp.begun($$update public.outbound_messages set not_after = now()$$), 'stop too_late: cancelled drafted too_late', 'DRF-1 nor a week later');
select is(pg_temp.begun($$update public.connections set status = 'paused'$$), 'wait connection_paused: queued approved', 'DRF-1 while the account is paused it waits');
select private.start_mail_sync(account) from story;
select is(pg_temp.begun(), 'wait mailbox_not_read: queued approved', 'DRF-1 the mailbox is read before it leaves');
delete from private.sync_cursors;

-- a follow-up and an answer of the same person in one conversation: the answer goes first, and the follow-up is over
create temporary table rival as select private.time_ordered_uuid() as id;
insert into public.outbound_messages (id, workspace_id, owner_id, connection_id, conversation_id, kind, recipient_address, subject, body, internet_message_id,
    reply_to_message_id, content_hash, approved_via, ignores_quiet_hours, not_before, not_after)
  select rival.id, x.workspace_id, x.owner_id, x.connection_id, x.conversation_id, 'nudge', x.recipient_address, x.subject, 'Any news?', '<rival@acme.test>',
    x.reply_to_message_id, private.outgoing_hash(x.recipient_address, x.subject, 'Any news?'), 'app', true, now(), now() + interval '1 day' from public.outbound_messages x, rival;
create function pg_temp.rival_gate(reply_state text) returns text language plpgsql as $$
declare
  answer text;
begin
  update public.workspaces set autopilot_mode = 'manual' where id = tests.id('acme');
  alter table public.conversations disable trigger user;
  update public.conversations set waiting_on = 'them';
  update public.messages set direction = 'outbound', recipients = '[{"kind": "to", "address": "bob@globex.test"}]' where provider_message_id = 'q';
  update public.outbound_messages x set state = reply_state, sending_at = now(), sent_at = now(), provider_message_id = 'p' from story where x.id = o;
  select concat_ws(' ', g.verdict, g.reason) into answer from public.outbound_messages x join rival using (id), private.send_gate(x, now() + interval '1 minute') g;
  raise exception using errcode = 'ZZ000', message = answer;
exception when sqlstate 'ZZ000' then return sqlerrm;
end
$$;
select is(array(select pg_temp.rival_gate(s) from unnest(array['queued', 'sending', 'uncertain']) s), array['wait answer_is_leaving', 'stop followed_up_elsewhere', 'stop followed_up_elsewhere'],
  'DRF-1 FUP-5 a follow-up waits for the answer that is about to leave, and does not follow one that is leaving');
select is(pg_temp.rival_gate('cancelled'), 'send', 'FUP-4 and leaves when that did not');
select is(pg_temp.begun($$update public.outbound_messages x set state = 'sending', sending_at = now() from rival where x.id = rival.id$$),
  'stop conversation_changed: cancelled drafted conversation_changed', 'DRF-1 an answer does not follow a follow-up that has just begun to leave');
delete from public.outbound_messages x using rival where x.id = rival.id;

-- how it leaves
create temporary table claim as select pg_temp.begin() as answer;
select is((select answer #>> '{mail,in_reply_to}' || ' ' || (answer #>> '{mail,provider_thread_id}') || ' ' || (answer #>> '{mail,kind}') from claim), '<q@globex.test> t reply', 'FUP-4 in the thread of the message it answers');
select is((select answer #> '{mail,other_recipients}' from claim), '[{"kind": "cc", "name": "Dora", "address": "dora@globex.test"}]', 'DRF-1 with the copy to Dora');
select is(pg_temp.begin() ->> 'decision', 'look_up', 'FUP-4 a second worker looks it up instead of sending it again');
select is(pg_temp.try($$ pg_temp.settle('unknown') $$), 'uncertain: uncertain sending timeout', 'NEW-7 an unknown outcome stays on its way');
select is(pg_temp.try($$ pg_temp.settle('not_sent') $$), 'queued: queued approved timeout', 'NEW-7 what has not left is tried again');
select is(pg_temp.try($$ pg_temp.settle('rejected') $$), 'failed: failed failed timeout', 'NEW-7 what the provider refuses has failed, visibly');
select is(pg_temp.finish_it(), 'sent', 'FUP-4 the proof is recorded');
select is(pg_temp.states(), 'sent sent', 'DRF-1 the draft is sent');
select is((select count(*) from public.messages where internet_message_id = (select internet_message_id from public.outbound_messages x, story where x.id = o)), 1::bigint, 'control: our copy is stored');
select tests.deliver(account, pg_temp.copy() || '{"provider_message_id": "gmail-1", "provider_thread_id": "t", "labels": ["SENT"]}', now() + interval '3 minutes') from story;
select is((select count(*) || ' ' || min(labels[1]) from public.messages where internet_message_id = (select internet_message_id from public.outbound_messages x, story where x.id = o)), '1 SENT',
  'FUP-4 the provider''s copy that comes back is the same message');
select is((select waiting_on from public.conversations where id = pg_temp.conversation()), 'them', 'DRF-1 it is their turn now');
select is((select count(*) from public.messages m where m.conversation_id = pg_temp.conversation() and m.direction = 'outbound'), 1::bigint, 'DRF-1 only now there is a message');
select is((select expects_reply from public.messages where provider_message_id = 'gmail-1'), true, 'DRF-1 whose question counts as one');
select is(pg_temp.begin() ->> 'reason', 'sent', 'FUP-4 and never again');
select * from finish();
