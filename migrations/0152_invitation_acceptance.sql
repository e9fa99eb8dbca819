-- Accepting an invitation, what voids one, and the doors to the invitation verbs of 0150.

-- An invitation is worth what its sender may still give: whoever is removed must not come back by a second address.
create function private.void_invitations_of_sender() returns trigger
language plpgsql security definer -- definer: revokes rows of the person whose role changed
set search_path = ''
as $$
declare
  voided uuid;
begin
  -- A workspace that is deleted takes its invitations along.
  if not exists (select 1 from public.workspaces where id = old.workspace_id) then return null; end if;
  -- The token stays known, so that accepting says why it is refused. No sender: the account has just been deleted.
  for voided in
    update public.workspace_invitations i set revoked_at = now()
    where i.workspace_id = old.workspace_id and coalesce(i.invited_by, old.user_id) = old.user_id
      and i.accepted_at is null and i.revoked_at is null
      and not private.may_invite(i.workspace_id, i.invited_by, i.role)
    returning i.id
  loop
    perform private.audit(old.workspace_id, 'invitation.revoked', 'invitation', voided::text);
  end loop;
  return null;
end
$$;
revoke execute on function private.void_invitations_of_sender() from public, anon, authenticated, service_role;
comment on function private.void_invitations_of_sender() is
  'After delete or change of role of a member: revokes the open invitations they may no longer give.';
create trigger void_invitations_of_sender after delete or update of role on public.workspace_members
  for each row execute function private.void_invitations_of_sender();

-- definer: makes a membership nobody may insert directly.
create function private.accept_invitation(given_token text) returns public.workspace_members
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  guest uuid := private.require_user();
  invitation public.workspace_invitations;
  membership public.workspace_members;
begin
  -- The workspace first, as the membership verbs do: a removal of the sender and this wait for each other.
  perform 1 from public.workspaces w where w.id = (
    select i.workspace_id from private.invitation_tokens t join public.workspace_invitations i on i.id = t.invitation_id
    where t.token_hash = sha256(coalesce(given_token, '')::bytea)) for no key update;
  select i.* into invitation from private.invitation_tokens t
  join public.workspace_invitations i on i.id = t.invitation_id
  where t.token_hash = sha256(coalesce(given_token, '')::bytea)
  for update of i;
  if not found then perform private.problem('invitation_not_found'); end if;
  -- The address is checked before the state, so that a stolen token tells its thief nothing.
  if not exists (select 1 from public.profiles p where p.id = guest and p.email = invitation.email) then
    perform private.problem('invitation_for_somebody_else');
  end if;
  -- Anybody can sign up with any address; a confirmed one is theirs.
  if not exists (select 1 from auth.users u where u.id = guest and u.email_confirmed_at is not null) then
    perform private.problem('email_not_confirmed');
  end if;
  if invitation.accepted_at is not null then perform private.problem('invitation_already_accepted'); end if;
  if invitation.revoked_at is not null
    or not private.may_invite(invitation.workspace_id, invitation.invited_by, invitation.role)
  then
    perform private.problem('invitation_void');
  end if;
  if invitation.expires_at <= now() then perform private.problem('invitation_expired'); end if;
  insert into public.workspace_members (workspace_id, user_id, role)
  values (invitation.workspace_id, guest, invitation.role)
  on conflict (workspace_id, user_id) do nothing;
  select * into membership from public.workspace_members
  where workspace_id = invitation.workspace_id and user_id = guest;
  update public.workspace_invitations i set accepted_at = now(), accepted_by = guest where i.id = invitation.id;
  perform private.audit(invitation.workspace_id, 'invitation.accepted', 'invitation', invitation.id::text);
  return membership;
end
$$;
revoke execute on function private.accept_invitation(text) from public, anon;
grant execute on function private.accept_invitation(text) to authenticated;
comment on function private.accept_invitation(text) is 'See public.accept_invitation.';

create function public.invite_member(workspace_id uuid, email text, role text default 'member') returns jsonb
language sql volatile
set search_path = ''
as $$ select private.invite_member(workspace_id, email, role) $$;
revoke execute on function public.invite_member(uuid, text, text) from public, anon;
grant execute on function public.invite_member(uuid, text, text) to authenticated;
comment on function public.invite_member(uuid, text, text) is
  'Invites an address: admins as manager or member, owners as admin too. Answers the invitation with its `token`, shown this once. Errors: workspace_not_found, workspace_role_insufficient, email_address_invalid, invitation_role_not_offered, already_a_member, invitation_exists.';

create function public.resend_invitation(invitation_id uuid) returns jsonb
language sql volatile
set search_path = ''
as $$ select private.resend_invitation(invitation_id) $$;
revoke execute on function public.resend_invitation(uuid) from public, anon;
grant execute on function public.resend_invitation(uuid) to authenticated;
comment on function public.resend_invitation(uuid) is
  'A fresh token and seven more days; the old token is void. Errors: invitation_not_found, workspace_role_insufficient, invitation_already_accepted, invitation_revoked.';

create function public.revoke_invitation(invitation_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.revoke_invitation(invitation_id) $$;
revoke execute on function public.revoke_invitation(uuid) from public, anon;
grant execute on function public.revoke_invitation(uuid) to authenticated;
comment on function public.revoke_invitation(uuid) is
  'Takes an invitation back. Errors: invitation_not_found, invitation_already_accepted, invitation_revoked.';

create function public.accept_invitation(token text) returns public.workspace_members
language sql volatile
set search_path = ''
as $$ select private.accept_invitation(token) $$;
revoke execute on function public.accept_invitation(text) from public, anon;
grant execute on function public.accept_invitation(text) to authenticated;
comment on function public.accept_invitation(text) is
  'Joins the workspace; works once and only for the invited, confirmed address. Errors: invitation_not_found, invitation_for_somebody_else, email_not_confirmed, invitation_already_accepted, invitation_void, invitation_expired.';

insert into private.problems (slug, status, sentence, cure) values
  ('invitation_not_found', 404, 'Cannot find the invitation: it does not exist or was taken back', 'Ask for a new invitation.'),
  ('invitation_exists', 409, 'Cannot invite: this address has an open invitation', 'Resend or revoke the open one.'),
  ('invitation_expired', 410, 'Cannot accept the invitation: it has expired', 'Ask an admin to resend it.'),
  ('invitation_revoked', 409, 'Cannot change the invitation: it was taken back', 'Invite the address again.'),
  ('invitation_void', 409, 'Cannot accept the invitation: it was taken back, or who sent it may no longer invite you', 'Ask an admin or the owner for a new invitation.'),
  ('email_not_confirmed', 403, 'Cannot accept the invitation: your address is not confirmed', 'Confirm your address with the link in your mail.'),
  ('invitation_already_accepted', 409, 'Cannot use the invitation: it was accepted before', 'Open the workspace.'),
  ('invitation_for_somebody_else', 403, 'Cannot accept the invitation: it was sent to another address', 'Sign in with the invited address.'),
  ('invitation_role_not_offered', 422, 'Cannot invite with this role: it is not one of admin, manager, member', 'Invite as admin and hand over the ownership later.'),
  ('already_a_member', 409, 'Cannot invite: this address belongs to a member', 'Change the member''s role instead.');
