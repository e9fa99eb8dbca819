-- Replaces: the supabase_vault extension of hosted Supabase. Same table, functions, view and rights.
-- Secrets are base64, NOT encrypted: the encoding only makes code that reads the table instead of
-- the view fail here as it would there. For throw-away local secrets. Never deployed.
-- Source: https://github.com/supabase/vault/blob/main/sql/supabase_vault--0.3.1.sql

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
create unique index on vault.secrets (name) where name is not null;

create view vault.decrypted_secrets as
select
  id, name, description, secret,
  convert_from(decode(secret, 'base64'), 'UTF8') as decrypted_secret,
  key_id, nonce, created_at, updated_at
from vault.secrets;

create function vault.create_secret(
  new_secret text,
  new_name text default null,
  new_description text default '',
  new_key_id uuid default null
) returns uuid
  language sql volatile security definer
  set search_path = ''
as $$
  insert into vault.secrets (secret, name, description, key_id)
  values (
    translate(encode(convert_to(new_secret, 'UTF8'), 'base64'), E'\n', ''), new_name,
    coalesce(new_description, ''), new_key_id)
  returning id
$$;

create function vault.update_secret(
  secret_id uuid,
  new_secret text default null,
  new_name text default null,
  new_description text default null,
  new_key_id uuid default null
) returns void
  language sql volatile security definer
  set search_path = ''
as $$
  update vault.secrets as s set
    secret = coalesce(
      translate(encode(convert_to(new_secret, 'UTF8'), 'base64'), E'\n', ''), s.secret),
    name = coalesce(new_name, s.name),
    description = coalesce(new_description, s.description),
    key_id = coalesce(new_key_id, s.key_id),
    updated_at = now()
  where s.id = secret_id
$$;

revoke all on schema vault from public;
revoke all on all tables in schema vault from public;
revoke all on all functions in schema vault from public;

-- The rights hosted projects get after the extension is created (supabase/postgres, ansible/files/
-- postgresql_extension_custom_scripts/supabase_vault/after-create.sql).
do $$
begin
  if exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
    grant usage on schema vault to service_role;
    grant select, delete on vault.secrets, vault.decrypted_secrets to service_role;
    grant execute on function vault.create_secret, vault.update_secret to service_role;
  end if;
end
$$;
