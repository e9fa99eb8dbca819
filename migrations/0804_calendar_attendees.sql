-- Attendees: who was asked to an event and what they answered. Rows of their own, because "has Bob accepted anything since?"
-- is asked by address.
create table public.calendar_attendees (
  workspace_id uuid not null,
  owner_id uuid not null,
  event_id uuid not null,
  is_shared boolean not null default false,
  address text not null constraint calendar_attendees_address_is_short check (length(address) between 1 and 320),
  name text constraint calendar_attendees_name_is_short check (length(name) <= 255),
  response text not null default 'needs_action'
    constraint calendar_attendees_response_is_known check (response in ('needs_action', 'declined', 'tentative', 'accepted')),
  responded_at timestamptz,
  is_optional boolean not null default false,
  is_organizer boolean not null default false,
  is_self boolean not null default false,
  is_resource boolean not null default false,
  primary key (event_id, address),
  foreign key (workspace_id, owner_id, event_id) references public.calendar_events (workspace_id, owner_id, id) on delete cascade
);
comment on table public.calendar_attendees is 'Attendees of events with their answers, as the organiser''s calendar tells. Written with their event.';
comment on column public.calendar_attendees.workspace_id is 'Workspace.';
comment on column public.calendar_attendees.owner_id is 'Owner of the calendar.';
comment on column public.calendar_attendees.event_id is 'Event.';
comment on column public.calendar_attendees.is_shared is 'Copied from the event.';
comment on column public.calendar_attendees.address is 'Lower-case address.';
comment on column public.calendar_attendees.name is 'Name.';
comment on column public.calendar_attendees.response is 'needs_action, declined, tentative or accepted.';
comment on column public.calendar_attendees.responded_at is 'When a changed answer was first seen: the event''s own time of change.';
comment on column public.calendar_attendees.is_optional is 'May stay away.';
comment on column public.calendar_attendees.is_organizer is 'Called the event.';
comment on column public.calendar_attendees.is_self is 'The calendar''s person.';
comment on column public.calendar_attendees.is_resource is 'A room or a thing.';
create index calendar_attendees_event_idx on public.calendar_attendees (workspace_id, owner_id, event_id); -- for deleting an event
create index calendar_attendees_address_idx on public.calendar_attendees (workspace_id, address, responded_at desc); -- for the answers of a person

alter table public.calendar_attendees enable row level security;
create policy "people read the attendees of their own and shared events" on public.calendar_attendees for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.calendar_attendees to authenticated, service_role;
-- not granted: insert, update, delete; they come with their event

-- Only an answer that changed gets a new time: a moved meeting is no answer.
create function private.store_attendees(e public.calendar_events, attendees jsonb) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  delete from public.calendar_attendees a where a.event_id = e.id
    and not exists (select from jsonb_array_elements(attendees) i where i.value ->> 'address' = a.address);
  insert into public.calendar_attendees as a (workspace_id, owner_id, event_id, is_shared, address, name, response, responded_at,
    is_optional, is_organizer, is_self, is_resource)
  select distinct on (i.address) e.workspace_id, e.owner_id, e.id, e.is_shared, i.address, i.name, i.response,
    case when i.response <> 'needs_action' then coalesce(e.provider_updated_at, now()) end,
    coalesce(i.is_optional, false), coalesce(i.is_organizer, false), coalesce(i.is_self, false), coalesce(i.is_resource, false)
  from jsonb_to_recordset(attendees) i (address text, name text, response text, is_optional boolean, is_organizer boolean,
    is_self boolean, is_resource boolean)
  order by i.address
  on conflict (event_id, address) do update set is_shared = excluded.is_shared, name = excluded.name, response = excluded.response,
    responded_at = case when a.response = excluded.response then a.responded_at else excluded.responded_at end,
    is_optional = excluded.is_optional, is_organizer = excluded.is_organizer, is_self = excluded.is_self, is_resource = excluded.is_resource;
end
$$;
revoke execute on function private.store_attendees(public.calendar_events, jsonb) from public, anon, authenticated, service_role;
comment on function private.store_attendees(public.calendar_events, jsonb) is 'Makes the attendees of an event those given.';
