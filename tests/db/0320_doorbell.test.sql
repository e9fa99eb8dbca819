-- The doorbell and the sweep of 0320 (OPS-1).
select plan(23);
select tests.cast_of_acme();
insert into private.queues (name, function_slug, max_attempts) values ('test', 'health', 2), ('quiet', 'health', 2);

create function pg_temp.rings() returns bigint language sql as $$ select count(*) from net.http_request_queue $$;
create function pg_temp.add(key text, at timestamptz default now()) returns uuid
language sql as $$ select private.enqueue('test', null, '{}', key, at) $$;
-- A second passes for every queue.
create function pg_temp.rest() returns void language sql as $$ update private.bells set rung_at = rung_at - interval '2 seconds' $$;

-- not configured: nothing is sent, nothing fails
select lives_ok($$ select pg_temp.add('first') $$, 'OPS-1 without Vault''s entries a job is enqueued all the same');
select is(pg_temp.rings(), 0::bigint, 'OPS-1 without Vault''s entries nobody is rung');
select is(private.call_function('health'), null, 'call_function() answers null until the project is configured');
select vault.create_secret('http://127.0.0.1:1', 'project_url');
select is(private.call_function('health'), null, 'an address without a key is not configured either');
select vault.create_secret('worker-key', 'worker_secret_key');

-- rings are one per queue and second
select pg_temp.rest();
insert into private.jobs (queue, unique_key) select 'test', 'many' || n from generate_series(1, 50) n;
select is(pg_temp.rings(), 1::bigint, 'OPS-1 fifty jobs of one statement ring once');
select results_eq($$ select method::text, url, headers ->> 'apikey', convert_from(body, 'UTF8')::jsonb from net.http_request_queue $$,
  $$ values ('POST', 'http://127.0.0.1:1/functions/v1/health', 'worker-key', '{}'::jsonb) $$,
  'a ring carries the worker key and nothing else');
select pg_temp.add('soon');
select is(pg_temp.rings(), 1::bigint, 'OPS-1 a second ring within a second is not made');
select pg_temp.rest();
select pg_temp.add('after a second');
select is(pg_temp.rings(), 2::bigint, 'OPS-1 after a second it is');
select pg_temp.rest();
select pg_temp.add('tomorrow', now() + interval '1 day');
select is(pg_temp.rings(), 2::bigint, 'a job that is not due rings nobody');
insert into private.jobs (queue) values ('test'), ('quiet');
select is(pg_temp.rings(), 4::bigint, 'every queue has its own bell');
select pg_temp.rest();
update private.queues set is_paused = true where name = 'quiet';
insert into private.jobs (queue) values ('quiet');
select is(pg_temp.rings(), 4::bigint, 'a paused queue is not rung');

-- sweep: a dead worker's job comes back
delete from private.jobs;
select pg_temp.add('held'), pg_temp.add('worn out'), pg_temp.add('alive'), pg_temp.add('expired', now() - interval '2 hours');
update private.jobs set state = 'leased', lease_token = tests.id('lease'), attempts = case unique_key when 'worn out' then 2 else 1 end,
  lease_until = now() + case unique_key when 'alive' then interval '1 minute' else interval '-1 second' end
where unique_key <> 'expired';
update private.jobs set not_after = now() - interval '1 minute' where unique_key = 'expired';
select is(pg_temp.rings(), 5::bigint, 'what was just enqueued has rung');
select pg_temp.rest();
select lives_ok($$ select private.sweep(now()) $$, 'sweep() runs');
create temporary view states as select unique_key, state, attempts, last_error ->> 'slug' as slug, lease_token is null as is_free from private.jobs
  union all select unique_key, state, attempts, last_error ->> 'slug', true from private.job_log;
select results_eq('select * from states order by unique_key', $$ values
  ('alive', 'leased', 1, null, false), ('expired', 'cancelled', 0, 'too_late', true),
  ('held', 'waiting', 1, 'lease_expired', true), ('worn out', 'dead', 2, 'lease_expired', true) $$,
  'OPS-1 sweep() returns what a dead worker held, buries what used up its attempts, cancels what is too late');
select is(pg_temp.rings(), 6::bigint, 'OPS-1 sweep() rings queues with due work, once, and not the paused one');
create temporary table before_second_sweep as select * from states;
select private.sweep(now());
select results_eq('select * from states order by unique_key', 'select * from before_second_sweep order by unique_key',
  'OPS-1 sweep() twice changes nothing more');
select is(worker.finish_jobs((select array_agg(id) from private.jobs), tests.id('lease')), 1, 'OPS-1 who lost the lease finishes nothing');
select is((select state from private.jobs where unique_key = 'held'), 'waiting', 'OPS-1 the job that came back waits for its next worker');
select is((select count(*) from worker.claim_jobs('test', 'Wanda', 10)), 1::bigint, 'OPS-1 and is claimed by the next');
select results_eq($$ select state from states where unique_key = 'held' $$, $$ values ('leased') $$, 'OPS-1 a job that came back is worked on');
select pg_temp.rest();
select private.sweep(now());
select is(pg_temp.rings(), 6::bigint, 'OPS-1 sweep() rings nobody when nothing is due');

-- a ring is one until a worker has heard it
select pg_temp.add('rings');
select pg_temp.add('rings no more');
select is(pg_temp.rings(), 7::bigint, 'two jobs within a second ring once while no worker has heard');
select worker.claim_jobs('test', 'Wanda', 1);
select pg_temp.add('rings again');
select is(pg_temp.rings(), 8::bigint, 'OPS-1 work that comes after a worker has claimed rings again, within the second too');

select * from finish();
