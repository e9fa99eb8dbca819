-- Worker slots and concurrency of 0308 and 0310 (OPS-1).
select plan(12);
select tests.cast_of_acme();
insert into private.queues (name, function_slug, max_workers) values ('test', 'health', 2);
create function pg_temp.claim(worker text, at_most int default 1) returns bigint language sql as $$ select count(*) from worker.claim_jobs('test', worker, at_most) $$;
select is((select count(*) from private.worker_slots where queue = 'test'), 2::bigint, 'a queue has as many slots as workers');
insert into private.jobs (queue) select 'test' from generate_series(1, 30);
select is(pg_temp.claim('one') + pg_temp.claim('two'), 2::bigint, 'OPS-1 two runs hold jobs');
select is(pg_temp.claim('three'), 0::bigint, 'OPS-1 a third gets nothing, whatever is due');
select is(pg_temp.claim('one'), 1::bigint, 'OPS-1 who has a slot goes on');
select tests.become_worker();
select worker.leave_queue('test', 'one');
select tests.become_nobody();
select is(pg_temp.claim('three'), 1::bigint, 'OPS-1 a run that leaves makes room');
select is(pg_temp.claim('one'), 0::bigint, 'and has none itself');
update private.worker_slots set held_until = clock_timestamp() - interval '1 second' where worker_name = 'two';
select is(pg_temp.claim('one'), 1::bigint, 'OPS-1 a run without a sign of life loses its slot');
select worker.release_jobs(array_agg(id), lease_token) from private.jobs where leased_by = 'three' group by lease_token;
select is(pg_temp.claim('two'), 1::bigint, 'OPS-1 handing back gives up the slot');
update private.queues set max_workers = 1 where name = 'test';
select is((select count(*) from private.worker_slots where queue = 'test'), 1::bigint, 'slots follow max_workers');

-- jobs at once
update private.queues set max_workers = 8, concurrency = 7 where name = 'test';
create temporary table before as select count(*) as leased from private.jobs where state = 'leased';
select is((select leased + pg_temp.claim('four', 100) from before), 7::bigint, 'OPS-1 no more jobs are leased at once than the queue allows');
select is(pg_temp.claim('five', 100), 0::bigint, 'OPS-1 whoever asks');
update private.queues set concurrency = null where name = 'test';
select is(pg_temp.claim('five', 100), 10::bigint, 'control: without the limit they are');

select * from finish();
