-- What the end of a listing leaves open: events a full one did not tell of, and exceptions whose series changed.

-- The end of a full listing: what it did not tell of is gone. Events that ended before its range are history and stay; an
-- exception that is gone gives its instance back to the series, so it does not stay as cancelled.
create function private.forget_unseen_events(cal public.calendars, began_at timestamptz, since timestamptz) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  e public.calendar_events;
  gone_count integer := 0;
begin
  for e in
    select x.* from public.calendar_events x
    where x.workspace_id = cal.workspace_id and x.owner_id = cal.owner_id and x.calendar_id = cal.id
      and x.seen_at < began_at and not x.is_pending
      and (coalesce(x.ends_at, x.original_starts_at) > since
        or exists (select from public.calendar_instances i where i.event_id = x.id and i.ends_at > since))
    order by x.id for update
  loop
    if e.series_id is not null and exists (select from public.calendar_events s where s.id = e.series_id and s.status <> 'cancelled' and s.seen_at >= began_at) then
      delete from public.calendar_events x where x.id = e.id;
      perform private.event_changed((select s from public.calendar_events s where s.id = e.series_id));
    elsif e.status <> 'cancelled' then
      -- without an etag, so that the same version told again is news
      update public.calendar_events x set status = 'cancelled', etag = null where x.id = e.id returning * into e;
      perform private.event_changed(e);
    else
      continue;
    end if;
    gone_count := gone_count + 1;
  end loop;
  return gone_count;
end
$$;
revoke execute on function private.forget_unseen_events(public.calendars, timestamptz, timestamptz) from public, anon, authenticated, service_role;
comment on function private.forget_unseen_events(public.calendars, timestamptz, timestamptz) is 'Cancels what a full listing did not tell of; answers how many.';

-- definer: the service role reads tenant tables but never writes them directly.
create function worker.doubtful_events(cursor_id uuid, at_most integer default 50) returns setof text
language sql stable security definer
set search_path = ''
as $$
  select e.provider_event_id from private.calendar_cursors k join public.calendar_events e on e.calendar_id = k.calendar_id
  where k.id = cursor_id and e.is_doubtful order by e.original_starts_at limit at_most
$$;
revoke execute on function worker.doubtful_events(uuid, integer) from public, anon, authenticated;
grant execute on function worker.doubtful_events(uuid, integer) to service_role;
comment on function worker.doubtful_events(uuid, integer) is 'Exceptions the provider is to be asked about, soonest first: their series changed.';

-- definer: see doubtful_events.
create function worker.settle_doubtful_event(cursor_id uuid, provider_event_id text, item jsonb, as_of timestamptz default clock_timestamp()) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  cal public.calendars;
  e public.calendar_events;
begin
  select c.* into cal from private.calendar_cursors k join public.calendars c on c.id = k.calendar_id where k.id = cursor_id;
  if item is not null then return private.store_event(cal, item, as_of); end if;
  delete from public.calendar_events x
  where x.calendar_id = cal.id and x.provider_event_id = settle_doubtful_event.provider_event_id and x.is_doubtful returning * into e;
  if e.id is null then return 'ignored'; end if;
  -- its series has the instance again, if it has one there at all
  perform private.event_changed(s) from public.calendar_events s where s.id = e.series_id;
  return 'gone';
end
$$;
revoke execute on function worker.settle_doubtful_event(uuid, text, jsonb, timestamptz) from public, anon, authenticated;
grant execute on function worker.settle_doubtful_event(uuid, text, jsonb, timestamptz) to service_role;
comment on function worker.settle_doubtful_event(uuid, text, jsonb, timestamptz) is
  'What the provider says of an exception: the item, or null when there is none. Answers stored, updated, unchanged, older, ignored or gone.';
