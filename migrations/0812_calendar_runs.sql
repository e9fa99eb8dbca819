-- A run of the reader: begin, pages, end. Each page is one transaction with the position after it, so a killed run goes on
-- where it stopped; each run has a number, and pages of an earlier one are refused.

-- definer: the service role has no rights on the table.
create function worker.begin_calendar_sync(cursor_id uuid, as_of timestamptz default clock_timestamp()) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  cur private.calendar_cursors;
  cal public.calendars;
begin
  select * into cur from private.calendar_cursors c where c.id = cursor_id for update;
  if not found then return null; end if;
  select * into cal from public.calendars c where c.id = cur.calendar_id;
  if cur.calendar_id is not null and (not cal.is_selected or cal.removed_at is not null) then return null; end if;
  update private.calendar_cursors c set
    version = c.version + 1,
    began_at = case when c.page_token is null then as_of else c.began_at end,
    -- without a token everything is listed: what ended long ago is left out
    full_began_at = case when c.sync_token is null then coalesce(c.full_began_at, as_of) else c.full_began_at end,
    full_since = case when c.sync_token is null then coalesce(c.full_since, date_trunc('day', as_of) - interval '90 days') else c.full_since end
  where c.id = cur.id returning * into cur;
  return jsonb_build_object('cursor_id', cur.id, 'version', cur.version, 'workspace_id', cur.workspace_id,
    'connection_id', cur.connection_id, 'calendar_id', cur.calendar_id, 'provider_calendar_id', cal.provider_calendar_id,
    'time_zone', cal.time_zone, 'page_token', cur.page_token, 'is_full', cur.full_began_at is not null, 'full_since', cur.full_since,
    'sync_token', case when cur.full_began_at is null then cur.sync_token end);
end
$$;
revoke execute on function worker.begin_calendar_sync(uuid, timestamptz) from public, anon, authenticated;
grant execute on function worker.begin_calendar_sync(uuid, timestamptz) to service_role;
comment on function worker.begin_calendar_sync(uuid, timestamptz) is
  'Begins a run: {cursor_id, version, workspace_id, connection_id, calendar_id, provider_calendar_id, time_zone, sync_token, page_token, is_full, full_since}; null when there is nothing to read any more.';

-- definer: see begin_calendar_sync.
create function worker.restart_calendar_sync(cursor_id uuid, version bigint, slug text, as_of timestamptz default clock_timestamp()) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  -- the old token stays until the new listing is complete: nothing is lost by asking again
  update private.calendar_cursors c set page_token = null, began_at = as_of, full_began_at = as_of,
    full_since = date_trunc('day', as_of) - interval '90 days', last_slug = restart_calendar_sync.slug
  where c.id = cursor_id and c.version = restart_calendar_sync.version;
  return found;
end
$$;
revoke execute on function worker.restart_calendar_sync(uuid, bigint, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.restart_calendar_sync(uuid, bigint, text, timestamptz) to service_role;
comment on function worker.restart_calendar_sync(uuid, bigint, text, timestamptz) is
  'The provider knows the token no more (410): the next begin lists everything. False when another run has begun.';

-- The end of a page. Answers false when the run is over; then nothing of the page may be kept.
create function private.hold_calendar_run(cursor_id uuid, run bigint) returns private.calendar_cursors
language plpgsql volatile
set search_path = ''
as $$
declare
  cur private.calendar_cursors;
begin
  select * into cur from private.calendar_cursors c where c.id = cursor_id and c.version = run for update;
  return cur;
end
$$;
revoke execute on function private.hold_calendar_run(uuid, bigint) from public, anon, authenticated, service_role;
comment on function private.hold_calendar_run(uuid, bigint) is 'The cursor under its lock while this run is the current one, else null.';

create function private.end_calendar_page(cur private.calendar_cursors, next_page_token text, next_sync_token text, as_of timestamptz) returns void
language sql volatile
set search_path = ''
as $$
  update private.calendar_cursors c set
    page_token = next_page_token,
    sync_token = coalesce(next_sync_token, c.sync_token),
    full_began_at = case when next_sync_token is null then c.full_began_at end,
    full_since = case when next_sync_token is null then c.full_since end,
    synced_at = case when next_sync_token is null then c.synced_at else as_of end,
    last_slug = case when next_sync_token is null then c.last_slug end,
    next_sync_at = case when next_sync_token is null then c.next_sync_at else as_of + private.calendar_poll_interval(c.calendar_id, as_of) end
  where c.id = cur.id
$$;
revoke execute on function private.end_calendar_page(private.calendar_cursors, text, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.end_calendar_page(private.calendar_cursors, text, text, timestamptz) is 'Moves the position; with a sync token the listing is complete.';

-- definer: see begin_calendar_sync.
create function worker.store_calendar_list(
  cursor_id uuid, version bigint, items jsonb, next_page_token text, next_sync_token text, as_of timestamptz default clock_timestamp()
) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  cur private.calendar_cursors := private.hold_calendar_run(cursor_id, version);
  item jsonb;
  stored_count integer := 0;
begin
  if cur.id is null then return '{"outcome": "stale", "count": 0}'; end if;
  for item in select value from jsonb_array_elements(items) loop
    perform private.store_calendar(cur, item, as_of);
    stored_count := stored_count + 1;
  end loop;
  if next_sync_token is not null and cur.full_began_at is not null then
    update public.calendars c set removed_at = as_of
    where c.connection_id = cur.connection_id and c.removed_at is null and c.updated_at < cur.full_began_at
      and not exists (select from jsonb_array_elements(items) i where i.value ->> 'provider_calendar_id' = c.provider_calendar_id);
  end if;
  perform private.end_calendar_page(cur, next_page_token, next_sync_token, as_of);
  if next_sync_token is not null then perform private.begin_selected_calendars(cur); end if;
  return jsonb_build_object('outcome', 'stored', 'count', stored_count);
end
$$;
revoke execute on function worker.store_calendar_list(uuid, bigint, jsonb, text, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.store_calendar_list(uuid, bigint, jsonb, text, text, timestamptz) to service_role;
comment on function worker.store_calendar_list(uuid, bigint, jsonb, text, text, timestamptz) is
  'Stores a page of an account''s list of calendars; answers {outcome: stored|stale, count}.';

create function private.store_calendar(cur private.calendar_cursors, item jsonb, as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  zone text := private.known_zone(item ->> 'time_zone', 'UTC');
  before public.calendars;
begin
  select * into before from public.calendars c
  where c.connection_id = cur.connection_id and c.provider_calendar_id = item ->> 'provider_calendar_id' for update;
  if (item ->> 'is_removed')::boolean then
    update public.calendars c set removed_at = as_of where c.id = before.id;
    return;
  end if;
  insert into public.calendars as c (workspace_id, owner_id, connection_id, is_shared, provider_calendar_id, name, time_zone, access_role,
    is_primary, is_selected)
  select cur.workspace_id, cur.owner_id, cur.connection_id, x.is_shared, item ->> 'provider_calendar_id', item ->> 'name', zone,
    item ->> 'access_role', (item ->> 'is_primary')::boolean, (item ->> 'is_selected')::boolean
  from public.connections x where x.id = cur.connection_id
  on conflict (connection_id, provider_calendar_id) do update set name = excluded.name, time_zone = excluded.time_zone,
    access_role = excluded.access_role, is_primary = excluded.is_primary, removed_at = null,
    is_selected = case when c.is_selected_by_person then c.is_selected else excluded.is_selected end,
    updated_at = as_of;
  if before.time_zone <> zone then perform private.move_all_day_events(before.id, zone); end if;
end
$$;
revoke execute on function private.store_calendar(private.calendar_cursors, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.store_calendar(private.calendar_cursors, jsonb, timestamptz) is 'Stores one calendar of a list; what the person chose stays.';

create function private.begin_selected_calendars(cur private.calendar_cursors) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.calendar_cursors (workspace_id, owner_id, connection_id, calendar_id)
  select c.workspace_id, c.owner_id, c.connection_id, c.id from public.calendars c
  where c.connection_id = cur.connection_id and c.is_selected and c.removed_at is null
  on conflict (connection_id, calendar_id) do nothing;
  perform private.enqueue_calendar_sync(k.id) from private.calendar_cursors k
  where k.connection_id = cur.connection_id and k.calendar_id is not null and (k.synced_at is null or k.wanted_at > k.began_at);
end
$$;
revoke execute on function private.begin_selected_calendars(private.calendar_cursors) from public, anon, authenticated, service_role;
comment on function private.begin_selected_calendars(private.calendar_cursors) is 'Begins to read calendars that were never read.';

-- Time zone databases differ: a zone this server does not know must not cost the event.
create function private.known_zone(name text, otherwise text) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(name::public.time_zone, otherwise);
exception when others then
  return otherwise;
end
$$;
revoke execute on function private.known_zone(text, text) from public, anon, authenticated, service_role;
comment on function private.known_zone(text, text) is 'The zone if this server knows it, else the other.';

-- definer: see begin_calendar_sync.
create function worker.lose_calendar(cursor_id uuid, version bigint, as_of timestamptz default clock_timestamp()) returns void
language sql volatile security definer
set search_path = ''
as $$
  update public.calendars c set removed_at = as_of
  from private.calendar_cursors k where k.id = cursor_id and k.version = lose_calendar.version and c.id = k.calendar_id and c.removed_at is null
$$;
revoke execute on function worker.lose_calendar(uuid, bigint, timestamptz) from public, anon, authenticated;
grant execute on function worker.lose_calendar(uuid, bigint, timestamptz) to service_role;
comment on function worker.lose_calendar(uuid, bigint, timestamptz) is 'The provider knows the calendar no more: it is read no longer, its events count no longer.';
