-- How far each calendar has been read: Google's sync token, and the page at which a listing was interrupted. Full listings
-- bring series and exceptions as they are (singleEvents=false) and instances are made here: a listing of instances would
-- need an end for what has none, and a new full sync each time the window moves.
create table private.calendar_cursors (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  calendar_id uuid,
  sync_token text,
  page_token text,
  full_began_at timestamptz,
  full_since timestamptz,
  version bigint not null default 0,
  wanted_at timestamptz not null default now(),
  began_at timestamptz,
  synced_at timestamptz,
  next_sync_at timestamptz not null default now(),
  last_slug text,
  unique nulls not distinct (connection_id, calendar_id),
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, calendar_id) references public.calendars (workspace_id, owner_id, id) on delete cascade,
  constraint calendar_cursors_full_sync_has_a_start check ((full_began_at is null) = (full_since is null))
);
comment on table private.calendar_cursors is 'Reading position of a list of calendars (calendar_id null) or of one calendar. Written by the sync functions only.';
comment on column private.calendar_cursors.id is 'Cursor id.';
comment on column private.calendar_cursors.workspace_id is 'Workspace.';
comment on column private.calendar_cursors.owner_id is 'Owner of the connection.';
comment on column private.calendar_cursors.connection_id is 'Account.';
comment on column private.calendar_cursors.calendar_id is 'Calendar; null for the account''s list of calendars.';
comment on column private.calendar_cursors.sync_token is 'From the last complete listing; kept until the next one is complete.';
comment on column private.calendar_cursors.page_token is 'Next page of the listing at hand.';
comment on column private.calendar_cursors.full_began_at is 'A full listing has been going on since then; what it does not see is gone.';
comment on column private.calendar_cursors.full_since is 'It asks for events that end after this.';
comment on column private.calendar_cursors.version is 'Grows with each run; pages of an earlier run are refused.';
comment on column private.calendar_cursors.wanted_at is 'Last time somebody asked for news: a push, a person, a change of ours.';
comment on column private.calendar_cursors.began_at is 'Start of the listing at hand or of the last one.';
comment on column private.calendar_cursors.synced_at is 'End of the last complete listing.';
comment on column private.calendar_cursors.next_sync_at is 'When it is read without being asked.';
comment on column private.calendar_cursors.last_slug is 'Why the last attempt failed; null when it did not.';
create index calendar_cursors_next_sync_at_idx on private.calendar_cursors (next_sync_at); -- for the poll
create index calendar_cursors_connection_idx on private.calendar_cursors (workspace_id, owner_id, connection_id); -- for deleting a connection
create index calendar_cursors_calendar_idx on private.calendar_cursors (workspace_id, owner_id, calendar_id); -- for deleting a calendar
alter table private.calendar_cursors enable row level security;
-- no policies and no grants: functions only

insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts, backoff_base_seconds, backoff_cap_seconds, max_workers) values
  -- a page takes seconds at most, a run goes on after each; two accounts are never in each other's way
  ('sync-calendar', 'sync-calendar', 60, 10, 12, 5, 3600, 4),
  -- no provider: an account in error still shows its series for the next year
  ('expand-series', 'sync-calendar', 30, 20, 8, 5, 3600, 2);

create function private.has_calendar_scope(scopes text[]) returns boolean
language sql immutable
set search_path = ''
as $$
  -- as functions/_shared/domain/google-scopes.ts: without both nothing is called
  select 'https://www.googleapis.com/auth/calendar' = any (scopes)
    or 'https://www.googleapis.com/auth/calendar.events' = any (scopes) and scopes && array['https://www.googleapis.com/auth/calendar.calendarlist.readonly',
      'https://www.googleapis.com/auth/calendar.calendarlist', 'https://www.googleapis.com/auth/calendar.readonly']
$$;
revoke execute on function private.has_calendar_scope(text[]) from public, anon, authenticated, service_role;
comment on function private.has_calendar_scope(text[]) is 'Whether an account may read calendars.';

-- Null when the cursor is being read at this moment: that run may have passed the news already, so who asked comes back.
create function private.enqueue_calendar_sync(cursor_id uuid, urgency smallint default 0) returns uuid
language sql volatile
set search_path = ''
as $$
  select private.enqueue(on_queue => 'sync-calendar', in_workspace => c.workspace_id, payload => jsonb_build_object('cursor_id', c.id),
    unique_key => c.id::text, through_connection => c.connection_id, priority => urgency)
  from private.calendar_cursors c where c.id = cursor_id
$$;
revoke execute on function private.enqueue_calendar_sync(uuid, smallint) from public, anon, authenticated, service_role;
comment on function private.enqueue_calendar_sync(uuid, smallint) is 'Adds the job that reads what is new; null while one is at work.';

-- The account may read calendars now: begin with its list.
create function private.begin_calendars() returns trigger
language plpgsql security definer -- definer: writes the cursors nobody may write directly
set search_path = ''
as $$
declare
  made uuid;
begin
  insert into private.calendar_cursors (workspace_id, owner_id, connection_id) values (new.workspace_id, new.owner_id, new.id)
  on conflict (connection_id, calendar_id) do update set wanted_at = now(), next_sync_at = now() returning id into made;
  perform private.enqueue_calendar_sync(made);
  return null;
end
$$;
revoke execute on function private.begin_calendars() from public, anon, authenticated, service_role;
comment on function private.begin_calendars() is 'After an account was granted calendars or became active again: reads its list.';
create trigger begin_calendars_of_new after insert on public.connections
  for each row when (new.provider <> 'import' and new.status = 'active' and private.has_calendar_scope(new.scopes)) execute function private.begin_calendars();
create trigger begin_calendars_of_changed after update of scopes, status, provider on public.connections
  for each row when (new.provider <> 'import' and new.status = 'active' and private.has_calendar_scope(new.scopes)
    and (old.scopes is distinct from new.scopes or old.status <> 'active' or old.provider <> new.provider))
  execute function private.begin_calendars();
