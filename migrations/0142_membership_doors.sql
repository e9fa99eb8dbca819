-- The doors to the membership verbs of 0140: what people call through supabase-js rpc().

create function public.create_workspace(name text) returns public.workspaces
language sql volatile
set search_path = ''
as $$ select private.create_workspace(name) $$;
revoke execute on function public.create_workspace(text) from public, anon;
grant execute on function public.create_workspace(text) to authenticated;
comment on function public.create_workspace(text) is 'Makes a workspace owned by the caller. Errors: text_empty, profile_missing.';

create function public.change_member_role(workspace_id uuid, user_id uuid, role text) returns public.workspace_members
language sql volatile
set search_path = ''
as $$ select private.change_member_role(workspace_id, user_id, role) $$;
revoke execute on function public.change_member_role(uuid, uuid, text) from public, anon;
grant execute on function public.change_member_role(uuid, uuid, text) to authenticated;
comment on function public.change_member_role(uuid, uuid, text) is
  'Admins change managers and members, owners change everybody. Errors: workspace_not_found, workspace_role_insufficient, member_not_found, role_unknown, workspace_last_owner.';

create function public.transfer_ownership(workspace_id uuid, new_owner_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.transfer_ownership(workspace_id, new_owner_id) $$;
revoke execute on function public.transfer_ownership(uuid, uuid) from public, anon;
grant execute on function public.transfer_ownership(uuid, uuid) to authenticated;
comment on function public.transfer_ownership(uuid, uuid) is
  'Makes a member the owner and the caller an admin. Errors: workspace_not_found, workspace_role_insufficient, member_not_found, already_owner.';

create function public.leave_workspace(workspace_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.end_membership(workspace_id, auth.uid()) $$;
revoke execute on function public.leave_workspace(uuid) from public, anon;
grant execute on function public.leave_workspace(uuid) to authenticated;
comment on function public.leave_workspace(uuid) is 'The caller leaves. Errors: workspace_not_found, workspace_last_owner.';

create function public.remove_member(workspace_id uuid, user_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.end_membership(workspace_id, user_id) $$;
revoke execute on function public.remove_member(uuid, uuid) from public, anon;
grant execute on function public.remove_member(uuid, uuid) to authenticated;
comment on function public.remove_member(uuid, uuid) is
  'Ends somebody''s membership; their accounts pause. Errors: workspace_not_found, workspace_role_insufficient, member_not_found, workspace_last_owner.';

create function public.list_team(workspace_id uuid)
returns table (user_id uuid, display_name text, email text, role text, joined_at timestamptz)
language sql stable
set search_path = ''
as $$
  select m.user_id, p.display_name, p.email::text, m.role, m.joined_at
  from public.workspace_members m join public.profiles p on p.id = m.user_id
  where m.workspace_id = list_team.workspace_id
  order by private.role_rank(m.role) desc, m.joined_at, m.user_id
$$;
revoke execute on function public.list_team(uuid) from public, anon;
grant execute on function public.list_team(uuid) to authenticated;
comment on function public.list_team(uuid) is 'Members with name, address and role, owners first. Empty for strangers.';

-- definer: an account that is deleted may be the last owner; see the two outcomes below.
create function private.keep_an_owner() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if old.role <> 'owner' or not exists (select 1 from public.workspaces where id = old.workspace_id)
    or exists (select 1 from public.workspace_members where workspace_id = old.workspace_id and role = 'owner')
  then
    return null;
  end if;
  -- Nobody is left: the workspace goes with its last member. Somebody is left: refuse, hand over first.
  if exists (select 1 from public.workspace_members where workspace_id = old.workspace_id) then
    perform private.problem('workspace_last_owner');
  end if;
  delete from public.workspaces where id = old.workspace_id;
  return null;
end
$$;
revoke execute on function private.keep_an_owner() from public, anon, authenticated, service_role;
comment on function private.keep_an_owner() is 'After delete of a member: no workspace with members is without an owner.';
create trigger keep_an_owner after delete on public.workspace_members
  for each row execute function private.keep_an_owner();

insert into private.problems (slug, status, sentence, cure) values
  ('workspace_not_found', 404, 'Cannot find the workspace: it does not exist or you are not a member', 'Check the id, or ask to be invited.'),
  ('workspace_role_insufficient', 403, 'Cannot do this: your role in the workspace is too low', 'Ask an admin or the owner.'),
  ('workspace_last_owner', 409, 'Cannot do this: the workspace would be without an owner', 'Hand over the ownership first.'),
  ('member_not_found', 404, 'Cannot find the member: nobody with this id belongs to the workspace', 'Choose somebody from list_team.'),
  ('role_unknown', 422, 'Cannot use this role: it is not one of owner, admin, manager, member', 'Choose one of the four.'),
  ('already_owner', 409, 'Cannot transfer the ownership: it is yours already', 'Choose another member.'),
  ('profile_missing', 409, 'Cannot do this: your account has no profile yet', 'Add an e-mail address to your account.');
