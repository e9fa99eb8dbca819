-- Invitations: an admin asks an address into a workspace with a one-time token. Only the token's hash is kept,
-- apart from the row people read, so that reading invitations never lets anybody in.
create table public.workspace_invitations (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  email public.email_address not null,
  role text not null constraint workspace_invitations_role_is_below_owner check (role in ('admin', 'manager', 'member')),
  invited_by uuid references public.profiles (id) on delete set null,
  expires_at timestamptz not null,
  sent_count integer not null default 1,
  accepted_at timestamptz,
  accepted_by uuid references public.profiles (id) on delete set null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  unique (workspace_id, id),
  constraint workspace_invitations_end_once check (accepted_at is null or revoked_at is null)
);
comment on table public.workspace_invitations is 'Addresses asked into a workspace. Written by the verbs of this file only.';
comment on column public.workspace_invitations.id is 'Invitation id.';
comment on column public.workspace_invitations.workspace_id is 'The workspace.';
comment on column public.workspace_invitations.email is 'Who is invited; only this address can accept.';
comment on column public.workspace_invitations.role is 'Role on acceptance.';
comment on column public.workspace_invitations.invited_by is 'Who invited last.';
comment on column public.workspace_invitations.expires_at is 'After this the token is void.';
comment on column public.workspace_invitations.sent_count is 'How often a token was made for this invitation.';
comment on column public.workspace_invitations.accepted_at is 'When it was accepted.';
comment on column public.workspace_invitations.accepted_by is 'Who accepted.';
comment on column public.workspace_invitations.revoked_at is 'When it was taken back.';
comment on column public.workspace_invitations.created_at is 'When it was made.';
create unique index workspace_invitations_open_email_idx on public.workspace_invitations (workspace_id, email)
  where accepted_at is null and revoked_at is null; -- for one open invitation an address
create index workspace_invitations_invited_by_idx on public.workspace_invitations (invited_by); -- for deleting a profile
create index workspace_invitations_accepted_by_idx on public.workspace_invitations (accepted_by); -- for deleting a profile

create table private.invitation_tokens (
  invitation_id uuid primary key references public.workspace_invitations (id) on delete cascade,
  token_hash bytea not null unique
);
comment on table private.invitation_tokens is 'SHA-256 of the current token of an invitation nobody revoked by hand.';
comment on column private.invitation_tokens.invitation_id is 'The invitation.';
comment on column private.invitation_tokens.token_hash is 'SHA-256 of the token.';
alter table private.invitation_tokens enable row level security;
-- no policies and no grants: only the functions below

alter table public.workspace_invitations enable row level security;
create policy "admins read the invitations" on public.workspace_invitations for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids('admin'))));
grant select on public.workspace_invitations to authenticated, service_role;
-- not granted: insert, update, delete; the verbs make tokens and keep the history

create function private.new_invitation_token(for_invitation uuid) returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  token text := translate(encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_');
begin
  insert into private.invitation_tokens (invitation_id, token_hash) values (for_invitation, sha256(token::bytea))
  on conflict (invitation_id) do update set token_hash = excluded.token_hash;
  return token;
end
$$;
revoke execute on function private.new_invitation_token(uuid) from public, anon, authenticated, service_role;
comment on function private.new_invitation_token(uuid) is 'A fresh 256-bit token; an earlier one of the invitation stops working.';

create function private.may_invite(in_workspace uuid, inviter uuid, invited_role text) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (select 1 from public.workspace_members m
    where m.workspace_id = in_workspace and m.user_id = inviter and private.may_manage_role(m.role, invited_role))
$$;
revoke execute on function private.may_invite(uuid, uuid, text) from public, anon, authenticated, service_role;
comment on function private.may_invite(uuid, uuid, text) is
  'Whether this person is a member who may give that role: admins manager and member, owners admin as well.';

-- definer: writes invitations for admins.
create function private.invite_member(in_workspace uuid, invited_email text, invited_role text) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  address public.email_address := lower(btrim(invited_email));
  invitation public.workspace_invitations;
begin
  -- Held, so that nobody invites in the moment of being removed.
  perform private.hold_membership(in_workspace, 'admin');
  if coalesce(address, '') = '' then perform private.problem('email_address_invalid'); end if;
  if coalesce(invited_role, '') not in ('admin', 'manager', 'member') then perform private.problem('invitation_role_not_offered'); end if;
  if not private.may_invite(in_workspace, auth.uid(), invited_role) then
    perform private.problem('workspace_role_insufficient', 'needs owner');
  end if;
  if exists (select 1 from public.workspace_members m join public.profiles p on p.id = m.user_id
    where m.workspace_id = in_workspace and p.email = address)
  then
    perform private.problem('already_a_member');
  end if;
  insert into public.workspace_invitations (workspace_id, email, role, invited_by, expires_at)
  values (in_workspace, address, invited_role, auth.uid(), now() + interval '7 days')
  on conflict do nothing
  returning * into invitation;
  if invitation.id is null then perform private.problem('invitation_exists'); end if;
  perform private.audit(in_workspace, 'member.invited', 'invitation', invitation.id::text, null, jsonb_build_object('role', invited_role));
  return to_jsonb(invitation) || jsonb_build_object('token', private.new_invitation_token(invitation.id));
end
$$;
revoke execute on function private.invite_member(uuid, text, text) from public, anon;
grant execute on function private.invite_member(uuid, text, text) to authenticated;
comment on function private.invite_member(uuid, text, text) is 'See public.invite_member.';

-- The invitation if the caller may manage it; strangers and unknown ids get the same answer.
create function private.my_open_invitation(invitation_id uuid) returns public.workspace_invitations
language plpgsql volatile
set search_path = ''
as $$
declare
  invitation public.workspace_invitations;
begin
  select i.* into invitation from public.workspace_invitations i
  where i.id = invitation_id and i.workspace_id in (select private.my_workspace_ids('admin')) for update;
  if not found then perform private.problem('invitation_not_found'); end if;
  if invitation.accepted_at is not null then perform private.problem('invitation_already_accepted'); end if;
  if invitation.revoked_at is not null then perform private.problem('invitation_revoked'); end if;
  return invitation;
end
$$;
revoke execute on function private.my_open_invitation(uuid) from public, anon, authenticated, service_role;
comment on function private.my_open_invitation(uuid) is 'Locks and returns an invitation the caller may manage.';

-- definer: writes invitations for admins.
create function private.resend_invitation(invitation_id uuid) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  invitation public.workspace_invitations := private.my_open_invitation(invitation_id);
begin
  -- Who resends has invited: the same rule.
  if not private.may_invite(invitation.workspace_id, auth.uid(), invitation.role) then
    perform private.problem('workspace_role_insufficient', 'needs owner');
  end if;
  update public.workspace_invitations i
  set expires_at = now() + interval '7 days', sent_count = i.sent_count + 1, invited_by = auth.uid()
  where i.id = invitation.id returning * into invitation;
  perform private.audit(invitation.workspace_id, 'invitation.resent', 'invitation', invitation.id::text);
  return to_jsonb(invitation) || jsonb_build_object('token', private.new_invitation_token(invitation.id));
end
$$;
revoke execute on function private.resend_invitation(uuid) from public, anon;
grant execute on function private.resend_invitation(uuid) to authenticated;
comment on function private.resend_invitation(uuid) is 'See public.resend_invitation.';

-- definer: writes invitations for admins.
create function private.revoke_invitation(invitation_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  invitation public.workspace_invitations := private.my_open_invitation(invitation_id);
begin
  update public.workspace_invitations i set revoked_at = now() where i.id = invitation.id;
  delete from private.invitation_tokens t where t.invitation_id = invitation.id;
  perform private.audit(invitation.workspace_id, 'invitation.revoked', 'invitation', invitation.id::text);
end
$$;
revoke execute on function private.revoke_invitation(uuid) from public, anon;
grant execute on function private.revoke_invitation(uuid) to authenticated;
comment on function private.revoke_invitation(uuid) is 'See public.revoke_invitation.';
