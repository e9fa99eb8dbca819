-- Nudge events: every move of a nudge, by whom and why; written by a trigger, so no path can forget it.
create table public.nudge_events (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  nudge_id uuid not null,
  is_shared boolean not null default false,
  from_status text,
  to_status text not null,
  reason text,
  draft_version integer not null,
  body text,
  actor_id uuid,
  occurred_at timestamptz not null default now(),
  foreign key (workspace_id, nudge_id) references public.nudges (workspace_id, id) on delete cascade
);
comment on table public.nudge_events is 'History of nudges. Append-only.';
comment on column public.nudge_events.id is 'Event id.';
comment on column public.nudge_events.workspace_id is 'Workspace.';
comment on column public.nudge_events.owner_id is 'Owner of the nudge.';
comment on column public.nudge_events.nudge_id is 'Nudge.';
comment on column public.nudge_events.is_shared is 'Copied from the nudge.';
comment on column public.nudge_events.from_status is 'Status before; null at the start.';
comment on column public.nudge_events.to_status is 'Status after; the same when only the draft changed.';
comment on column public.nudge_events.reason is 'Slug that explains the move.';
comment on column public.nudge_events.draft_version is 'Version of the draft after the move.';
comment on column public.nudge_events.body is 'The text of this version, when the move made it: a version that is edited or written anew is not lost.';
comment on column public.nudge_events.actor_id is 'Who moved it; null for the system. No foreign key: it outlives the account.';
comment on column public.nudge_events.occurred_at is 'When.';
create index nudge_events_nudge_idx on public.nudge_events (workspace_id, nudge_id, id); -- for a nudge's history

alter table public.nudge_events enable row level security;
create policy "people read the history of their own and shared nudges" on public.nudge_events for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.nudge_events to authenticated, service_role;
-- not granted: insert, update, delete

create function private.record_nudge_event() returns trigger
language plpgsql security definer -- definer: writes history for whoever moved the nudge
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or old.status is distinct from new.status or old.draft_version <> new.draft_version then
    insert into public.nudge_events (workspace_id, owner_id, nudge_id, is_shared, from_status, to_status, reason, draft_version, body, actor_id)
    values (new.workspace_id, new.owner_id, new.id, new.is_shared,
      case when tg_op = 'UPDATE' then old.status end, new.status, new.status_reason, new.draft_version,
      case when tg_op = 'UPDATE' and old.draft_version <> new.draft_version then new.body end, auth.uid());
  end if;
  return null;
end
$$;
revoke execute on function private.record_nudge_event() from public, anon, authenticated, service_role;
comment on function private.record_nudge_event() is 'After insert or update of a nudge: records the move.';
create trigger record_nudge_event after insert or update on public.nudges
  for each row execute function private.record_nudge_event();

-- A planned nudge is drafted at once (FUP-2): the job is enqueued in the transaction that planned it.
create function private.draft_planned_nudge() returns trigger
language plpgsql security definer -- definer: whoever caused the plan may not enqueue
set search_path = ''
as $$
begin
  -- Through the account, although a draft does not use it: while it is away, nobody knows what has arrived.
  perform private.enqueue('draft-nudge', new.workspace_id, jsonb_strip_nulls(jsonb_build_object('nudge_id', new.id, 'asked_by', new.asked_by)),
    new.id::text, priority => (case when new.asked_by is null then 0 else -1 end)::smallint, for_owner => new.owner_id,
    through_connection => new.connection_id);
  return null;
end
$$;
revoke execute on function private.draft_planned_nudge() from public, anon, authenticated, service_role;
comment on function private.draft_planned_nudge() is 'After insert of a pending nudge: enqueues its draft.';
create trigger draft_planned_nudge after insert on public.nudges
  for each row when (new.status = 'pending') execute function private.draft_planned_nudge();
