-- health() of 0910 (OPS-3): how the work flows, for operators, without a word of any tenant.
select plan(11);
select tests.cast_of_acme();
select is(worker.health() -> 'is_configured', 'false', 'health() says that the doorbell is not configured');
select vault.create_secret('http://127.0.0.1:1', 'project_url'), vault.create_secret('k', 'worker_secret_key');
select is(worker.health() -> 'is_configured', 'true', 'health() says that it is');
select ok(worker.health() -> 'extensions' ?& array['pg_cron', 'pg_net', 'vector', 'supabase_vault', 'pgcrypto'], 'health() names every extension');
select set_eq($$ select jsonb_object_keys(worker.health() -> 'schedules') $$, 'select jobname::text from cron.job', 'OPS-3 health() names every schedule');
select set_eq($$ select jsonb_object_keys(worker.health() -> 'queues') $$, 'select name from private.queues', 'OPS-3 health() names every queue');

insert into cron.job_run_details (jobid, runid, status, return_message, end_time)
select jobid, -1, 'failed', 'canary@globex.test', now() from cron.job where jobname = 'sweep-jobs';
insert into private.jobs (queue, run_at, payload, last_error) values
  ('send-nudge', now() - interval '10 minutes', '{"canary": 1}', '{"slug": "canary", "detail": "canary"}'), ('send-nudge', now() + interval '1 hour', '{}', null);
select results_eq($$ select (q ->> 'waiting')::int, (q ->> 'due')::int, (q ->> 'dead')::int from jsonb_extract_path(worker.health(), 'queues', 'send-nudge') q $$,
  $$ values (2, 1, 0) $$, 'OPS-3 health() counts the jobs of a queue');
select private.raise_alerts(now());
select ok(worker.health() -> 'alerts' @> '[{"rule": "queue_is_behind", "subject": "send-nudge", "value": 600}]', 'OPS-3 health() shows open alerts');
select ok((select bool_and(length(a ->> 'meaning') > 0 and length(a ->> 'cure') > 0) from jsonb_array_elements(worker.health() -> 'alerts') a), 'OPS-3 each with its meaning and its cure');
select doesnt_match(worker.health()::text, 'canary|@', 'OPS-3 health() tells nothing of a job''s payload, an error''s detail or a schedule''s message');
select tests.become_worker();
select lives_ok('select worker.health()', 'the worker may ask');
select tests.become('eve');
select throws_ok('select worker.health()', '42501', null, 'people may not');

select * from finish();
