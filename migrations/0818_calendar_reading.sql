-- What keeps calendars read: the poll, "read now", and the choice of calendars.

create function private.plan_calendar_syncs(as_of timestamptz, at_most integer default 500) returns integer
language sql volatile
set search_path = ''
as $$
  with due as (
    -- put off before it is enqueued: a cursor whose account rests comes back in an hour, and its held job waits meanwhile
    update private.calendar_cursors k set next_sync_at = as_of + interval '1 hour'
    where k.id = any (array(
      select x.id from private.calendar_cursors x where x.next_sync_at <= as_of order by x.next_sync_at limit at_most for update skip locked))
    returning k.id, k.connection_id, k.calendar_id)
  select count(private.enqueue_calendar_sync(d.id, 1::smallint))::integer
  from due d join public.connections c on c.id = d.connection_id and c.status = 'active'
  left join public.calendars l on l.id = d.calendar_id
  where d.calendar_id is null or (l.is_selected and l.removed_at is null)
$$;
revoke execute on function private.plan_calendar_syncs(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.plan_calendar_syncs(timestamptz, integer) is 'Tick: reads calendars whose time has come, whatever was pushed or lost; answers how many.';

-- definer: writes cursors nobody may write directly.
create function private.sync_calendars(wanted uuid) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  asked integer;
begin
  if not exists (select from public.connections c where c.id = wanted and c.owner_id = private.require_user()
    and c.workspace_id in (select private.my_workspace_ids())) then perform private.problem('connection_not_found'); end if;
  with cursors as (
    update private.calendar_cursors k set wanted_at = clock_timestamp() where k.connection_id = wanted returning k.id)
  select count(private.enqueue_calendar_sync(c.id, (-1)::smallint)) into asked from cursors c;
  return asked;
end
$$;
revoke execute on function private.sync_calendars(uuid) from public, anon;
grant execute on function private.sync_calendars(uuid) to authenticated;
comment on function private.sync_calendars(uuid) is 'See public.sync_calendars.';

create function public.sync_calendars(connection_id uuid) returns integer
language sql volatile
set search_path = ''
as $$ select private.sync_calendars(connection_id) $$;
revoke execute on function public.sync_calendars(uuid) from public, anon;
grant execute on function public.sync_calendars(uuid) to authenticated;
comment on function public.sync_calendars(uuid) is 'Reads the caller''s calendars of an account now; answers how many readings were added to those at work. Errors: connection_not_found.';

-- definer: changes columns that are not granted, because reading must follow.
create function private.select_calendar(wanted uuid, selected boolean) returns public.calendars
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  changed public.calendars;
  cur uuid;
begin
  update public.calendars c set is_selected = selected, is_selected_by_person = true
  where c.id = wanted and c.owner_id = private.require_user() and c.connection_id is not null
    and c.workspace_id in (select private.my_workspace_ids())
  returning * into changed;
  if not found then perform private.problem('calendar_not_found'); end if;
  if selected then
    insert into private.calendar_cursors (workspace_id, owner_id, connection_id, calendar_id)
    values (changed.workspace_id, changed.owner_id, changed.connection_id, changed.id)
    on conflict (connection_id, calendar_id) do update set wanted_at = clock_timestamp() returning id into cur;
    perform private.enqueue_calendar_sync(cur, (-1)::smallint);
  end if;
  return changed;
end
$$;
revoke execute on function private.select_calendar(uuid, boolean) from public, anon;
grant execute on function private.select_calendar(uuid, boolean) to authenticated;
comment on function private.select_calendar(uuid, boolean) is 'See public.select_calendar.';

create function public.select_calendar(calendar_id uuid, is_selected boolean default true) returns public.calendars
language sql volatile
set search_path = ''
as $$ select private.select_calendar(calendar_id, is_selected) $$;
revoke execute on function public.select_calendar(uuid, boolean) from public, anon;
grant execute on function public.select_calendar(uuid, boolean) to authenticated;
comment on function public.select_calendar(uuid, boolean) is
  'The caller has a calendar of an account read (and counted as busy), or no longer. Errors: calendar_not_found.';

create function private.trim_calendar_channels(as_of timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
  with trimmed as (
    delete from private.calendar_channels c
    where c.expires_at < as_of - interval '30 days' and (c.state in ('ended', 'failed', 'opening') or c.expires_at < as_of - interval '90 days')
    returning 1)
  select count(*)::integer from trimmed
$$;
revoke execute on function private.trim_calendar_channels(timestamptz) from public, anon, authenticated, service_role;
comment on function private.trim_calendar_channels(timestamptz) is 'Tick: forgets push channels that ended a month ago; answers how many.';
