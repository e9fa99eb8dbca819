-- Guards over policies and grants: queries for offenders, each with a control.
select plan(32);

create schema guards;
create view guards.tables as
select c.oid, n.nspname || '.' || c.relname as name, n.nspname
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'S') and n.nspname in ('public', 'private', 'worker');

create view guards.policies as
select format('%s.%s: %s', schemaname, tablename, policyname) as name, schemaname, tablename, roles, cmd, permissive,
  concat_ws(' ', qual, with_check) as expression, qual, with_check
from pg_policies where schemaname in ('public', 'private', 'worker');

create view guards.policies_for_others_than_people as select name from guards.policies where roles <> array['authenticated']::name[];
create view guards.policies_for_all_commands as select name from guards.policies where cmd = 'ALL';

-- A set or a scalar in a sub-select is computed once a query. What is left over after those must call nothing.
create view guards.policies_that_call_a_function_per_row as
select name from guards.policies
where regexp_replace(expression, '\( ?SELECT (auth\.uid\(\)|private\.my_[a-z_]+\((''[a-z]+''::text)?\)) AS [a-z_]+\)', '', 'g') ~* '[a-z_]\((?<!array\()';

create view guards.policies_open_to_the_world as
select name from guards.policies
where expression !~ 'auth\.uid\(\)|private\.my_[a-z_]*ids\(' or cmd in ('INSERT', 'UPDATE') and with_check is null;

create view guards.kinds as
select * from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain']) kind;

-- Every right of every role, on the whole table or on any column of it.
create view guards.held as
select t.oid, t.name, t.nspname, r.role, k.kind
from guards.tables t cross join guards.kinds k cross join unnest(array['anon', 'authenticated', 'service_role']) r (role)
join pg_class c using (oid)
where case
  when c.relkind = 'S' then k.kind = 'select' and has_sequence_privilege(r.role, t.oid, 'select, usage, update')
  when k.kind in ('select', 'insert', 'update', 'references') then has_any_column_privilege(r.role, t.oid, k.kind)
  else has_table_privilege(r.role, t.oid, k.kind) end;

create view guards.grants_to_anon as select name || ' ' || kind as name from guards.held where role = 'anon';
create view guards.schemas_for_anon as
-- Usage of private only: PostgREST calls private.guard_request() before every request, as the role of the request.
select nspname as name from pg_namespace
where nspname in ('private', 'worker') and (has_schema_privilege('anon', oid, 'create') or nspname <> 'private' and has_schema_privilege('anon', oid, 'usage'));
create view guards.schemas_people_may_create_in as
select nspname || ' ' || role as name from pg_namespace, unnest(array['anon', 'authenticated', 'service_role']) role
where nspname in ('public', 'private', 'worker') and has_schema_privilege(role, oid, 'create');
create view guards.grants_below_public as select name || ' ' || role || ' ' || kind as name from guards.held where nspname in ('private', 'worker');
create view guards.grants_of_maintenance as
select name || ' ' || role || ' ' || kind as name from guards.held where kind in ('truncate', 'references', 'trigger', 'maintain');
create view guards.grants_of_whole_rows as
select t.name || ' ' || kind as name from guards.tables t, unnest(array['insert', 'update']) kind
where t.nspname = 'public' and has_table_privilege('authenticated', t.oid, kind);
create view guards.writes_by_the_service_role as
select name || ' ' || kind as name from guards.held where role = 'service_role' and kind in ('insert', 'update', 'delete');

-- Moving a row to another tenant, owner or audience is never an update of a column.
create view guards.updates_that_move_a_row as
select t.name || '.' || a.attname as name from guards.tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
where t.nspname = 'public' and a.attname in ('id', 'workspace_id', 'owner_id', 'user_id', 'connection_id', 'is_shared', 'role', 'created_at')
  and has_column_privilege('authenticated', t.oid, a.attnum, 'update');

create view guards.tables_nobody_can_read as
select t.name from guards.tables t
where t.nspname = 'public' and not exists (select from guards.held h where h.oid = t.oid and h.role = 'authenticated' and h.kind = 'select');
create view guards.grants_without_policy as
select h.name || ' ' || h.kind as name from guards.held h
where h.role = 'authenticated' and h.nspname = 'public' and h.kind in ('select', 'insert', 'update', 'delete')
  and not exists (select from guards.policies p where p.schemaname || '.' || p.tablename = h.name and lower(p.cmd) = h.kind);
create view guards.policies_without_grant as
select p.name from guards.policies p
where not exists (select from guards.held h where h.name = p.schemaname || '.' || p.tablename and h.role = 'authenticated' and h.kind = lower(p.cmd));

select is_empty('select * from guards.policies_for_others_than_people', 'every policy is to authenticated');
select is_empty('select * from guards.policies_for_all_commands', 'every policy is for one command');
select is_empty('select * from guards.policies_that_call_a_function_per_row', 'no policy calls a function for every row');
select is_empty('select * from guards.policies_open_to_the_world', 'every policy asks who is there, updates before and after');
select is_empty('select * from guards.grants_to_anon', 'anon has no right on any table');
select is_empty('select * from guards.schemas_for_anon', 'anon has no right on worker, and creates nothing in private');
select is_empty('select * from guards.schemas_people_may_create_in', 'nobody creates objects through the API');
select is_empty('select * from guards.grants_below_public', 'no role has a right on a table of private or worker');
select is_empty('select * from guards.grants_of_maintenance', 'no role may truncate, reference, trigger or maintain');
select is_empty('select * from guards.grants_of_whole_rows', 'people insert and update listed columns only');
select is_empty('select * from guards.writes_by_the_service_role', 'the service role writes through functions only');
select is_empty('select * from guards.updates_that_move_a_row', 'nobody moves a row to another tenant, owner or audience');
select is_empty('select * from guards.tables_nobody_can_read', 'every table of public is granted to people');
select is_empty('select * from guards.grants_without_policy', 'every grant has its policy');
select is_empty('select * from guards.policies_without_grant', 'every policy has its grant');
select ok((select count(*) from guards.policies) > 15, 'the guards look at many policies');

create table public.offender (id uuid, workspace_id uuid, owner_id uuid);
create policy "anybody" on public.offender to public using (true);
create policy "per row" on public.offender for select to authenticated using (owner_id = auth.uid());
create policy "half" on public.offender for update to authenticated using (owner_id = (select auth.uid()));
create table public.hidden (id uuid);
create policy "unreachable" on public.hidden for select to authenticated using (id = (select auth.uid()));
create table private.offender (id uuid);
grant select on public.offender to anon;
grant select, insert, update, truncate on public.offender to authenticated;
grant delete on public.offender to service_role;
grant select on private.offender to service_role;
grant usage on schema worker to anon;
grant create on schema public to authenticated;

select set_eq('select name from guards.policies_for_others_than_people', array['public.offender: anybody'], 'control: a policy to public is found');
select set_eq('select name from guards.policies_for_all_commands', array['public.offender: anybody'], 'control: a policy for all is found');
select set_eq('select name from guards.policies_that_call_a_function_per_row', array['public.offender: per row'], 'control: a bare auth.uid() is found');
select set_eq('select name from guards.policies_open_to_the_world', array['public.offender: anybody', 'public.offender: half'],
  'control: an open policy and an update without check are found');
select set_eq('select name from guards.grants_to_anon', array['public.offender select'], 'control: a grant to anon is found');
select set_eq('select name from guards.schemas_for_anon', array['worker'::name], 'control: a schema for anon is found');
select set_eq('select name from guards.schemas_people_may_create_in', array['public authenticated'], 'control: a right to create is found');
select set_eq('select name from guards.grants_below_public', array['private.offender service_role select'], 'control: a grant in private is found');
select set_eq('select name from guards.grants_of_maintenance', array['public.offender authenticated truncate'], 'control: a right to truncate is found');
select set_eq('select name from guards.grants_of_whole_rows', array['public.offender insert', 'public.offender update'], 'control: a grant of whole rows is found');
select set_eq('select name from guards.writes_by_the_service_role', array['public.offender delete'], 'control: a write by the service role is found');
select set_eq('select name from guards.updates_that_move_a_row', array['public.offender.id', 'public.offender.workspace_id', 'public.offender.owner_id'],
  'control: an update that moves a row is found');
select set_eq('select name from guards.tables_nobody_can_read', array['public.hidden'], 'control: a table without grant is found');
select set_eq('select name from guards.grants_without_policy', array['public.offender insert'], 'control: a grant without policy is found');
select set_eq('select name from guards.policies_without_grant', array['public.hidden: unreachable', 'public.offender: anybody'],
  'control: a policy without grant is found');
create policy "by role" on public.hidden for update to authenticated
  using (private.role_rank(id::text) > 1 and id = (select auth.uid())) with check (id = (select auth.uid()));
select ok(exists (select from guards.policies_that_call_a_function_per_row where name = 'public.hidden: by role'), 'control: a function of the row is found');

select * from finish();
