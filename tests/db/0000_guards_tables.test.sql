-- Guards over every table of public, private and worker. Each is a query for offenders, first on the schema as it is,
-- then on a table that breaks every rule, which proves that the guard can fail.
select plan(26);

create schema guards;
create view guards.tables as
select c.oid, n.nspname || '.' || c.relname as name, n.nspname, c.relname
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname in ('public', 'private', 'worker');

create view guards.columns as
select t.oid, t.nspname, t.name || '.' || a.attname as name, a.attname, a.attnum, a.atttypid, format_type(a.atttypid, a.atttypmod) as type
from guards.tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped;

create view guards.tables_without_row_level_security as
select t.name from guards.tables t join pg_class c using (oid) where not c.relrowsecurity;

create view guards.tables_without_comment as
select name from guards.tables where obj_description(oid, 'pg_class') is null;

create view guards.columns_without_comment as
select name from guards.columns where col_description(oid, attnum) is null;

create view guards.checks_without_a_sentence as
select conrelid::regclass || '.' || conname as name from pg_constraint join guards.tables t on t.oid = conrelid
where contype = 'c' and conname ~ '_check\d*$';

-- Deleting or changing the referenced row looks for its children by exactly these columns.
create view guards.foreign_keys_without_index as
select t.name || '.' || k.conname as name
from pg_constraint k join guards.tables t on t.oid = k.conrelid
where k.contype = 'f'
  -- queues are named by migrations and never deleted; every job would pay for the index
  and not (t.name = 'private.jobs' and k.confrelid = 'private.queues'::regclass)
  and not exists (
  select from pg_index i where i.indrelid = k.conrelid and i.indpred is null and i.indisvalid
    and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey);

create view guards.foreign_keys_across_tenants as
select t.name || '.' || k.conname as name
from pg_constraint k join guards.tables t on t.oid = k.conrelid
join guards.columns own on own.oid = k.conrelid and own.attname = 'workspace_id'
join guards.columns theirs on theirs.oid = k.confrelid and theirs.attname = 'workspace_id'
where k.contype = 'f' and not exists (
  select from unnest(k.conkey, k.confkey) as pair (ours, its) where pair.ours = own.attnum and pair.its = theirs.attnum);

create view guards.indexes_with_other_names as
select i.indexrelid::regclass::text as name from pg_index i join guards.tables t on t.oid = i.indrelid join pg_class c on c.oid = i.indexrelid
where not exists (select from pg_constraint k where k.conindid = i.indexrelid) and c.relname !~ ('^' || t.relname || '_.+_idx$');

create view guards.columns_without_their_domain as
select name from guards.columns
where (attname ~ '(^|_)time_zone$' and atttypid <> 'public.time_zone'::regtype)
  or (attname = 'working_hours' and atttypid <> 'public.working_hours'::regtype)
  or (attname = 'email' and atttypid <> 'public.email_address'::regtype)
  or (nspname = 'public' and attname = 'slug' and atttypid <> 'public.slug'::regtype);

create view guards.columns_whose_type_belies_their_name as
select name || ' ' || type as name from guards.columns
where (attname ~ '_(at|until|since)$' and type not in ('timestamp with time zone', 'date'))
  or (attname ~ '_on$' and type not in ('date', 'text'))
  or (attname ~ '_count$' and type not in ('integer', 'bigint'))
  or (attname ~ '^(is|has)_' and type <> 'boolean')
  or type = 'timestamp without time zone' or type ~ '^(character varying|json$|real|double|money)';

create view guards.states_without_check as
select c.name from guards.columns c
where c.attname in ('status', 'state', 'role', 'kind', 'channel', 'direction') and c.type = 'text' and not exists (
  select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and c.attnum = any (k.conkey));

create view guards.owned_tables_whose_rows_can_lose_their_tenant as
select c.name from guards.columns c join pg_attribute a on a.attrelid = c.oid and a.attnum = c.attnum
where c.nspname = 'public' and c.attname in ('workspace_id', 'owner_id') and not a.attnotnull;

select is_empty('select * from guards.tables_without_row_level_security', 'every table has row level security');
select is_empty('select * from guards.tables_without_comment', 'every table has a comment');
select is_empty('select * from guards.columns_without_comment', 'every column has a comment');
select is_empty('select * from guards.checks_without_a_sentence', 'every check constraint has a name that says the rule');
select is_empty('select * from guards.foreign_keys_without_index', 'every foreign key has an index on its columns');
select is_empty('select * from guards.foreign_keys_across_tenants', 'every foreign key between tenant tables includes the workspace');
select is_empty('select * from guards.indexes_with_other_names', 'every index is named <table>_<columns>_idx');
select is_empty('select * from guards.columns_without_their_domain', 'time zones, addresses, working hours and slugs use their domains');
select is_empty('select * from guards.columns_whose_type_belies_their_name', 'names end as their types: _at, _on, _count, is_');
select is_empty('select * from guards.states_without_check', 'every state, role, kind and direction has its list of values');
select is_empty('select * from guards.owned_tables_whose_rows_can_lose_their_tenant', 'workspace and owner are never null');
select ok((select count(*) from guards.tables) > 20, 'the guards look at many tables');
select ok((select count(*) from guards.columns) > 200, 'and at all their columns');

create table public.offender (
  id uuid primary key,
  workspace_id uuid,
  message_id uuid references public.messages (id),
  time_zone text,
  sent_at timestamp,
  status text,
  size integer check (size > 0)
);
create index offenders_idx on public.offender (size);

select set_eq('select name from guards.tables_without_row_level_security', array['public.offender'], 'control: no row level security is found');
select set_eq('select name from guards.tables_without_comment', array['public.offender'], 'control: a table without comment is found');
select is((select count(*) from guards.columns_without_comment), 7::bigint, 'control: columns without comment are found');
select set_eq('select name from guards.checks_without_a_sentence', array['offender.offender_size_check'], 'control: an unnamed check is found');
select set_eq('select name from guards.foreign_keys_without_index', array['public.offender.offender_message_id_fkey'], 'control: a foreign key without index is found');
select set_eq('select name from guards.foreign_keys_across_tenants', array['public.offender.offender_message_id_fkey'], 'control: a foreign key across tenants is found');
select set_eq('select name from guards.indexes_with_other_names', array['offenders_idx'], 'control: an oddly named index is found');
select set_eq('select name from guards.columns_without_their_domain', array['public.offender.time_zone'], 'control: a bare time zone is found');
select set_eq('select name from guards.columns_whose_type_belies_their_name', array['public.offender.sent_at timestamp without time zone'],
  'control: a moment without zone is found');
select set_eq('select name from guards.states_without_check', array['public.offender.status'], 'control: a free state is found');
select set_eq('select name from guards.owned_tables_whose_rows_can_lose_their_tenant', array['public.offender.workspace_id'],
  'control: a row without tenant is found');
create index offender_message_id_idx on public.offender (message_id) where size > 0;
select isnt_empty('select * from guards.foreign_keys_without_index', 'control: a partial index does not serve a foreign key');
create index offender_message_id_size_idx on public.offender (message_id, size);
select is_empty('select * from guards.foreign_keys_without_index', 'control: an index with more columns serves a foreign key');

select * from finish();
