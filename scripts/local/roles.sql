-- Replaces: the roles, schemas and default rights a hosted Supabase project is born with. Runs on every
-- start of the local stack and may be repeated. Never deployed.
-- Source: https://github.com/supabase/postgres/tree/develop/migrations/db/init-scripts

do $$
declare
  item record;
begin
  for item in
    select * from (values
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'nologin noinherit'),
      ('supabase_admin', 'nologin createrole createdb replication bypassrls'),
      ('supabase_auth_admin', 'nologin noinherit createrole'),
      ('supabase_storage_admin', 'nologin noinherit createrole')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_roles where rolname = item.name) then
      execute format('create role %I %s', item.name, item.attributes);
    end if;
  end loop;
end
$$;
grant anon, authenticated, service_role to authenticator;

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;
grant usage on schema public to anon, authenticated, service_role;

-- Hosted projects since 2026-10-30 (config.toml: auto_expose_new_tables = false): what a migration
-- creates in public is reachable by nobody until it says so. What `grant all` leaves over
-- (truncate, references, trigger) is hosted's own leftover and cannot be reached over HTTP.
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public
  revoke select, insert, update, delete on tables from anon, authenticated, service_role;
alter default privileges in schema public
  revoke usage, select on sequences from anon, authenticated, service_role;
alter default privileges in schema public
  revoke execute on functions from anon, authenticated, service_role;

create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists supabase_vault;

do $$
begin
  execute format(
    'alter database %I set search_path = "$user", public, extensions', current_database());
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
end
$$;
