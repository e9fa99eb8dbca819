-- Ground of 0010: schemas, closed defaults, time-ordered ids.
select plan(10);

select is(schema_privs.granted, array['anon', 'authenticated', 'service_role'], 'private is usable by people (for policies), the service role, and anon (for the hook of 0180)')
from (select array_agg(role order by role) as granted from unnest(array['anon', 'authenticated', 'service_role']) role
  where has_schema_privilege(role, 'private', 'usage')) schema_privs;
select is(schema_privs.granted, array['service_role'], 'worker is usable by the service role only')
from (select array_agg(role order by role) as granted from unnest(array['anon', 'authenticated', 'service_role']) role
  where has_schema_privilege(role, 'worker', 'usage')) schema_privs;

create table public.later (id uuid);
create function public.later() returns integer language sql as $$ select 1 $$;
select is_empty($$
  select role, kind from unnest(array['anon', 'authenticated', 'service_role']) role,
    unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain']) kind
  where has_table_privilege(role, 'public.later', kind) $$, 'a table made later is reachable by nobody');
select is_empty($$
  select role from unnest(array['anon', 'authenticated', 'service_role']) role where has_function_privilege(role, 'public.later()', 'execute') $$,
  'a function made later is callable by nobody');
create function private.later() returns integer language sql as $$ select 1 $$;
select is_empty($$
  select role from unnest(array['anon', 'authenticated', 'service_role']) role where has_function_privilege(role, 'private.later()', 'execute') $$,
  'a function made later in private is callable by nobody');

select matches(private.time_ordered_uuid()::text, '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  'time_ordered_uuid() has version 7 and the variant of RFC 9562');
select ok(abs(extract(epoch from clock_timestamp()) * 1000 - ('x' || left(replace(private.time_ordered_uuid()::text, '-', ''), 12))::bit(48)::bigint) < 5000,
  'time_ordered_uuid() begins with the milliseconds since 1970');
select ok((select bool_and(id > before) from (select id, lag(id) over (order by n) as before from (
  select n, private.time_ordered_uuid() as id from generate_series(1, 1000) n) made) pairs),
  'time_ordered_uuid() is in the order of its making, within a millisecond too');
select is((select count(distinct private.time_ordered_uuid()) from generate_series(1, 1000)), 1000::bigint, 'time_ordered_uuid() repeats nothing');

select tests.sign_up('ada');
update public.profiles set updated_at = '2020-01-01', display_name = 'Ada L.' where id = tests.id('ada');
select is((select updated_at from public.profiles where id = tests.id('ada')), now(), 'touch_updated_at() stamps the moment, whatever the update says');

select * from finish();
