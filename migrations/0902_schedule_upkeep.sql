-- Schedules watched: which are late, and their run history trimmed.

create function private.schedule_period(schedule text) returns interval
language sql immutable
set search_path = ''
as $$
  -- the forms of 0900_schedules.sql; any other answers null, and cannot be told late
  select case
    when schedule ~ '^\d+ seconds?$' then make_interval(secs => split_part(schedule, ' ', 1)::integer)
    when schedule = '* * * * *' then interval '1 minute'
    when schedule ~ '^\*/\d+ \* \* \* \*$' then make_interval(mins => substring(schedule from '\d+')::integer)
    when schedule ~ '^\d+ \* \* \* \*$' then interval '1 hour'
    when schedule ~ '^\d+ \d+ \* \* \*$' then interval '1 day'
    when schedule ~ '^\d+ \d+ \* \* \d$' then interval '7 days'
  end
$$;
revoke execute on function private.schedule_period(text) from public, anon, authenticated, service_role;
comment on function private.schedule_period(text) is 'Time between two runs of a cron schedule; null for forms this project does not use.';

create function private.schedule_state(as_of timestamptz)
returns table (name text, schedule text, last_success_at timestamptz, last_failure text, missed_runs integer, is_late boolean)
language sql stable
set search_path = ''
as $$
  select j.jobname, j.schedule, r.last_success_at, r.last_failure, m.missed_runs, coalesce(m.missed_runs >= 3, false)
  from cron.job j
  left join lateral (
    select max(d.end_time) filter (where d.status = 'succeeded') as last_success_at,
      (array_agg(d.return_message order by d.end_time desc) filter (where d.status = 'failed'))[1] as last_failure
    from cron.job_run_details d where d.jobid = j.jobid) r on true
  -- A line that has never succeeded is measured from the first run of any, or from the start of the server. Shorter
  -- periods than a minute count as one: a restart of the database takes as long.
  cross join lateral (select floor(extract(epoch from as_of - coalesce(r.last_success_at,
      (select min(d.start_time) from cron.job_run_details d), pg_catalog.pg_postmaster_start_time()))
    / extract(epoch from greatest(private.schedule_period(j.schedule), interval '1 minute')))::integer as missed_runs) m
  where j.active
$$;
revoke execute on function private.schedule_state(timestamptz) from public, anon, authenticated, service_role;
comment on function private.schedule_state(timestamptz) is
  'Every schedule with its last success and how many of its periods have passed since; late after three.';

create function private.trim_cron_log(as_of timestamptz, at_most integer default 50000) returns integer
language sql volatile
set search_path = ''
as $$
  with trimmed as (
    delete from cron.job_run_details d where d.runid = any (array(
      select x.runid from cron.job_run_details x left join cron.job j on j.jobid = x.jobid
      -- the last success of a line that runs once a day must still be there to tell that it is not late
      where coalesce(x.end_time, x.start_time) < as_of
        - case when private.schedule_period(j.schedule) <= interval '1 minute' then interval '6 hours' else interval '8 days' end
      order by x.runid limit at_most))
    returning 1)
  select count(*)::integer from trimmed
$$;
revoke execute on function private.trim_cron_log(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.trim_cron_log(timestamptz, integer) is
  'Tick: forgets runs of lines that run every minute or oftener after 6 hours, others after 8 days; answers how many.';
