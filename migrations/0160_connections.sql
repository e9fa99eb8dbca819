-- Connections: a person's account at a provider. The account is the address: an import of the mailbox and the
-- live mailbox are one connection, so that the same mail is never stored, and never followed up, twice.
-- One Google account is one connection as well, whatever it is used for: it has one grant and one refresh token. `features` says
-- what for (mail, calendar), `scopes` what Google granted; a calendar refers to its connection like a conversation does.
create table public.connections (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  channel text not null constraint connections_channel_is_known check (channel in ('email')),
  provider text not null constraint connections_provider_is_known check (provider in ('import', 'gmail')),
  address public.email_address not null,
  own_addresses text[] not null constraint connections_own_addresses_include_the_address check (address::text = any (own_addresses)),
  display_name text not null
    constraint connections_display_name_is_short_text check (length(btrim(display_name)) between 1 and 120),
  is_shared boolean not null default false,
  status text not null default 'active'
    constraint connections_status_is_known check (status in ('active', 'paused', 'error', 'disconnected', 'erasing')),
  status_reason text,
  features text[] not null default '{}'
    constraint connections_features_are_known check (features <@ array['mail', 'calendar']),
  scopes text[] not null default '{}',
  auto_classify boolean not null default true,
  auto_create_tasks boolean not null default false,
  provider_account_id text,
  importing_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, owner_id, channel, address),
  unique (workspace_id, owner_id, id),
  constraint connections_error_needs_a_reason check (status <> 'error' or status_reason is not null)
);
comment on table public.connections is 'A person''s account at a provider. Private to its owner until shared (TEN-4).';
comment on column public.connections.id is 'Connection id.';
comment on column public.connections.workspace_id is 'Workspace the account works for.';
comment on column public.connections.owner_id is 'Whose account it is.';
comment on column public.connections.channel is 'Kind of channel.';
comment on column public.connections.provider is 'import: read from files, cannot send; gmail: live account.';
comment on column public.connections.address is 'The account.';
comment on column public.connections.own_addresses is 'Addresses that mean this person: mail from them is outbound.';
comment on column public.connections.display_name is 'Name people gave the account; the sender name of its mail.';
comment on column public.connections.is_shared is 'Whether the whole workspace sees what came through it.';
comment on column public.connections.status is 'active, paused, error (needs the owner), disconnected (kept without access), or erasing (going, with all that came through it).';
comment on column public.connections.status_reason is 'Slug of the reason when not active.';
comment on column public.connections.features is 'What a live account is used for; empty for an import.';
comment on column public.connections.scopes is 'Scopes the provider granted.';
comment on column public.connections.auto_classify is 'New messages are classified by themselves; otherwise on demand.';
comment on column public.connections.auto_create_tasks is 'Tasks found in messages are open at once; otherwise they are suggested.';
comment on column public.connections.provider_account_id is 'The provider''s own id of the account, which outlives a change of its address: another one is another account.';
comment on column public.connections.importing_until is 'More mail of a running import is expected until then: the answer to a question may be among it.';
comment on column public.connections.created_at is 'When it was connected.';
comment on column public.connections.updated_at is 'When the row last changed.';
create index connections_owner_id_idx on public.connections (owner_id); -- for policies and for deleting a profile

create trigger touch_updated_at before update on public.connections
  for each row execute function private.touch_updated_at();

alter table public.connections enable row level security;
create policy "people read their own and shared connections" on public.connections for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
create policy "people rename their own connections" on public.connections for update to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())))
  with check (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.connections to authenticated, service_role;
grant update (display_name, auto_classify, auto_create_tasks) on public.connections to authenticated;
-- not granted: insert (connect verbs), delete, is_shared (share_connection carries the rows along)

create table private.connection_secrets (
  connection_id uuid primary key references public.connections (id) on delete cascade,
  ciphertext text not null,
  nonce text not null,
  key_id text not null,
  version bigint not null default 1,
  client_id text,
  refresh_fingerprint text,
  access_expires_at timestamptz,
  refreshed_at timestamptz,
  refresh_lease uuid,
  refresh_lease_until timestamptz,
  retry_at timestamptz,
  failure_count integer not null default 0,
  refused_at timestamptz,
  updated_at timestamptz not null default now(),
  constraint connection_secrets_lease_has_an_end check ((refresh_lease is null) = (refresh_lease_until is null))
);
comment on table private.connection_secrets is
  'Provider tokens, sealed with AES-256-GCM by the functions under a key this database never sees; bound to connection and workspace.';
comment on column private.connection_secrets.connection_id is 'The connection.';
comment on column private.connection_secrets.ciphertext is 'Base64 of the sealed JSON {access_token, refresh_token}, tag included.';
comment on column private.connection_secrets.nonce is 'Base64 of the 96-bit nonce.';
comment on column private.connection_secrets.key_id is 'Which key of TOKEN_ENCRYPTION_KEYS sealed it.';
comment on column private.connection_secrets.version is 'Counts the contents. Sealing the same content under another key leaves it, so a refresh and a key rotation never undo each other.';
comment on column private.connection_secrets.client_id is 'OAuth client the tokens were made with; only that one may refresh them. Null for a token without one.';
comment on column private.connection_secrets.refresh_fingerprint is 'First 16 hex digits of the SHA-256 of the refresh token, to recognise a rotated one; null when there is none.';
comment on column private.connection_secrets.access_expires_at is 'When the access token ends; null when it does not say.';
comment on column private.connection_secrets.refreshed_at is 'When the provider last gave a new access token.';
comment on column private.connection_secrets.refresh_lease is 'Proof of who refreshes right now.';
comment on column private.connection_secrets.refresh_lease_until is 'When somebody else may refresh instead.';
comment on column private.connection_secrets.retry_at is 'No refresh before: the token endpoint failed or asked to wait.';
comment on column private.connection_secrets.failure_count is 'Refreshes that failed since the last good one.';
comment on column private.connection_secrets.refused_at is 'When the provider last said that the refresh token is worth nothing.';
comment on column private.connection_secrets.updated_at is 'When it was sealed.';
create index connection_secrets_access_expires_at_idx on private.connection_secrets (access_expires_at)
  where refresh_fingerprint is not null; -- for refreshing ahead of time
create index connection_secrets_key_id_idx on private.connection_secrets (key_id, connection_id); -- for the rotation of keys
alter table private.connection_secrets enable row level security;
-- no policies and no grants: only worker functions read or write it

-- definer: inserts a row nobody may insert directly.
create function private.connect_mailbox(in_workspace uuid, mailbox text, shown_name text, via text) returns public.connections
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  mailbox_address public.email_address := lower(btrim(mailbox));
  made public.connections;
begin
  perform private.require_role(in_workspace, 'member');
  if coalesce(mailbox_address, '') = '' then perform private.problem('email_address_invalid'); end if;
  insert into public.connections (workspace_id, owner_id, channel, provider, address, own_addresses, display_name)
  values (in_workspace, auth.uid(), 'email', via, mailbox_address, array[mailbox_address::text],
    left(coalesce(nullif(btrim(shown_name), ''), mailbox_address), 120))
  on conflict (workspace_id, owner_id, channel, address) do update
    -- importing into a live account must not turn it into a dead one
    set provider = case when excluded.provider = 'import' then connections.provider else excluded.provider end
  returning * into made;
  return made;
end
$$;
revoke execute on function private.connect_mailbox(uuid, text, text, text) from public, anon;
grant execute on function private.connect_mailbox(uuid, text, text, text) to authenticated;
comment on function private.connect_mailbox(uuid, text, text, text) is 'The caller''s connection for an address, made if missing.';
