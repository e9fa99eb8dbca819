-- Account: who am I, where do I belong, and which workspace may look at what is mine.

create function public.my_account() returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'profile', to_jsonb(p),
    'workspaces', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', w.id, 'name', w.name, 'slug', w.slug, 'is_personal', w.is_personal, 'role', m.role,
        'admins_see_everything', w.admins_see_everything, 'admins_see_everything_since', w.admins_see_everything_since
      ) order by w.is_personal, w.name, w.id)
      from public.workspace_members m join public.workspaces w on w.id = m.workspace_id
      where m.user_id = p.id), '[]'))
  from public.profiles p
  where p.id = (select auth.uid())
$$;
revoke execute on function public.my_account() from public, anon;
grant execute on function public.my_account() to authenticated;
comment on function public.my_account() is
  'The caller''s profile, workspaces and roles; null when the account has no profile. Sign-out is Auth''s own signOut().';

-- definer: the column is not granted, so that the switch is never without its audit entry.
create function private.set_admin_visibility(in_workspace uuid, is_on boolean) returns public.workspaces
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  changed public.workspaces;
begin
  perform private.require_role(in_workspace, 'owner');
  update public.workspaces w
  set admins_see_everything = is_on,
    admins_see_everything_since = case when is_on then coalesce(w.admins_see_everything_since, now()) end
  where w.id = in_workspace returning * into changed;
  return changed;
end
$$;
revoke execute on function private.set_admin_visibility(uuid, boolean) from public, anon;
grant execute on function private.set_admin_visibility(uuid, boolean) to authenticated;
comment on function private.set_admin_visibility(uuid, boolean) is 'See public.set_admin_visibility.';

create function public.set_admin_visibility(workspace_id uuid, is_on boolean) returns public.workspaces
language sql volatile
set search_path = ''
as $$ select private.set_admin_visibility(workspace_id, is_on) $$;
revoke execute on function public.set_admin_visibility(uuid, boolean) from public, anon;
grant execute on function public.set_admin_visibility(uuid, boolean) to authenticated;
comment on function public.set_admin_visibility(uuid, boolean) is
  'Owners let admins read private rows, or stop it. Audited; every member sees the switch in my_account(). Errors: workspace_not_found, workspace_role_insufficient.';
