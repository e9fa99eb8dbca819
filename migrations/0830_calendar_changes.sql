-- Calendar changes: what people want of a provider's calendar. A row first, with the event's id chosen by us, then the call:
-- whoever finds a change `applying` looks at the provider before anything is repeated. The event itself is not touched until the
-- provider has said what it made of it; only an event that is new stands here at once, as pending.
-- The conflict rule: a change applies to exactly the version (etag) the person saw, else it fails with event_changed and nothing
-- happens. Two changes of ours to one event go one after the other.
create table public.calendar_changes (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  calendar_id uuid not null,
  event_id uuid not null,
  is_shared boolean not null default false,
  action text not null constraint calendar_changes_action_is_known check (action in ('create', 'update', 'delete', 'respond')),
  provider_event_id text not null,
  body jsonb not null default '{}' constraint calendar_changes_body_is_an_object check (jsonb_typeof(body) = 'object' and pg_column_size(body) <= 65536),
  expected_etag text,
  notify text not null constraint calendar_changes_notify_is_known check (notify in ('all', 'external', 'nobody')),
  state text not null default 'queued'
    constraint calendar_changes_state_is_known check (state in ('queued', 'applying', 'applied', 'uncertain', 'failed')),
  state_reason text,
  attempts integer not null default 0,
  applying_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, owner_id, id),
  foreign key (workspace_id, owner_id, calendar_id) references public.calendars (workspace_id, owner_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, event_id) references public.calendar_events (workspace_id, owner_id, id) on delete cascade,
  constraint calendar_changes_final_has_an_end check ((state in ('applied', 'failed')) = (finished_at is not null)),
  constraint calendar_changes_failed_has_a_reason check (state <> 'failed' or state_reason is not null)
);
comment on table public.calendar_changes is 'Wishes to change events at a provider. Made by the event verbs; moved by begin_change() and settle_change().';
comment on column public.calendar_changes.id is 'Change id; written into the event at the provider, so that it can be recognised there.';
comment on column public.calendar_changes.workspace_id is 'Workspace.';
comment on column public.calendar_changes.owner_id is 'Owner of the calendar, who asked for it.';
comment on column public.calendar_changes.calendar_id is 'Calendar.';
comment on column public.calendar_changes.event_id is 'Event it is about.';
comment on column public.calendar_changes.is_shared is 'Never: what somebody wants is their own.';
comment on column public.calendar_changes.action is 'create, update, delete or respond.';
comment on column public.calendar_changes.provider_event_id is 'Id at the provider: of the event, or of one instance of a series.';
comment on column public.calendar_changes.body is 'The fields that are to be set, as create_event() takes them; of respond the answer.';
comment on column public.calendar_changes.expected_etag is 'The version the person saw; null where any will do.';
comment on column public.calendar_changes.notify is 'Whom the provider tells by mail: all guests, those outside the organisation, or nobody.';
comment on column public.calendar_changes.state is 'queued, applying, applied, uncertain (outcome being looked up) or failed.';
comment on column public.calendar_changes.state_reason is 'Slug that explains the state.';
comment on column public.calendar_changes.attempts is 'Times a worker began.';
comment on column public.calendar_changes.applying_at is 'When the last attempt began.';
comment on column public.calendar_changes.finished_at is 'When it was applied or failed.';
comment on column public.calendar_changes.created_at is 'When it was asked for.';
comment on column public.calendar_changes.updated_at is 'When the row last changed.';
create index calendar_changes_event_idx on public.calendar_changes (workspace_id, owner_id, event_id, id); -- for the changes of an event, in order
create index calendar_changes_calendar_idx on public.calendar_changes (workspace_id, owner_id, calendar_id); -- for deleting a calendar
create index calendar_changes_open_idx on public.calendar_changes (created_at) where state in ('queued', 'applying', 'uncertain'); -- for finding what was left behind

create trigger touch_updated_at before update on public.calendar_changes
  for each row execute function private.touch_updated_at();

alter table public.calendar_changes enable row level security;
create policy "people read their own changes" on public.calendar_changes for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.calendar_changes to authenticated, service_role;
-- not granted: insert, update, delete; the event verbs make changes, the worker moves them

insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts, backoff_base_seconds, backoff_cap_seconds, max_workers) values
  ('change-calendar', 'change-calendar', 90, 10, 12, 2, 900, 4);

create function private.enqueue_change(change public.calendar_changes, run_at timestamptz default now()) returns uuid
language sql volatile
set search_path = ''
as $$
  select private.enqueue(on_queue => 'change-calendar', in_workspace => change.workspace_id,
    payload => jsonb_build_object('change_id', change.id), unique_key => change.id::text, run_at => enqueue_change.run_at,
    through_connection => c.connection_id, priority => (-1)::smallint)
  from public.calendars c where c.id = change.calendar_id
$$;
revoke execute on function private.enqueue_change(public.calendar_changes, timestamptz) from public, anon, authenticated, service_role;
comment on function private.enqueue_change(public.calendar_changes, timestamptz) is 'Adds the job that applies a change.';

create function private.settle_changes(as_of timestamptz, at_most integer default 500) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  c public.calendar_changes;
  settled integer := 0;
begin
  for c in select x.* from public.calendar_changes x
    where x.state in ('queued', 'applying', 'uncertain') and x.created_at < as_of - interval '5 minutes'
      and not exists (select from private.jobs j where j.queue = 'change-calendar' and j.unique_key = x.id::text and j.state <> 'dead')
    order by x.created_at limit at_most for update skip locked
  loop
    -- its job died: a day long it gets another, since "is it there?" can still be answered; then a person must look
    if c.created_at > as_of - interval '1 day' then
      perform private.enqueue_change(c, as_of);
    else
      perform private.fail_change(c, 'outcome_unknown', as_of);
    end if;
    settled := settled + 1;
  end loop;
  return settled;
end
$$;
revoke execute on function private.settle_changes(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.settle_changes(timestamptz, integer) is 'Tick: changes whose job was lost are looked up again, after a day they fail visibly; answers how many.';

create function private.fail_change(c public.calendar_changes, reason text, as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  e public.calendar_events;
begin
  update public.calendar_changes x set state = 'failed', state_reason = reason, finished_at = as_of where x.id = c.id;
  if c.action <> 'create' then return; end if;
  -- what was never made takes no time; should it be there after all, reading the calendar brings it back
  update public.calendar_events x set status = 'cancelled', is_pending = false, etag = null
  where x.id = c.event_id and x.is_pending returning * into e;
  if e.id is not null then perform private.event_changed(e); end if;
end
$$;
revoke execute on function private.fail_change(public.calendar_changes, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.fail_change(public.calendar_changes, text, timestamptz) is 'Ends a change that cannot be applied; a new event that was never made is cancelled.';
