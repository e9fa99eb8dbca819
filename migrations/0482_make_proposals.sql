-- How proposals are made (PRM-4): on demand, and each hour for who asked for it. Made twice or late they are the same.
create table public.proposal_settings (
  owner_id uuid not null references public.profiles (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  is_hourly boolean not null,
  made_at timestamptz,
  primary key (owner_id, workspace_id)
);
comment on table public.proposal_settings is 'Whether proposals are made each hour by themselves. Written by set_hourly_proposals() and the tick.';
comment on column public.proposal_settings.owner_id is 'For whom.';
comment on column public.proposal_settings.workspace_id is 'Workspace.';
comment on column public.proposal_settings.is_hourly is 'Whether they are.';
comment on column public.proposal_settings.made_at is 'When they were last made by themselves.';
create index proposal_settings_made_at_idx on public.proposal_settings (made_at nulls first) where is_hourly; -- for the tick
create index proposal_settings_workspace_id_idx on public.proposal_settings (workspace_id); -- for deleting a workspace
alter table public.proposal_settings enable row level security;
create policy "people read their own settings of proposals" on public.proposal_settings for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.proposal_settings to authenticated, service_role;
-- not granted: insert, update, delete

create function private.make_proposals(in_workspace uuid, of_owner uuid, as_of timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
  with causes as materialized (
    select c.kind, c.cause_id from private.proposal_causes(in_workspace, of_owner, as_of) c
  ), gone as (
    update public.proposals p set status = 'withdrawn', settled_at = as_of
    where p.owner_id = of_owner and p.workspace_id = in_workspace and p.status = 'proposed'
      and not exists (select from causes c where c.kind = p.kind and c.cause_id = p.cause_id)
  ), made as (
    insert into public.proposals as p (workspace_id, owner_id, kind, cause_id, created_at)
    select in_workspace, of_owner, c.kind, c.cause_id, as_of from causes c order by c.kind, c.cause_id
    on conflict (owner_id, workspace_id, kind, cause_id) do update set status = 'proposed', settled_at = null where p.status = 'withdrawn'
    returning 1
  )
  select count(*)::integer from made
$$;
revoke execute on function private.make_proposals(uuid, uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.make_proposals(uuid, uuid, timestamptz) is
  'Proposes what stands and was not settled, withdraws what no longer stands; answers how many are new or back.';

-- definer: inserts rows nobody may insert directly.
create function private.make_my_proposals(in_workspace uuid) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_role(in_workspace, 'member');
  return private.make_proposals(in_workspace, auth.uid(), now());
end
$$;
revoke execute on function private.make_my_proposals(uuid) from public, anon;
grant execute on function private.make_my_proposals(uuid) to authenticated;
comment on function private.make_my_proposals(uuid) is 'See public.make_proposals.';

create function public.make_proposals(workspace_id uuid) returns integer
language sql volatile
set search_path = ''
as $$ select private.make_my_proposals(workspace_id) $$;
revoke execute on function public.make_proposals(uuid) from public, anon;
grant execute on function public.make_proposals(uuid) to authenticated;
comment on function public.make_proposals(uuid) is
  'Looks for next steps of the caller: questions unanswered for four hours, suggested tasks and events, promises of others whose day has passed. Withdraws those whose cause is gone. Answers how many are new. Errors: workspace_not_found.';

-- definer: see make_my_proposals.
create function private.set_hourly_proposals(in_workspace uuid, is_wanted boolean) returns public.proposal_settings
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s public.proposal_settings;
begin
  perform private.require_role(in_workspace, 'member');
  insert into public.proposal_settings (owner_id, workspace_id, is_hourly) values (auth.uid(), in_workspace, coalesce(is_wanted, false))
  on conflict (owner_id, workspace_id) do update set is_hourly = excluded.is_hourly returning * into s;
  return s;
end
$$;
revoke execute on function private.set_hourly_proposals(uuid, boolean) from public, anon;
grant execute on function private.set_hourly_proposals(uuid, boolean) to authenticated;
comment on function private.set_hourly_proposals(uuid, boolean) is 'See public.set_hourly_proposals.';

create function public.set_hourly_proposals(workspace_id uuid, is_on boolean) returns public.proposal_settings
language sql volatile
set search_path = ''
as $$ select private.set_hourly_proposals(workspace_id, is_on) $$;
revoke execute on function public.set_hourly_proposals(uuid, boolean) from public, anon;
grant execute on function public.set_hourly_proposals(uuid, boolean) to authenticated;
comment on function public.set_hourly_proposals(uuid, boolean) is 'Whether proposals of the caller are made each hour by themselves. Errors: workspace_not_found.';

create function private.make_hourly_proposals(as_of timestamptz) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  s public.proposal_settings;
  done integer := 0;
begin
  for s in
    select x.* from public.proposal_settings x
    where x.is_hourly and (x.made_at is null or x.made_at <= as_of - interval '1 hour')
      and exists (select from public.workspace_members m where m.workspace_id = x.workspace_id and m.user_id = x.owner_id)
    order by x.made_at nulls first limit 200 for update skip locked
  loop
    perform private.make_proposals(s.workspace_id, s.owner_id, as_of);
    update public.proposal_settings x set made_at = as_of where x.owner_id = s.owner_id and x.workspace_id = s.workspace_id;
    done := done + 1;
  end loop;
  return done;
end
$$;
revoke execute on function private.make_hourly_proposals(timestamptz) from public, anon, authenticated, service_role;
comment on function private.make_hourly_proposals(timestamptz) is 'Tick: proposals of everybody whose hour is over, 200 at most; answers for how many people.';
