-- Leases of 0310: claim, finish, fail, delay, extend (OPS-1). Time passes in the rows here: a lease is moved, not waited for.
select plan(48);
select tests.cast_of_acme();
insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts, backoff_base_seconds, backoff_cap_seconds)
values ('test', 'health', 60, 100, 3, 10, 15);

create function pg_temp.add(key text, workspace uuid default tests.id('acme'), at timestamptz default now(), priority int default 0)
returns uuid language sql as $$ select private.enqueue('test', workspace, '{}', key, at, null, priority::smallint) $$;
create function pg_temp.claim(at_most int default 100) returns text[] language sql as $$
  select array_agg(j.unique_key order by j.unique_key) from worker.claim_jobs('test', 'Walter', at_most) c join private.jobs j using (id) $$;
create function pg_temp.token() returns uuid language sql as $$ select lease_token from private.jobs where state = 'leased' limit 1 $$;
create function pg_temp.job(key text) returns private.jobs language sql as $$ select * from private.jobs where unique_key = key $$;

-- claim
select pg_temp.add('a'), pg_temp.add('b'), pg_temp.add('later', at => now() + interval '1 hour');
select tests.become_worker();
create temporary table claimed as select * from worker.claim_jobs('test', 'Walter', 10);
select tests.become_nobody();
select is((select count(*) from claimed), 2::bigint, 'OPS-1 claim_jobs() answers due jobs only');
select is((select count(distinct lease_token) from claimed), 1::bigint, 'OPS-1 one call, one lease token');
select results_eq('select distinct queue_name, workspace_id, attempt from claimed', $$ values ('test', tests.id('acme'), 1) $$,
  'OPS-1 the first claim is attempt one');
select ok((select bool_and(lease_until between clock_timestamp() + interval '50 seconds' and clock_timestamp() + interval '60 seconds') from claimed),
  'OPS-1 a lease lasts as long as its queue says');
select is((pg_temp.job('a')).leased_by, 'Walter', 'OPS-1 a job says who holds it');
select is(pg_temp.claim(), null, 'OPS-1 a leased job is not claimed again');

-- finish: the holder only
select tests.become_worker();
select is(worker.finish_jobs((select array_agg(id) from claimed), gen_random_uuid()), 0, 'OPS-1 finish_jobs() ignores whoever does not hold the lease');
select is(worker.finish_jobs((select array_agg(id) from claimed), (select min(lease_token::text)::uuid from claimed)), 2, 'OPS-1 finish_jobs() ends the jobs of the holder');
select is(worker.finish_jobs((select array_agg(id) from claimed), (select min(lease_token::text)::uuid from claimed)), 0, 'OPS-1 finishing twice ends nothing');
select tests.become_nobody();
select results_eq($$ select l.state, l.attempts, l.leased_by, l.finished_at >= l.leased_at, j.id from private.job_log l left join private.jobs j on j.id = l.job_id where l.unique_key in ('a', 'b') $$,
  $$ values ('done', 1, 'Walter', true, null::uuid), ('done', 1, 'Walter', true, null) $$, 'OPS-1 a finished job is in the log, with its attempts, and no longer in the way');

-- finish and claim in one call
select pg_temp.add('c'), pg_temp.add('d');
create temporary table first_two as select * from worker.claim_jobs('test', 'Walter', 1);
grant select on first_two to service_role;
select tests.become_worker();
create temporary table next_one as select n.* from first_two f, worker.finish_and_claim_jobs(array[f.id], array[f.lease_token], 'test', 'Walter', 1) n;
select tests.become_nobody();
select is((select l.state from private.job_log l, first_two f where l.job_id = f.id), 'done', 'OPS-1 finish_and_claim_jobs() ends what is done');
select is((select count(*) from next_one n join private.jobs j on j.id = n.id and j.state = 'leased'), 1::bigint, 'OPS-1 and leases what is next');
select is((select count(*) from next_one n, worker.finish_and_claim_jobs(array[n.id], array[gen_random_uuid()], 'test', 'Walter', 1)), 0::bigint, 'OPS-1 under a foreign lease it ends nothing');
select is((select j.state from private.jobs j join next_one n on n.id = j.id), 'leased', 'OPS-1 and the holder keeps the job');

-- order and bounds
delete from private.jobs;
select pg_temp.add('low', priority => 1), pg_temp.add('old'), pg_temp.add('high', priority => -1), pg_temp.add('new');
select is(pg_temp.claim(1), array['high'], 'OPS-1 lower priority numbers run first');
select is(pg_temp.claim(1), array['old'], 'OPS-1 first in, first out among equals');
update private.queues set batch_size = 2 where name = 'test';
select pg_temp.add('x' || n) from generate_series(1, 5) n;
select is(cardinality(pg_temp.claim(50)), 2, 'OPS-1 a claim is no larger than the batch of its queue');
update private.queues set batch_size = 100, is_paused = true where name = 'test';
select is(pg_temp.claim(), null, 'OPS-1 a paused queue gives nothing');
update private.queues set is_paused = false where name = 'test';
select is(cardinality(pg_temp.claim()), 5, 'OPS-1 and gives what waited when it goes on');
delete from private.jobs;
select private.enqueue('test', null, '{}', 'too-late', now() - interval '2 hours', now() - interval '1 hour');
select is(pg_temp.claim(), null, 'OPS-1 a job past its not_after is not run any more');

-- fairness: everybody's first job before anybody's second
delete from private.jobs;
select pg_temp.add('acme' || n) from generate_series(10, 60) n;
select pg_temp.add('cy' || n, (select workspace_id from public.workspace_members where user_id = tests.id('cy'))) from generate_series(1, 2) n;
select pg_temp.add('system', null);
select is((select array_agg(rtrim(key, '0123456789') order by key) from unnest(pg_temp.claim(6)) key), array['acme', 'acme', 'acme', 'cy', 'cy', 'system'], 'OPS-1 a tenant with many jobs does not starve the others');
select is(cardinality(pg_temp.claim(100)), 48, 'OPS-1 a tenant alone gets the whole batch');

-- fail: backoff with jitter
delete from private.jobs;
select pg_temp.add('f' || n) from generate_series(1, 100) n;
select pg_temp.claim();
create temporary table failed as
  select worker.fail_job(id, lease_token, 'transient', 'provider_down', 'no answer') as state, id from private.jobs;
select results_eq('select distinct state from failed', $$ values ('waiting') $$, 'OPS-1 a transient failure waits for another attempt');
select ok((select bool_and(run_at between now() and clock_timestamp() + interval '10 seconds') from private.jobs),
  'OPS-1 the first backoff is at most the base');
select ok((select max(run_at) - min(run_at) > interval '3 seconds' from private.jobs), 'OPS-1 backoff is jittered');
select results_eq($$ select distinct last_error ->> 'class', last_error ->> 'slug', last_error ->> 'detail', attempts from private.jobs $$,
  $$ values ('transient', 'provider_down', 'no answer', 1) $$, 'OPS-1 a failure keeps its reason');
update private.jobs set run_at = now() - interval '1 minute';
select pg_temp.claim();
select worker.fail_job(id, lease_token, 'transient', 'provider_down') from private.jobs;
select ok((select bool_and(run_at <= clock_timestamp() + interval '15 seconds') and max(run_at) > clock_timestamp() + interval '10 seconds' from private.jobs),
  'OPS-1 the second backoff is longer, and never above the cap');
update private.jobs set run_at = now() - interval '1 minute';
select pg_temp.claim();
select is((select string_agg(distinct worker.fail_job(id, lease_token, 'transient', 'provider_down'), ',') from private.jobs), 'dead',
  'OPS-1 a job that used up its attempts is dead');
select ok((select bool_and(finished_at is not null and last_error ->> 'slug' = 'provider_down' and lease_token is null) from private.jobs),
  'OPS-1 a dead job rests with its reason');

delete from private.jobs;
select pg_temp.add('a'), pg_temp.add('b'), pg_temp.add('c');
select pg_temp.claim();
select is(worker.fail_job((pg_temp.job('a')).id, gen_random_uuid(), 'transient', 'x'), null, 'OPS-1 fail_job() ignores whoever does not hold the lease');
select is((pg_temp.job('a')).state, 'leased', 'OPS-1 and the holder keeps it');
select is(worker.fail_job((pg_temp.job('a')).id, pg_temp.token(), 'transient', 'rate_limited', null, 120), 'waiting', 'OPS-1 a rate limit waits');
select ok((pg_temp.job('a')).run_at >= now() + interval '120 seconds', 'OPS-1 Retry-After is a floor, above the cap too');
select is(worker.fail_job((pg_temp.job('b')).id, pg_temp.token(), 'permanent', 'gone'), 'dead', 'OPS-1 a permanent failure is dead at once');
select is(worker.fail_job((pg_temp.job('b')).id, tests.id('x'), 'transient', 'gone'), null, 'OPS-1 a dead job cannot fail again');

-- delay: not an attempt
select is(worker.delay_job((pg_temp.job('c')).id, gen_random_uuid(), now() + interval '1 day', 'quiet_hours'), false, 'delay_job() needs the lease');
select is(worker.delay_job((pg_temp.job('c')).id, pg_temp.token(), now() + interval '1 day', 'quiet_hours'), true, 'delay_job() puts a job off');
select results_eq($$ select state, run_at = now() + interval '1 day', attempts, last_error ->> 'slug' from private.jobs where unique_key = 'c' $$,
  $$ values ('waiting', true, 0, 'quiet_hours') $$, 'OPS-1 a delay costs no attempt and says why');

-- extend: a sign of life
delete from private.jobs;
select pg_temp.add('a'), pg_temp.add('b');
select pg_temp.claim();
select is(worker.extend_lease((select array_agg(id) from private.jobs), gen_random_uuid(), 300), 0, 'OPS-1 extend_lease() needs the lease');
select is(worker.extend_lease((select array_agg(id) from private.jobs), pg_temp.token(), 300), 2, 'OPS-1 extend_lease() holds jobs longer');
select ok((select bool_and(lease_until > clock_timestamp() + interval '290 seconds') from private.jobs), 'OPS-1 by as much as was asked');
select is(worker.extend_lease((select array_agg(id) from private.jobs), pg_temp.token(), 86400), 2, 'a long wish is cut');
select ok((select bool_and(lease_until <= clock_timestamp() + interval '900 seconds') from private.jobs), 'OPS-1 nobody holds a job longer than fifteen minutes');
update private.jobs set lease_until = clock_timestamp() - interval '1 second' where unique_key = 'a';
select is(worker.extend_lease((select array_agg(id) from private.jobs), pg_temp.token(), 60), 1, 'OPS-1 a lease that ended cannot be extended');

-- retry by an operator
select worker.fail_job((pg_temp.job('b')).id, pg_temp.token(), 'permanent', 'gone');
select is(private.retry_dead_job((pg_temp.job('b')).id), true, 'OPS-1 retry_dead_job() revives a dead job');
select results_eq($$ select state, attempts, finished_at from private.jobs where unique_key = 'b' $$, $$ values ('waiting', 0, null::timestamptz) $$,
  'OPS-1 a revived job starts over');
select is(private.retry_dead_job((pg_temp.job('b')).id), false, 'OPS-1 a job that is not dead is not revived');
select is((pg_temp.job('b')).last_error ->> 'slug', 'gone', 'OPS-1 a revived job keeps the reason of its death until it fails again');

select * from finish();
