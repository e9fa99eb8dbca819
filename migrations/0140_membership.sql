-- Membership verbs: make a workspace, change roles, hand over, leave, remove. Each verb is a public door (invoker)
-- over a private function (definer) that checks the caller's role and keeps the last-owner rule under a row lock.

create function private.require_user() returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  if auth.uid() is null then perform private.problem('sign_in_required'); end if;
  return auth.uid();
end
$$;
revoke execute on function private.require_user() from public, anon, authenticated, service_role;
comment on function private.require_user() is 'The signed-in person; raises sign_in_required.';

-- Not a member and no such workspace give the same answer: strangers learn nothing.
create function private.require_role(in_workspace uuid, least_role text) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  held_role text;
begin
  select role into held_role from public.workspace_members
  where workspace_id = in_workspace and user_id = private.require_user();
  if held_role is null then perform private.problem('workspace_not_found'); end if;
  if private.role_rank(held_role) < private.role_rank(least_role) then
    perform private.problem('workspace_role_insufficient', 'needs ' || least_role);
  end if;
  return held_role;
end
$$;
revoke execute on function private.require_role(uuid, text) from public, anon, authenticated, service_role;
comment on function private.require_role(uuid, text) is 'The caller''s role; raises workspace_not_found or workspace_role_insufficient.';

-- Serialises changes of membership, so that two owners leaving at once cannot both be the one before last. The role is
-- read again under the lock: it may have gone while we waited. `no key`, because every insert into a tenant table holds
-- the key of its workspace.
create function private.hold_membership(in_workspace uuid, least_role text) returns text
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require_role(in_workspace, least_role);
  perform 1 from public.workspaces where id = in_workspace for no key update;
  return private.require_role(in_workspace, least_role);
end
$$;
revoke execute on function private.hold_membership(uuid, text) from public, anon, authenticated, service_role;
comment on function private.hold_membership(uuid, text) is 'require_role(), and nobody else changes members until the transaction ends.';

-- Admins shape the team below them; only owners touch admins and owners.
create function private.may_manage_role(manager_role text, managed_role text) returns boolean
language sql immutable
set search_path = ''
as $$
  select coalesce(manager_role = 'owner' or private.role_rank(manager_role) >= private.role_rank('admin')
    and private.role_rank(managed_role) < private.role_rank(manager_role), false)
$$;
revoke execute on function private.may_manage_role(text, text) from public, anon, authenticated, service_role;
comment on function private.may_manage_role(text, text) is 'Whether the first role may give the second to somebody, or take it away.';

create function private.require_other_owner(in_workspace uuid, leaving uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if not exists (select 1 from public.workspace_members
    where workspace_id = in_workspace and role = 'owner' and user_id <> leaving)
  then
    perform private.problem('workspace_last_owner');
  end if;
end
$$;
revoke execute on function private.require_other_owner(uuid, uuid) from public, anon, authenticated, service_role;
comment on function private.require_other_owner(uuid, uuid) is 'Raises workspace_last_owner unless another owner stays.';

-- definer: inserts rows nobody may insert directly.
create function private.create_workspace(workspace_name text) returns public.workspaces
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  maker uuid := private.require_user();
  made public.workspaces;
begin
  if length(btrim(coalesce(workspace_name, ''))) = 0 then perform private.problem('text_empty', 'name'); end if;
  insert into public.workspaces (name, slug, time_zone)
  select btrim(workspace_name), private.slug_from(workspace_name, gen_random_uuid()::text), p.time_zone
  from public.profiles p where p.id = maker
  returning * into made;
  if made.id is null then perform private.problem('profile_missing'); end if;
  insert into public.workspace_members (workspace_id, user_id, role) values (made.id, maker, 'owner');
  perform private.audit(made.id, 'workspace.created', 'workspace', made.id::text);
  return made;
end
$$;
revoke execute on function private.create_workspace(text) from public, anon;
grant execute on function private.create_workspace(text) to authenticated;
comment on function private.create_workspace(text) is 'See public.create_workspace.';

-- definer: changes a row nobody may change directly.
create function private.change_member_role(in_workspace uuid, member_id uuid, new_role text) returns public.workspace_members
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  my_role text := private.hold_membership(in_workspace, 'admin');
  before_row public.workspace_members;
  after_row public.workspace_members;
begin
  if private.role_rank(new_role) is null then perform private.problem('role_unknown'); end if;
  select * into before_row from public.workspace_members
  where workspace_id = in_workspace and user_id = member_id;
  if not found then perform private.problem('member_not_found'); end if;
  if not private.may_manage_role(my_role, before_row.role) or not private.may_manage_role(my_role, new_role) then
    perform private.problem('workspace_role_insufficient', 'needs owner');
  end if;
  if before_row.role = 'owner' and new_role <> 'owner' then perform private.require_other_owner(in_workspace, member_id); end if;
  update public.workspace_members set role = new_role
  where workspace_id = in_workspace and user_id = member_id returning * into after_row;
  perform private.audit(in_workspace, 'member.role_changed', 'profile', member_id::text,
    jsonb_build_object('role', before_row.role), jsonb_build_object('role', new_role));
  return after_row;
end
$$;
revoke execute on function private.change_member_role(uuid, uuid, text) from public, anon;
grant execute on function private.change_member_role(uuid, uuid, text) to authenticated;
comment on function private.change_member_role(uuid, uuid, text) is 'See public.change_member_role.';

-- definer: changes rows nobody may change directly.
create function private.transfer_ownership(in_workspace uuid, new_owner_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.hold_membership(in_workspace, 'owner');
  if new_owner_id = auth.uid() then perform private.problem('already_owner'); end if;
  update public.workspace_members set role = 'owner' where workspace_id = in_workspace and user_id = new_owner_id;
  if not found then perform private.problem('member_not_found'); end if;
  update public.workspace_members set role = 'admin' where workspace_id = in_workspace and user_id = auth.uid();
  perform private.audit(in_workspace, 'workspace.transferred', 'workspace', in_workspace::text,
    jsonb_build_object('owner_id', auth.uid()), jsonb_build_object('owner_id', new_owner_id));
end
$$;
revoke execute on function private.transfer_ownership(uuid, uuid) from public, anon;
grant execute on function private.transfer_ownership(uuid, uuid) to authenticated;
comment on function private.transfer_ownership(uuid, uuid) is 'See public.transfer_ownership.';

-- definer: deletes a row nobody may delete directly.
create function private.end_membership(in_workspace uuid, member_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  my_role text := private.hold_membership(in_workspace, case when member_id = auth.uid() then 'member' else 'admin' end);
  their_role text;
begin
  select role into their_role from public.workspace_members
  where workspace_id = in_workspace and user_id = member_id;
  if not found then perform private.problem('member_not_found'); end if;
  if member_id <> auth.uid() and not private.may_manage_role(my_role, their_role) then
    perform private.problem('workspace_role_insufficient', 'needs owner');
  end if;
  if their_role = 'owner' then perform private.require_other_owner(in_workspace, member_id); end if;
  delete from public.workspace_members where workspace_id = in_workspace and user_id = member_id;
  perform private.audit(in_workspace, case when member_id = auth.uid() then 'member.left' else 'member.removed' end,
    'profile', member_id::text, jsonb_build_object('role', their_role));
end
$$;
revoke execute on function private.end_membership(uuid, uuid) from public, anon;
grant execute on function private.end_membership(uuid, uuid) to authenticated;
comment on function private.end_membership(uuid, uuid) is 'See public.leave_workspace and public.remove_member.';
