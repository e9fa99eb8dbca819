-- Tasks and promises of 0430 to 0434 (TSK-1, NEW-3): found once, changed by people, settled by later words.
select plan(59);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, null::uuid as m, null::uuid as t, null::uuid as p;
grant select on story to public;
select tests.deliver(account, tests.mail('ask', jsonb_build_object('sent_at', now() - interval '2 hours')), now()) from story;
update story set m = (select id from public.messages);
create function pg_temp.save(found jsonb, for_message uuid default null, call jsonb default null) returns text language sql as $$
  select worker.save_extraction(x.id, jsonb_build_object('content_hash', x.content_hash) || found, call, now())
  from public.messages x, story where x.id = coalesce(for_message, story.m) $$;
create function pg_temp.task(title text, from_at int, until_at int) returns jsonb language sql as $$
  select jsonb_build_object('title', title, 'due_on', '2026-12-01', 'source', 'rules', 'evidence', jsonb_build_object('quote', title, 'start', from_at, 'end', until_at)) $$;
create function pg_temp.promise(side text, quote text, due date, from_at int default 0) returns jsonb language sql as $$
  select jsonb_build_object('side', side, 'quote', quote, 'due_on', due, 'source', 'rules', 'evidence', jsonb_build_object('start', from_at, 'end', from_at + length(quote))) $$;
create function pg_temp.list(item jsonb) returns jsonb language sql as $$ select jsonb_build_array(item) $$;

select is((select payload from private.jobs where queue = 'extract'), (select jsonb_build_object('message_id', m) from story), 'TSK-1 a new message of a person has a job, of its id only');
select tests.deliver(account, tests.own_mail('ours', jsonb_build_object('sent_at', now() - interval '1 hour')), now()) from story;
select is((select count(*) from private.jobs where queue = 'extract'), 2::bigint, 'NEW-3 and so has ours: we promise, too');
select tests.deliver(account, tests.mail('news', '{"automatic_kind": "mailing_list"}'), now()) from story;
select is((select count(*) from private.jobs where queue = 'extract'), 2::bigint, 'what a program sent has none');
select is((select c #>> '{message,direction}' from story, worker.extract_context(m) c), 'inbound', 'extract_context() gives the facts');
select is(worker.extract_context(gen_random_uuid()), null, 'and nothing of what is gone');

-- found once
select is(pg_temp.save(jsonb_build_object('tasks', pg_temp.list(pg_temp.task('Send the offer', 0, 24)))), 'saved', 'TSK-1 a task is stored');
select results_eq('select status, due_on, source, owner_id, is_shared, message_id from public.tasks',
  $$ select 'suggested', '2026-12-01'::date, 'rules', tests.id('ada'), false, m from story $$, 'TSK-1 as a suggestion, with its day and its message');
select is(pg_temp.save(jsonb_build_object('tasks', pg_temp.list(pg_temp.task('Please send Bob his offer', 5, 20)))), 'saved', 'another run names it otherwise');
select is((select string_agg(title, ',') from public.tasks), 'Send the offer', 'TSK-1 the same words are the same task');
select is(pg_temp.save(jsonb_build_object('tasks', pg_temp.list(pg_temp.task('Call Bob', 30, 38)))), 'saved', 'other words');
select is((select count(*) from public.tasks), 2::bigint, 'TSK-1 are another task');
update public.connections set auto_create_tasks = true;
select pg_temp.save(jsonb_build_object('tasks', pg_temp.list(pg_temp.task('Book a room', 50, 60))));
select is((select status from public.tasks where title = 'Book a room'), 'open', 'TSK-1 an account may open tasks by itself');
select is(pg_temp.save('{"content_hash": "of other words"}'), 'superseded', 'what was read of other words is not stored');
select is(worker.save_extraction(gen_random_uuid(), '{}', null, now()), 'gone', 'nor of what is gone');
select pg_temp.save('{}', null, '{"action": "extract", "provider": "openai", "model": "m", "prompt_version": "1", "latency_ms": 5, "outcome": "ok"}');
select is((select count(*) from public.ai_actions where action = 'extract'), 1::bigint, 'TRI-2 the call is in the ledger');

-- people
update story set t = (select id from public.tasks where title = 'Send the offer');
select tests.become('ada');
select is((public.change_task(t, '{"status": "open", "priority": "high"}')).status, 'open', 'TSK-1 a suggestion is confirmed') from story;
select is((public.change_task(t, '{"status": "done"}')).completed_at, now(), 'TSK-1 done') from story;
select is((public.change_task(t, '{"status": "open"}')).completed_at, null, 'TSK-1 and open again') from story;
select throws_ok($$ select public.change_task(t, '{"status": "snoozed"}') from story $$, 'PT422', 'task_invalid', 'a snooze has an end');
select throws_ok($$ select public.change_task(t, '{"status": "suggested"}') from story $$, 'PT422', 'task_invalid', 'nothing becomes a suggestion again');
select throws_ok($$ select public.change_task(t, '{"owner_id": null}') from story $$, 'PT422', 'task_invalid', 'the owner stays');
select throws_ok($$ select public.change_task(t, '{"title": " "}') from story $$, 'PT422', 'task_invalid', 'a title says something');
select throws_ok($$ select public.change_task(t, '{"is_shared": true}') from story $$, 'PT409', 'task_follows_its_message', 'TEN-4 a found task is shared with its message');
select throws_ok($$ select public.change_task(t, jsonb_build_object('assignee_id', tests.id('cy'))) from story $$, 'PT422', 'task_invalid', 'a stranger is given nothing');
select is((public.change_task(t, jsonb_build_object('due_at', '2026-12-03T23:30:00Z'))).due_on, '2026-12-03', 'an hour brings its day') from story;
select is((public.change_task(t, '{"due_at": null}')).due_on, '2026-12-03', 'which stays when the hour goes') from story;
select is((public.create_task(tests.id('acme'), '{"title": "Buy milk", "due_on": "2026-12-05"}')).source, 'person', 'TSK-1 a task is written by hand');
select throws_ok($$ select public.create_task(tests.id('acme'), '{}') $$, 'PT422', 'task_invalid', 'not without a title');
select lives_ok($$ select public.delete_task(id) from public.tasks where title in ('Buy milk', 'Call Bob') $$, 'TSK-1 tasks are deleted');
select results_eq($$ select title, status from public.tasks where title in ('Buy milk', 'Call Bob') $$, $$ values ('Call Bob', 'dismissed') $$, 'TSK-1 what was found is dismissed instead');
select tests.become('ben');
select is((select count(*) from public.tasks), 0::bigint, 'Ben sees none of them');
select throws_ok($$ select public.change_task(t, '{"status": "done"}') from story $$, 'PT404', 'task_not_found', 'nor changes one');
select throws_ok($$ select public.delete_task(t) from story $$, 'PT404', 'task_not_found', 'nor deletes one');
select tests.become('ada');
select public.change_task(t, jsonb_build_object('assignee_id', tests.id('ben'), 'status', 'snoozed', 'snoozed_until', now() + interval '1 hour')) from story;
select tests.become_nobody();
update public.profiles set time_zone = 'Asia/Tokyo' where id = tests.id('ada');
select tests.become('ben');
select is((select count(*) from public.tasks), 1::bigint, 'TSK-1 the assignee sees it');
select is((public.change_task(t, '{"due_at": "2026-12-03T23:30:00Z"}')).due_on, '2026-12-04', 'TSK-1 an hour the assignee names has its day where the owner lives') from story;
select throws_ok($$ select public.change_task(t, '{"assignee_id": null}') from story $$, 'PT403', 'task_not_yours', 'but does not give it away');
select tests.become_nobody();
select is(private.wake_tasks(now() + interval '2 hours'), 1, 'TSK-1 a snooze ends');
select is(private.wake_tasks(now() + interval '2 hours'), 0, 'once');
select pg_temp.save(jsonb_build_object('tasks', pg_temp.list(pg_temp.task('Call Bob', 30, 38))));
select is((select count(*) from public.tasks where title = 'Call Bob'), 1::bigint, 'TSK-1 what was dismissed is not found again');

-- promises
select is(pg_temp.save(jsonb_build_object('promises', pg_temp.list(pg_temp.promise('them', 'I will send the deck on Monday', current_date - 1)))), 'saved', 'NEW-3 a promise is stored');
select pg_temp.save(jsonb_build_object('promises', pg_temp.list(pg_temp.promise('them', 'will send the deck', null, 2))));
select results_eq('select side, promised_by, state, quote from public.promises', $$ values ('them', 'bob@globex.test', 'made', 'I will send the deck on Monday') $$, 'NEW-3 once, with who gave it');
select is(private.let_promises_fall_due(now()), 1, 'NEW-3 its day has passed');
select is((select state from public.promises), 'due', 'NEW-3 so it is due');
update story set p = (select id from public.promises);
select tests.deliver(account, tests.mail('kept', jsonb_build_object('sent_at', now() - interval '30 minutes', 'in_reply_to', '<ask@globex.test>', 'references', '["<ask@globex.test>"]'::jsonb)), now()) from story;
select is((select c #>> '{open_promises,0,id}' from public.messages k, worker.extract_context(k.id) c where k.provider_message_id = 'kept'), (select p::text from story), 'NEW-3 a later message of the conversation knows it');
select tests.deliver(account, tests.mail('elsewhere', jsonb_build_object('sent_at', now() - interval '20 minutes', 'subject_base', 'something else', 'subject', 'Something else')), now()) from story;
select pg_temp.save(jsonb_build_object('settled', pg_temp.list(jsonb_build_object('promise_id', p, 'outcome', 'kept', 'quote', 'Here it is'))), k.id) from story, public.messages k where k.provider_message_id = 'elsewhere';
select is((select state from public.promises), 'due', 'NEW-3 a message of another conversation settles nothing');
select pg_temp.save(jsonb_build_object('settled', pg_temp.list(jsonb_build_object('promise_id', p, 'outcome', 'kept', 'quote', 'Here it is'))), k.id) from story, public.messages k where k.provider_message_id = 'kept';
select results_eq('select state, settled_quote from public.promises', $$ values ('kept', 'Here it is') $$, 'NEW-3 the later message keeps it, with the words that say so');
select tests.become('ada');
select is((public.settle_promise(p, 'dropped')).state, 'dropped', 'NEW-3 a person has the last word') from story;
select tests.become_nobody();
update public.promises set due_on = (now() at time zone 'Asia/Tokyo')::date, due_at = now() - interval '1 minute';
select tests.become('ada');
select is((public.settle_promise(p, 'open')).state, 'due', 'NEW-3 opened again it is due once its hour has passed') from story;
select tests.become_nobody();
select is(array[private.is_overdue('2026-12-01', null, 'America/Los_Angeles', '2026-12-02T05:00Z'), private.is_overdue('2026-12-01', null, 'America/Los_Angeles', '2026-12-02T08:00Z'),
  private.is_overdue(null, null, 'UTC', now())], array[false, true, false], 'NEW-3 a day ends where its owner lives');
select tests.become('ada');
select is((public.settle_promise(p, 'dropped')).state, 'dropped', 'NEW-3 and dropped again') from story;
select throws_ok($$ select public.settle_promise(p, 'lost') from story $$, 'PT422', 'promise_outcome_unknown', 'an unknown outcome');
select tests.become('ben');
select throws_ok($$ select public.settle_promise(p, 'kept') from story $$, 'PT404', 'promise_not_found', 'Ben has no word in it');
select is((select count(*) from public.promises), 0::bigint, 'and does not see it');
select tests.become_nobody();

-- whose words settle what, and what is not read
select tests.deliver(account, tests.mail('carl', jsonb_build_object('sender_address', 'carl@globex.test',
  'recipients', '[{"kind": "to", "address": "ada@acme.test"}, {"kind": "cc", "address": "bob@globex.test"}]'::jsonb, 'sent_at', now() - interval '10 minutes', 'in_reply_to', '<ask@globex.test>',
  'references', '["<ask@globex.test>"]'::jsonb)), now()) from story;
update public.promises set state = 'made', settled_at = null, settled_by = null;
select is(array(select c #>> '{open_promises,0,is_by_author}' from public.messages k, worker.extract_context(k.id) c where k.provider_message_id in ('kept', 'carl') order by k.provider_message_id),
  array['false', 'true'], 'NEW-3 the worker knows whether it was the writer who promised');
update public.messages set labels = '{SPAM}' where provider_message_id = 'carl';
select is((select worker.extract_context(id) from public.messages where provider_message_id = 'carl'), null, 'F25 what lies in spam by now settles nothing and asks for nothing');
select tests.deliver(account, tests.mail('spam', jsonb_build_object('sent_at', now() - interval '5 minutes', 'labels', '["SPAM"]'::jsonb, 'in_reply_to', '<ask@globex.test>',
  'references', '["<ask@globex.test>"]'::jsonb)), now()) from story;
create function pg_temp.extract_jobs() returns bigint language sql as $$
  select count(*) from private.jobs j join public.messages x on j.payload ->> 'message_id' = x.id::text where j.queue = 'extract' and x.provider_message_id = 'spam' $$;
select is(pg_temp.extract_jobs(), 0::bigint, 'F25 nor what came as spam');
update public.messages set labels = '{INBOX}' where provider_message_id = 'spam';
select is(pg_temp.extract_jobs(), 1::bigint, 'TSK-1 until it is out of there');

-- erased with the account
create function pg_temp.erased() returns text language plpgsql as $$
begin
  perform tests.become('ada');
  perform public.disconnect_connection(account, 'erase') from pg_temp.story;
  perform tests.become_nobody();
  perform worker.erase_account(account, 50, now() + interval '1 hour') from pg_temp.story;
  raise exception using errcode = 'ZZ000', message = (select count(*) from public.messages) || ' messages, ' || (select count(*) from public.tasks where source <> 'person') || ' tasks';
exception when sqlstate 'ZZ000' then return sqlerrm;
end
$$;
select is(pg_temp.erased(), '0 messages, 0 tasks', 'NEW-13 erasing an account takes the words of its mails out of the tasks too');

delete from public.messages;
select results_eq($$ select (select count(*) from public.promises), (select count(*) from public.tasks where message_id is null) $$, $$ values (0::bigint, 3::bigint) $$, 'promises go with their message; tasks stay');
select * from finish();
