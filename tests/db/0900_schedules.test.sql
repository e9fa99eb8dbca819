-- Schedules of 0900: every line is there, its command runs, and running it twice is safe.
select plan(7);
select tests.cast_of_acme();
select results_eq('select jobname::text, schedule from cron.job order by jobname', $$ values
  ('plan-nudges', '30 seconds'), ('recheck-waiting', '20 3 * * *'), ('settle-drafts', '*/5 * * * *'), ('settle-outbox', '*/5 * * * *'),
  ('sweep-jobs', '5 seconds'), ('trim-cron-log', '50 * * * *'), ('trim-jobs', '40 3 * * *') $$, 'OPS-1 these schedules and no others');
select is((select count(*) from cron.job where not active), 0::bigint, 'every schedule is active');
select cron.schedule('sweep-jobs', '5 seconds', 'select private.sweep(now())');
select is((select count(*) from cron.job), 7::bigint, 'a known name replaces its line, so the file can run again');

-- something for each to do
select tests.deliver(tests.connection('ada'), tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '40 hours')), now() - interval '39 hours');
insert into private.jobs (queue, state, finished_at, unique_key) values ('draft-nudge', 'done', now() - interval '8 days', 'old'),
  ('draft-nudge', 'dead', now() - interval '6 days', 'recent');
insert into private.jobs (queue, unique_key, not_after) values ('draft-nudge', 'late', now() - interval '1 minute');
insert into cron.job_run_details (runid, end_time) values (1, now() - interval '7 hours'), (2, now() - interval '1 hour');
create function pg_temp.run_all() returns void language plpgsql as $$
declare
  line record;
begin
  for line in select command from cron.job order by jobname loop execute line.command; end loop;
end
$$;
select lives_ok('select pg_temp.run_all()', 'the command of every schedule runs');
create temporary view outcome as select
  (select string_agg(status, ',') from public.nudges) as nudges,
  (select string_agg(coalesce(unique_key, '') || ' ' || state, ', ' order by unique_key) from private.jobs where unique_key in ('old', 'recent', 'late')) as jobs,
  (select string_agg(runid::text, ',') from cron.job_run_details) as log,
  (select count(*) from private.jobs) as job_count, (select count(*) from public.nudge_events) as event_count;
select results_eq('select nudges, jobs, log from outcome', $$ values ('pending', 'late cancelled, recent dead', '2') $$, 'each did its work');
create temporary table once as select * from outcome;
select lives_ok('select pg_temp.run_all(), pg_temp.run_all()', 'and runs again');
select results_eq('select * from outcome', 'select * from once', 'OPS-1 running every schedule three times is running it once');

select * from finish();
