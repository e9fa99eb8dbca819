-- Calendars: those an account lists at its provider, and one calendar of our own for each person, which needs no provider.
-- Private to their owner until the account is shared (TEN-4); what colleagues may know besides is busy_times().
create table public.calendars (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  connection_id uuid,
  is_shared boolean not null default false,
  provider_calendar_id text constraint calendars_provider_id_is_short_text check (length(provider_calendar_id) between 1 and 1024),
  name text not null constraint calendars_name_is_short_text check (length(btrim(name)) between 1 and 255),
  time_zone public.time_zone not null,
  access_role text not null constraint calendars_access_role_is_known check (access_role in ('free_busy_reader', 'reader', 'writer', 'owner')),
  is_primary boolean not null default false,
  is_selected boolean not null default true,
  is_selected_by_person boolean not null default false,
  is_hidden boolean not null default false,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, owner_id, id),
  unique (connection_id, provider_calendar_id),
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade,
  constraint calendars_are_at_a_provider_or_ours check ((connection_id is null) = (provider_calendar_id is null)),
  constraint calendars_of_ours_are_owned_and_read check (connection_id is not null or (access_role = 'owner' and is_selected and removed_at is null))
);
comment on table public.calendars is 'Calendars of people. Written by store_calendar_list() and my_calendar(); people choose which are read and shown.';
comment on column public.calendars.id is 'Calendar id.';
comment on column public.calendars.workspace_id is 'Workspace.';
comment on column public.calendars.owner_id is 'Whose list of calendars it is in.';
comment on column public.calendars.connection_id is 'Account it comes from; null for the person''s own in-app calendar.';
comment on column public.calendars.is_shared is 'Copied from the connection.';
comment on column public.calendars.provider_calendar_id is 'The provider''s id; the address of its person or room where it is a primary calendar.';
comment on column public.calendars.name is 'Name as the person sees it.';
comment on column public.calendars.time_zone is 'IANA zone in which its all-day events begin and end.';
comment on column public.calendars.access_role is 'free_busy_reader and reader may not change events.';
comment on column public.calendars.is_primary is 'The account''s main calendar.';
comment on column public.calendars.is_selected is 'Whether its events are read and count as busy.';
comment on column public.calendars.is_selected_by_person is 'The person has chosen; the provider''s list changes it no more.';
comment on column public.calendars.is_hidden is 'Read and counted, but left out of lists.';
comment on column public.calendars.removed_at is 'When it left the provider''s list.';
comment on column public.calendars.created_at is 'When it was first seen.';
comment on column public.calendars.updated_at is 'When the row last changed.';
create index calendars_owner_id_idx on public.calendars (owner_id); -- for deleting a profile
create index calendars_workspace_id_owner_id_connection_id_idx on public.calendars (workspace_id, owner_id, connection_id); -- for deleting a connection, and for a person's list
create unique index calendars_own_idx on public.calendars (workspace_id, owner_id) where connection_id is null; -- for one in-app calendar a person and workspace

create trigger touch_updated_at before update on public.calendars
  for each row execute function private.touch_updated_at();

alter table public.calendars enable row level security;
create policy "people read their own and shared calendars" on public.calendars for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
create policy "people hide their own calendars" on public.calendars for update to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())))
  with check (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.calendars to authenticated, service_role;
grant update (is_hidden) on public.calendars to authenticated;
-- not granted: insert, delete; is_selected (select_calendar() starts or ends the reading)

-- definer: makes a row nobody may insert directly.
create function private.my_calendar(in_workspace uuid) returns public.calendars
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  mine public.calendars;
begin
  perform private.require_role(in_workspace, 'member');
  select * into mine from public.calendars c
  where c.workspace_id = in_workspace and c.owner_id = auth.uid() and c.connection_id is null;
  if found then return mine; end if;
  insert into public.calendars (workspace_id, owner_id, name, time_zone, access_role)
  select in_workspace, p.id, left(coalesce(nullif(btrim(p.display_name), ''), 'Calendar'), 255), p.time_zone, 'owner'
  from public.profiles p where p.id = auth.uid()
  on conflict (workspace_id, owner_id) where connection_id is null do nothing;
  select * into mine from public.calendars c
  where c.workspace_id = in_workspace and c.owner_id = auth.uid() and c.connection_id is null;
  return mine;
end
$$;
revoke execute on function private.my_calendar(uuid) from public, anon;
grant execute on function private.my_calendar(uuid) to authenticated;
comment on function private.my_calendar(uuid) is 'See public.my_calendar.';

create function public.my_calendar(workspace_id uuid) returns public.calendars
language sql volatile
set search_path = ''
as $$ select private.my_calendar(workspace_id) $$;
revoke execute on function public.my_calendar(uuid) from public, anon;
grant execute on function public.my_calendar(uuid) to authenticated;
comment on function public.my_calendar(uuid) is
  'The caller''s in-app calendar in a workspace, made when it is first asked for. Errors: workspace_not_found.';

insert into private.problems (slug, status, sentence, cure) values
  ('calendar_not_found', 404, 'Cannot find the calendar: it does not exist or is not yours', 'Check the id in your list of calendars.');
