-- The numbers of 0904 (OPS-3): each queue, the outbox, webhooks, rings.
select plan(14);
select tests.cast_of_acme();
insert into private.queues (name, function_slug) values ('test', 'health'), ('quiet', 'health');
create function pg_temp.value(named text, about text, as_of timestamptz default now()) returns numeric language sql as $$
  select value from private.metrics(as_of) where metric = named and subject = about $$;

select results_eq($$ select is_paused, waiting, due, held, leased, stuck_leases, dead, oldest_due_seconds, done_last_hour, error_percent from private.queue_metrics(now()) where queue = 'quiet' $$,
  $$ values (false, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, null::integer, 0::bigint, null::numeric) $$, 'OPS-3 an empty queue');

insert into private.jobs (queue, run_at) values ('test', now() - interval '90 seconds'), ('test', now() - interval '5 seconds'), ('test', now() + interval '1 hour');
insert into private.jobs (queue, run_at, held_by) values ('test', now() - interval '1 day', 'connection');
insert into private.jobs (queue, state, attempts, finished_at) values ('test', 'dead', 8, now() - interval '10 minutes'), ('test', 'dead', 8, now() - interval '2 days');
insert into private.jobs (queue, state, lease_token, lease_until) values ('test', 'leased', gen_random_uuid(), now() - interval '50 seconds'),
  ('test', 'leased', gen_random_uuid(), now() - interval '70 seconds');
select results_eq($$ select waiting, due, held, leased, stuck_leases, dead, oldest_due_seconds from private.queue_metrics(now()) where queue = 'test' $$,
  $$ values (4::bigint, 2::bigint, 1::bigint, 2::bigint, 1::bigint, 2::bigint, 90) $$,
  'OPS-3 depth, age of the oldest due job that nothing holds, leases past their end, dead jobs');
select is(pg_temp.value('error_percent', 'test'), null, 'OPS-3 eight attempts are too few for a percentage');
insert into private.job_log (job_id, queue, state, attempts, created_at, finished_at)
select gen_random_uuid(), 'test', 'done', case n when 1 then 4 else 1 end, now(), now() - make_interval(secs => n * 40) from generate_series(1, 100) n;
insert into private.job_log (job_id, queue, state, attempts, created_at, finished_at) values (gen_random_uuid(), 'test', 'cancelled', 3, now(), now());
select results_eq($$ select done_last_minute, done_last_5_minutes, done_last_hour from private.queue_metrics(now()) where queue = 'test' $$,
  $$ values (1::bigint, 7::bigint, 89::bigint) $$, 'OPS-3 what was done within a minute, five minutes and an hour');
-- 89 jobs took 92 attempts, the job that died within the hour 8 more
select is(pg_temp.value('error_percent', 'test'), 11.0, 'OPS-3 failed attempts in percent of all');
select results_eq($$ select metric, value from private.metrics(now()) where subject = 'test' order by metric $$,
  $$ values ('dead_jobs', 2::numeric), ('error_percent', 11.0), ('oldest_due_seconds', 90), ('stuck_leases', 1) $$, 'OPS-3 the numbers of a queue that rules can watch');
update private.queues set is_paused = true where name = 'test';
select is(pg_temp.value('oldest_due_seconds', 'test'), null, 'OPS-3 a paused queue waits on purpose');
update private.queues set is_paused = false where name = 'test';
select is(pg_temp.value('oldest_due_seconds', 'test', now() - interval '1 hour'), null, 'OPS-3 every number is of its moment');

select worker.receive_webhook('acme-mail', 'test', n::text, '{}', '') from generate_series(1, 4) n;
update private.webhook_inbox set state = 'dead', finished_at = now() where provider_event_id = '1';
update private.webhook_inbox set state = 'done', finished_at = now() where provider_event_id = '2';
update private.webhook_inbox set received_at = now() - interval '6 minutes' where provider_event_id in ('1', '2', '3');
select results_eq('select * from private.webhook_metrics(now())', $$ values ('acme-mail', 2::bigint, 1::bigint, 360) $$, 'OPS-3 webhooks that are not done');
select is(pg_temp.value('oldest_webhook_seconds', 'acme-mail'), 360::numeric, 'OPS-3 and how long the oldest has waited');

insert into net._http_response (id, status_code, error_msg, created) values (1, 202, null, now()), (2, 401, null, now() - interval '1 minute'),
  (3, null, 'Timeout was reached', now()), (4, null, null, now() - interval '2 minutes'), (5, 500, null, now() - interval '11 minutes');
select results_eq('select answered, failed, last_error from private.ring_metrics(now())', $$ values (4::bigint, 3::bigint, 'Timeout was reached') $$,
  'OPS-3 rings of the last ten minutes: refusals, timeouts and answers that never came have failed');
select is(pg_temp.value('is_unconfigured', 'doorbell'), 1::numeric, 'OPS-3 a database that does not know where to ring says so');
select vault.create_secret('http://127.0.0.1:1', 'project_url'), vault.create_secret('k', 'worker_secret_key');
select is(pg_temp.value('is_unconfigured', 'doorbell'), 0::numeric, 'OPS-3 and stops saying so');
select is_empty('select name, metric from private.alert_rules r where metric not in (
    select metric from private.metrics(now())) and metric <> ''unsettled_seconds''', 'OPS-3 every rule watches a number there is');

select * from finish();
