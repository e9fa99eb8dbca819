-- Sync cursors: how far an account has been read. A cursor only moves forward, and in the transaction that stores what it
-- covers, so a worker that dies at any point leaves a cursor that tells the truth. The lease of the mailbox is its job's lease.

-- Providers number changes with unsigned 64-bit integers (Gmail's historyId): more than a bigint holds.
create domain public.history_position as numeric(20, 0)
  constraint history_position_is_not_negative check (value >= 0);
comment on domain public.history_position is 'Place in a provider''s list of changes; compared as a number, never as text.';

create table private.sync_cursors (
  connection_id uuid not null,
  stream text not null constraint sync_cursors_stream_is_a_name check (stream ~ '^[a-z]+(-[a-z]+)*$'),
  workspace_id uuid not null,
  owner_id uuid not null,
  cursor public.history_position,
  notified_cursor public.history_position,
  state text not null default 'new' constraint sync_cursors_state_is_known check (state in ('new', 'live', 'resync')),
  resync_cursor public.history_position,
  resync_since timestamptz,
  backfill_state text not null default 'waiting'
    constraint sync_cursors_backfill_state_is_known check (backfill_state in ('waiting', 'running', 'done')),
  backfill_since timestamptz,
  page_token text,
  estimated_count integer,
  read_count integer not null default 0,
  backfilled_at timestamptz,
  checked_at timestamptz,
  notified_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (connection_id, stream),
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade,
  constraint sync_cursors_live_has_a_cursor check (state = 'new' or cursor is not null),
  constraint sync_cursors_resync_knows_its_end check (state <> 'resync' or (resync_cursor is not null and resync_since is not null))
);
comment on table private.sync_cursors is 'How far each account has been read. Written by the sync functions of 028x, under the lease of the job that reads.';
comment on column private.sync_cursors.connection_id is 'Account.';
comment on column private.sync_cursors.stream is 'What of it: mail.';
comment on column private.sync_cursors.workspace_id is 'Workspace.';
comment on column private.sync_cursors.owner_id is 'Whose account it is.';
comment on column private.sync_cursors.cursor is 'Every change up to here is stored.';
comment on column private.sync_cursors.notified_cursor is 'Furthest place the provider has told of.';
comment on column private.sync_cursors.state is 'new: nothing read yet; live: changes are followed; resync: the provider has forgotten the changes after the cursor, the gap is being closed.';
comment on column private.sync_cursors.resync_cursor is 'Place before the gap is listed: becomes the cursor when it is closed.';
comment on column private.sync_cursors.resync_since is 'Everything received since then is compared to close the gap.';
comment on column private.sync_cursors.backfill_state is 'Mail from before the account was connected: waiting, running or done.';
comment on column private.sync_cursors.backfill_since is 'How far back it goes; null for all of it.';
comment on column private.sync_cursors.page_token is 'Page of the running list, of the backfill or the resync: what came before it is stored.';
comment on column private.sync_cursors.estimated_count is 'Messages the provider expects in the backfill.';
comment on column private.sync_cursors.read_count is 'Messages the backfill has been through.';
comment on column private.sync_cursors.backfilled_at is 'When the backfill ended.';
comment on column private.sync_cursors.checked_at is 'When the account was last known to be read up to its end.';
comment on column private.sync_cursors.notified_at is 'When the provider last told of a change.';
comment on column private.sync_cursors.updated_at is 'When the row last changed.';
create index sync_cursors_owner_idx on private.sync_cursors (workspace_id, owner_id, connection_id); -- for the foreign key
create index sync_cursors_checked_at_idx on private.sync_cursors (checked_at nulls first); -- for the poll
create trigger touch_updated_at before update on private.sync_cursors
  for each row execute function private.touch_updated_at();
alter table private.sync_cursors enable row level security;
-- no policies and no grants: people read public.list_syncs()

create table public.sync_gaps (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  stream text not null,
  from_cursor public.history_position not null,
  to_cursor public.history_position not null,
  since timestamptz not null,
  found_count integer not null default 0,
  removed_count integer not null default 0,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade
);
comment on table public.sync_gaps is 'Stretches of changes a provider had forgotten before they were read, and how they were closed: by comparing everything received since.';
comment on column public.sync_gaps.id is 'Gap id, time-ordered.';
comment on column public.sync_gaps.workspace_id is 'Workspace.';
comment on column public.sync_gaps.owner_id is 'Whose account it is.';
comment on column public.sync_gaps.connection_id is 'Account.';
comment on column public.sync_gaps.stream is 'What of it.';
comment on column public.sync_gaps.from_cursor is 'Last place that was read.';
comment on column public.sync_gaps.to_cursor is 'Where reading goes on.';
comment on column public.sync_gaps.since is 'What was received since then was compared.';
comment on column public.sync_gaps.found_count is 'Messages that were missing and are stored now.';
comment on column public.sync_gaps.removed_count is 'Messages the provider no longer has.';
comment on column public.sync_gaps.opened_at is 'When it was found.';
comment on column public.sync_gaps.closed_at is 'When everything was compared.';
create index sync_gaps_connection_idx on public.sync_gaps (workspace_id, owner_id, connection_id, opened_at desc); -- for a person's list
create unique index sync_gaps_open_idx on public.sync_gaps (connection_id, stream) where closed_at is null; -- for one open gap
alter table public.sync_gaps enable row level security;
create policy "people read the gaps of their own accounts" on public.sync_gaps for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.sync_gaps to authenticated, service_role;
-- not granted: insert, update, delete; the worker closes gaps

create table public.sync_failures (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  provider_message_id text not null,
  reason text not null,
  attempt_count integer not null default 1,
  first_failed_at timestamptz not null default now(),
  last_failed_at timestamptz not null default now(),
  resolved_at timestamptz,
  unique (connection_id, provider_message_id),
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade
);
comment on table public.sync_failures is 'Messages that could not be read or stored. They hold nothing up; each audit tries them again.';
comment on column public.sync_failures.id is 'Failure id, time-ordered.';
comment on column public.sync_failures.workspace_id is 'Workspace.';
comment on column public.sync_failures.owner_id is 'Whose account it is.';
comment on column public.sync_failures.connection_id is 'Account.';
comment on column public.sync_failures.provider_message_id is 'The message at the provider.';
comment on column public.sync_failures.reason is 'Slug of why, the last time.';
comment on column public.sync_failures.attempt_count is 'How often it was tried.';
comment on column public.sync_failures.first_failed_at is 'First failure.';
comment on column public.sync_failures.last_failed_at is 'Last failure.';
comment on column public.sync_failures.resolved_at is 'When it was stored after all, or was gone.';
create index sync_failures_connection_idx on public.sync_failures (workspace_id, owner_id, connection_id); -- for the foreign key and a person's list
create index sync_failures_open_idx on public.sync_failures (connection_id, last_failed_at) where resolved_at is null; -- for trying again
alter table public.sync_failures enable row level security;
create policy "people read the failures of their own accounts" on public.sync_failures for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.sync_failures to authenticated, service_role;
-- not granted: insert, update, delete; the worker writes them
