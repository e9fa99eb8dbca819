-- health() of 0910: counts, for operators.
select plan(9);
select tests.cast_of_acme();
create function pg_temp.queue(name text) returns jsonb language sql as $$ select worker.health() -> 'queues' -> name $$;
select is(worker.health() -> 'is_configured', 'false', 'health() says that the doorbell is not configured');
select vault.create_secret('http://127.0.0.1:1', 'project_url'), vault.create_secret('k', 'worker_secret_key');
select is(worker.health() -> 'is_configured', 'true', 'health() says that it is');
select ok(worker.health() -> 'extensions' ?& array['pg_cron', 'pg_net', 'vector', 'supabase_vault', 'pgcrypto'], 'health() names every extension');
select is((worker.health() ->> 'schedules')::int, 7, 'health() counts the schedules');
select is(pg_temp.queue('send-nudge'), '{"due": 0, "dead": 0, "leased": 0, "is_paused": false, "oldest_due_seconds": null}', 'OPS-1 an empty queue');

insert into private.jobs (queue, run_at) values ('send-nudge', now() - interval '90 seconds'), ('send-nudge', now() - interval '5 seconds'), ('send-nudge', now() + interval '1 hour');
insert into private.jobs (queue, state, finished_at) values ('send-nudge', 'dead', now()), ('send-nudge', 'done', now());
insert into private.jobs (queue, state, lease_token, lease_until) values ('send-nudge', 'leased', gen_random_uuid(), now());
update private.queues set is_paused = true where name = 'send-nudge';
select results_eq($$ select (q ->> 'due')::int, (q ->> 'dead')::int, (q ->> 'leased')::int, q ->> 'is_paused', (q ->> 'oldest_due_seconds')::int between 90 and 100 from pg_temp.queue('send-nudge') q $$,
  $$ values (2, 1, 1, 'true', true) $$, 'OPS-1 health() counts due, dead and leased jobs and the age of the oldest');
select is((worker.health() ->> 'uncertain_outbound')::int, 0, 'NEW-7 health() counts uncertain messages');
select tests.become_worker();
select lives_ok('select worker.health()', 'the worker may ask');
select tests.become('eve');
select throws_ok('select worker.health()', '42501', null, 'people may not');

select * from finish();
