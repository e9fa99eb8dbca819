-- When a workspace sends at all: outside quiet hours and not on its holidays, in the recipient's zone. One calendar for
-- everything that leaves.
create table public.holidays (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  on_date date not null,
  name text not null constraint holidays_name_is_short_text check (length(btrim(name)) between 1 and 120),
  created_at timestamptz not null default now(),
  primary key (workspace_id, on_date)
);
comment on table public.holidays is 'Days on which nothing leaves on its own: public holidays, shutdowns. Written by admins.';
comment on column public.holidays.workspace_id is 'Workspace.';
comment on column public.holidays.on_date is 'The day, in the recipient''s zone.';
comment on column public.holidays.name is 'What the day is.';
comment on column public.holidays.created_at is 'When it was entered.';

alter table public.holidays enable row level security;
create policy "members read the holidays" on public.holidays for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.holidays to authenticated, service_role;
-- not granted: insert, update, delete; set_holiday() audits

-- definer: writes a row nobody may write directly.
create function private.set_holiday(in_workspace uuid, day date, day_name text) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_role(in_workspace, 'admin');
  if day is null then perform private.problem('text_empty', 'on_date'); end if;
  if day_name is null then
    delete from public.holidays h where h.workspace_id = in_workspace and h.on_date = day;
  elsif length(btrim(day_name)) not between 1 and 120 then
    perform private.problem('text_empty', 'name');
  else
    insert into public.holidays (workspace_id, on_date, name) values (in_workspace, day, btrim(day_name))
    on conflict (workspace_id, on_date) do update set name = excluded.name;
  end if;
  perform private.audit(in_workspace, 'holiday.set', 'holiday', day::text, null, jsonb_build_object('name', day_name));
end
$$;
revoke execute on function private.set_holiday(uuid, date, text) from public, anon;
grant execute on function private.set_holiday(uuid, date, text) to authenticated;
comment on function private.set_holiday(uuid, date, text) is 'See public.set_holiday.';

create function public.set_holiday(workspace_id uuid, on_date date, name text default null) returns void
language sql volatile
set search_path = ''
as $$ select private.set_holiday(workspace_id, on_date, name) $$;
revoke execute on function public.set_holiday(uuid, date, text) from public, anon;
grant execute on function public.set_holiday(uuid, date, text) to authenticated;
comment on function public.set_holiday(uuid, date, text) is
  'Admins enter or rename a day on which nothing leaves on its own; without a name the day is taken out. Errors: workspace_not_found, workspace_role_insufficient, text_empty.';

-- Days are walked one by one, at most a year of them: a calendar full of holidays must end somewhere.
create function private.closed_until(in_workspace uuid, zone text, as_of timestamptz) returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
  w public.workspaces;
  moment timestamptz := as_of;
  quiet_end timestamptz;
begin
  select * into w from public.workspaces where id = in_workspace;
  for day in 1..366 loop
    quiet_end := private.quiet_until(zone, w.quiet_hours_start, w.quiet_hours_end, moment);
    if quiet_end is not null then
      moment := quiet_end;
    elsif exists (select 1 from public.holidays h where h.workspace_id = in_workspace and h.on_date = (moment at time zone zone)::date) then
      moment := ((moment at time zone zone)::date + 1)::timestamp at time zone zone;
    else
      exit;
    end if;
  end loop;
  return nullif(moment, as_of);
end
$$;
revoke execute on function private.closed_until(uuid, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.closed_until(uuid, text, timestamptz) is 'When quiet hours and holidays around a moment are over; null when the workspace sends now.';
