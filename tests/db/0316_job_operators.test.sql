-- Operators and batches of 0314 and 0316 (OPS-1).
select plan(20);
select tests.cast_of_acme();
insert into private.queues (name, function_slug, batch_size) values ('test', 'health', 100), ('other', 'health', 100);
create function pg_temp.claim() returns bigint language sql as $$ select count(*) from worker.claim_jobs('test', 'Walter', 100) $$;
create function pg_temp.die(key text, slug text default 'gone', workspace uuid default null, on_queue text default 'test') returns uuid language plpgsql as $$
declare made uuid := private.enqueue(on_queue, workspace, '{}', key);
begin
  perform worker.claim_jobs(on_queue, 'Walter', 100);
  perform worker.fail_job(j.id, j.lease_token, 'permanent', slug) from private.jobs j where j.id = made;
  return made;
end $$;

select is(private.pause_queue('test'), true, 'OPS-1 an operator pauses a queue');
select is(private.pause_queue('test'), false, 'twice changes nothing');
select private.enqueue('test', null, '{}', 'waits');
select is(pg_temp.claim(), 0::bigint, 'OPS-1 a paused queue gives nothing');
select is(private.pause_queue('test', false), true, 'OPS-1 and goes on');
select is(pg_temp.claim(), 1::bigint, 'OPS-1 with what waited');

select pg_temp.die('d1'), pg_temp.die('d2', 'refused'), pg_temp.die('d3', 'gone', tests.id('acme')), pg_temp.die('d4', 'gone', null, 'other');
update private.jobs set finished_at = now() - interval '2 hours' where unique_key = 'd1';
select is(private.retry_dead_jobs('test', 'refused'), 1, 'OPS-1 dead jobs are retried by queue and slug');
select is(private.retry_dead_jobs(of_workspace => tests.id('acme')), 1, 'OPS-1 by workspace');
select is((select after ->> 'count' from public.audit_log where action = 'jobs.retried'), '1', 'OPS-1 which its audit log tells');
select is(private.retry_dead_jobs(since => now() - interval '1 hour'), 1, 'OPS-1 by time of death');
select results_eq($$ select unique_key from private.jobs where state = 'dead' $$, $$ values ('d1') $$, 'control: the others stay dead');
select private.enqueue('test', null, '{}', 'd1');
select is(private.retry_dead_jobs(), 0, 'OPS-1 a dead job whose key has a living one stays dead');
select is(private.drop_jobs('dead', 'not_needed', 'test'), 1, 'OPS-1 or is dropped');
select is((select state || ' ' || (last_error ->> 'slug') || ' ' || (last_error ->> 'before') from private.job_log where unique_key = 'd1'), 'cancelled not_needed gone', 'OPS-1 and the log keeps both reasons');
select throws_ok($$ select private.drop_jobs('leased', 'x') $$, 'P0001', null, 'what is being worked on is not dropped');

-- trimming
select pg_temp.die('old'), pg_temp.die('older');
update private.jobs set finished_at = now() - case unique_key when 'old' then interval '89 days' else interval '91 days' end where unique_key in ('old', 'older');
select private.trim_jobs(now());
select results_eq($$ select unique_key from private.jobs where state = 'dead' $$, $$ values ('old') $$, 'OPS-1 dead jobs rest for 90 days');
select is((select last_error ->> 'slug' from private.job_log where unique_key = 'older'), 'dead_too_long', 'OPS-1 and do not go without a word');
insert into private.job_log (job_id, queue, state, attempts, created_at, finished_at) select gen_random_uuid(), 'test', 'done', 1, now(), now() - interval '8 days' from generate_series(1, 5);
select is(private.trim_jobs(now(), 3), 3, 'OPS-1 the log is trimmed in bounded steps');

-- batches
create temporary table batch as select private.enqueue_batch('test', tests.id('acme'), array['{}', '{}', '{}', '{}']::jsonb[], tests.id('ada')) as id;
grant select on batch to public;
create temporary table claimed as select c.* from worker.claim_jobs('test', 'Walter', 100) c join private.jobs j using (id) where j.batch_id is not null;
select worker.finish_jobs(array[min(id::text)::uuid], lease_token) from claimed group by lease_token;
select worker.fail_job(max(id::text)::uuid, lease_token, 'permanent', 'gone') from claimed group by lease_token;
select tests.become('ada');
select results_eq($$ select b.* from batch, public.batch_status(batch.id) b $$, $$ values (4, 1, 1, 0) $$, 'OPS-1 a batch tells how far it is');
select tests.become('ben');
select is_empty($$ select b.* from batch, public.batch_status(batch.id) b $$, 'OPS-1 to nobody but its owner');
select tests.become_nobody();
delete from private.jobs where batch_id is not null;
delete from private.job_log where batch_id is not null;
update private.job_batches set created_at = now() - interval '8 days';
select private.trim_jobs(now());
select is((select count(*) from private.job_batches), 0::bigint, 'a batch goes when its jobs are forgotten');

select * from finish();
