-- The request guard of 0180 (SEC-1): no estimated counts, and nothing else of private for anon.
select plan(19);

-- What PostgREST does before a request: sets the headers, then calls the hook as the role of the request.
create function tests.guard(prefer text) returns text
language plpgsql volatile
as $$
declare
  found_hint text;
begin
  perform set_config('request.headers', json_build_object('accept', '*/*', 'prefer', prefer)::text, true);
  perform private.guard_request();
  return 'passes';
exception when sqlstate 'PT400' then
  get stacked diagnostics found_hint = pg_exception_hint;
  return sqlerrm || ': ' || found_hint;
end
$$;
grant execute on function tests.guard(text) to public;

select tests.become_anon();
select is(tests.guard('count=planned'), 'count_not_exact: Ask for count=exact.', 'SEC-1 anon counts by no plan');
select is(tests.guard('count=exact'), 'passes', 'SEC-1 control: anon may ask for an exact count');
select tests.become_worker();
select is(tests.guard('count=planned'), 'count_not_exact: Ask for count=exact.', 'SEC-1 nor does the service role');
select tests.become('cy');
select is(tests.guard('count=planned'), 'count_not_exact: Ask for count=exact.', 'SEC-1 Cy counts by no plan');
select is(tests.guard('count=estimated'), 'count_not_exact: Ask for count=exact.', 'SEC-1 nor by an estimate');
select is(tests.guard('return=representation,count=estimated'), 'count_not_exact: Ask for count=exact.', 'SEC-1 among other preferences either');
select is(tests.guard('count=exact, count=planned'), 'count_not_exact: Ask for count=exact.', 'SEC-1 nor behind an exact one');
select is(tests.guard('Count = "Planned"'), 'count_not_exact: Ask for count=exact.', 'SEC-1 however it is written');
select is(tests.guard('return=minimal, count=exact'), 'passes', 'SEC-1 an exact count passes');
select is(tests.guard('return=minimal'), 'passes', 'SEC-1 other preferences pass');
select is(tests.guard(null), 'passes', 'SEC-1 no preference passes');
select set_config('request.headers', '', true);
select lives_ok('select private.guard_request()', 'SEC-1 no request passes');

select tests.become_nobody();
select results_eq($$ select status from private.problems where slug = 'count_not_exact' $$, 'values (400)', 'SEC-1 the refusal is catalogued');
select ok('pgrst.db_pre_request=private.guard_request' = any ((select rolconfig from pg_roles where rolname = 'authenticator')::text[]),
  'SEC-1 PostgREST is told to call it first');

select set_eq($$ select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'private'::regnamespace and has_function_privilege('anon', p.oid, 'execute') $$,
  array['private.guard_request()'], 'SEC-1 anon runs this one function of private');
select is_empty($$ select c.oid::regclass from pg_class c where c.relnamespace = 'private'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  and (has_table_privilege('anon', c.oid, 'select, insert, update, delete, truncate, references, trigger') or has_any_column_privilege('anon', c.oid, 'select, insert, update, references')) $$,
  'SEC-1 and has no right on a table of private');
select ok(not has_schema_privilege('anon', 'private', 'create'), 'SEC-1 nor makes anything there');
select tests.become_anon();
select throws_ok($$ select private.problem('text_empty') $$, '42501', 'permission denied for function problem', 'SEC-1 control: another function refuses anon');
select throws_ok('select * from private.problems', '42501', 'permission denied for table problems', 'SEC-1 control: so does a table');

select * from finish();
