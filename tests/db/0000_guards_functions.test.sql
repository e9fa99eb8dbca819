-- Guards over every function of public, private and worker: queries for offenders, each with a control.
load 'plpgsql_check'; -- before the first plpgsql of the session
-- Planning runs stable functions without arguments, private.require_user() among them: somebody must be signed in.
select set_config('request.jwt.claims', '{"sub":"00000000-0000-4000-8000-00000000ada1"}', true);
select plan(20);

create schema guards;
create view guards.functions as
select p.oid, p.oid::regprocedure::text as name, n.nspname, p.proacl, p.prosecdef, p.proconfig, p.proowner, p.prorettype, p.provolatile, l.lanname
from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
where n.nspname in ('public', 'private', 'worker');

create view guards.functions_without_comment as
select name from guards.functions where obj_description(oid, 'pg_proc') is null;

create view guards.functions_for_everybody as
select name from guards.functions f
where exists (select from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a where a.grantee = 0);

create view guards.functions_for_anon as
-- PostgREST calls private.guard_request() before every request, as the role of the request.
select name from guards.functions where has_function_privilege('anon', oid, 'execute') and name <> 'private.guard_request()';

create view guards.definer_functions_people_can_see as
select name from guards.functions where prosecdef and nspname not in ('private', 'worker');

create view guards.functions_that_follow_the_search_path as
select name from guards.functions where not coalesce('search_path=""' = any (proconfig), false);

create view guards.worker_functions_for_people as
select name from guards.functions where nspname = 'worker' and has_function_privilege('authenticated', oid, 'execute');

create view guards.public_functions_for_nobody as
select name from guards.functions
where nspname = 'public' and prorettype <> 'trigger'::regtype and not has_function_privilege('authenticated', oid, 'execute');

create view guards.trigger_functions_that_can_be_called as
select name from guards.functions
where prorettype = 'trigger'::regtype and (has_function_privilege('authenticated', oid, 'execute') or has_function_privilege('service_role', oid, 'execute'));

-- What a plpgsql body says about tables, columns and types is otherwise only checked when a line runs.
create view guards.faults_in_bodies as
select f.name || ': ' || concat_ws(' ', fault.lineno, fault.message, fault.detail) as name
from guards.functions f
join lateral (
  select f.oid as function_oid, 0::oid as table_oid, null::name as new_table, null::name as old_table where f.prorettype <> 'trigger'::regtype
  union all
  select f.oid, t.tgrelid, t.tgnewtable, t.tgoldtable from pg_trigger t where t.tgfoid = f.oid
) use on true
cross join lateral extensions.plpgsql_check_function_tb(use.function_oid, use.table_oid,
  newtable => use.new_table, oldtable => use.old_table,
  security_warnings => true, extra_warnings => false, performance_warnings => false) fault
where f.lanname = 'plpgsql' and fault.level in ('error', 'warning', 'security')
  -- datatype_mismatch as a warning: a literal that starts a variable counts as text until it is read
  and not (fault.level = 'warning' and fault.sqlstate = '42804')
  -- its statement is put together from constants of the body alone, which the checker does not follow into the sub-select
  and not (f.name like 'private.page_of_conversations(%' and fault.message = 'the expression is not SQL injection safe');

select is_empty('select * from guards.functions_without_comment', 'every function has a comment');
select is_empty('select * from guards.functions_for_everybody', 'no function is executable by PUBLIC');
select is_empty('select * from guards.functions_for_anon', 'no function is executable by anon, but for the hook of PostgREST');
select is_empty('select * from guards.definer_functions_people_can_see', 'security definer functions live in private or worker');
select is_empty('select * from guards.functions_that_follow_the_search_path', 'every function has an empty search_path');
select is_empty('select * from guards.worker_functions_for_people', 'no worker function is executable by people');
select is_empty('select * from guards.public_functions_for_nobody', 'every function in public is for people');
select is_empty('select * from guards.trigger_functions_that_can_be_called', 'trigger functions are called by triggers only');
select is_empty('select * from guards.faults_in_bodies', 'plpgsql_check finds no fault in any body');
select ok((select count(*) from guards.functions) > 80, 'the guards look at many functions');

create function public.offender(wanted uuid) returns text
language plpgsql security definer
as $$ begin return (select no_such_column from public.messages where id = wanted); end $$;
grant execute on function public.offender(uuid) to public;
create function worker.offender() returns trigger language plpgsql set search_path = '' as $$ begin return new; end $$;
grant execute on function worker.offender() to authenticated;
create function public.unreachable() returns integer language sql set search_path = '' as $$ select 1 $$;
comment on function public.unreachable() is 'For nobody.';

select set_eq('select name from guards.functions_without_comment', array['offender(uuid)', 'worker.offender()'], 'control: a function without comment is found');
select set_eq('select name from guards.functions_for_everybody', array['offender(uuid)'], 'control: a function for PUBLIC is found');
select set_eq('select name from guards.functions_for_anon', array['offender(uuid)'], 'control: a function for anon is found');
select set_eq('select name from guards.definer_functions_people_can_see', array['offender(uuid)'], 'control: a definer function in public is found');
select set_eq('select name from guards.functions_that_follow_the_search_path', array['offender(uuid)'], 'control: an open search_path is found');
select set_eq('select name from guards.worker_functions_for_people', array['worker.offender()'], 'control: a worker function for people is found');
select set_eq('select name from guards.public_functions_for_nobody', array['unreachable()'], 'control: a public function for nobody is found');
select set_eq('select name from guards.trigger_functions_that_can_be_called', array['worker.offender()'], 'control: a callable trigger function is found');
select ok(exists (select from guards.faults_in_bodies where name like 'offender(uuid): %no_such_column%'), 'control: a fault in a body is found');
alter function worker.offender() set search_path = public;
select set_eq('select name from guards.functions_that_follow_the_search_path', array['offender(uuid)', 'worker.offender()'],
  'control: a search_path that is not empty is found');

select * from finish();
