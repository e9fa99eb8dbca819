-- OAuth clients that workspaces bring themselves: their own consent screen, quota and verification at the provider. Everything
-- connected from then on uses the current one; what was connected before keeps the client it was made with.
create table private.oauth_clients (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  provider text not null constraint oauth_clients_provider_is_known check (provider in ('google')),
  client_id text not null constraint oauth_clients_client_id_is_short_text check (length(client_id) between 1 and 255),
  ciphertext text not null,
  nonce text not null,
  key_id text not null,
  is_current boolean not null default true,
  created_at timestamptz not null default now(),
  unique (workspace_id, provider, client_id)
);
comment on table private.oauth_clients is 'OAuth clients of workspaces. The secret is sealed by the functions and never readable again. Written by admins through the connect door.';
comment on column private.oauth_clients.id is 'Id.';
comment on column private.oauth_clients.workspace_id is 'Whose client it is.';
comment on column private.oauth_clients.provider is 'Where it is registered.';
comment on column private.oauth_clients.client_id is 'The provider''s id of it, which is no secret.';
comment on column private.oauth_clients.ciphertext is 'Base64 of the sealed secret, tag included.';
comment on column private.oauth_clients.nonce is 'Base64 of the 96-bit nonce.';
comment on column private.oauth_clients.key_id is 'Which key of TOKEN_ENCRYPTION_KEYS sealed it.';
comment on column private.oauth_clients.is_current is 'Whether new connections are made with it.';
comment on column private.oauth_clients.created_at is 'When it was set.';
create unique index oauth_clients_workspace_id_provider_idx on private.oauth_clients (workspace_id, provider) where is_current; -- for one current client each
create index oauth_clients_key_id_idx on private.oauth_clients (key_id, id); -- for the rotation of keys
alter table private.oauth_clients enable row level security;
-- no policies and no grants: functions only

create function private.act_for(person uuid) returns void
language sql volatile
set search_path = ''
as $$
  select set_config('request.jwt.claims', jsonb_build_object('sub', person, 'role', 'authenticated')::text, true)
$$;
revoke execute on function private.act_for(uuid) from public, anon, authenticated, service_role;
comment on function private.act_for(uuid) is
  'The rest of the transaction counts as done by a person whose token a door has verified: roles are checked and the audit log written as theirs.';

-- definer: nobody has rights on the table.
create function worker.save_oauth_client(
  person uuid, workspace_id uuid, provider text, client_id text, ciphertext text, nonce text, key_id text
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.act_for(person);
  perform private.hold_membership(save_oauth_client.workspace_id, 'admin');
  update private.oauth_clients c set is_current = false
  where c.workspace_id = save_oauth_client.workspace_id and c.provider = save_oauth_client.provider and c.is_current;
  insert into private.oauth_clients as c (workspace_id, provider, client_id, ciphertext, nonce, key_id)
  values (save_oauth_client.workspace_id, save_oauth_client.provider, save_oauth_client.client_id, save_oauth_client.ciphertext,
    save_oauth_client.nonce, save_oauth_client.key_id)
  on conflict on constraint oauth_clients_workspace_id_provider_client_id_key do update
    set ciphertext = excluded.ciphertext, nonce = excluded.nonce, key_id = excluded.key_id, is_current = true, created_at = now();
  perform private.audit(save_oauth_client.workspace_id, 'oauth_client.set', 'oauth_client', save_oauth_client.client_id);
end
$$;
revoke execute on function worker.save_oauth_client(uuid, uuid, text, text, text, text, text) from public, anon, authenticated;
grant execute on function worker.save_oauth_client(uuid, uuid, text, text, text, text, text) to service_role;
comment on function worker.save_oauth_client(uuid, uuid, text, text, text, text, text) is
  'Makes an OAuth client the current one of a workspace, on behalf of an admin. Errors: workspace_not_found, workspace_role_insufficient.';

-- definer: see save_oauth_client.
create function worker.read_oauth_client(workspace_id uuid, provider text, client_id text default null) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('client_id', c.client_id,
    'secret', jsonb_build_object('ciphertext', c.ciphertext, 'nonce', c.nonce, 'key_id', c.key_id))
  from private.oauth_clients c
  where c.workspace_id = read_oauth_client.workspace_id and c.provider = read_oauth_client.provider
    and case when read_oauth_client.client_id is null then c.is_current else c.client_id = read_oauth_client.client_id end
$$;
revoke execute on function worker.read_oauth_client(uuid, text, text) from public, anon, authenticated;
grant execute on function worker.read_oauth_client(uuid, text, text) to service_role;
comment on function worker.read_oauth_client(uuid, text, text) is
  'A workspace''s own OAuth client: the one named, else the current one; null when there is none, and the project''s is used.';

-- definer: the table is not readable; nothing secret is answered.
create function private.oauth_client_of(in_workspace uuid) returns table (provider text, client_id text, created_at timestamptz)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_role(in_workspace, 'admin');
  return query select c.provider, c.client_id, c.created_at from private.oauth_clients c where c.workspace_id = in_workspace and c.is_current;
end
$$;
revoke execute on function private.oauth_client_of(uuid) from public, anon;
grant execute on function private.oauth_client_of(uuid) to authenticated;
comment on function private.oauth_client_of(uuid) is 'See public.list_oauth_clients.';

create function public.list_oauth_clients(workspace_id uuid) returns table (provider text, client_id text, created_at timestamptz)
language sql stable
set search_path = ''
as $$ select * from private.oauth_client_of(workspace_id) $$;
revoke execute on function public.list_oauth_clients(uuid) from public, anon;
grant execute on function public.list_oauth_clients(uuid) to authenticated;
comment on function public.list_oauth_clients(uuid) is
  'The OAuth clients a workspace brought itself, for admins; their secrets are not readable. Errors: workspace_not_found, workspace_role_insufficient.';

-- definer: the table is not writable.
create function private.retire_oauth_client(in_workspace uuid, at_provider text) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  retired text;
begin
  perform private.hold_membership(in_workspace, 'admin');
  -- kept for the accounts that were made with it
  update private.oauth_clients c set is_current = false
  where c.workspace_id = in_workspace and c.provider = at_provider and c.is_current returning c.client_id into retired;
  if retired is null then return false; end if;
  perform private.audit(in_workspace, 'oauth_client.retired', 'oauth_client', retired);
  return true;
end
$$;
revoke execute on function private.retire_oauth_client(uuid, text) from public, anon;
grant execute on function private.retire_oauth_client(uuid, text) to authenticated;
comment on function private.retire_oauth_client(uuid, text) is 'See public.retire_oauth_client.';

create function public.retire_oauth_client(workspace_id uuid, provider text) returns boolean
language sql volatile
set search_path = ''
as $$ select private.retire_oauth_client(workspace_id, provider) $$;
revoke execute on function public.retire_oauth_client(uuid, text) from public, anon;
grant execute on function public.retire_oauth_client(uuid, text) to authenticated;
comment on function public.retire_oauth_client(uuid, text) is
  'New connections use the project''s client again; false when there was no other. Errors: workspace_not_found, workspace_role_insufficient.';
