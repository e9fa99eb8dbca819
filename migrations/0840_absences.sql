-- Absences that calendars tell (FUP-8): of the people we write to, and of our own. Read at the moment of the question: a
-- period that is moved or taken back changes the answer at once.

-- Only the person's own word counts: an out-of-office event in the calendar that is their address, called by themselves. Such
-- events exist on primary calendars only (https://developers.google.com/workspace/calendar/api/guides/calendar-status). What an
-- invitation says in its title, anybody could have written.
create function private.away_by_calendar(in_workspace uuid, for_owner uuid, address text, as_of timestamptz) returns date
language plpgsql stable -- it keeps its plan: asked for with every decision
set search_path = ''
as $$
begin
  -- who comes back in the afternoon is back the next day
  return (select max((i.ends_at at time zone coalesce(e.time_zone, c.time_zone) + interval '12 hours' - interval '1 microsecond')::date)
  from public.calendars c
  join public.calendar_instances i on i.workspace_id = c.workspace_id and i.owner_id = c.owner_id and i.calendar_id = c.id and i.kind = 'out_of_office'
  join public.calendar_events e on e.id = i.event_id
  where c.workspace_id = in_workspace and c.owner_id = for_owner and c.provider_calendar_id = address and c.is_selected and c.removed_at is null
    and e.organizer_address = address and e.status = 'confirmed' and i.starts_at <= as_of and i.ends_at > as_of);
end
$$;
revoke execute on function private.away_by_calendar(uuid, uuid, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.away_by_calendar(uuid, uuid, text, timestamptz) is
  'First day a person is back, from their own calendar as the member may read it; null when it tells of no absence now.';

create function private.absent_until(in_workspace uuid, member uuid, as_of timestamptz) returns timestamptz
language sql stable
set search_path = ''
as $$
  select max(i.ends_at) from public.calendar_instances i join public.calendars c on c.id = i.calendar_id
  where i.workspace_id = in_workspace and i.owner_id = member and i.kind = 'out_of_office' and i.starts_at <= as_of and i.ends_at > as_of
    and c.access_role = 'owner' and c.is_selected and c.removed_at is null and (c.is_primary or c.connection_id is null)
$$;
revoke execute on function private.absent_until(uuid, uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.absent_until(uuid, uuid, timestamptz) is 'When a member''s own out-of-office period around a moment ends; null when there is none.';
