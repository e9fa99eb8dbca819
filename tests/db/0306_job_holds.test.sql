-- Holds of 0306: connections that are busy or not active, jobs after jobs, paused workspaces (OPS-1).
select plan(31);
select tests.cast_of_acme();
insert into private.queues (name, function_slug, batch_size, connection_concurrency, backoff_base_seconds) values ('test', 'health', 100, 2, 10);
create temporary table account as select tests.connection('ada') as id, tests.connection('ada', tests.id('acme'), 'gmail', 'spare@acme.test') as spare;
grant select on account to public;
create function pg_temp.add(key text, connection uuid, after_job uuid default null) returns uuid language sql as $$
  select private.enqueue('test', null, '{}', key, through_connection => connection, after_job => after_job) $$;
create function pg_temp.claim(at_most int default 100) returns text language sql as $$
  select string_agg(j.unique_key, ' ' order by j.unique_key) from worker.claim_jobs('test', 'Walter', at_most) c join private.jobs j using (id) $$;
create function pg_temp.job(key text) returns private.jobs language sql as $$ select * from private.jobs where unique_key = key $$;
create function pg_temp.finish(key text) returns integer language sql as $$ select worker.finish_jobs(array[id], lease_token) from private.jobs where unique_key = key $$;

-- a connection's limit
select pg_temp.add('a' || n, id) from account, generate_series(1, 5) n;
select pg_temp.add('b1', spare) from account;
select pg_temp.add('c', null);
select results_eq($$ select owner_id, workspace_id from private.jobs where unique_key = 'a1' $$, $$ values (tests.id('ada'), tests.id('acme')) $$,
  'OPS-1 a job of a connection belongs to its owner and workspace');
select is(pg_temp.claim(), 'a1 a2 b1 c', 'OPS-1 no more jobs of a connection are leased at once than its queue says; others are not held up');
select is((select string_agg(unique_key, ' ' order by unique_key) from private.jobs where held_by = 'connection' and place is null), 'a3 a4 a5', 'OPS-1 what is too much leaves the line');
select is(pg_temp.claim(), null, 'OPS-1 and is not claimed');
select is(pg_temp.finish('a1'), 1, 'one is done');
select is(pg_temp.claim(), 'a3', 'OPS-1 then the next goes, the longest due first');
select worker.delay_job((pg_temp.job('a2')).id, (pg_temp.job('a2')).lease_token, now() + interval '1 day', 'quiet_hours');
select is(pg_temp.claim(), 'a4', 'OPS-1 a job that is put off makes room');
select worker.fail_job((pg_temp.job('a4')).id, (pg_temp.job('a4')).lease_token, 'permanent', 'gone');
select is(pg_temp.claim(), 'a5', 'OPS-1 a job that dies makes room');

-- needs_reconnect
select is(worker.fail_job((pg_temp.job('a3')).id, (pg_temp.job('a3')).lease_token, 'needs_reconnect', 'token_revoked'), 'waiting', 'OPS-1 a job that needs the owner waits');
select results_eq($$ select attempts, held_by::text, last_error ->> 'slug' from private.jobs where unique_key = 'a3' $$, $$ values (0, 'connection', 'token_revoked') $$,
  'OPS-1 without losing an attempt, and knows why');
select results_eq($$ select status, status_reason from public.connections, account where connections.id = account.id $$, $$ values ('error', 'token_revoked') $$,
  'OPS-1 the connection says what it needs');
select pg_temp.add('a6', id) from account;
select is(pg_temp.claim(), null, 'OPS-1 no job of a connection that is not active is claimed');
select private.sweep(now());
select is(pg_temp.claim(), null, 'OPS-1 nor after a sweep');
update public.connections set status = 'active', status_reason = null from account where connections.id = account.id;
select is(pg_temp.claim(), 'a3', 'OPS-1 once it is active again its jobs run at once, as many as may');
select pg_temp.finish('a5');
select is(pg_temp.claim(), 'a6', 'OPS-1 and the others after them: nothing is lost');
-- the account changed while the job was running
update private.jobs set leased_at = now() - interval '1 minute' where unique_key = 'a6';
select worker.fail_job((pg_temp.job('a6')).id, (pg_temp.job('a6')).lease_token, 'needs_reconnect', 'token_revoked');
select is((select status from public.connections, account where connections.id = account.id), 'active', 'OPS-1 an account that was reconnected meanwhile is not taken for broken');
select private.sweep(now());
select is(pg_temp.claim(), 'a6', 'OPS-1 and the job is tried with it');
select worker.fail_job((pg_temp.job('c')).id, (pg_temp.job('c')).lease_token, 'needs_reconnect', 'x');
select ok((pg_temp.job('c')).held_by is null and (pg_temp.job('c')).attempts = 1, 'needs_reconnect without a connection is transient');

-- a job after a job
delete from private.jobs;
select pg_temp.add('second', null, pg_temp.add('first', null));
select pg_temp.add('third', null, (pg_temp.job('second')).id);
select is(pg_temp.claim(), 'first', 'OPS-1 a job waits for the one before it');
select pg_temp.finish('first');
select is(pg_temp.claim(), 'second', 'OPS-1 and goes when that is done');
select worker.fail_job((pg_temp.job('second')).id, (pg_temp.job('second')).lease_token, 'permanent', 'gone');
select is(pg_temp.claim(), null, 'OPS-1 while the one before it is dead it waits');
select private.drop_jobs('dead', 'not_needed', 'test');
select private.sweep(now());
select is((select last_error ->> 'slug' from private.job_log where unique_key = 'third'), 'job_before_cancelled', 'OPS-1 and is cancelled with it');
select pg_temp.add('orphan', null, tests.id('nothing'));
select is((pg_temp.job('orphan')).held_by, null, 'a job after one that is gone goes at once');
update private.jobs set held_by = 'job', place = null, after_job_id = tests.id('nothing') where unique_key = 'orphan';
select private.sweep(now());
select is(pg_temp.claim(), 'orphan', 'OPS-1 the sweep frees what was forgotten');

-- a workspace on hold
delete from private.jobs;
select private.enqueue('test', tests.id('acme'), '{}', 'ours'), pg_temp.add('system', null);
select is(private.pause_workspace_jobs(tests.id('acme'), 'unpaid'), true, 'OPS-1 an operator pauses a workspace');
select private.enqueue('test', tests.id('acme'), '{}', 'ours too');
select is(pg_temp.claim(), 'system', 'OPS-1 its jobs wait, those that come too; others run');
select private.resume_workspace_jobs(tests.id('acme'));
select is(pg_temp.claim(), 'ours ours too', 'OPS-1 and run when it goes on');
select is((select string_agg(action, ' ' order by id) from public.audit_log where workspace_id = tests.id('acme') and action ~ '^jobs'), 'jobs.paused jobs.resumed', 'OPS-1 its audit log says so');

-- the repair of the sweep is bounded
delete from private.jobs;
insert into private.jobs (queue, workspace_id, held_by) select 'test', tests.id('acme'), 'workspace' from generate_series(1, 1001);
select private.free_forgotten_jobs();
select is((select count(*) from private.jobs where held_by = 'workspace'), 1::bigint, 'OPS-1 one sweep frees a thousand of a kind');
insert into private.jobs (queue, after_job_id, held_by) select 'test', tests.id('nothing'), 'job' from generate_series(1, 1001);
select private.free_forgotten_jobs();
select results_eq($$ select count(*) filter (where held_by = 'workspace'), count(*) filter (where held_by = 'job') from private.jobs $$, $$ values (0::bigint, 1::bigint) $$,
  'OPS-1 the next goes on where it stopped');
insert into private.job_log (job_id, queue, state, attempts, created_at, finished_at) values (tests.id('stopped'), 'test', 'cancelled', 1, now(), now());
insert into private.jobs (queue, after_job_id, held_by) select 'test', tests.id('stopped'), 'job' from generate_series(1, 1001);
select private.free_forgotten_jobs();
select is((select count(*) from private.job_log where last_error ->> 'slug' = 'job_before_cancelled' and unique_key is null), 1000::bigint, 'OPS-1 nor are more than a thousand cancelled');

select * from finish();
