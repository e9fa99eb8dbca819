-- Steps the event verbs share: whose event it is, which instance is meant, and recording what is asked of a provider.

create function private.hold_own_event(wanted uuid) returns public.calendar_events
language plpgsql volatile
set search_path = ''
as $$
declare
  e public.calendar_events;
begin
  select * into e from public.calendar_events x
  where x.id = wanted and x.owner_id = private.require_user() and x.workspace_id in (select private.my_workspace_ids()) for update;
  if not found then perform private.problem('event_not_found'); end if;
  if e.status = 'cancelled' then perform private.problem('event_is_gone'); end if;
  return e;
end
$$;
revoke execute on function private.hold_own_event(uuid) from public, anon, authenticated, service_role;
comment on function private.hold_own_event(uuid) is 'The caller''s event, locked; raises event_not_found, event_is_gone.';

create function private.hold_own_calendar(wanted uuid) returns public.calendars
language plpgsql stable
set search_path = ''
as $$
declare
  cal public.calendars;
begin
  select * into cal from public.calendars c
  where c.id = wanted and c.owner_id = private.require_user() and c.removed_at is null and c.workspace_id in (select private.my_workspace_ids());
  if not found then perform private.problem('calendar_not_found'); end if;
  if cal.access_role not in ('owner', 'writer') then perform private.problem('calendar_is_read_only'); end if;
  return cal;
end
$$;
revoke execute on function private.hold_own_calendar(uuid) from public, anon, authenticated, service_role;
comment on function private.hold_own_calendar(uuid) is 'The caller''s calendar; raises calendar_not_found, calendar_is_read_only.';

-- The event as it stands for one instance of a series: its exception, or a new one that is not stored yet.
create function private.instance_of(s public.calendar_events, at timestamptz) returns public.calendar_events
language plpgsql volatile
set search_path = ''
as $$
declare
  e public.calendar_events;
  i public.calendar_instances;
begin
  if at is null or s.recurrence = '{}' then return s; end if;
  select * into i from public.calendar_instances x where x.event_id = s.id and x.starts_at = at;
  if not found then perform private.problem('event_not_found', 'there is no instance then'); end if;
  e := s;
  e.id := private.time_ordered_uuid();
  e.series_id := s.id;
  e.recurring_event_id := s.provider_event_id;
  e.provider_event_id := s.provider_event_id || '_' || case when s.is_all_day then to_char(i.starts_on, 'YYYYMMDD')
    else to_char(at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') end;
  e.original_starts_at := at;
  e.original_starts_on := i.starts_on;
  e.starts_at := i.starts_at;
  e.ends_at := i.ends_at;
  e.starts_on := i.starts_on;
  e.ends_on := i.ends_on;
  e.recurrence := '{}';
  e.etag := null;
  return e;
end
$$;
revoke execute on function private.instance_of(public.calendar_events, timestamptz) from public, anon, authenticated, service_role;
comment on function private.instance_of(public.calendar_events, timestamptz) is 'A series as seen at one of its instances; anything else as it is. Raises event_not_found.';

create function private.ask_change(
  cal public.calendars, event_id uuid, provider_event_id text, action text, body jsonb, expected_etag text, notify text
) returns public.calendar_changes
language plpgsql volatile
set search_path = ''
as $$
declare
  made public.calendar_changes;
begin
  if exists (select from public.calendar_changes c where c.workspace_id = cal.workspace_id and c.owner_id = cal.owner_id
    and c.event_id = ask_change.event_id and c.state in ('queued', 'applying', 'uncertain')) then
    perform private.problem('event_change_pending');
  end if;
  insert into public.calendar_changes (workspace_id, owner_id, calendar_id, event_id, action, provider_event_id, body, expected_etag, notify)
  values (cal.workspace_id, cal.owner_id, cal.id, ask_change.event_id, ask_change.action, ask_change.provider_event_id, ask_change.body,
    ask_change.expected_etag, ask_change.notify)
  returning * into made;
  perform private.enqueue_change(made);
  return made;
end
$$;
revoke execute on function private.ask_change(public.calendars, uuid, text, text, jsonb, text, text) from public, anon, authenticated, service_role;
comment on function private.ask_change(public.calendars, uuid, text, text, jsonb, text, text) is 'Records a change and its job. Raises event_change_pending.';

-- A provider is always told both ends: with the start alone it would keep an end that may lie before it.
create function private.event_times(e public.calendar_events, fields jsonb) returns jsonb
language sql immutable
set search_path = ''
as $$
  select case
    when not fields ?| array['starts_at', 'ends_at', 'starts_on', 'ends_on'] then '{}'
    when e.is_all_day then jsonb_build_object('starts_on', e.starts_on, 'ends_on', e.ends_on)
    else jsonb_build_object('starts_at', e.starts_at, 'ends_at', e.ends_at)
  end
$$;
revoke execute on function private.event_times(public.calendar_events, jsonb) from public, anon, authenticated, service_role;
comment on function private.event_times(public.calendar_events, jsonb) is 'Both ends of an event whose time is to change; nothing when it is not.';
