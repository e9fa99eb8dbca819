-- Instances: when things take place. One row for a single event, an exception, or one instance of a series; series are
-- expanded by the functions (one implementation of RFC 5545 and of time zones) into a rolling window. Everything that asks
-- "what is on" or "when is she free" reads this table and nothing else.
create table public.calendar_instances (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  calendar_id uuid not null,
  event_id uuid not null,
  is_shared boolean not null default false,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  starts_on date,
  ends_on date,
  is_busy boolean not null,
  is_long boolean generated always as (ends_at - starts_at > interval '2 days') stored,
  kind text not null
    constraint calendar_instances_kind_is_known check (kind in ('default', 'out_of_office', 'focus_time', 'working_location', 'birthday', 'from_gmail')),
  unique (event_id, starts_at),
  foreign key (workspace_id, owner_id, event_id) references public.calendar_events (workspace_id, owner_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, calendar_id) references public.calendars (workspace_id, owner_id, id) on delete cascade,
  constraint calendar_instances_end_after_they_start check (ends_at >= starts_at),
  constraint calendar_instances_all_day_has_both_days check ((starts_on is null) = (ends_on is null))
);
comment on table public.calendar_instances is 'When events take place. Written by write_instance() and save_instances(); derived, so it can be made again at any time.';
comment on column public.calendar_instances.id is 'Instance id; a new one when the series is expanded again.';
comment on column public.calendar_instances.workspace_id is 'Workspace.';
comment on column public.calendar_instances.owner_id is 'Owner of the calendar.';
comment on column public.calendar_instances.calendar_id is 'Calendar.';
comment on column public.calendar_instances.event_id is 'The event, series or exception that says what it is.';
comment on column public.calendar_instances.is_shared is 'Copied from the event.';
comment on column public.calendar_instances.starts_at is 'Start; of an all-day instance midnight in the calendar''s zone.';
comment on column public.calendar_instances.ends_at is 'End, exclusive.';
comment on column public.calendar_instances.starts_on is 'First day of an all-day instance.';
comment on column public.calendar_instances.ends_on is 'Day after the last of an all-day instance.';
comment on column public.calendar_instances.is_busy is 'Blocks time: not marked free, not declined, not a working location.';
comment on column public.calendar_instances.is_long is 'Longer than two days; these few are looked for apart, so that a range is one short piece of an index.';
comment on column public.calendar_instances.kind is 'Copied from the event.';
create index calendar_instances_list_idx on public.calendar_instances (workspace_id, owner_id, starts_at, id); -- for lists and ranges
create index calendar_instances_long_idx on public.calendar_instances (workspace_id, owner_id, ends_at) where is_long; -- for long ones that began before a range
create index calendar_instances_kind_idx on public.calendar_instances (kind, ends_at) where kind = 'out_of_office'; -- for absences
create index calendar_instances_event_idx on public.calendar_instances (workspace_id, owner_id, event_id); -- for deleting an event
create index calendar_instances_calendar_idx on public.calendar_instances (workspace_id, owner_id, calendar_id); -- for deleting a calendar

alter table public.calendar_instances enable row level security;
create policy "people read the instances of their own and shared events" on public.calendar_instances for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.calendar_instances to authenticated, service_role;
-- not granted: insert, update, delete; they follow from the events

create function private.is_busy(e public.calendar_events) returns boolean
language sql immutable
set search_path = ''
as $$
  -- a tentative or unanswered invitation blocks time, as in Google's own free/busy; working locations never do
  select e.status <> 'cancelled' and e.transparency = 'busy' and e.kind not in ('working_location', 'birthday')
    and coalesce(e.my_response, '') <> 'declined'
$$;
revoke execute on function private.is_busy(public.calendar_events) from public, anon, authenticated, service_role;
comment on function private.is_busy(public.calendar_events) is 'Whether an event blocks the time of its calendar''s person.';

-- An exception stands in for the instance it names. Once its series ends before that instance, it is gone: cutting a series
-- off resets what came after (https://developers.google.com/workspace/calendar/api/guides/recurringevents).
create function private.takes_place(e public.calendar_events) returns boolean
language sql stable
set search_path = ''
as $$
  select e.status <> 'cancelled' and not exists (
    select from public.calendar_events s where s.id = e.series_id
      and (s.status = 'cancelled' or s.series_ends_at < e.original_starts_at))
$$;
revoke execute on function private.takes_place(public.calendar_events) from public, anon, authenticated, service_role;
comment on function private.takes_place(public.calendar_events) is 'Whether a single event or an exception takes place at all.';

create function private.write_instance(e public.calendar_events) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- the instance of the series the exception stands in for
  delete from public.calendar_instances i where i.event_id = e.series_id and i.starts_at = e.original_starts_at;
  if e.recurrence <> '{}' and e.status <> 'cancelled' then
    -- until it is expanded again: what it is changes at once, when it takes place follows
    update public.calendar_instances i set is_busy = private.is_busy(e), kind = e.kind, is_shared = e.is_shared where i.event_id = e.id;
    return;
  end if;
  delete from public.calendar_instances i where i.event_id = e.id;
  if private.takes_place(e) then
    insert into public.calendar_instances (workspace_id, owner_id, calendar_id, event_id, is_shared, starts_at, ends_at, starts_on, ends_on, is_busy, kind)
    values (e.workspace_id, e.owner_id, e.calendar_id, e.id, e.is_shared, e.starts_at, e.ends_at, e.starts_on, e.ends_on, private.is_busy(e), e.kind);
  end if;
end
$$;
revoke execute on function private.write_instance(public.calendar_events) from public, anon, authenticated, service_role;
comment on function private.write_instance(public.calendar_events) is 'Makes the instance of a single event or exception follow from its row; of a series only what it says.';

-- Follows from the connection: everything of it becomes visible, or private again, in the transaction that says so.
create function private.share_calendars() returns trigger
language plpgsql security definer -- definer: changes rows people may not update directly
set search_path = ''
as $$
begin
  update public.calendars c set is_shared = new.is_shared where c.connection_id = new.id;
  update public.calendar_events e set is_shared = new.is_shared and e.visibility not in ('private', 'confidential')
  from public.calendars c where c.connection_id = new.id and e.calendar_id = c.id;
  update public.calendar_attendees a set is_shared = e.is_shared
  from public.calendar_events e join public.calendars c on c.id = e.calendar_id
  where c.connection_id = new.id and a.event_id = e.id and a.is_shared <> e.is_shared;
  update public.calendar_instances i set is_shared = e.is_shared
  from public.calendar_events e join public.calendars c on c.id = e.calendar_id
  where c.connection_id = new.id and i.event_id = e.id and i.is_shared <> e.is_shared;
  return null;
end
$$;
revoke execute on function private.share_calendars() from public, anon, authenticated, service_role;
comment on function private.share_calendars() is 'After update of a connection: its calendars have the same audience.';
create trigger share_calendars after update of is_shared on public.connections
  for each row when (old.is_shared is distinct from new.is_shared) execute function private.share_calendars();
