-- Drafting of 0530 (FUP-2): what a draft may read, whose draft stands, autopilot.
select plan(41);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, null::uuid as n;
grant select on story to public;
select tests.deliver(account, tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '3 days')), now()) from story;
update story set n = (select id from public.nudges);
create function pg_temp.save(version int, body text, changes jsonb default '{}') returns text language sql as $$
  select worker.save_nudge_draft(n, version, jsonb_build_object('body', body, 'confidence', 0.7, 'is_from_own_words', true), jsonb_build_object('action', 'draft_nudge',
    'provider', 'openai', 'model', 'm', 'is_offline', false, 'prompt_version', '1', 'latency_ms', 5, 'outcome', 'ok') || changes) from story $$;
create function pg_temp.nudge() returns public.nudges language sql as $$ select x.* from public.nudges x, story where x.id = story.n $$;

select results_eq($$ select c ->> 'status', c ->> 'step', c ->> 'tone', c ->> 'draft_version', c #>> '{owner,address}', c #>> '{recipient,address}', c #>> '{messages,0,direction}',
    jsonb_array_length(c -> 'messages') from story, worker.nudge_context(n) c $$,
  $$ values ('pending', '1', 'warm', '0', 'ada@acme.test', 'bob@globex.test', 'outbound', 1) $$, 'FUP-2 nudge_context() gives the facts of the draft');
select is(worker.nudge_context(gen_random_uuid()), null, 'nudge_context() of a nudge that is gone is null');

select is(pg_temp.save(0, 'Any news?'), 'drafted', 'FUP-2 the first draft is stored');
select results_eq('select status, body, draft_version, draft_source, draft_confidence from pg_temp.nudge()', $$ values ('drafted', 'Any news?', 1, 'model', 0.7) $$,
  'FUP-2 the draft says where it comes from');
select is(pg_temp.save(0, 'A twin''s words'), 'superseded', 'FUP-2 a twin of the worker comes too late');
select is((pg_temp.nudge()).body, 'Any news?', 'FUP-2 and changes nothing');
select is((select count(*) from public.ai_actions), 2::bigint, 'the ledger has both calls: both were paid for');
select is(pg_temp.save(1, 'Rules say hello', '{"is_offline": true}'), 'drafted', 'FUP-2 a new draft of the current version is stored');
select is((pg_temp.nudge()).draft_source, 'offline', 'FUP-2 drafts by rules are labelled');
select throws_ok($$ select pg_temp.save(2, ' ') $$, '23514', null, 'an empty draft is refused');

-- people first
select tests.become('ada');
select public.edit_nudge(n, 2, 'My own words') from (select id as n from public.nudges) x;
select tests.become_nobody();
select is(pg_temp.save(2, 'Late words'), 'superseded', 'FUP-3 an edit meanwhile stands');
select is((pg_temp.nudge()).body, 'My own words', 'FUP-3 the person''s words are kept');
select is((select state from public.outbound_messages), null, 'a manual workspace sends nothing by itself');

-- failures are visible
select worker.log_failed_draft(n, '{"action": "draft_nudge", "provider": "openai", "model": "m", "prompt_version": "1", "outcome": "failed", "error_slug": "provider_down"}', true) from story;
select is((pg_temp.nudge()).status, 'drafted', 'a failed call does not take a draft away');
update public.nudges set status = 'pending', body = null;
select worker.log_failed_draft(n, '{"action": "draft_nudge", "provider": "openai", "model": "m", "prompt_version": "1", "outcome": "failed", "error_slug": "provider_down"}', false) from story;
select is((pg_temp.nudge()).status, 'pending', 'a failure that will be tried again leaves the nudge pending');
select worker.log_failed_draft(n, '{"action": "draft_nudge", "provider": "openai", "model": "m", "prompt_version": "1", "outcome": "refused", "error_slug": "model_refused"}', true) from story;
select results_eq('select status, status_reason from pg_temp.nudge()', $$ values ('failed', 'model_refused') $$, 'the last failure fails the nudge, with its reason');
select is(pg_temp.save(3, 'Too late'), 'superseded', 'a failed nudge takes no draft by itself');
select is(worker.save_nudge_draft(gen_random_uuid(), 0, '{}', '{}'), 'gone', 'save_nudge_draft() of a nudge that is gone');

-- autopilot
update public.workspaces set autopilot_mode = 'autonomous' where id = tests.id('acme');
update public.nudges set status = 'pending', status_reason = null;
select is(pg_temp.save(3, 'By itself'), 'drafted', 'autopilot drafts as anybody');
select results_eq('select status, approved_by from pg_temp.nudge()', $$ values ('approved', null::uuid) $$, 'autopilot approves at once');
select results_eq('select state, approved_via, approved_by, body from public.outbound_messages', $$ values ('queued', 'autopilot', null::uuid, 'By itself') $$,
  'and says that nobody looked at it');
select is((select count(*) from private.jobs where queue = 'send-nudge' and state = 'waiting'), 1::bigint, 'an approved nudge has a job in the same transaction');
update public.workspaces set autopilot_mode = 'manual' where id = tests.id('acme');
select is((select worker.begin_send(id, now() + interval '1 hour') ->> 'reason' from public.outbound_messages), 'autopilot_stopped', 'autopilot stops at once, what is queued included');
select is((pg_temp.nudge()).status, 'cancelled', 'and the nudge with it');
select is((select count(*) from public.nudges where status = 'pending'), 1::bigint, 'a new one waits for a person');
delete from public.nudges where status = 'pending';
update public.workspaces set autopilot_mode = 'autonomous' where id = tests.id('acme');
update public.connections set provider = 'import';
update public.nudges set status = 'pending', status_reason = null, outbound_message_id = null;
select is(pg_temp.save(4, 'Nowhere to send'), 'drafted', 'autopilot of an imported mailbox drafts');
select is((pg_temp.nudge()).status, 'drafted', 'and leaves it there: it cannot send');

-- what a mail may have had a say in waits for a person
update public.connections set provider = 'gmail';
update public.nudges set status = 'pending', body = null, outbound_message_id = null;
select is(worker.save_nudge_draft(n, 5, '{"body": "As the mail says", "confidence": 1, "is_from_own_words": true, "flags": ["mail_instructs_assistant", "text_copies_mail"]}',
  '{"action": "draft_nudge", "provider": "openai", "model": "m", "prompt_version": "1", "latency_ms": 5, "outcome": "ok"}'), 'drafted', 'F25 a draft with flags is stored') from story;
select results_eq('select status, flags, outbound_message_id from pg_temp.nudge()', $$ values ('drafted', array['mail_instructs_assistant', 'text_copies_mail'], null::uuid) $$,
  'F25 the autopilot does not release it, and its owner sees why');
select is(worker.save_nudge_draft(n, 6, '{"body": "From all mails", "confidence": 1, "flags": []}',
  '{"action": "draft_nudge", "provider": "openai", "model": "m", "prompt_version": "1", "latency_ms": 5, "outcome": "ok"}'), 'drafted', 'F25 a draft from the mails of others is stored') from story;
select is((pg_temp.nudge()).status, 'drafted', 'F25 and not released either, though nothing is odd about it');
select is((select worker.nudge_context(n) ->> 'is_unattended' from story), 'true', 'F25 who drafts knows that nobody may look at it');
update public.nudges set draft_version = 6, flags = array['mail_instructs_assistant', 'text_copies_mail'];
select tests.become('ada');
select is((public.edit_nudge(n, 6, 'My words')).flags, array['mail_instructs_assistant'], 'F25 what is odd about the mail stays with their words') from story;
select is((public.approve_nudge(n, 7)).status, 'approved', 'F25 they may send it all the same') from story;
select tests.become_nobody();
update public.nudges set status = 'pending', body = null, asked_by = null, outbound_message_id = null;
update public.outbound_messages set state = 'cancelled', state_reason = 'content_changed' where state = 'queued';
select pg_temp.save(7, 'Plain words');
select results_eq('select status, flags from pg_temp.nudge()', $$ values ('approved', '{}'::text[]) $$, 'control: without flags the autopilot releases it');
update public.outbound_messages set state = 'cancelled', state_reason = 'content_changed' where state = 'queued';

-- a person asks for other words while the autopilot's first ones are being written
update public.connections set provider = 'gmail';
delete from private.jobs;
update public.nudges set status = 'pending', body = null, outbound_message_id = null;
select tests.become('ada');
select is((public.regenerate_nudge(n, 'concise')).status, 'pending', 'FUP-2 Ada asks for other words before there are any') from story;
select tests.become_nobody();
select is(pg_temp.save((pg_temp.nudge()).draft_version, 'Words nobody asked for'), 'drafted', 'FUP-2 those the autopilot had asked for come first');
select is((pg_temp.nudge()).status, 'drafted', 'FUP-3 and wait for Ada, who wants to see hers');
-- and after the autopilot has approved
update public.nudges set asked_by = null, status = 'pending';
select pg_temp.save((pg_temp.nudge()).draft_version, 'Released by nobody');
select is((pg_temp.nudge()).status, 'approved', 'control: the autopilot approves what nobody asked for');
select tests.become('ada');
select public.regenerate_nudge(n) from story;
select tests.become_nobody();
select results_eq('select status, outbound_message_id, (select state from public.outbound_messages order by id desc limit 1) from pg_temp.nudge()', $$ values ('drafted', null::uuid, 'cancelled') $$,
  'FUP-3 regenerating takes the autopilot''s approval back');
select pg_temp.save((pg_temp.nudge()).draft_version, 'New words');
select is((pg_temp.nudge()).status, 'drafted', 'FUP-3 and the new words wait for a person');

select * from finish();
