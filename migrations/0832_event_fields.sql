-- What people may say about an event, checked once, for in-app calendars and for those at a provider.

-- Answers the fields in the names of calendar_events, only those that were given.
create function private.read_event_fields(given jsonb) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  known constant text[] := array['title', 'description', 'location', 'starts_at', 'ends_at', 'starts_on', 'ends_on', 'time_zone', 'recurrence',
    'transparency', 'visibility', 'attendees', 'with_conference', 'kind'];
  unknown_key text;
  attendee text;
  line text;
begin
  if given is null or jsonb_typeof(given) <> 'object' then perform private.problem('event_invalid', 'event must be an object'); end if;
  unknown_key := (select min(key) from jsonb_object_keys(given) key where not key = any (known));
  if unknown_key is not null then perform private.problem('event_invalid', 'there is no ' || left(unknown_key, 60)); end if;
  if length(given ->> 'title') > 1024 or length(given ->> 'location') > 1024 or length(given ->> 'description') > 8192 then
    perform private.problem('event_invalid', 'a text is too long');
  end if;
  if (given ->> 'transparency') not in ('busy', 'free') then perform private.problem('event_invalid', 'transparency is busy or free'); end if;
  if (given ->> 'visibility') not in ('default', 'public', 'private', 'confidential') then perform private.problem('event_invalid', 'visibility'); end if;
  if (given ->> 'kind') not in ('default', 'out_of_office') then perform private.problem('event_invalid', 'kind is default or out_of_office'); end if;
  if given ? 'time_zone' and private.known_zone(given ->> 'time_zone', null) is null then perform private.problem('time_zone_unknown'); end if;
  if given ?| array['starts_at', 'ends_at'] and given ?| array['starts_on', 'ends_on'] then
    perform private.problem('event_invalid', 'moments or days, not both');
  end if;
  begin
    if (given ->> 'ends_at')::timestamptz < (given ->> 'starts_at')::timestamptz or (given ->> 'ends_on')::date <= (given ->> 'starts_on')::date then
      perform private.problem('event_invalid', 'it ends before it begins');
    end if;
    if not isfinite((given ->> 'starts_at')::timestamptz) or not isfinite((given ->> 'ends_at')::timestamptz)
      or not isfinite((given ->> 'starts_on')::date) or not isfinite((given ->> 'ends_on')::date) then
      perform private.problem('event_invalid', 'a moment or day has the wrong form');
    end if;
  exception when data_exception then
    perform private.problem('event_invalid', 'a moment or day has the wrong form');
  end;
  if given ? 'recurrence' then
    if jsonb_typeof(given -> 'recurrence') <> 'array' or jsonb_array_length(given -> 'recurrence') > 20 then perform private.problem('event_invalid', 'recurrence is a list of lines'); end if;
    for line in select jsonb_array_elements_text(given -> 'recurrence') loop
      -- the rest is read by who expands it; nothing that is not one line of one of these may reach a provider
      if line !~ '^(RRULE:FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|RDATE|EXDATE)[^[:cntrl:]]*$' or length(line) > 2000 then
        perform private.problem('event_invalid', 'recurrence');
      end if;
    end loop;
  end if;
  if given ? 'attendees' then
    if jsonb_typeof(given -> 'attendees') <> 'array' or jsonb_array_length(given -> 'attendees') > 200 then perform private.problem('event_invalid', 'attendees is a list of at most 200 addresses'); end if;
    for attendee in select jsonb_array_elements_text(given -> 'attendees') loop
      if not coalesce(private.is_deliverable(lower(btrim(attendee))), false) then perform private.problem('email_address_invalid'); end if;
    end loop;
  end if;
  return given || case when given ? 'attendees' then jsonb_build_object('attendees',
    (select coalesce(jsonb_agg(distinct lower(btrim(a))), '[]') from jsonb_array_elements_text(given -> 'attendees') a)) else '{}' end;
end
$$;
revoke execute on function private.read_event_fields(jsonb) from public, anon, authenticated, service_role;
comment on function private.read_event_fields(jsonb) is 'The fields of an event as given, checked; raises event_invalid with the rule that was broken.';

-- Applies fields to a row; days become moments in the calendar's zone, as for events that are read.
create function private.with_event_fields(e public.calendar_events, fields jsonb, cal public.calendars) returns public.calendar_events
language plpgsql stable
set search_path = ''
as $$
begin
  if fields ?| array['starts_on', 'ends_on'] then
    e.starts_on := coalesce((fields ->> 'starts_on')::date, e.starts_on);
    e.ends_on := coalesce((fields ->> 'ends_on')::date, case when e.ends_on > e.starts_on then e.ends_on else e.starts_on + 1 end);
    e.is_all_day := true;
  elsif fields ?| array['starts_at', 'ends_at'] then
    -- only the start: it lasts as long as before, or an hour
    e.ends_at := coalesce((fields ->> 'ends_at')::timestamptz,
      (fields ->> 'starts_at')::timestamptz + coalesce(case when not e.is_all_day then e.ends_at - e.starts_at end, interval '1 hour'));
    e.starts_at := coalesce((fields ->> 'starts_at')::timestamptz, e.starts_at);
    e.is_all_day := false;
    e.starts_on := null;
    e.ends_on := null;
  end if;
  if e.is_all_day then
    e.starts_at := e.starts_on::timestamp at time zone cal.time_zone;
    e.ends_at := e.ends_on::timestamp at time zone cal.time_zone;
  end if;
  if e.starts_at is null then perform private.problem('event_invalid', 'it has no start'); end if;
  if e.ends_at < e.starts_at then perform private.problem('event_invalid', 'it ends before it begins'); end if;
  if fields ? 'title' then e.title := fields ->> 'title'; end if;
  if fields ? 'description' then e.description := fields ->> 'description'; end if;
  if fields ? 'location' then e.location := fields ->> 'location'; end if;
  if fields ? 'time_zone' then e.time_zone := fields ->> 'time_zone'; end if;
  if fields ? 'recurrence' then e.recurrence := array(select jsonb_array_elements_text(fields -> 'recurrence')); end if;
  e.transparency := coalesce(fields ->> 'transparency', e.transparency, 'busy');
  e.visibility := coalesce(fields ->> 'visibility', e.visibility, 'default');
  e.kind := coalesce(fields ->> 'kind', e.kind, 'default');
  e.is_shared := cal.is_shared and e.visibility not in ('private', 'confidential');
  return e;
end
$$;
revoke execute on function private.with_event_fields(public.calendar_events, jsonb, public.calendars) from public, anon, authenticated, service_role;
comment on function private.with_event_fields(public.calendar_events, jsonb, public.calendars) is 'The row with the fields set; raises event_invalid.';

-- Asking somebody to a meeting is writing to them.
create function private.require_may_invite(in_workspace uuid, attendees jsonb, notify text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if notify not in ('all', 'external', 'nobody') then perform private.problem('event_invalid', 'notify is all, external or nobody'); end if;
  if notify <> 'nobody' and exists (select from jsonb_array_elements_text(coalesce(attendees, '[]')) a where private.is_suppressed(in_workspace, a)) then
    perform private.problem('attendee_suppressed');
  end if;
end
$$;
revoke execute on function private.require_may_invite(uuid, jsonb, text) from public, anon, authenticated, service_role;
comment on function private.require_may_invite(uuid, jsonb, text) is 'Raises attendee_suppressed when an invitation would go to an address the workspace must not write to.';

insert into private.problems (slug, status, sentence, cure) values
  ('event_invalid', 422, 'Cannot save the event: a field is missing or has the wrong form', 'Correct what the detail names; the function''s comment lists the fields.'),
  ('attendee_suppressed', 409, 'Cannot invite: the workspace must not write to one of the addresses', 'Leave the address out, or send no invitations.'),
  ('event_not_found', 404, 'Cannot find the event: it does not exist or is not yours', 'Check the id in your list of events.'),
  ('event_is_gone', 409, 'Cannot change the event: it was deleted', 'Make a new one.'),
  ('event_changed', 409, 'Cannot change the event: it has changed since you saw it', 'Read it again and repeat the change.'),
  ('calendar_is_read_only', 409, 'Cannot change the calendar: you may only read it', 'Ask its owner, or use another calendar.'),
  ('event_change_pending', 409, 'Cannot change the event yet: an earlier change is still being applied', 'Try again in a moment.'),
  ('not_invited', 409, 'Cannot answer: you are not asked to this event', 'Only guests of an event can answer.');
