-- Events come in: one page of a calendar at a time. Older news never overwrites newer, in whatever order and however often
-- it is delivered, and what a person chose here is not touched by it.

-- The order of versions. Google's `updated` has milliseconds; sequence and etag break ties, so that the order is total.
create function private.is_newer_event(item jsonb, e public.calendar_events) returns boolean
language sql immutable
set search_path = ''
as $$
  select ((item ->> 'provider_updated_at')::timestamptz, (item ->> 'sequence')::integer, coalesce(item ->> 'etag', ''))
    > (coalesce(e.provider_updated_at, '-infinity'), e.sequence, coalesce(e.etag, ''))
$$;
revoke execute on function private.is_newer_event(jsonb, public.calendar_events) from public, anon, authenticated, service_role;
comment on function private.is_newer_event(jsonb, public.calendar_events) is 'Whether an item is a later version than the row.';

create function private.store_event(cal public.calendars, item jsonb, as_of timestamptz) returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  is_cancelled constant boolean := item ->> 'status' = 'cancelled';
  is_all_day constant boolean := coalesce((item ->> 'is_all_day')::boolean, false);
  e public.calendar_events;
  before public.calendar_events;
begin
  select * into before from public.calendar_events x
  where x.calendar_id = cal.id and x.provider_event_id = item ->> 'provider_event_id' for update;
  -- without a version nothing tells a deletion of something unknown from old news
  if before.id is null and is_cancelled and item ->> 'recurring_event_id' is null and item ->> 'provider_updated_at' is null then return 'ignored'; end if;
  -- A deleted event may be told by its id alone (https://developers.google.com/workspace/calendar/api/v3/reference/events).
  if before.id is not null and is_cancelled and (item ->> 'provider_updated_at' is null or item ->> 'starts_at' is null) then
    if (item ->> 'provider_updated_at')::timestamptz < before.provider_updated_at then return 'older'; end if;
    update public.calendar_events x set status = 'cancelled', is_pending = false, is_doubtful = false, seen_at = as_of,
      provider_updated_at = coalesce((item ->> 'provider_updated_at')::timestamptz, x.provider_updated_at), etag = coalesce(item ->> 'etag', x.etag),
      sequence = greatest(x.sequence, (item ->> 'sequence')::integer)
    where x.id = before.id returning * into e;
    perform private.event_changed(e);
    return case when before.status = 'cancelled' then 'unchanged' else 'updated' end;
  end if;
  item := item || jsonb_build_object('provider_updated_at', coalesce((item ->> 'provider_updated_at')::timestamptz, as_of));
  if before.id is not null and not private.is_newer_event(item, before) then
    update public.calendar_events x set seen_at = as_of, is_doubtful = false where x.id = before.id;
    return case when before.etag = item ->> 'etag' then 'unchanged' else 'older' end;
  end if;
  e := jsonb_populate_record(before, item || jsonb_build_object(
    'id', coalesce(before.id, private.time_ordered_uuid()), 'workspace_id', cal.workspace_id, 'owner_id', cal.owner_id, 'calendar_id', cal.id,
    'is_shared', cal.is_shared and item ->> 'visibility' not in ('private', 'confidential'),
    'time_zone', private.known_zone(item ->> 'time_zone', null), 'is_all_day', is_all_day, 'is_pending', false, 'seen_at', as_of,
    'origin_id', coalesce(before.origin_id, (item ->> 'origin_id')::uuid),
    'series_id', (select s.id from public.calendar_events s
      where s.calendar_id = cal.id and s.provider_event_id = item ->> 'recurring_event_id')));
  if is_all_day then
    e.starts_at := e.starts_on::timestamp at time zone cal.time_zone;
    e.ends_at := e.ends_on::timestamp at time zone cal.time_zone;
  end if;
  e.ends_at := greatest(e.ends_at, e.starts_at);
  -- an exception of a series that is gone may be told after it
  if exists (select from public.calendar_events s where s.id = e.series_id and s.status = 'cancelled') then e.status := 'cancelled'; end if;
  if e.original_starts_on is not null then e.original_starts_at := e.original_starts_on::timestamp at time zone cal.time_zone; end if;
  e := private.write_event(e);
  if jsonb_typeof(item -> 'attendees') = 'array' then perform private.store_attendees(e, item -> 'attendees'); end if;
  if before.recurrence <> '{}' and (before.recurrence, before.starts_at, before.ends_at, before.time_zone)
    is distinct from (e.recurrence, e.starts_at, e.ends_at, e.time_zone) then
    -- Changing when a series takes place resets exceptions, and nobody tells which: they are asked for one by one.
    update public.calendar_events x set is_doubtful = true
    where x.workspace_id = e.workspace_id and x.owner_id = e.owner_id and x.series_id = e.id and x.seen_at < as_of
      and x.original_starts_at > as_of - interval '1 day';
  end if;
  perform private.event_changed(e);
  return case when before.id is null then 'stored' else 'updated' end;
end
$$;
revoke execute on function private.store_event(public.calendars, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.store_event(public.calendars, jsonb, timestamptz) is
  'Stores one event as the provider tells it; answers stored, updated, unchanged, older or ignored.';

-- The only statement that writes an event whole.
create function private.write_event(e public.calendar_events) returns public.calendar_events
language plpgsql volatile
set search_path = ''
as $$
declare
  made public.calendar_events;
begin
  insert into public.calendar_events as x (id, workspace_id, owner_id, calendar_id, is_shared, provider_event_id, ical_uid, series_id,
    recurring_event_id, original_starts_at, original_starts_on, is_all_day, starts_at, ends_at, starts_on, ends_on, time_zone, recurrence,
    status, kind, title, description, location, conference_url, conference_status, visibility, transparency, organizer_address,
    organizer_name, is_organizer, my_response, has_more_attendees, html_link, sequence, provider_updated_at, etag, origin_id, is_pending, seen_at)
  values (e.id, e.workspace_id, e.owner_id, e.calendar_id, coalesce(e.is_shared, false), e.provider_event_id, e.ical_uid, e.series_id,
    e.recurring_event_id, e.original_starts_at, e.original_starts_on, coalesce(e.is_all_day, false), e.starts_at, e.ends_at, e.starts_on, e.ends_on,
    e.time_zone, coalesce(e.recurrence, '{}'), e.status, coalesce(e.kind, 'default'), e.title, e.description, e.location, e.conference_url,
    coalesce(e.conference_status, 'none'), coalesce(e.visibility, 'default'), coalesce(e.transparency, 'busy'), e.organizer_address,
    e.organizer_name, coalesce(e.is_organizer, false), e.my_response, coalesce(e.has_more_attendees, false), e.html_link,
    coalesce(e.sequence, 0), e.provider_updated_at, e.etag, e.origin_id, coalesce(e.is_pending, false), coalesce(e.seen_at, now()))
  on conflict (calendar_id, provider_event_id) do update set is_shared = excluded.is_shared, ical_uid = excluded.ical_uid,
    series_id = excluded.series_id, recurring_event_id = excluded.recurring_event_id, original_starts_at = excluded.original_starts_at,
    original_starts_on = excluded.original_starts_on, is_all_day = excluded.is_all_day, starts_at = excluded.starts_at,
    ends_at = excluded.ends_at, starts_on = excluded.starts_on, ends_on = excluded.ends_on, time_zone = excluded.time_zone,
    recurrence = excluded.recurrence, status = excluded.status, kind = excluded.kind, title = excluded.title,
    description = excluded.description, location = excluded.location, conference_url = excluded.conference_url,
    conference_status = excluded.conference_status, visibility = excluded.visibility, transparency = excluded.transparency,
    organizer_address = excluded.organizer_address, organizer_name = excluded.organizer_name, is_organizer = excluded.is_organizer,
    my_response = excluded.my_response, has_more_attendees = excluded.has_more_attendees, html_link = excluded.html_link,
    sequence = excluded.sequence, provider_updated_at = excluded.provider_updated_at, etag = excluded.etag,
    origin_id = excluded.origin_id, is_pending = excluded.is_pending, is_doubtful = false, seen_at = excluded.seen_at
  returning * into made;
  return made;
end
$$;
revoke execute on function private.write_event(public.calendar_events) from public, anon, authenticated, service_role;
comment on function private.write_event(public.calendar_events) is 'Inserts or replaces an event; answers the row.';
