-- Workspaces and their members: the tenant, and who belongs to it in which role.
-- Both tables stand together because each one's policies need the other.
create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  name text not null constraint workspaces_name_is_short_text check (length(btrim(name)) between 1 and 120),
  slug public.slug not null unique,
  is_personal boolean not null default false,
  time_zone public.time_zone not null default 'UTC',
  default_tone text not null default 'warm'
    constraint workspaces_default_tone_is_known check (default_tone in ('warm', 'professional', 'concise', 'urgent')),
  default_wait_hours integer not null default 32
    constraint workspaces_default_wait_is_one_hour_to_ninety_days check (default_wait_hours between 1 and 2160),
  max_nudges integer not null default 2
    constraint workspaces_max_nudges_is_zero_to_ten check (max_nudges between 0 and 10),
  follow_up_window_days integer not null default 30
    constraint workspaces_follow_up_window_is_one_day_to_a_year check (follow_up_window_days between 1 and 365),
  touch_gap_hours integer not null default 20
    constraint workspaces_touch_gap_is_zero_to_thirty_days check (touch_gap_hours between 0 and 720),
  quiet_hours_start time not null default '20:00',
  quiet_hours_end time not null default '07:00',
  autopilot_mode text not null default 'manual'
    constraint workspaces_autopilot_mode_is_known check (autopilot_mode in ('off', 'manual', 'autonomous')),
  retention_days integer not null default 30
    constraint workspaces_retention_is_one_day_to_ten_years check (retention_days between 1 and 3650),
  voice_guidelines text
    constraint workspaces_voice_guidelines_are_short check (length(voice_guidelines) <= 4000),
  ai_budget_usd numeric
    constraint workspaces_ai_budget_is_zero_to_a_million check (ai_budget_usd between 0 and 1000000),
  branding jsonb not null default '{}'
    constraint workspaces_branding_is_an_object check (jsonb_typeof(branding) = 'object' and pg_column_size(branding) <= 8192),
  admins_see_everything boolean not null default false,
  admins_see_everything_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint workspaces_admin_visibility_has_a_start
    check (admins_see_everything = (admins_see_everything_since is not null))
);
comment on table public.workspaces is 'A tenant with its settings. Every tenant row points here.';
comment on column public.workspaces.id is 'Workspace id.';
comment on column public.workspaces.name is 'Name shown to members and customers.';
comment on column public.workspaces.slug is 'Unique short name for links and commands.';
comment on column public.workspaces.is_personal is 'Made at sign-up for one person.';
comment on column public.workspaces.time_zone is 'IANA zone of quiet hours and of reports.';
comment on column public.workspaces.default_tone is 'Tone of drafts unless something closer says otherwise.';
comment on column public.workspaces.default_wait_hours is 'Hours of silence before a nudge is planned.';
comment on column public.workspaces.max_nudges is 'Nudges at most per unanswered question; 0 switches nudges off.';
comment on column public.workspaces.follow_up_window_days is 'Silence older than this is history, not a follow-up: an import never wakes a backlog.';
comment on column public.workspaces.touch_gap_hours is 'Hours between two of our messages to the same person, whoever of us sends them; 0 for none.';
comment on column public.workspaces.quiet_hours_start is 'Local time from which nothing is sent on its own.';
comment on column public.workspaces.quiet_hours_end is 'Local time from which sending resumes.';
comment on column public.workspaces.autopilot_mode is 'off: no nudges; manual: a person approves; autonomous: drafts approve themselves.';
comment on column public.workspaces.retention_days is 'Days ingested content is kept.';
comment on column public.workspaces.voice_guidelines is 'How the company writes; given to every draft.';
comment on column public.workspaces.ai_budget_usd is 'What may be spent on models in a month; null for no limit.';
comment on column public.workspaces.branding is 'Name, logo and colours for white label.';
comment on column public.workspaces.admins_see_everything is 'Admins may read private rows. Audited, and shown to members here.';
comment on column public.workspaces.admins_see_everything_since is 'When full admin visibility was switched on.';
comment on column public.workspaces.created_at is 'When the workspace was made.';
comment on column public.workspaces.updated_at is 'When the row last changed.';

create table public.workspace_members (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  role text not null default 'member'
    constraint workspace_members_role_is_known check (role in ('owner', 'admin', 'manager', 'member')),
  joined_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
comment on table public.workspace_members is 'Who belongs to a workspace. Changed by the verbs of 0140 only.';
comment on column public.workspace_members.workspace_id is 'The workspace.';
comment on column public.workspace_members.user_id is 'The person.';
comment on column public.workspace_members.role is 'owner > admin > manager > member.';
comment on column public.workspace_members.joined_at is 'When the person joined.';
create index workspace_members_user_id_idx on public.workspace_members (user_id, workspace_id); -- for my_workspace_ids()

create trigger touch_updated_at before update on public.workspaces
  for each row execute function private.touch_updated_at();

create function private.role_rank(role text) returns integer
language sql immutable
set search_path = ''
as $$ select array_position(array['member', 'manager', 'admin', 'owner'], role) $$;
revoke execute on function private.role_rank(text) from public, anon;
grant execute on function private.role_rank(text) to authenticated, service_role;
comment on function private.role_rank(text) is 'member 1, manager 2, admin 3, owner 4.';

-- Every policy asks these sets once a statement. plpgsql keeps their plans from one statement of a session to the next; an SQL
-- function is planned each time, which took longer than most statements (bench:inbox).
-- definer: policies on workspace_members call this; as invoker it would recurse into them.
create function private.my_workspace_ids(least_role text default 'member') returns setof uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return query select m.workspace_id from public.workspace_members m
  where m.user_id = (select auth.uid()) and (least_role = 'member'
    or array_position(array['member', 'manager', 'admin', 'owner'], m.role) >= array_position(array['member', 'manager', 'admin', 'owner'], least_role));
end
$$;
revoke execute on function private.my_workspace_ids(text) from public, anon;
grant execute on function private.my_workspace_ids(text) to authenticated, service_role;
comment on function private.my_workspace_ids(text) is 'Workspaces in which the caller has at least this role.';

-- definer: see my_workspace_ids. The set of TEN-4: private rows an admin may read because the workspace chose so.
create function private.my_open_workspace_ids() returns setof uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return query select w.id from public.workspace_members m join public.workspaces w on w.id = m.workspace_id
  where m.user_id = (select auth.uid()) and m.role in ('admin', 'owner') and w.admins_see_everything;
end
$$;
revoke execute on function private.my_open_workspace_ids() from public, anon;
grant execute on function private.my_open_workspace_ids() to authenticated, service_role;
comment on function private.my_open_workspace_ids() is 'Workspaces whose private rows the caller, an admin, may read.';

-- definer: see my_workspace_ids.
create function private.my_teammate_ids() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select distinct them.user_id from public.workspace_members me
  join public.workspace_members them using (workspace_id)
  where me.user_id = (select auth.uid())
$$;
revoke execute on function private.my_teammate_ids() from public, anon;
grant execute on function private.my_teammate_ids() to authenticated, service_role;
comment on function private.my_teammate_ids() is 'Everybody who shares a workspace with the caller, the caller included.';

alter table public.workspaces enable row level security;
create policy "members read their workspaces" on public.workspaces for select to authenticated
  using (id = any (array(select private.my_workspace_ids())));
create policy "admins change the settings" on public.workspaces for update to authenticated
  using (id = any (array(select private.my_workspace_ids('admin'))))
  with check (id = any (array(select private.my_workspace_ids('admin'))));
grant select on public.workspaces to authenticated, service_role;
grant update (
  name, time_zone, default_tone, default_wait_hours, max_nudges, follow_up_window_days, touch_gap_hours, quiet_hours_start,
  quiet_hours_end, autopilot_mode, retention_days, voice_guidelines, ai_budget_usd, branding
) on public.workspaces to authenticated;
-- not granted: insert (create_workspace), delete, and admins_see_everything (set_admin_visibility audits it)

alter table public.workspace_members enable row level security;
create policy "members read who else belongs" on public.workspace_members for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.workspace_members to authenticated, service_role;
-- not granted: insert, update, delete; the verbs keep the role rules and the last-owner rule

create policy "people read themselves and their team-mates" on public.profiles for select to authenticated
  using (id = (select auth.uid()) or id = any (array(select private.my_teammate_ids())));
create policy "people change themselves" on public.profiles for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));
