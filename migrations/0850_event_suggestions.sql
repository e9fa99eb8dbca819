-- Suggested events (SCH-1): a meeting somebody proposes, accepts or moves in a mail, with its times in the writer's zone, its length, place
-- and the words it rests on. A person confirms one time; only then an event is made, and the suggestion follows what became of it.
-- One row for a message, so that reading it again finds nothing new; a later message of the conversation takes over from it.
create table public.event_suggestions (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  is_shared boolean not null default false,
  kind text not null constraint event_suggestions_kind_is_known check (kind in ('propose', 'accept', 'move', 'decline')),
  side text not null constraint event_suggestions_side_is_known check (side in ('us', 'them')),
  status text not null default 'suggested' constraint event_suggestions_status_is_known
    check (status in ('suggested', 'confirmed', 'created', 'failed', 'dismissed', 'expired', 'superseded')),
  status_reason text,
  version integer not null default 1,
  title text not null constraint event_suggestions_title_is_short check (length(title) <= 300),
  slots jsonb not null default '[]' constraint event_suggestions_slots_are_a_short_list check (jsonb_typeof(slots) = 'array' and jsonb_array_length(slots) <= 10),
  length_minutes integer constraint event_suggestions_length_is_of_a_day check (length_minutes between 1 and 1440),
  place text constraint event_suggestions_place_is_short check (length(place) <= 300),
  zone text not null,
  zone_source text not null constraint event_suggestions_zone_source_is_known check (zone_source in ('named', 'contact', 'header', 'reader')),
  is_zone_ambiguous boolean not null,
  attendees jsonb not null default '[]',
  evidence jsonb not null,
  source text not null constraint event_suggestions_source_is_known check (source in ('rules', 'model')),
  event_id uuid,
  confirmed_at timestamptz,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, message_id),
  foreign key (workspace_id, message_id) references public.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, connection_id, conversation_id)
    references public.conversations (workspace_id, owner_id, connection_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, event_id) references public.calendar_events (workspace_id, owner_id, id) on delete set null (event_id),
  constraint event_suggestions_confirmed_has_a_moment check (status not in ('confirmed', 'created') or confirmed_at is not null),
  constraint event_suggestions_failed_has_a_reason check (status <> 'failed' or status_reason is not null)
);
comment on table public.event_suggestions is 'Meetings found in mail. Written by the extract function, by confirm_event_suggestion() and dismiss_event_suggestion().';
comment on column public.event_suggestions.id is 'Suggestion id.';
comment on column public.event_suggestions.workspace_id is 'Workspace.';
comment on column public.event_suggestions.owner_id is 'Member whose account it came through; the event is made in their calendar.';
comment on column public.event_suggestions.connection_id is 'Account it came through.';
comment on column public.event_suggestions.conversation_id is 'Conversation.';
comment on column public.event_suggestions.message_id is 'Message that says so; the suggestion goes with it.';
comment on column public.event_suggestions.is_shared is 'Copied from the message.';
comment on column public.event_suggestions.kind is 'propose, accept, move, or decline, which suggests nothing and ends what stood before.';
comment on column public.event_suggestions.side is 'Who says so: us or them.';
comment on column public.event_suggestions.status is
  'suggested; confirmed: the calendar is asked; created: the event is there; failed: it could not be made and may be confirmed again; dismissed; expired: its times have passed; superseded by a later message.';
comment on column public.event_suggestions.status_reason is 'Slug that explains the status.';
comment on column public.event_suggestions.version is 'Grows with every change; a confirmation names the one that was read.';
comment on column public.event_suggestions.title is 'Title of the event: the subject of the conversation.';
comment on column public.event_suggestions.slots is '[{on, starts_at, ends_at}] in the order of the text; moments are null where only a day was named. Empty when no time was.';
comment on column public.event_suggestions.length_minutes is 'How long it lasts, when that was said.';
comment on column public.event_suggestions.place is 'Where, in the words of the mail.';
comment on column public.event_suggestions.zone is 'IANA zone or offset in which the times were understood.';
comment on column public.event_suggestions.zone_source is 'named in the mail, the contact''s own, of the Date header, or only the reader''s.';
comment on column public.event_suggestions.is_zone_ambiguous is 'Whether the writer may have meant another zone: look before you confirm.';
comment on column public.event_suggestions.attendees is '[{address, name}] of the other side, from the headers of the message and from nothing else.';
comment on column public.event_suggestions.evidence is '{quote, start, end}: the sentence in the new text of the message.';
comment on column public.event_suggestions.source is 'rules or model.';
comment on column public.event_suggestions.event_id is 'Event that was made, or the one that is to move.';
comment on column public.event_suggestions.confirmed_at is 'When the owner confirmed it.';
comment on column public.event_suggestions.expires_at is 'When its last time has passed, or two weeks after the mail where none was named.';
comment on column public.event_suggestions.created_at is 'When it was found.';
comment on column public.event_suggestions.updated_at is 'When the row last changed.';
create index event_suggestions_list_idx on public.event_suggestions (workspace_id, owner_id, status, created_at desc, id desc); -- for lists
create index event_suggestions_conversation_idx on public.event_suggestions (workspace_id, owner_id, connection_id, conversation_id); -- for the foreign key and what stood before
create index event_suggestions_event_idx on public.event_suggestions (workspace_id, owner_id, event_id); -- for the foreign key and following a change
create index event_suggestions_expires_at_idx on public.event_suggestions (expires_at) where status in ('suggested', 'failed'); -- for the tick

create trigger touch_updated_at before update on public.event_suggestions
  for each row execute function private.touch_updated_at();

alter table public.event_suggestions enable row level security;
create policy "people read suggestions of their own and shared messages" on public.event_suggestions for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.event_suggestions to authenticated, service_role;
-- not granted: insert, update, delete

create function private.carry_sharing_to_event_suggestions() returns trigger
language plpgsql security definer -- definer: whoever shares may not update the rows directly
set search_path = ''
as $$
begin
  update public.event_suggestions s set is_shared = new.is_shared where s.workspace_id = new.workspace_id and s.message_id = new.id and s.is_shared <> new.is_shared;
  return null;
end
$$;
revoke execute on function private.carry_sharing_to_event_suggestions() from public, anon, authenticated, service_role;
comment on function private.carry_sharing_to_event_suggestions() is 'After a message was shared or taken back: so is what it suggests.';
create trigger carry_sharing_to_event_suggestions after update of is_shared on public.messages for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_event_suggestions();

create function private.expire_event_suggestions(as_of timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
  with late as (
    select s.id from public.event_suggestions s where s.status in ('suggested', 'failed') and s.expires_at <= as_of
    order by s.expires_at limit 1000 for update skip locked
  ), ended as (
    update public.event_suggestions s set status = 'expired', version = s.version + 1 from late where s.id = late.id returning 1
  )
  select count(*)::integer from ended
$$;
revoke execute on function private.expire_event_suggestions(timestamptz) from public, anon, authenticated, service_role;
comment on function private.expire_event_suggestions(timestamptz) is 'Tick: suggestions whose times have passed are over; answers how many.';
