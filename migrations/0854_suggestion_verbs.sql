-- What people do with suggested events (SCH-1): look at their times, confirm one, dismiss them. Nothing reaches a calendar before a
-- confirmation, and then it goes the way every event goes.

-- definer: the row is locked, and its owner checked, before anything is made of it.
create function private.hold_own_suggestion(wanted uuid, seen_version integer) returns public.event_suggestions
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s public.event_suggestions;
begin
  select * into s from public.event_suggestions x
  where x.id = wanted and x.owner_id = private.require_user() and x.workspace_id in (select private.my_workspace_ids()) for update;
  if not found then perform private.problem('event_suggestion_not_found'); end if;
  if s.status not in ('suggested', 'failed') then perform private.problem('event_suggestion_settled', s.status); end if;
  if s.version is distinct from seen_version then perform private.problem('event_suggestion_changed'); end if;
  return s;
end
$$;
revoke execute on function private.hold_own_suggestion(uuid, integer) from public, anon, authenticated, service_role;
comment on function private.hold_own_suggestion(uuid, integer) is
  'The caller''s open suggestion, locked, in the version that was read. Raises event_suggestion_not_found, event_suggestion_settled, event_suggestion_changed.';

-- Where the event of a suggestion goes: the main calendar of the account the mail came through, another main calendar, one's own in the app.
create function private.calendar_for(s public.event_suggestions) returns uuid
language sql volatile
set search_path = ''
as $$
  select coalesce((select c.id from public.calendars c
    where c.workspace_id = s.workspace_id and c.owner_id = s.owner_id and c.is_primary and c.removed_at is null and c.connection_id is not null
      and c.access_role in ('owner', 'writer')
    order by c.connection_id <> s.connection_id, c.created_at limit 1), (private.my_calendar(s.workspace_id)).id)
$$;
revoke execute on function private.calendar_for(public.event_suggestions) from public, anon, authenticated, service_role;
comment on function private.calendar_for(public.event_suggestions) is 'Calendar of the caller an event of the suggestion is made in.';

-- definer: writes rows nobody may write directly.
create function private.confirm_event_suggestion(wanted uuid, seen_version integer, slot jsonb, in_calendar uuid, notify text) returns public.event_suggestions
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s public.event_suggestions := private.hold_own_suggestion(wanted, seen_version);
  begins timestamptz;
  ends timestamptz;
  e public.calendar_events;
begin
  begin
    if slot is null and jsonb_array_length(s.slots) = 1 then slot := s.slots -> 0; end if;
    begins := (slot ->> 'starts_at')::timestamptz;
    ends := coalesce((slot ->> 'ends_at')::timestamptz, begins + make_interval(mins => coalesce(s.length_minutes, 60)));
  exception when data_exception then
    perform private.problem('event_slot_invalid', 'a moment has the wrong form');
  end;
  if begins is null then perform private.problem('event_slot_invalid', 'no hour is named'); end if;
  if begins <= now() or not isfinite(begins) or ends <= begins then perform private.problem('event_slot_invalid', 'it lies in the past or ends before it begins'); end if;
  if s.event_id is not null and exists (select from public.calendar_events x where x.id = s.event_id and x.status <> 'cancelled') then
    e := private.update_event(s.event_id, jsonb_build_object('starts_at', begins, 'ends_at', ends), null, null, notify);
  else
    e := private.create_event(coalesce(in_calendar, private.calendar_for(s)), jsonb_strip_nulls(jsonb_build_object('title', s.title, 'starts_at', begins, 'ends_at', ends,
      'location', s.place, 'attendees', (select coalesce(jsonb_agg(a ->> 'address'), '[]') from jsonb_array_elements(s.attendees) a))), notify);
  end if;
  update public.event_suggestions x set confirmed_at = now(), version = x.version + 1, event_id = e.id, status_reason = null,
    -- at a provider the change is under way; in the app the event is there
    status = case when exists (select from public.calendar_changes c where c.workspace_id = e.workspace_id and c.owner_id = e.owner_id and c.event_id = e.id
      and c.state in ('queued', 'applying', 'uncertain')) then 'confirmed' else 'created' end
  where x.id = s.id returning * into s;
  return s;
end
$$;
revoke execute on function private.confirm_event_suggestion(uuid, integer, jsonb, uuid, text) from public, anon;
grant execute on function private.confirm_event_suggestion(uuid, integer, jsonb, uuid, text) to authenticated;
comment on function private.confirm_event_suggestion(uuid, integer, jsonb, uuid, text) is 'See public.confirm_event_suggestion.';

create function public.confirm_event_suggestion(suggestion_id uuid, version integer, slot jsonb default null, calendar_id uuid default null, notify text default null)
returns public.event_suggestions
language sql volatile
set search_path = ''
as $$ select private.confirm_event_suggestion(suggestion_id, version, slot, calendar_id, notify) $$;
revoke execute on function public.confirm_event_suggestion(uuid, integer, jsonb, uuid, text) from public, anon;
grant execute on function public.confirm_event_suggestion(uuid, integer, jsonb, uuid, text) to authenticated;
comment on function public.confirm_event_suggestion(uuid, integer, jsonb, uuid, text) is
  'The owner takes a time, slot {starts_at, ends_at} (left out: the only one), and the event is made with everybody on the mail, or moved when it was made before; once, however often it is asked. In the account''s main calendar unless calendar_id says otherwise; confirmed until the provider has it, then created. Errors: event_suggestion_not_found, event_suggestion_changed, event_suggestion_settled, event_slot_invalid, and those of create_event.';

-- definer: see confirm_event_suggestion.
create function private.dismiss_event_suggestion(wanted uuid, seen_version integer) returns public.event_suggestions
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s public.event_suggestions := private.hold_own_suggestion(wanted, seen_version);
begin
  update public.event_suggestions x set status = 'dismissed', version = x.version + 1 where x.id = s.id returning * into s;
  return s;
end
$$;
revoke execute on function private.dismiss_event_suggestion(uuid, integer) from public, anon;
grant execute on function private.dismiss_event_suggestion(uuid, integer) to authenticated;
comment on function private.dismiss_event_suggestion(uuid, integer) is 'See public.dismiss_event_suggestion.';

create function public.dismiss_event_suggestion(suggestion_id uuid, version integer) returns public.event_suggestions
language sql volatile
set search_path = ''
as $$ select private.dismiss_event_suggestion(suggestion_id, version) $$;
revoke execute on function public.dismiss_event_suggestion(uuid, integer) from public, anon;
grant execute on function public.dismiss_event_suggestion(uuid, integer) to authenticated;
comment on function public.dismiss_event_suggestion(uuid, integer) is
  'The owner wants no event of it; it is not suggested again. Errors: event_suggestion_not_found, event_suggestion_changed, event_suggestion_settled.';

create function private.follow_calendar_change() returns trigger
language plpgsql security definer -- definer: runs for the worker that settles the change
set search_path = ''
as $$
begin
  update public.event_suggestions s set status = case new.state when 'applied' then 'created' else 'failed' end, status_reason = new.state_reason, version = s.version + 1
  where s.workspace_id = new.workspace_id and s.owner_id = new.owner_id and s.event_id = new.event_id and s.status = 'confirmed';
  return null;
end
$$;
revoke execute on function private.follow_calendar_change() from public, anon, authenticated, service_role;
comment on function private.follow_calendar_change() is 'After a calendar change has ended: the suggestion it came from is created or failed.';
create trigger follow_calendar_change after update of state on public.calendar_changes for each row
  when (new.state in ('applied', 'failed') and old.state <> new.state) execute function private.follow_calendar_change();

-- The list, and for each of its times whether the owner is free.
create function public.list_event_suggestions(
  workspace_id uuid, status text default 'suggested', before_at timestamptz default null, before_id uuid default null, page_size integer default 50
) returns setof public.event_suggestions
language plpgsql stable
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  if page_size is null or page_size not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  return query
  select s.* from public.event_suggestions s
  where s.workspace_id = list_event_suggestions.workspace_id and s.kind <> 'decline'
    and (list_event_suggestions.status = 'any' or s.status = list_event_suggestions.status)
    and (before_at is null or (s.created_at, s.id) < (before_at, coalesce(before_id, '00000000-0000-0000-0000-000000000000')))
  order by s.created_at desc, s.id desc limit page_size;
end
$$;
revoke execute on function public.list_event_suggestions(uuid, text, timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_event_suggestions(uuid, text, timestamptz, uuid, integer) to authenticated;
comment on function public.list_event_suggestions(uuid, text, timestamptz, uuid, integer) is
  'Suggested events the caller may see, the latest found first; status suggested, any, or another of the column. suggestion_slots() tells which times are free. Next page: before_at and before_id of the last row. Errors: page_size_invalid.';

-- definer: asks for busy times of the suggestion's owner, which busy_times() tells every member as well.
create function private.suggestion_slots(wanted uuid)
returns table (slot_number integer, day_on date, starts_at timestamptz, ends_at timestamptz, is_free boolean, busy jsonb)
language plpgsql stable security definer
set search_path = ''
as $$
declare
  s public.event_suggestions;
begin
  select * into s from public.event_suggestions x
  where x.id = wanted and x.workspace_id in (select private.my_workspace_ids())
    and (x.owner_id = private.require_user() or x.is_shared or x.workspace_id in (select private.my_open_workspace_ids()));
  if not found then perform private.problem('event_suggestion_not_found'); end if;
  return query
  select o.ordinality::integer, (o.value ->> 'on')::date, (o.value ->> 'starts_at')::timestamptz, t.until,
    case when o.value ->> 'starts_at' is not null then b.blocks = '[]' end, b.blocks
  from jsonb_array_elements(s.slots) with ordinality o,
    lateral (select coalesce((o.value ->> 'starts_at')::timestamptz, (o.value ->> 'on')::timestamp at time zone p.time_zone) as begins,
      coalesce((o.value ->> 'ends_at')::timestamptz, (o.value ->> 'starts_at')::timestamptz + make_interval(mins => coalesce(s.length_minutes, 60))) as until, p.time_zone
      from public.profiles p where p.id = s.owner_id) t,
    lateral (select coalesce(jsonb_agg(jsonb_build_object('starts_at', x.starts_at, 'ends_at', x.ends_at) order by x.starts_at), '[]') as blocks
      from private.busy_blocks(s.workspace_id, array[s.owner_id], t.begins, coalesce(t.until, t.begins + interval '1 day')) x
      -- the event this suggestion has made is no conflict
      where s.event_id is null) b
  order by o.ordinality;
end
$$;
revoke execute on function private.suggestion_slots(uuid) from public, anon;
grant execute on function private.suggestion_slots(uuid) to authenticated;
comment on function private.suggestion_slots(uuid) is 'See public.suggestion_slots.';

create function public.suggestion_slots(suggestion_id uuid)
returns table (slot_number integer, day_on date, starts_at timestamptz, ends_at timestamptz, is_free boolean, busy jsonb)
language sql stable
set search_path = ''
as $$ select * from private.suggestion_slots(suggestion_id) $$;
revoke execute on function public.suggestion_slots(uuid) from public, anon;
grant execute on function public.suggestion_slots(uuid) to authenticated;
comment on function public.suggestion_slots(uuid) is
  'The times of a suggested event with the owner''s busy blocks in them: [{starts_at, ends_at}]; is_free is null for a day without an hour, whose blocks are those of the day. Errors: event_suggestion_not_found.';

insert into private.problems (slug, status, sentence, cure) values
  ('event_suggestion_not_found', 404, 'Cannot find the suggested event: it does not exist or is not yours', 'Check the id in list_event_suggestions().'),
  ('event_suggestion_changed', 409, 'Cannot confirm: the suggestion has changed since it was read', 'Read it again and decide on the new version.'),
  ('event_suggestion_settled', 409, 'Cannot change the suggested event: it is no longer open', 'Its state stands in brackets; look at its event instead.'),
  ('event_slot_invalid', 422, 'Cannot confirm: the time is missing or cannot be used', 'Give slot with starts_at, and ends_at or not, in the future.');
