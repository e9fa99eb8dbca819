-- Suppressions: addresses a workspace must never write to again. Kept as hashes, so that the promise survives erasure
-- of the person's data.
create table public.suppressions (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  address_hash bytea not null,
  reason text not null constraint suppressions_reason_is_known check (reason in ('opted_out', 'bounced', 'complained', 'manual')),
  created_by uuid references public.profiles (id) on delete set null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, address_hash)
);
comment on table public.suppressions is 'Addresses never to be written to. Written by suppress_address(); read at every send.';
comment on column public.suppressions.workspace_id is 'Workspace the promise binds.';
comment on column public.suppressions.address_hash is 'SHA-256 of the lower-case address.';
comment on column public.suppressions.reason is 'Why.';
comment on column public.suppressions.created_by is 'Who asked for it.';
comment on column public.suppressions.created_at is 'Since when.';
create index suppressions_created_by_idx on public.suppressions (created_by); -- for deleting a profile

alter table public.suppressions enable row level security;
create policy "members read what is suppressed" on public.suppressions for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.suppressions to authenticated, service_role;
-- not granted: insert, update, delete; the verbs hash the address and audit

create function private.is_suppressed(in_workspace uuid, address text) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (select 1 from public.suppressions s
    where s.workspace_id = in_workspace and s.address_hash = sha256(lower(btrim(address))::bytea))
$$;
revoke execute on function private.is_suppressed(uuid, text) from public, anon, authenticated, service_role;
comment on function private.is_suppressed(uuid, text) is 'Whether the workspace promised not to write to an address.';

-- definer: writes a row nobody may write directly.
create function private.suppress_address(in_workspace uuid, given_address text, is_on boolean) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  clean_address public.email_address := lower(btrim(given_address));
  hash bytea := sha256(clean_address::text::bytea);
begin
  -- Everybody may stop mail; letting it flow again is an admin's word.
  perform private.require_role(in_workspace, case when is_on then 'member' else 'admin' end);
  if coalesce(clean_address, '') = '' then perform private.problem('email_address_invalid'); end if;
  if is_on then
    insert into public.suppressions (workspace_id, address_hash, reason, created_by)
    values (in_workspace, hash, 'manual', auth.uid()) on conflict do nothing;
  else
    delete from public.suppressions s where s.workspace_id = in_workspace and s.address_hash = hash;
  end if;
  perform private.audit(in_workspace, case when is_on then 'address.suppressed' else 'address.released' end,
    'address', encode(hash, 'hex'));
  -- in the order every path locks conversations in
  perform private.reconsider_conversation(waiting.id, now()) from (
    select c.id from public.conversations c
    where c.workspace_id = in_workspace and c.waiting_on = 'them' and clean_address::text = any (c.participant_addresses)
    order by c.id) waiting;
end
$$;
revoke execute on function private.suppress_address(uuid, text, boolean) from public, anon;
grant execute on function private.suppress_address(uuid, text, boolean) to authenticated;
comment on function private.suppress_address(uuid, text, boolean) is 'See public.suppress_address.';

create function public.suppress_address(workspace_id uuid, address text, is_suppressed boolean default true) returns void
language sql volatile
set search_path = ''
as $$ select private.suppress_address(workspace_id, address, is_suppressed) $$;
revoke execute on function public.suppress_address(uuid, text, boolean) from public, anon;
grant execute on function public.suppress_address(uuid, text, boolean) to authenticated;
comment on function public.suppress_address(uuid, text, boolean) is
  'Stops everything to an address, or (admins) releases it. Errors: workspace_not_found, workspace_role_insufficient, email_address_invalid.';
