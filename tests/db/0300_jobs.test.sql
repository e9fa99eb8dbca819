-- Jobs of 0300: enqueued with the fact that caused them, one unfinished job a key (OPS-1).
select plan(23);
select tests.cast_of_acme();
insert into private.queues (name, function_slug, batch_size, max_attempts) values ('test', 'health', 100, 3);

create function pg_temp.job(job uuid) returns private.jobs language sql as $$ select * from private.jobs where id = job $$;
create function pg_temp.enqueue(key text, at timestamptz default now(), payload jsonb default '{}') returns uuid
language sql as $$ select private.enqueue('test', tests.id('acme'), payload, key, at) $$;

-- OPS-1: the same transaction
do $$
begin
  perform pg_temp.enqueue('lost');
  raise exception 'the fact is not true after all';
exception when raise_exception then null;
end
$$;
select is((select count(*) from private.jobs where unique_key = 'lost'), 0::bigint,
  'OPS-1 enqueue() leaves nothing when the caller''s transaction rolls back');
select isnt(pg_temp.enqueue('kept'), null, 'OPS-1 enqueue() answers the id of the job');
select results_eq($$ select queue, workspace_id, state, attempts, run_at = now() from private.jobs where unique_key = 'kept' $$,
  $$ values ('test', tests.id('acme'), 'waiting', 0, true) $$, 'OPS-1 a new job waits from now on, without attempts');
select throws_ok($$ select private.enqueue('no-such-queue', null, '{}') $$, '23503', null, 'enqueue() refuses an unknown queue');
select lives_ok($$ select private.enqueue('test', null, '{}'), private.enqueue('test', null, '{}') $$, 'jobs without a key never collide');

-- OPS-1: unique keys
select is(pg_temp.enqueue('key', now() + interval '1 hour', '{"n": 1}'), pg_temp.enqueue('key', now() + interval '2 hours', '{"n": 2}'),
  'OPS-1 a waiting key stays one job');
select results_eq($$ select run_at = now() + interval '1 hour', payload from private.jobs where unique_key = 'key' $$,
  $$ values (true, '{"n": 2}'::jsonb) $$, 'OPS-1 a waiting key keeps the earlier moment and takes the newer payload');
select isnt(pg_temp.enqueue('key', now() - interval '1 minute'), null, 'OPS-1 a waiting key is moved to an earlier moment');
select is((select run_at from private.jobs where unique_key = 'key'), now() - interval '1 minute', 'OPS-1 the earlier moment counts');
select is((select count(*) from private.jobs where unique_key = 'key'), 1::bigint, 'OPS-1 there is still one job of the key');

update private.jobs set state = 'leased', lease_token = tests.id('lease'), lease_until = now() + interval '1 minute', payload = '{"n": 3}'
where unique_key = 'key';
select is(pg_temp.enqueue('key', now() - interval '1 hour', '{"n": 4}'), null, 'OPS-1 enqueue() answers null for a key that is being worked on');
select results_eq($$ select state, lease_token, payload, run_at = now() - interval '1 minute' from private.jobs where unique_key = 'key' $$,
  $$ values ('leased', tests.id('lease'), '{"n": 3}'::jsonb, true) $$, 'OPS-1 a leased job is left alone');
select is((select count(*) from private.jobs where unique_key = 'key'), 1::bigint, 'OPS-1 no second job is made beside a leased one');

select worker.finish_jobs(array_agg(id), tests.id('lease')) from private.jobs where unique_key = 'key';
select isnt(pg_temp.enqueue('key'), null, 'OPS-1 a finished key may come again');
select results_eq($$ select state from private.jobs where unique_key = 'key' union all select state from private.job_log where unique_key = 'key' $$,
  $$ values ('waiting'), ('done') $$, 'OPS-1 what is done is in the log, beside the new job');
insert into private.queues (name, function_slug) values ('other', 'health');
select isnt(private.enqueue('other', null, '{}', 'key'), null, 'a key is unique in its queue only');

-- Shape: no half states
select throws_ok($$ update private.jobs set state = 'leased' where unique_key = 'kept' $$, '23514', null, 'a leased job has a lease');
select throws_ok($$ update private.jobs set state = 'dead' where unique_key = 'kept' $$, '23514', null, 'a dead job has an end');
select throws_ok($$ update private.jobs set lease_token = tests.id('x') where unique_key = 'kept' $$, '23514', null, 'a waiting job has no lease');
select throws_ok($$ update private.jobs set state = 'lost' where unique_key = 'kept' $$, '23514', null, 'there are three states');
select throws_ok($$ insert into private.queues (name, function_slug, lease_seconds) values ('q', 'f', 901) $$, '23514', null,
  'a lease lasts fifteen minutes at most');
select throws_ok($$ insert into private.queues (name, function_slug) values ('Q 1', 'f') $$, '23514', null, 'a queue has a slug for a name');

delete from public.workspaces where id = tests.id('acme');
select is((select count(*) from private.jobs where workspace_id = tests.id('acme')), 0::bigint, 'the jobs of a workspace go with it');

select * from finish();
