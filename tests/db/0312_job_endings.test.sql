-- Handing back and progress of 0312; late jobs (OPS-1). Failing, delaying and extending: 0310.
select plan(13);
select tests.cast_of_acme();
insert into private.queues (name, function_slug) values ('test', 'health');
create function pg_temp.job(key text) returns private.jobs language sql as $$ select * from private.jobs where unique_key = key $$;
create function pg_temp.claim(at_most int) returns text language sql as $$
  select string_agg(j.unique_key, ' ' order by j.unique_key) from worker.claim_jobs('test', 'Walter', at_most) c join private.jobs j using (id) $$;
select private.enqueue('test', tests.id('acme'), '{}', 'a', for_owner => tests.id('ada')), private.enqueue('test', tests.id('acme'), '{}', 'b');
select is(pg_temp.claim(1), 'a', 'a worker holds a job');

select tests.become_worker();
select is(worker.release_jobs(array[tests.id('x')], gen_random_uuid()), 0, 'OPS-1 release_jobs() needs the lease');
select tests.become_nobody();
select is(worker.release_jobs(array[(pg_temp.job('a')).id], (pg_temp.job('a')).lease_token), 1, 'OPS-1 release_jobs() hands back');
select results_eq($$ select state, attempts, lease_until from private.jobs where unique_key = 'a' $$, $$ values ('waiting', 0, null::timestamptz) $$, 'OPS-1 the attempt does not count');
select is(pg_temp.claim(1), 'a', 'OPS-1 a job that was handed back is next');

select is(worker.report_progress((pg_temp.job('a')).id, gen_random_uuid(), 1, 2), false, 'OPS-1 report_progress() needs the lease');
select is(worker.report_progress((pg_temp.job('a')).id, (pg_temp.job('a')).lease_token, 3, 10), true, 'OPS-1 the holder reports');
select tests.become('ada');
select results_eq($$ select progress_done, progress_total, state from public.list_my_jobs(tests.id('acme')) where queue = 'test' $$, $$ values (3, 10, 'leased') $$, 'OPS-1 and the person sees how far it is');
select tests.become_nobody();

select is(worker.fail_job((pg_temp.job('a')).id, (pg_temp.job('a')).lease_token, 'transient', 'rate_limited', null, 3600), 'waiting', 'OPS-1 Retry-After');
select ok((pg_temp.job('a')).run_at between clock_timestamp() + interval '3599 seconds' and clock_timestamp() + interval '3606 seconds', 'OPS-1 is a floor, with jitter above it');
select private.enqueue('test', null, '{}', 'late', now() - interval '1 hour', now() - interval '1 second');
select is(pg_temp.claim(5), 'b', 'OPS-1 a job past its not_after is not claimed');
select private.sweep(now());
select is((select state || ' ' || (last_error ->> 'slug') from private.job_log where unique_key = 'late'), 'cancelled too_late', 'OPS-1 but cancelled, and the log says why');
select is(private.cancel_jobs('test', array['a', 'b']), 1, 'OPS-1 cancelling leaves alone what is being worked on');

select * from finish();
