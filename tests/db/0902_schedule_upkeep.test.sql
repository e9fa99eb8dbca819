-- Late schedules and the trimmed run history of 0902 (OPS-2, OPS-3). The log of pg_cron is written by hand.
select plan(16);
create function pg_temp.line(name text) returns bigint language sql as $$ select jobid from cron.job where jobname = name $$;
create function pg_temp.ran(name text, ended interval, outcome text default 'succeeded') returns void language sql as $$
  insert into cron.job_run_details (jobid, runid, status, return_message, start_time, end_time)
  values (pg_temp.line(name), nextval('cron.runid_seq'), outcome, outcome || ' ' || name, now() - ended, now() - ended) $$;

-- periods
select is_empty('select jobname, schedule from cron.job where private.schedule_period(schedule) is null', 'OPS-2 the period of every schedule of ours is known');
select results_eq($$ select s, private.schedule_period(s) from unnest(array['5 seconds', '* * * * *', '*/5 * * * *', '50 * * * *', '20 3 * * *', '0 4 * * 1', '0 0 1 * *', '0 9-17 * * *']) s $$,
  $$ values ('5 seconds', interval '5 seconds'), ('* * * * *', '1 minute'), ('*/5 * * * *', '5 minutes'), ('50 * * * *', '1 hour'), ('20 3 * * *', '1 day'),
    ('0 4 * * 1', '7 days'), ('0 0 1 * *', null), ('0 9-17 * * *', null) $$, 'schedule_period() reads the forms we use and no other');

-- late
delete from cron.job_run_details;
create function pg_temp.late(as_of timestamptz default now()) returns text language sql as $$
  select string_agg(name, ',' order by name) from private.schedule_state(as_of) where is_late $$;
select isnt(pg_temp.late(pg_postmaster_start_time() + interval '4 minutes'), null, 'OPS-3 where nothing has run since the server started, the quick lines are late');
select is(pg_temp.late(pg_postmaster_start_time() + interval '2 minutes'), null, 'OPS-3 a server that has just started is not late');
select pg_temp.ran(jobname, interval '10 seconds') from cron.job;
select is(pg_temp.late(), null, 'OPS-3 where everything has just run nothing is late');
select is(pg_temp.late(now() + interval '2 minutes 40 seconds'), null, 'OPS-3 a restart of the database makes nothing late');
select is(pg_temp.late(now() + interval '3 minutes'), 'fill-graphs,plan-calendar-syncs,plan-nudges,raise-alerts,refresh-tokens,sweep-jobs,wake-tasks', 'OPS-3 what runs every minute or oftener is late after three minutes');
select matches(pg_temp.late(now() + interval '3 hours'), 'trim-cron-log', 'OPS-3 what runs hourly is late after three hours');
select doesnt_match(pg_temp.late(now() + interval '2 days'), 'trim-alerts', 'OPS-3 what runs daily is not late after two days');
select matches(pg_temp.late(now() + interval '3 days'), 'trim-alerts', 'OPS-3 but is after three');
delete from cron.job_run_details where jobid = pg_temp.line('plan-nudges');
select pg_temp.ran('plan-nudges', interval '10 minutes'), pg_temp.ran('plan-nudges', interval '1 minute', 'failed');
select results_eq($$ select last_failure, missed_runs, is_late from private.schedule_state(now()) where name = 'plan-nudges' $$,
  $$ values ('failed plan-nudges', 10, true) $$, 'OPS-3 a line that runs and fails is late, and says why');
update cron.job set active = false where jobname = 'plan-nudges';
select is(pg_temp.late(), null, 'a line that was switched off is not late');

-- trimmed
delete from cron.job_run_details;
select pg_temp.ran('sweep-jobs', interval '7 hours'), pg_temp.ran('sweep-jobs', interval '5 hours'), pg_temp.ran('trim-alerts', interval '7 days'),
  pg_temp.ran('trim-alerts', interval '9 days'), pg_temp.ran('gone', interval '7 days'), pg_temp.ran('gone', interval '9 days');
insert into cron.job_run_details (jobid, runid, status) values (pg_temp.line('sweep-jobs'), nextval('cron.runid_seq'), 'starting');
select is(private.trim_cron_log(now(), 1), 1, 'OPS-2 trim_cron_log() is bounded');
select is(private.trim_cron_log(now()), 2, 'OPS-2 the next run goes on');
select is(private.trim_cron_log(now()), 0, 'OPS-2 and then there is nothing to do');
select results_eq($$ select coalesce(return_message, status), (now() - end_time) from cron.job_run_details order by 1, 2 $$, $$ values
  ('starting', null), ('succeeded gone', interval '7 days'), ('succeeded sweep-jobs', interval '5 hours'), ('succeeded trim-alerts', interval '7 days') $$,
  'OPS-2 quick lines keep six hours, others eight days, and a run that is starting stays');

select * from finish();
