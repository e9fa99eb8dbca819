-- What is on, soonest first, keyset pagination. Runs as the person, so RLS decides what is there.

create function public.list_events(
  workspace_id uuid,
  from_at timestamptz default now(), until_at timestamptz default 'infinity',
  owner_id uuid default null, of_kind text default null, search text default null,
  after_at timestamptz default null, after_id uuid default null, page_size integer default 50
) returns table (
  id uuid, event_id uuid, calendar_id uuid, starts_at timestamptz, ends_at timestamptz, starts_on date, ends_on date,
  is_busy boolean, kind text, status text, title text, location text, conference_url text, conference_status text, time_zone text,
  my_response text, organizer_address text, recurring_event_id text, is_pending boolean
)
language plpgsql stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  whose uuid := coalesce(list_events.owner_id, auth.uid());
  shown uuid[] := array(select c.id from public.calendars c
    where c.workspace_id = list_events.workspace_id and c.owner_id = whose and c.is_selected and not c.is_hidden and c.removed_at is null);
  last_id uuid := coalesce(list_events.after_id, '00000000-0000-0000-0000-000000000000');
  last_at timestamptz := coalesce(list_events.after_at, '-infinity');
  words tsquery := websearch_to_tsquery('simple', nullif(btrim(list_events.search), ''));
begin
  if list_events.page_size is null or list_events.page_size not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  if list_events.of_kind not in ('default', 'out_of_office', 'focus_time', 'working_location', 'birthday', 'from_gmail') then
    perform private.problem('event_kind_unknown');
  end if;
  return query
  with found as (
    (select i.* from public.calendar_instances i
    where i.workspace_id = list_events.workspace_id and i.owner_id = whose and i.calendar_id = any (shown)
      and i.starts_at >= list_events.from_at - interval '2 days' and i.starts_at < list_events.until_at
      and (i.ends_at > list_events.from_at or i.starts_at >= list_events.from_at)
      and (i.starts_at, i.id) > (last_at, last_id)
      and (list_events.of_kind is null or i.kind = list_events.of_kind)
      and (words is null or exists (select from public.calendar_events e where e.id = i.event_id and e.search @@ words))
    order by i.starts_at, i.id limit list_events.page_size)
    union all
    (select i.* from public.calendar_instances i
    where i.workspace_id = list_events.workspace_id and i.owner_id = whose and i.calendar_id = any (shown)
      and i.is_long and i.ends_at > list_events.from_at and i.starts_at < list_events.from_at - interval '2 days'
      and i.starts_at < list_events.until_at
      and (i.starts_at, i.id) > (last_at, last_id)
      and (list_events.of_kind is null or i.kind = list_events.of_kind)
      and (words is null or exists (select from public.calendar_events e where e.id = i.event_id and e.search @@ words))
    order by i.starts_at, i.id limit list_events.page_size)
  )
  select f.id, e.id, f.calendar_id, f.starts_at, f.ends_at, f.starts_on, f.ends_on, f.is_busy, f.kind, e.status, e.title,
    e.location, e.conference_url, e.conference_status, coalesce(e.time_zone, c.time_zone)::text, e.my_response, e.organizer_address,
    coalesce(e.recurring_event_id, case when e.recurrence <> '{}' then e.provider_event_id end), e.is_pending
  from found f join public.calendar_events e on e.id = f.event_id join public.calendars c on c.id = f.calendar_id
  order by f.starts_at, f.id
  limit list_events.page_size;
end
$$;
revoke execute on function public.list_events(uuid, timestamptz, timestamptz, uuid, text, text, timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_events(uuid, timestamptz, timestamptz, uuid, text, text, timestamptz, uuid, integer) to authenticated;
comment on function public.list_events(uuid, timestamptz, timestamptz, uuid, text, text, timestamptz, uuid, integer) is
  'What is on between two moments, soonest first, of the caller or (where shared) of owner_id; of_kind => out_of_office gives absences. All-day events count by the midnights of their calendar''s zone. Next page: after_at and after_id of the last row. Errors: page_size_invalid, event_kind_unknown.';

insert into private.problems (slug, status, sentence, cure) values
  ('event_kind_unknown', 422, 'Cannot list events: there is no such kind', 'Use default, out_of_office, focus_time, working_location, birthday or from_gmail.');
