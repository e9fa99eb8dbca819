-- Schedules of 0900 (OPS-2): every line is there and takes the moment; late, twice or not at all, the outcome is the same.
select plan(16);
select tests.cast_of_acme();
select results_eq('select jobname::text, schedule from cron.job order by jobname', $$ values
  ('audit-mailboxes', '10 1 * * *'), ('expire-event-suggestions', '*/15 * * * *'), ('fill-graphs', '* * * * *'), ('make-proposals', '*/10 * * * *'), ('plan-calendar-syncs', '* * * * *'), ('plan-graphs', '5 * * * *'), ('plan-nudges', '30 seconds'), ('poll-mailboxes', '*/5 * * * *'),
  ('probe-graphs', '40 2 * * *'), ('promises-fall-due', '*/15 * * * *'), ('raise-alerts', '* * * * *'), ('recheck-waiting', '*/5 * * * *'), ('refresh-tokens', '* * * * *'), ('renew-watches', '15 * * * *'), ('roll-series', '25 * * * *'), ('settle-changes', '*/5 * * * *'), ('settle-drafts', '*/5 * * * *'),
  ('settle-outbox', '*/5 * * * *'), ('settle-reply-drafts', '*/5 * * * *'), ('settle-webhooks', '*/5 * * * *'), ('sweep-jobs', '4 seconds'), ('trim-activity', '20 * * * *'), ('trim-alerts', '30 3 * * *'),
  ('trim-calendar-channels', '35 3 * * *'), ('trim-cron-log', '50 * * * *'), ('trim-jobs', '40 * * * *'), ('trim-oauth-states', '45 * * * *'), ('trim-revocations', '55 3 * * *'), ('trim-webhooks', '10 * * * *'), ('wake-tasks', '* * * * *') $$, 'OPS-2 these schedules and no others');
select is((select count(*) from cron.job where not active), 0::bigint, 'every schedule is active');
create temporary table lines as select jobname from cron.job;
select cron.schedule('sweep-jobs', '4 seconds', 'select private.sweep(now())');
select set_eq('select jobname from cron.job', 'select jobname from lines', 'a known name replaces its line, so the file can run again');
select is_empty($$ select command from cron.job where command !~ '^select private\.[a-z_]+\(now\(\)\)$' $$, 'OPS-2 every line calls one function of ours with the moment');
select is_empty($$ select jobname from cron.job where not exists (select from pg_proc p where p.pronamespace = 'private'::regnamespace
  and p.proname = substring(command from 'private\.([a-z_]+)') and p.proargnames[1] = 'as_of' and p.proargtypes[0] = 'timestamptz'::regtype) $$,
  'OPS-2 and every function calls it as_of');

-- something for each to do
select vault.create_secret('http://127.0.0.1:1', 'project_url'), vault.create_secret('k', 'worker_secret_key');
select tests.deliver(tests.connection('ada'), tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '40 hours')), now() - interval '39 hours');
insert into private.job_log (job_id, queue, unique_key, state, attempts, created_at, finished_at) values
  (gen_random_uuid(), 'draft-nudge', 'old', 'done', 1, now() - interval '8 days', now() - interval '8 days'),
  (gen_random_uuid(), 'draft-nudge', 'recent', 'done', 1, now() - interval '4 days', now() - interval '4 days');
insert into private.jobs (queue, unique_key, not_after) values ('send-nudge', 'too late', now() - interval '1 minute');
insert into private.jobs (queue, unique_key, state, finished_at) values ('draft-nudge', 'dead', 'dead', now());
insert into cron.job_run_details (jobid, runid, end_time) select jobid, n, now() - interval '4 hours' * n from cron.job, generate_series(1, 2) n where jobname = 'sweep-jobs';
select worker.receive_webhook('acme-mail', 'send-nudge', event, '{}', '') from unnest(array['lost', 'old']) event;
delete from private.jobs where queue = 'send-nudge' and payload ? 'webhook_id';
update private.webhook_inbox set received_at = now() - interval '1 hour';
update private.webhook_inbox set state = 'done', finished_at = now() - interval '33 days' where provider_event_id = 'old';
insert into private.alerts (rule, subject, value, worst_value, opened_at, seen_at, calm_since, closed_at)
values ('queue_is_behind', 'old', 1, 1, now() - interval '100 days', now() - interval '100 days', now() - interval '99 days', now() - interval '99 days');

create function pg_temp.run_all(as_of timestamptz) returns void language plpgsql as $$
declare
  line record;
begin
  for line in select command from cron.job order by jobname = 'raise-alerts', jobname loop
    execute replace(line.command, 'now()', quote_literal(as_of) || '::timestamptz');
  end loop;
end
$$;
-- Everything people or providers could notice, and what there is to do.
create temporary view outcome as select
  (select string_agg(step || ' ' || status, ',') from public.nudges) as nudges,
  (select count(*) from private.jobs where queue = 'draft-nudge' and state <> 'dead') as draft_jobs,
  (select string_agg(unique_key || ' ' || state, ', ' order by unique_key) from (
    select unique_key, state from private.job_log union all select unique_key, state from private.jobs) j
    where unique_key in ('old', 'recent', 'too late', 'dead')) as jobs,
  (select string_agg(runid::text, ',') from cron.job_run_details) as log,
  (select string_agg(provider_event_id || ' ' || state, ',') from private.webhook_inbox) as webhooks,
  (select string_agg(rule || ' ' || subject, ', ' order by rule, subject) from private.alerts where rule not in ('schedule_is_late', 'doorbell_is_unconfigured')) as alerts,
  (select count(*) from public.nudge_events) as events, (select count(*) from public.outbound_messages) as outbound;
create temporary table before as select * from outcome;
select results_eq('select nudges, draft_jobs, jobs, log, webhooks, alerts from before', $$ values
  (null, 0::bigint, 'dead dead, old done, recent done, too late waiting', '1,2', 'lost received,old done', 'queue_is_behind old') $$,
  'control: before anything has run there is something to do for each');

select lives_ok('select pg_temp.run_all(now())', 'the command of every schedule runs');
select results_eq('select nudges, draft_jobs, jobs, log, webhooks, alerts from outcome', $$ values
  ('1 pending', 1::bigint, 'dead dead, recent done, too late cancelled', '1', 'lost dead', 'jobs_are_dead draft-nudge, webhooks_are_dead acme-mail') $$, 'OPS-2 each did its work');
create temporary table once as select * from outcome;
select lives_ok('select pg_temp.run_all(now()), pg_temp.run_all(now())', 'and runs again');
select results_eq('select * from outcome', 'select * from once', 'OPS-2 running every schedule three times is running it once');

-- two days of downtime, in which nothing ran: the nudge is planned once, its one job is there, nobody is rung in a burst
create temporary table rings as select count(*) as before_downtime from net.http_request_queue;
select lives_ok($$ select pg_temp.run_all(now() + interval '2 days') from generate_series(1, 3) $$, 'OPS-2 every schedule runs two days late');
select results_eq('select nudges, draft_jobs, events, outbound from outcome', 'select nudges, draft_jobs, events, outbound from once',
  'OPS-2 after downtime nothing fires twice for a moment that is past');
select cmp_ok((select count(*) - (select before_downtime from rings) from net.http_request_queue), '<=', (select count(*) from private.queues),
  'OPS-2 after downtime each queue is rung at most once, however many runs were missed');

-- a backlog is worked off in parts, each as large as one run may be
insert into private.webhook_inbox (provider, provider_event_id, queue, body, received_at)
select 'acme-mail', 'backlog ' || n, 'send-nudge', '', now() - interval '1 hour' from generate_series(1, 2500) n;
create function pg_temp.dead_after_run() returns bigint language plpgsql as $$
begin
  execute (select command from cron.job where jobname = 'settle-webhooks');
  return (select count(*) from private.webhook_inbox where state = 'dead' and provider_event_id like 'backlog %');
end
$$;
select results_eq('select pg_temp.dead_after_run() from generate_series(1, 4)', $$ values (1000::bigint), (2000), (2500), (2500) $$,
  'OPS-2 a run does a bounded part and the next goes on');
insert into private.webhook_inbox (provider, provider_event_id, queue, state, finished_at)
select 'acme-mail', 'past ' || n, 'send-nudge', 'done', now() - interval '40 days' from generate_series(1, 10001) n;
select is(private.trim_webhooks(now()), 10000, 'OPS-2 so does trimming');
select is(private.trim_webhooks(now()), 1, 'OPS-2 and the hour after it is done');

select * from finish();
