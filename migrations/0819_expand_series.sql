-- Series become instances: the functions expand, this stores. The window is 30 days back and 400 ahead and is rolled before
-- anybody can look over its edge.

create function private.series_window(as_of timestamptz, out from_at timestamptz, out until_at timestamptz)
language sql immutable
set search_path = ''
as $$ select date_trunc('day', as_of) - interval '30 days', date_trunc('day', as_of) + interval '400 days' $$;
revoke execute on function private.series_window(timestamptz) from public, anon, authenticated, service_role;
comment on function private.series_window(timestamptz) is 'The part of time for which instances of series are written.';

-- definer: the service role reads tenant tables, but this is one consistent look at a series and its exceptions.
create function worker.read_series(event_id uuid, as_of timestamptz default clock_timestamp()) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'event_id', e.id, 'series_version', e.series_version, 'is_all_day', e.is_all_day, 'starts_at', e.starts_at, 'ends_at', e.ends_at,
    'starts_on', e.starts_on, 'ends_on', e.ends_on, 'time_zone', coalesce(e.time_zone, c.time_zone), 'calendar_time_zone', c.time_zone,
    'recurrence', to_jsonb(e.recurrence), 'from_at', w.from_at, 'until_at', w.until_at,
    'replaced', (select coalesce(jsonb_agg(coalesce(to_jsonb(x.original_starts_on), to_jsonb(x.original_starts_at))), '[]')
      from public.calendar_events x where x.workspace_id = e.workspace_id and x.owner_id = e.owner_id and x.series_id = e.id))
  from public.calendar_events e join public.calendars c on c.id = e.calendar_id, private.series_window(as_of) w
  where e.id = event_id and e.status <> 'cancelled' and e.recurrence <> '{}'
$$;
revoke execute on function worker.read_series(uuid, timestamptz) from public, anon, authenticated;
grant execute on function worker.read_series(uuid, timestamptz) to service_role;
comment on function worker.read_series(uuid, timestamptz) is
  'A series with its window and the original starts (days or moments) its exceptions stand in for; null when it is none any more.';

-- definer: see read_series.
create function worker.save_instances(
  event_id uuid, series_version bigint, instances jsonb, series_ends text, problem text, from_at timestamptz, until_at timestamptz
) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  e public.calendar_events;
  x public.calendar_events;
  zone text;
  last_start timestamptz;
begin
  select c.time_zone into zone from public.calendar_events s join public.calendars c on c.id = s.calendar_id where s.id = save_instances.event_id;
  -- days become moments here, for series as for single events: two time zone databases would not agree
  last_start := case when series_ends ~ 'T' then series_ends::timestamptz else series_ends::date::timestamp at time zone zone end;
  update public.calendar_events s set series_ends_at = last_start, series_problem = problem,
    -- a series that ends inside the window is never rolled again
    expanded_until = case when last_start < until_at then 'infinity' else until_at end
  where s.id = save_instances.event_id and s.series_version = save_instances.series_version and s.status <> 'cancelled' and s.recurrence <> '{}'
  returning * into e;
  if not found then return false; end if;
  -- what is older than the window stays: it has taken place
  delete from public.calendar_instances i where i.event_id = e.id and (i.starts_at >= from_at or i.starts_at < e.starts_at);
  insert into public.calendar_instances (workspace_id, owner_id, calendar_id, event_id, is_shared, starts_at, ends_at, starts_on, ends_on, is_busy, kind)
  select e.workspace_id, e.owner_id, e.calendar_id, e.id, e.is_shared, coalesce(n.starts_on::timestamp at time zone zone, n.starts_at),
    coalesce(n.ends_on::timestamp at time zone zone, n.ends_at), n.starts_on, n.ends_on, private.is_busy(e), e.kind
  from jsonb_to_recordset(instances) n (starts_at timestamptz, ends_at timestamptz, starts_on date, ends_on date)
  on conflict on constraint calendar_instances_event_id_starts_at_key do nothing;
  for x in select s.* from public.calendar_events s
    where s.workspace_id = e.workspace_id and s.owner_id = e.owner_id and s.series_id = e.id order by s.id loop
    perform private.write_instance(x);
  end loop;
  return true;
end
$$;
revoke execute on function worker.save_instances(uuid, bigint, jsonb, text, text, timestamptz, timestamptz) from public, anon, authenticated;
grant execute on function worker.save_instances(uuid, bigint, jsonb, text, text, timestamptz, timestamptz) to service_role;
comment on function worker.save_instances(uuid, bigint, jsonb, text, text, timestamptz, timestamptz) is
  'Replaces the instances of a series inside the window. instances: [{starts_at, ends_at}] or, all day, [{starts_on, ends_on}]; series_ends: moment or day of the last start, null for none. False when the series has changed since it was read.';

create function private.roll_series(as_of timestamptz, at_most integer default 2000) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  e public.calendar_events;
  rolled integer := 0;
begin
  for e in select s.* from public.calendar_events s
    where s.recurrence <> '{}' and s.status <> 'cancelled' and s.expanded_until < as_of + interval '370 days'
    order by s.expanded_until limit at_most
  loop
    perform private.enqueue_expansion(e.id, e.workspace_id, e.owner_id);
    rolled := rolled + 1;
  end loop;
  return rolled;
end
$$;
revoke execute on function private.roll_series(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.roll_series(timestamptz, integer) is 'Tick: expands series whose instances reach less than 370 days ahead; answers how many.';
