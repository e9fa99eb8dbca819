-- Ground: the extensions hosted Supabase offers, the schemas by audience, and closed defaults.
--   public  = people, through row level security      worker = Edge Functions, service role only
--   private = nobody directly; functions with a `definer:` note reach it on someone's behalf
create schema if not exists extensions;
create schema if not exists vault;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists vector with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;
create extension if not exists pg_net with schema extensions;
create extension if not exists supabase_vault with schema vault;
create extension if not exists pg_cron with schema pg_catalog;

create schema private;
comment on schema private is 'Internals: queues, secrets, rules. Not exposed through the Data API.';
create schema worker;
comment on schema worker is 'What Edge Functions may call with the service role. Nothing here is for people.';

-- authenticated needs usage to evaluate policies that call private.my_workspace_ids().
grant usage on schema private to authenticated, service_role;
grant usage on schema worker to service_role;

-- Nothing is reachable unless a migration says so: no automatic table grants, no execute for everybody.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

-- Time-ordered ids (RFC 9562, version 7) keep hot inserts at the right end of the index.
-- Postgres 17 has no uuidv7(); version 18 has, then this body becomes one call.
-- plpgsql: a function in SQL would be planned for every row.
create function private.time_ordered_uuid() returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  micros bigint := floor(extract(epoch from clock_timestamp()) * 1000000);
begin
  return encode(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send(micros / 1000) from 3) || substring(int8send(x'7000'::int + micros % 1000 * 4096 / 1000) from 7)
    from 1 for 8), 'hex')::uuid;
end
$$;
revoke execute on function private.time_ordered_uuid() from public, anon, authenticated, service_role;
comment on function private.time_ordered_uuid() is 'A version 7 uuid: milliseconds since 1970, the microseconds in the next twelve bits (RFC 9562, section 6.2, method 3), then random bits: what one session makes is in order.';

create function private.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
revoke execute on function private.touch_updated_at() from public, anon, authenticated, service_role;
comment on function private.touch_updated_at() is 'Before update: stamps updated_at.';
