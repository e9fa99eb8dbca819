-- Event verbs: in-app events change at once; events at a provider become calendar changes, which a worker applies.

-- definer: writes rows nobody may write directly.
create function private.create_event(in_calendar uuid, event jsonb, notify text) returns public.calendar_events
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  cal public.calendars := private.hold_own_calendar(in_calendar);
  fields jsonb := private.read_event_fields(event);
  attendees jsonb := coalesce(fields -> 'attendees', '[]');
  whom text := coalesce(notify, case when attendees = '[]' then 'nobody' else 'all' end);
  own text := (select x.address from public.connections x where x.id = cal.connection_id);
  change public.calendar_changes;
  e public.calendar_events;
begin
  e.id := private.time_ordered_uuid();
  -- hexadecimal digits are of the alphabet Google takes ids in, and a uuid is new everywhere
  e.provider_event_id := replace(e.id::text, '-', '');
  e.workspace_id := cal.workspace_id;
  e.owner_id := cal.owner_id;
  e.calendar_id := cal.id;
  e.status := 'confirmed';
  e.is_organizer := true;
  e.is_all_day := false;
  e.recurrence := '{}';
  e.is_pending := cal.connection_id is not null;
  e.organizer_address := own;
  e.conference_status := case when (fields ->> 'with_conference')::boolean and e.is_pending then 'pending' else 'none' end;
  if e.is_pending then perform private.require_may_invite(cal.workspace_id, attendees, whom); end if;
  e := private.write_event(private.with_event_fields(e, fields, cal));
  perform private.store_attendees(e, (select coalesce(jsonb_agg(jsonb_build_object('address', a, 'response', 'needs_action')), '[]') from jsonb_array_elements_text(attendees) a));
  perform private.event_changed(e);
  if e.is_pending then
    change := private.ask_change(cal, e.id, e.provider_event_id, 'create', fields || jsonb_build_object('time_zone', coalesce(e.time_zone, cal.time_zone)) || private.event_times(e, fields), null, whom);
    update public.calendar_events x set origin_id = change.id where x.id = e.id returning * into e;
  end if;
  return e;
end
$$;
revoke execute on function private.create_event(uuid, jsonb, text) from public, anon;
grant execute on function private.create_event(uuid, jsonb, text) to authenticated;
comment on function private.create_event(uuid, jsonb, text) is 'See public.create_event.';

create function public.create_event(calendar_id uuid, event jsonb, notify text default null) returns public.calendar_events
language sql volatile
set search_path = ''
as $$ select private.create_event(calendar_id, event, notify) $$;
revoke execute on function public.create_event(uuid, jsonb, text) from public, anon;
grant execute on function public.create_event(uuid, jsonb, text) to authenticated;
comment on function public.create_event(uuid, jsonb, text) is
  'Makes an event from {starts_at, ends_at | starts_on, ends_on (day after), title, description, location, time_zone, recurrence: lines of RFC 5545, transparency, visibility, kind, attendees: [address], with_conference}. At a provider it is pending until calendar_changes says applied; notify all, external or nobody: whom the provider invites by mail (all when there are attendees). Errors: calendar_not_found, calendar_is_read_only, event_invalid, time_zone_unknown, email_address_invalid, attendee_suppressed.';

-- definer: see create_event.
create function private.update_event(wanted uuid, changes jsonb, instance_at timestamptz, seen_etag text, notify text) returns public.calendar_events
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s public.calendar_events := private.hold_own_event(wanted);
  cal public.calendars := private.hold_own_calendar(s.calendar_id);
  fields jsonb := private.read_event_fields(changes);
  e public.calendar_events := private.instance_of(s, instance_at);
  whom text := coalesce(notify, case when exists (select from public.calendar_attendees a where a.event_id = s.id and not a.is_self)
    or jsonb_array_length(coalesce(fields -> 'attendees', '[]')) > 0 then 'all' else 'nobody' end);
begin
  if fields ? 'kind' and fields ->> 'kind' <> e.kind then perform private.problem('event_invalid', 'kind cannot change'); end if;
  if seen_etag is not null and seen_etag is distinct from s.etag then perform private.problem('event_changed'); end if;
  e := private.with_event_fields(e, fields, cal); -- refuses what makes no event, before anybody is asked
  if cal.connection_id is null then
    e.sequence := e.sequence + 1;
    e.provider_updated_at := clock_timestamp();
    e.etag := md5(clock_timestamp()::text || e.id);
    e := private.write_event(e);
    if fields ? 'attendees' then
      perform private.store_attendees(e, (select coalesce(jsonb_agg(jsonb_build_object('address', a, 'response', 'needs_action')), '[]') from jsonb_array_elements_text(fields -> 'attendees') a));
    end if;
    perform private.event_changed(e);
    return e;
  end if;
  perform private.require_may_invite(cal.workspace_id, fields -> 'attendees', whom);
  perform private.ask_change(cal, s.id, e.provider_event_id, 'update',
    fields || jsonb_build_object('time_zone', coalesce(e.time_zone, cal.time_zone)) || private.event_times(e, fields), e.etag, whom);
  return s;
end
$$;
revoke execute on function private.update_event(uuid, jsonb, timestamptz, text, text) from public, anon;
grant execute on function private.update_event(uuid, jsonb, timestamptz, text, text) to authenticated;
comment on function private.update_event(uuid, jsonb, timestamptz, text, text) is 'See public.update_event.';

create function public.update_event(event_id uuid, event jsonb, instance_at timestamptz default null, etag text default null, notify text default null)
returns public.calendar_events
language sql volatile
set search_path = ''
as $$ select private.update_event(event_id, event, instance_at, etag, notify) $$;
revoke execute on function public.update_event(uuid, jsonb, timestamptz, text, text) from public, anon;
grant execute on function public.update_event(uuid, jsonb, timestamptz, text, text) to authenticated;
comment on function public.update_event(uuid, jsonb, timestamptz, text, text) is
  'Sets fields (as create_event) of an event, of a whole series, or with instance_at of the instance that starts then. At a provider it applies to the version stored here (or etag, if given) and fails with event_changed when that is old; watch calendar_changes. Errors: event_not_found, event_is_gone, event_changed, event_change_pending, calendar_is_read_only, event_invalid, attendee_suppressed.';

-- definer: see create_event.
create function private.delete_event(wanted uuid, instance_at timestamptz, notify text) returns public.calendar_events
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s public.calendar_events := private.hold_own_event(wanted);
  cal public.calendars := private.hold_own_calendar(s.calendar_id);
  e public.calendar_events := private.instance_of(s, instance_at);
  whom text := coalesce(notify, case when exists (select from public.calendar_attendees a where a.event_id = s.id and not a.is_self) then 'all' else 'nobody' end);
begin
  if cal.connection_id is null then
    e.status := 'cancelled';
    e := private.write_event(e);
    perform private.event_changed(e);
    return e;
  end if;
  perform private.require_may_invite(cal.workspace_id, '[]', whom);
  perform private.ask_change(cal, s.id, e.provider_event_id, 'delete', '{}', e.etag, whom);
  return s;
end
$$;
revoke execute on function private.delete_event(uuid, timestamptz, text) from public, anon;
grant execute on function private.delete_event(uuid, timestamptz, text) to authenticated;
comment on function private.delete_event(uuid, timestamptz, text) is 'See public.delete_event.';

create function public.delete_event(event_id uuid, instance_at timestamptz default null, notify text default null) returns public.calendar_events
language sql volatile
set search_path = ''
as $$ select private.delete_event(event_id, instance_at, notify) $$;
revoke execute on function public.delete_event(uuid, timestamptz, text) from public, anon;
grant execute on function public.delete_event(uuid, timestamptz, text) to authenticated;
comment on function public.delete_event(uuid, timestamptz, text) is
  'Cancels an event, a whole series, or with instance_at the instance that starts then. At a provider: see update_event. Errors: event_not_found, event_is_gone, event_change_pending, calendar_is_read_only.';

-- definer: see create_event.
create function private.respond_to_event(wanted uuid, response text, instance_at timestamptz, notify text) returns public.calendar_events
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s public.calendar_events := private.hold_own_event(wanted);
  cal public.calendars := private.hold_own_calendar(s.calendar_id);
  e public.calendar_events := private.instance_of(s, instance_at);
  whom text := coalesce(notify, 'all');
begin
  if response is null or response not in ('accepted', 'declined', 'tentative') then perform private.problem('event_invalid', 'the answer is accepted, declined or tentative'); end if;
  if cal.connection_id is null or s.my_response is null then perform private.problem('not_invited'); end if;
  perform private.require_may_invite(cal.workspace_id, '[]', whom);
  perform private.ask_change(cal, s.id, e.provider_event_id, 'respond', jsonb_build_object('response', response), null, whom);
  return s;
end
$$;
revoke execute on function private.respond_to_event(uuid, text, timestamptz, text) from public, anon;
grant execute on function private.respond_to_event(uuid, text, timestamptz, text) to authenticated;
comment on function private.respond_to_event(uuid, text, timestamptz, text) is 'See public.respond_to_event.';

create function public.respond_to_event(event_id uuid, response text, instance_at timestamptz default null, notify text default null) returns public.calendar_events
language sql volatile
set search_path = ''
as $$ select private.respond_to_event(event_id, response, instance_at, notify) $$;
revoke execute on function public.respond_to_event(uuid, text, timestamptz, text) from public, anon;
grant execute on function public.respond_to_event(uuid, text, timestamptz, text) to authenticated;
comment on function public.respond_to_event(uuid, text, timestamptz, text) is
  'Accepts, declines or half-accepts an invitation: accepted, declined, tentative; of a series or of one instance. The organiser is told unless notify is nobody. Errors: event_not_found, event_is_gone, not_invited, event_invalid, event_change_pending.';
