-- The follow-up decision of 0510 (FUP-1): every reason once, by what really happens to a conversation.
-- Ada asked Bob at noon of 1 June 2026; the default wait of 32 hours ends on 2 June at 20:00.
select plan(45);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account;
select tests.deliver(account, tests.own_mail('q', '{"provider_thread_id": "t"}')) from story;
alter table story add c uuid;
update story set c = (select id from public.conversations);

-- Runs the events, decides, and undoes the events.
create function pg_temp.decide(events text, as_of timestamptz default '2026-06-03T12:00Z') returns text language plpgsql as $$
declare
  answer text;
begin
  execute events;
  select concat_ws(' ', d.verdict, d.reason) into answer from story, private.nudge_decision(story.c, as_of) d;
  raise exception using errcode = 'ZZ000', message = answer;
exception when sqlstate 'ZZ000' then return sqlerrm;
end
$$;
create function pg_temp.hear(reference text, changes jsonb) returns void language sql as $$
  select tests.deliver(account, tests.mail(reference, '{"provider_thread_id": "t", "in_reply_to": "<q@acme.test>"}'::jsonb || changes), '2026-06-03T11:00Z') from story $$;
create function pg_temp.plan(status text, reason text default 'x') returns void language sql as $$
  select private.reconsider_conversation(c, '2026-06-02T20:00Z') from story;
  update public.nudges n set status = $1, status_reason = reason, body = 'Any news?', sent_at = case when $1 = 'sent' then '2026-06-02T20:05Z'::timestamptz end $$;

-- no follow-up
select is(pg_temp.decide($$ update public.workspaces set autopilot_mode = 'off' $$), 'none nudges_off', 'FUP-1 none when nudges are off');
select is(pg_temp.decide($$ update public.workspaces set max_nudges = 0 $$), 'none nudges_off', 'FUP-1 none when there may be none');
select is(pg_temp.decide($$ update public.workspace_members set role = 'owner' where user_id = tests.id('eve');
  delete from public.workspace_members where user_id = tests.id('ada') and workspace_id = tests.id('acme') $$), 'none owner_left', 'FUP-1 none for somebody who left');
select is(pg_temp.decide($$ update public.connections set status = 'paused' $$), 'wait connection_paused', 'FUP-1 waits while the account rests');
select is(pg_temp.decide($$ update public.connections set status = 'error', status_reason = 'x' $$), 'wait connection_error', 'FUP-1 waits while the account needs its owner: an answer may have come');
select is(pg_temp.decide($$ update public.conversations set status = 'resolved' $$), 'none resolved', 'FUP-1 none when it is resolved');
select is(pg_temp.decide($$ update public.conversations set status = 'snoozed', snoozed_until = '2026-06-09T09:00Z' $$), 'none snoozed', 'FUP-1 none while it is snoozed');
select is(pg_temp.decide($$ update public.conversations set archived_at = now() $$), 'none archived', 'FUP-1 none when it is archived');
select is(pg_temp.decide($$ select pg_temp.hear('a', '{"sent_at": "2026-06-02T08:00Z", "expects_reply": false}') $$), 'none replied', 'FUP-1 none if they replied');
select is(pg_temp.decide($$ select pg_temp.hear('a', '{"sent_at": "2026-06-02T08:00Z"}') $$), 'none replied', 'FUP-1 none if they replied with a question: we owe them');
select is(pg_temp.decide($$ select pg_temp.hear('a', '{"sent_at": "2026-06-01T12:00:00Z"}') $$), 'none replied', 'FUP-5 a reply of the same second is a reply');
select is(pg_temp.decide($$ select pg_temp.hear('a', '{"sent_at": "2026-06-01T11:40Z", "expects_reply": false}') $$), 'none nothing_owed', 'FUP-5 a reply dated before the question is a reply');
select is(pg_temp.decide($$ select pg_temp.hear('b', '{"sent_at": "2026-06-01T12:01Z", "automatic_kind": "bounce", "expects_reply": false,
  "bounce": {"recipients": [{"address": "bob@globex.test", "status": "5.1.1", "is_hard": true}]}}') $$), 'none nothing_owed', 'FUP-1 none when the mail could not be delivered');
select is(pg_temp.decide($$ select pg_temp.hear('l', '{"automatic_kind": "mailing_list", "expects_reply": false}') $$), 'none automated_thread', 'FUP-1 none in an automated thread');
select is(pg_temp.decide($$ update public.conversations set is_broadcast = true $$), 'none broadcast', 'FUP-1 none for a bulk mail');
select is(pg_temp.decide($$ update public.messages set recipients = '[{"kind": "to", "address": "ada@acme.test"}]' $$), 'none no_recipient', 'FUP-1 none without an address of theirs');
select is(pg_temp.decide($$ update public.messages set recipients = '[{"kind": "to", "address": "no-reply@globex.test"}]' $$), 'none recipient_is_a_machine', 'FUP-1 none to a machine');
select is(pg_temp.decide($$ update public.contact_methods set value = 'noreplyson@globex.test';
  update public.conversations set participant_addresses = '{noreplyson@globex.test}' $$), 'plan due', 'FUP-1 Mr Noreplyson is a person');
select is(pg_temp.decide($$ insert into public.suppressions (workspace_id, address_hash, reason) values (tests.id('acme'), sha256('bob@globex.test'), 'opted_out') $$),
  'none suppressed', 'FUP-1 none to somebody who opted out');
select is(pg_temp.decide($$ select pg_temp.plan('sent'); update public.workspaces set max_nudges = 1 $$), 'none enough_nudges', 'FUP-1 at most max_nudges');
select is(pg_temp.decide($$ select pg_temp.plan('cancelled', 'cancelled_by_person') $$), 'none cancelled_by_person', 'FUP-3 what a person cancelled stays cancelled');
select is(pg_temp.decide($$ select pg_temp.plan('failed') $$), 'none failed_before', 'FUP-1 what failed is not planned again by itself');
select is(pg_temp.decide('', '2026-07-01T12:00:01Z'), 'none too_long_ago', 'FUP-1 an old silence wakes no backlog');
select is(pg_temp.decide('', '2026-07-01T12:00Z'), 'plan due', 'FUP-1 the last moment of the window counts');
select is(pg_temp.decide($$ update public.workspaces set follow_up_window_days = 1 $$), 'none too_long_ago', 'FUP-1 the window is the workspace''s');

-- not yet
select is(pg_temp.decide('', '2026-06-02T19:59:59Z'), 'wait not_due_yet', 'FUP-1 waits a second before 32 hours are over');
select is(pg_temp.decide('', '2026-06-02T20:00Z'), 'plan due', 'FUP-1 plans after 32 hours');
select is(pg_temp.decide($$ update public.workspaces set default_wait_hours = 72 $$), 'wait not_due_yet', 'FUP-1 the wait is the workspace''s');
select is(pg_temp.decide($$ select pg_temp.hear('o', '{"automatic_kind": "out_of_office", "returns_on": "2026-06-10", "expects_reply": false, "sent_at": "2026-06-01T12:01Z"}') $$),
  'wait out_of_office', 'FUP-5 an absence is waited for, and is no reply');
select is(pg_temp.decide($$ select pg_temp.hear('o', '{"automatic_kind": "out_of_office", "returns_on": "2026-06-10", "expects_reply": false, "sent_at": "2026-06-01T12:01Z"}') $$,
  '2026-06-10T00:00Z'), 'plan due', 'FUP-5 until the day they are back');
select is(pg_temp.decide($$ select pg_temp.hear('o', '{"automatic_kind": "out_of_office", "returns_on": "2026-06-10", "expects_reply": false}');
  update public.contacts set time_zone = 'America/New_York' $$, '2026-06-10T03:59Z'), 'wait out_of_office', 'FUP-5 the day begins where they are');
select is(pg_temp.decide($$ select pg_temp.hear('o', '{"automatic_kind": "out_of_office", "expects_reply": false}') $$, '2026-06-07T12:00Z'), 'wait out_of_office',
  'FUP-5 an absence without a date lasts a week');
select is(pg_temp.decide($$ select pg_temp.hear('o', '{"automatic_kind": "auto_reply", "expects_reply": false}') $$), 'plan due', 'FUP-1 an automatic receipt is no reply');

-- counting
select is(pg_temp.decide($$ select pg_temp.plan('sent') $$), 'plan due', 'FUP-1 one of two nudges leaves room for another');
select is(pg_temp.decide($$ select pg_temp.plan('sent'); update public.workspaces set max_nudges = 1;
  select tests.deliver(account, tests.mail('a', '{"provider_thread_id": "t", "sent_at": "2026-06-02T21:00Z"}'), '2026-06-02T21:01Z'),
    tests.deliver(account, tests.own_mail('q2', '{"provider_thread_id": "t", "sent_at": "2026-06-02T22:00Z"}'), '2026-06-02T22:01Z') from story $$, '2026-06-04T12:00Z'),
  'plan due', 'FUP-1 nudges are counted since their last word');
select is(pg_temp.decide($$ select tests.deliver(account, tests.own_mail('ps', '{"provider_thread_id": "t", "sent_at": "2026-06-02T19:00Z", "expects_reply": false}'), '2026-06-02T19:01Z') from story $$),
  'wait not_due_yet', 'FUP-1 silence starts anew with our last word, and the question stands');

-- the facts, and who may ask
select results_eq($$ select facts ->> 'due_at', facts ->> 'recipient_address', facts ->> 'step', facts ->> 'asked', check_at is null from story, private.nudge_decision(c, '2026-06-03T12:00Z') $$,
  $$ values ('2026-06-02T20:00:00+00:00', 'bob@globex.test', '1', 'Could you send the offer?', true) $$, 'FUP-1 the decision tells what it rests on');
select is((select check_at from story, private.nudge_decision(c, '2026-06-02T00:00Z')), '2026-06-02T20:00Z'::timestamptz, 'FUP-1 waiting says when to look again');

-- to whom: somebody our last word was addressed to, never just anybody on the thread
create function pg_temp.asked(recipients text) returns text language plpgsql as $$
declare
  answer text;
begin
  perform tests.deliver(account, tests.mail('before', '{"provider_thread_id": "t", "sent_at": "2026-06-01T10:00Z"}'), '2026-06-02T20:00Z'),
    tests.deliver(account, tests.own_mail('others', jsonb_build_object('provider_thread_id', 't', 'sent_at', '2026-06-02T20:00Z', 'recipients', recipients::jsonb)), '2026-06-02T20:01Z')
  from story;
  select coalesce(d.facts ->> 'recipient_address', d.reason) into answer from story, private.nudge_decision(c, '2026-06-04T12:00Z') d;
  raise exception using errcode = 'ZZ000', message = answer;
exception when sqlstate 'ZZ000' then return sqlerrm;
end
$$;
select is(pg_temp.asked('[{"kind": "to", "address": "carol@globex.test", "name": "Carol"}, {"kind": "cc", "address": "bob@globex.test", "name": "Bob"}]'),
  'carol@globex.test', 'FUP-1 Carol was asked, so Carol is reminded, though Bob wrote before');
select is(pg_temp.asked('[{"kind": "to", "address": "dora@globex.test", "name": null}, {"kind": "to", "address": "bob@globex.test", "name": "Bob"}]'),
  'bob@globex.test', 'FUP-1 of several who were asked, the one who wrote last');
select is(pg_temp.asked('[{"kind": "to", "address": "ada@acme.test", "name": "Ada"}, {"kind": "bcc", "address": "bob@globex.test", "name": "Bob"}]'),
  'no_recipient', 'FUP-1 a note to ourselves asks nobody');

grant select on story to public;
select tests.become('ada');
select is((select public.explain_follow_up(c) ->> 'reason' from story), 'too_long_ago', 'Ada asks why not, and is told');
select tests.become('ben');
select throws_ok('select public.explain_follow_up(c) from story', 'PT404', 'conversation_not_found', 'Ben may not ask about Ada''s private conversation');
select tests.become('cy');
select throws_ok('select public.explain_follow_up(c) from story', 'PT404', 'conversation_not_found', 'Cy may not ask');
select throws_ok('select public.explain_follow_up(gen_random_uuid())', 'PT404', 'conversation_not_found', 'nor about a conversation that does not exist');

select * from finish();
