-- A nudge by hand (FUP-1, FUP-3): a person need not wait for the planner.
select plan(30);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account;
grant select on story to public;
create temporary table asked as select 'fresh' as name, (tests.deliver(account, tests.own_mail('fresh', jsonb_build_object('provider_thread_id', 'fresh', 'sent_at', now() - interval '1 hour')), now()) -> 0 ->> 'conversation_id')::uuid as c from story;
grant select on asked to public;
create function pg_temp.nudges() returns text language sql as $$ select coalesce(string_agg(concat_ws(' ', status, status_reason), ', ' order by id), 'none') from public.nudges $$;
create function pg_temp.save(words text) returns text language sql as $$
  select worker.save_nudge_draft(n.id, n.draft_version, jsonb_build_object('body', words), '{"action": "draft_nudge", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}')
  from public.nudges n where n.status in ('pending', 'drafted') $$;
-- What events lead to when Ada asks then: what becomes of her nudges, or the refusal; undone either way.
create function pg_temp.after(events text, who text default 'ada', tone text default null) returns text language plpgsql as $$
declare
  answer text;
begin
  execute events;
  perform tests.become(who);
  perform public.plan_nudge(c, tone) from asked;
  perform tests.become_nobody();
  perform private.reconsider_conversation(c, now() + interval '1 minute') from asked;
  raise exception using errcode = 'ZZ000', message = pg_temp.nudges();
exception
  when sqlstate 'ZZ000' then return sqlerrm;
  when others then
    get stacked diagnostics answer = pg_exception_detail;
    return sqlerrm || coalesce(' ' || substring(answer from '\((.*)\)'), '');
end $$;
create function pg_temp.hear(changes jsonb) returns void language sql as $$
  select tests.deliver(account, tests.mail('r', jsonb_build_object('provider_thread_id', 'fresh', 'sent_at', now(), 'expects_reply', false) || changes), now()) from story $$;
create function pg_temp.put(new_status text, reason text) returns void language sql as $$
  select private.add_nudge(c, 'due', d.facts, now()) from asked, private.nudge_decision(c, now() + interval '2 days') d;
  update public.nudges set status = new_status, status_reason = reason, body = 'Any news?', sent_at = case when new_status = 'sent' then now() end $$;

-- what a person may set aside
select private.reconsider_conversation(c, now()) from asked;
select is(pg_temp.nudges(), 'none', 'control: the planner waits for 32 hours');
select is(pg_temp.after(''), 'pending', 'FUP-1 Ada does not, and the planner leaves hers alone');
select is(pg_temp.after($$ update public.conversations set waiting_since = now() - interval '60 days' $$), 'pending', 'FUP-1 nor does the window count');
select is(pg_temp.after($$ select pg_temp.put('cancelled', 'cancelled_by_person') $$), 'cancelled cancelled_by_person, pending', 'FUP-3 she may change her mind');
select is(pg_temp.after($$ select pg_temp.put('failed', 'model_refused') $$), 'cancelled asked_again, pending', 'FUP-3 one that failed gives way');
select is(pg_temp.after($$ select pg_temp.put('sent', null);
  select tests.deliver(account, tests.own_mail('nudge', jsonb_build_object('provider_thread_id', 'fresh', 'sent_at', now(), 'expects_reply', false)), now()) from story;
  update public.workspaces set max_nudges = 1 $$), 'sent, pending', 'FUP-1 nor does their number');
select is(pg_temp.after($$ select pg_temp.put('drafted', null) $$), 'drafted', 'FUP-4 one that is under way is answered, and no other planned');

-- what nobody may
select is(pg_temp.after($$ select pg_temp.put('sent', null) $$), 'nudge_not_possible nudged_already', 'FUP-4 two never follow one last word');
select is(pg_temp.after($$ select pg_temp.hear('{}') $$), 'nudge_not_possible replied', 'FUP-5 who has answered is not reminded');
select is(pg_temp.after($$ select pg_temp.hear('{"automatic_kind": "out_of_office", "returns_on": "2999-01-01"}') $$), 'nudge_not_possible out_of_office', 'FUP-5 nor who is away');
select is(pg_temp.after($$ insert into public.suppressions (workspace_id, address_hash, reason) values (tests.id('acme'), sha256('bob@globex.test'), 'opted_out') $$), 'nudge_not_possible suppressed', 'FUP-4 nor who opted out');
select is(pg_temp.after($$ update public.workspaces set autopilot_mode = 'off' $$), 'nudge_not_possible nudges_off', 'FUP-1 nor anybody while nudges are off');
select is(pg_temp.after($$ update public.conversations set is_broadcast = true $$), 'nudge_not_possible broadcast', 'FUP-1 nor a crowd');
select is(pg_temp.after($$ update public.connections set status = 'error', status_reason = 'x' $$), 'nudge_not_possible connection_error', 'FUP-5 nor while nobody knows what has arrived');
select is(pg_temp.after($$ update public.conversations set status = 'resolved' $$), 'nudge_not_possible resolved', 'FUP-1 what is resolved is reopened first');
select is(pg_temp.after('', tone => 'rude'), 'tone_unknown', 'FUP-2 in one of four tones');

-- whose word counts
select is(pg_temp.after('', 'ben'), 'conversation_not_found', 'Ben knows nothing of Ada''s conversation');
select is(pg_temp.after('', 'cy'), 'conversation_not_found', 'nor does Cy');
select is(pg_temp.after($$ select private.set_conversation_shared(c, true) from asked $$, 'ben'), 'nudge_not_yours', 'FUP-3 nothing is planned in somebody else''s name');
select tests.become_anon();
select throws_ok('select public.plan_nudge(c) from asked', '42501', null, 'anon plans nothing');

-- on its way
select tests.become('ada');
select results_eq($$ select n.status, n.asked_by, n.tone, n.due_at, n.step, n.recipient_address::text, n.why ->> 'reason' from asked, public.plan_nudge(c, 'concise') n $$,
  $$ values ('pending', tests.id('ada'), 'concise', now(), 1, 'bob@globex.test', 'asked_by_person') $$, 'FUP-1 the nudge knows who asked for it');
select is((select (public.plan_nudge(c)).id from asked), (select id from public.nudges), 'FUP-4 a second click answers the same');
select results_eq($$ select queue, state from public.list_my_jobs(tests.id('acme')) where queue = 'draft-nudge' $$, $$ values ('draft-nudge', 'waiting') $$, 'OPS-1 and Ada sees its job');
select tests.become_nobody();
select results_eq($$ select priority::int, payload ->> 'asked_by' from private.jobs where queue = 'draft-nudge' $$, $$ select -1, tests.id('ada')::text $$, 'FUP-2 whose draft somebody waits for');
update public.workspaces set autopilot_mode = 'autonomous' where id = tests.id('acme');
delete from private.jobs;
update public.nudges set updated_at = now() - interval '1 hour';
alter table public.nudges disable trigger touch_updated_at;
update public.nudges set updated_at = now() - interval '1 hour';
select private.settle_drafts(now());
select is((select payload ->> 'asked_by' from private.jobs where queue = 'draft-nudge'), tests.id('ada')::text, 'FUP-2 a lost draft is asked for in her name again');
select is(pg_temp.save('Any news?'), 'drafted', 'FUP-2 the draft comes');
select is(pg_temp.nudges(), 'drafted', 'FUP-3 and on autopilot, too, waits for the person who asked');
select tests.become('ada');
select is((public.approve_nudge(id, 1)).status, 'approved', 'FUP-3 Ada approves') from public.nudges;
select tests.become_nobody();
update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00' where id = tests.id('acme');
select is((select worker.begin_send(id, now() + interval '1 second') ->> 'decision' from public.outbound_messages), 'send', 'FUP-4 it leaves at once: the wait was set aside');
select tests.become('ada');
select is((select (public.plan_nudge(c)).status from asked), 'sending', 'FUP-4 while it is leaving no other is planned');
select tests.become_nobody();

select * from finish();
