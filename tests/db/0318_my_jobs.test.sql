-- What people see of their jobs (OPS-1): their own, without what is in them.
select plan(12);
select tests.cast_of_acme();
insert into private.queues (name, function_slug, batch_size) values ('test', 'health', 100);
create temporary table made as
  select n, private.enqueue('test', tests.id('acme'), '{"secret": "id"}', 'j' || n, for_owner => tests.id('ben')) as id from generate_series(1, 5) n;
grant select on made to public;
select private.enqueue('test', tests.id('acme'), '{}', 'system');
select worker.claim_jobs('test', 'Walter', 2);
select worker.finish_jobs(array_agg(id), lease_token) from private.jobs where state = 'leased' group by lease_token;

select tests.become('ben');
select results_eq($$ select id, state from public.list_my_jobs(tests.id('acme')) where queue = 'test' $$, $$ select id, case when n <= 2 then 'done' else 'waiting' end from made order by id desc $$,
  'OPS-1 Ben sees his jobs, the newest first, done ones too');
select results_eq($$ select id from public.list_my_jobs(tests.id('acme'), (select id from made order by id desc offset 1 limit 1), 2) $$, $$ select id from made order by id desc offset 2 limit 2 $$, 'OPS-1 page by page');
select results_eq($$ select s.state from made, public.job_status(made.id) s where n in (1, 5) order by n $$, $$ values ('done'), ('waiting') $$, 'OPS-1 and each by its id');
select is((select count(*) from public.list_my_jobs(tests.id('acme'), null, 100000) where queue = 'test'), 5::bigint, 'a page is no longer than 200');
select hasnt_column('private', 'job_log', 'payload', 'the log keeps no payload');
select is((select count(*) from public.list_my_jobs(tests.id('acme')) j where to_jsonb(j)::text ~ 'secret'), 0::bigint, 'OPS-1 nothing of the payload is shown');
select tests.become('ada');
select is_empty($$ select * from public.list_my_jobs(tests.id('acme')) where queue = 'test' $$, 'OPS-1 Ada sees none of them');
select is_empty($$ select s.* from made, public.job_status(made.id) s $$, 'OPS-1 nor by id');
select tests.become('cy');
select is_empty($$ select * from public.list_my_jobs(tests.id('acme')) $$, 'SEC-1 nor does Cy');
select tests.become_nobody();
delete from public.workspace_members where workspace_id = tests.id('acme') and user_id = tests.id('ben');
select tests.become('ben');
select is_empty($$ select s.* from made, public.job_status(made.id) s $$, 'TEN-4 who left sees nothing of it any more');
select tests.become_anon();
select throws_ok($$ select * from public.job_status(tests.id('x')) $$, '42501', null, 'anon may not ask');
select tests.become_worker();
select throws_ok($$ select * from public.list_my_jobs(tests.id('acme')) $$, '42501', null, 'the worker has no jobs of its own');

select * from finish();
