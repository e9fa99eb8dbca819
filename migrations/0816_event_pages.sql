-- Pages of events, the end of a full listing, and what follows from a changed event.

-- What follows when an event changed: its own instance at once, and its series expanded anew.
create function private.event_changed(e public.calendar_events) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if e.recurring_event_id is null then
    -- exceptions may come before their series
    update public.calendar_events x set series_id = e.id
    where x.calendar_id = e.calendar_id and x.recurring_event_id = e.provider_event_id and x.series_id is distinct from e.id;
  end if;
  if e.status = 'cancelled' then
    delete from public.calendar_instances i using public.calendar_events x where x.series_id = e.id and i.event_id = x.id;
    -- without an etag, so that an exception told again is news
    update public.calendar_events x set status = 'cancelled', etag = null, is_doubtful = false where x.series_id = e.id and x.status <> 'cancelled';
  end if;
  perform private.write_instance(e);
  if e.recurrence <> '{}' or e.series_id is not null then
    update public.calendar_events s set series_version = s.series_version + 1
    where s.id = coalesce(e.series_id, e.id) and s.status <> 'cancelled';
    if found then perform private.enqueue_expansion(coalesce(e.series_id, e.id), e.workspace_id, e.owner_id); end if;
  end if;
end
$$;
revoke execute on function private.event_changed(public.calendar_events) from public, anon, authenticated, service_role;
comment on function private.event_changed(public.calendar_events) is 'Writes the instances that follow from an event and has its series expanded.';

create function private.enqueue_expansion(series_id uuid, in_workspace uuid, for_owner uuid) returns void
language sql volatile
set search_path = ''
as $$
  select private.enqueue(on_queue => 'expand-series', in_workspace => enqueue_expansion.in_workspace,
    payload => jsonb_build_object('event_id', enqueue_expansion.series_id), unique_key => enqueue_expansion.series_id::text,
    for_owner => enqueue_expansion.for_owner)
$$;
revoke execute on function private.enqueue_expansion(uuid, uuid, uuid) from public, anon, authenticated, service_role;
comment on function private.enqueue_expansion(uuid, uuid, uuid) is 'Adds the job that expands a series.';

-- definer: the service role reads tenant tables but never writes them directly.
create function worker.store_calendar_page(
  cursor_id uuid, version bigint, items jsonb, next_page_token text, next_sync_token text, as_of timestamptz default clock_timestamp()
) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  cur private.calendar_cursors := private.hold_calendar_run(cursor_id, version);
  cal public.calendars;
  item jsonb;
  outcome text;
  outcomes jsonb := '{}';
  was_wanted boolean;
begin
  if cur.id is null then return '{"outcome": "stale", "counts": {}, "is_wanted_again": false}'; end if;
  select * into cal from public.calendars c where c.id = cur.calendar_id for share;
  -- in one order, so that two pages never wait for each other
  for item in select value from jsonb_array_elements(items) order by value ->> 'recurring_event_id' nulls first, value ->> 'provider_event_id' loop
    begin
      outcome := private.store_event(cal, item, as_of);
    exception when others then
      -- A deadlock, a shutdown or a full disk is not the event's fault: the caller tries the whole page again.
      if left(sqlstate, 2) in ('40', '53', '55', '57', '58') then raise; end if;
      outcome := 'failed';
    end;
    outcomes := outcomes || jsonb_build_object(outcome, coalesce((outcomes ->> outcome)::integer, 0) + 1);
  end loop;
  if next_sync_token is not null and cur.full_began_at is not null then
    outcomes := outcomes || jsonb_build_object('gone', private.forget_unseen_events(cal, cur.full_began_at, cur.full_since));
  end if;
  perform private.end_calendar_page(cur, next_page_token, next_sync_token, as_of);
  select c.wanted_at > c.began_at into was_wanted from private.calendar_cursors c where c.id = cur.id;
  return jsonb_build_object('outcome', 'stored', 'counts', outcomes, 'is_wanted_again', next_sync_token is not null and was_wanted);
end
$$;
revoke execute on function worker.store_calendar_page(uuid, bigint, jsonb, text, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.store_calendar_page(uuid, bigint, jsonb, text, text, timestamptz) to service_role;
comment on function worker.store_calendar_page(uuid, bigint, jsonb, text, text, timestamptz) is
  'Stores a page of events and the position after it: {outcome: stored|stale, counts: {stored, updated, unchanged, older, ignored, failed, gone}, is_wanted_again: news was asked for since the listing began}.';

-- An all-day event has days, not moments: another zone of its calendar moves its midnights.
create function private.move_all_day_events(of_calendar uuid, zone text) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  e public.calendar_events;
begin
  for e in
    update public.calendar_events x set starts_at = x.starts_on::timestamp at time zone zone, ends_at = x.ends_on::timestamp at time zone zone,
      original_starts_at = coalesce(x.original_starts_on::timestamp at time zone zone, x.original_starts_at)
    where x.calendar_id = of_calendar and (x.is_all_day or x.original_starts_on is not null or (x.recurrence <> '{}' and x.time_zone is null))
    returning x.*
  loop
    perform private.event_changed(e);
  end loop;
end
$$;
revoke execute on function private.move_all_day_events(uuid, text) from public, anon, authenticated, service_role;
comment on function private.move_all_day_events(uuid, text) is 'Makes the midnights of all-day events those of another zone; series follow when they are expanded.';
