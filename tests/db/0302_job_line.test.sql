-- The line of 0302: who is next, and that claims never step over what is gone (OPS-1).
select plan(14);
select tests.cast_of_acme();
insert into private.queues (name, function_slug, batch_size) values ('test', 'health', 100);
create function pg_temp.home(name text) returns uuid language sql as $$ select workspace_id from public.workspace_members where user_id = tests.id(name) order by joined_at limit 1 $$;
create function pg_temp.add(key text, workspace uuid default null, at timestamptz default now()) returns uuid
language sql as $$ select private.enqueue('test', workspace, '{}', key, at) $$;
create function pg_temp.claim(at_most int) returns text language sql as $$
  select string_agg(j.unique_key, ' ' order by j.place) from worker.claim_jobs('test', 'Walter', at_most) c join private.jobs j using (id) $$;

select pg_temp.add('acme' || n, tests.id('acme')) from generate_series(1, 1000) n;
select pg_temp.add('cy' || n, pg_temp.home('cy')) from generate_series(1, 3) n;
select pg_temp.add('system' || n) from generate_series(1, 2) n;
select is((select count(distinct place) from private.jobs where workspace_id = tests.id('acme')), 1000::bigint, 'OPS-1 the jobs of a tenant stand one behind the other');
select matches(pg_temp.claim(2), '^acme1 acme2|^acme1 (cy1|system1)', 'OPS-1 whoever came first is first');
select pg_temp.claim(8);
select is((select count(*) from private.jobs where state = 'waiting' and workspace_id is distinct from tests.id('acme')), 0::bigint,
  'OPS-1 five jobs of others are claimed within ten, beside a thousand of one tenant that came before them');
select is((select count(*) from private.jobs where state = 'leased' and workspace_id = tests.id('acme')), 5::bigint, 'OPS-1 the tenants took turns');

-- not due: not in line; due: in line by itself
delete from private.jobs;
select pg_temp.add('later', null, now() + interval '1 hour');
select is((select place from private.jobs), null, 'OPS-1 a job that is not due has no place');
update private.jobs set run_at = now() - interval '1 second';
select is(pg_temp.claim(1), 'later', 'OPS-1 a job whose moment came is lined up by the claim');
select pg_temp.add('swept', null, now() + interval '1 hour');
update private.jobs set run_at = now() - interval '1 second' where unique_key = 'swept';
select private.sweep(now());
select isnt((select place from private.jobs where unique_key = 'swept'), null, 'OPS-1 or by the sweep');
select private.sweep(now());
select is((select starts[2] from private.lines where queue = 'test'), (select min(place) from private.jobs where state = 'waiting'),
  'OPS-1 the second sweep moves the start of a line to its first waiting job');

-- the start lags one look behind, so that whoever took a place meanwhile and commits later is still seen
update private.jobs set place = place + 100 where unique_key = 'swept';
select private.look_at_line('test', now(), false);
select private.enqueue('test', tests.id('acme'), '{}', 'late commit');
update private.jobs set place = (select place - 50 from private.jobs where unique_key = 'swept') where unique_key = 'late commit';
select private.look_at_line('test', now(), false);
select is(pg_temp.claim(1), 'late commit', 'OPS-1 a job that took its place before a look and is seen after it is claimed');

-- below the start: found by the next sweep
update private.jobs set place = place - 1000 where unique_key = 'swept';
select is(pg_temp.claim(1), null, 'a job that committed below the start of the line is not seen');
select private.sweep(now() + interval '1 second');
select is(pg_temp.claim(1), 'swept', 'OPS-1 until the next sweep finds it: late, never lost');
delete from private.jobs;
select private.sweep(now()), private.sweep(now());
select is((select starts[2] from private.lines where queue = 'test'), private.clock_place(now()) - 20, 'OPS-1 an empty line starts at the clock, two seconds back');

-- a session that has drained a mountain
select pg_temp.add('mountain' || n, tests.id('acme')) from generate_series(1, 100) n;
select pg_temp.claim(90), pg_sleep(0.03), pg_temp.claim(5), pg_sleep(0.03), pg_temp.claim(5);
delete from private.jobs;
select pg_temp.add('after the mountain');
select is(pg_temp.claim(1), 'after the mountain', 'OPS-1 the first job after a drained mountain is claimed at once');
delete from private.jobs;

-- a line that has moved on
select pg_temp.add('handed back');
select pg_temp.claim(1);
update private.lines set starts = array(select s + 1000 from unnest(starts) s), looked_at = '3000-01-01' where queue = 'test';
select worker.release_jobs(array[id], lease_token) from private.jobs;
select is(pg_temp.claim(1), 'handed back', 'OPS-1 a job that is handed back is next, even if the line has moved on');

select * from finish();
