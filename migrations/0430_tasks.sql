-- Tasks (TSK-1): what somebody has to do, found in a message with the words that ask for it, or written down by a person.
create table public.tasks (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  is_shared boolean not null default false,
  title text not null constraint tasks_title_is_short_text check (length(btrim(title)) between 1 and 300),
  details text not null default '' constraint tasks_details_are_short check (length(details) <= 10000),
  status text not null default 'open' constraint tasks_status_is_known check (status in ('suggested', 'open', 'snoozed', 'done', 'dismissed')),
  priority text not null default 'normal' constraint tasks_priority_is_known check (priority in ('urgent', 'high', 'normal', 'low')),
  due_on date,
  due_at timestamptz,
  snoozed_until timestamptz,
  assignee_id uuid,
  message_id uuid,
  evidence jsonb,
  source text not null constraint tasks_source_is_known check (source in ('person', 'rules', 'model')),
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  foreign key (workspace_id, message_id) references public.messages (workspace_id, id) on delete set null (message_id),
  foreign key (workspace_id, assignee_id) references public.workspace_members (workspace_id, user_id) on delete set null (assignee_id),
  constraint tasks_snoozed_needs_until check ((status = 'snoozed') = (snoozed_until is not null)),
  constraint tasks_done_has_a_moment check ((status = 'done') = (completed_at is not null)),
  constraint tasks_hour_has_a_day check (due_at is null or due_on is not null),
  constraint tasks_found_have_evidence check (source = 'person' or evidence is not null)
);
comment on table public.tasks is 'What has to be done. Written by the extract function and by the verbs below.';
comment on column public.tasks.id is 'Task id.';
comment on column public.tasks.workspace_id is 'Workspace.';
comment on column public.tasks.owner_id is 'Whose task it is.';
comment on column public.tasks.is_shared is 'Whether the workspace sees it; a task of a message follows the message.';
comment on column public.tasks.title is 'What to do.';
comment on column public.tasks.details is 'More about it.';
comment on column public.tasks.status is 'suggested: found, not confirmed; open; snoozed; done; dismissed, which also keeps it from being found again.';
comment on column public.tasks.priority is 'urgent, high, normal or low.';
comment on column public.tasks.due_on is 'Day in the owner''s zone.';
comment on column public.tasks.due_at is 'Moment, when an hour was named.';
comment on column public.tasks.snoozed_until is 'When a snooze ends.';
comment on column public.tasks.assignee_id is 'Member who does it, and therefore sees it; null for the owner.';
comment on column public.tasks.message_id is 'Message it was found in; null when written by hand or when the message has expired.';
comment on column public.tasks.evidence is '{quote, start, end}: the words of the message that ask for it.';
comment on column public.tasks.source is 'person, rules or model.';
comment on column public.tasks.completed_at is 'When it was done.';
comment on column public.tasks.created_at is 'When it was made.';
comment on column public.tasks.updated_at is 'When it last changed.';
create index tasks_due_idx on public.tasks (workspace_id, owner_id, status, due_on); -- for lists
create index tasks_message_idx on public.tasks (workspace_id, message_id); -- for the foreign key and a message's tasks
create index tasks_assignee_idx on public.tasks (workspace_id, assignee_id); -- for the foreign key and the assignee's list
create index tasks_owner_id_idx on public.tasks (owner_id); -- for deleting a profile
create index tasks_snoozed_idx on public.tasks (snoozed_until) where status = 'snoozed'; -- for the tick

create trigger touch_updated_at before update on public.tasks
  for each row execute function private.touch_updated_at();

alter table public.tasks enable row level security;
create policy "people read their own, shared and assigned tasks" on public.tasks for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or assignee_id = (select auth.uid())
      or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.tasks to authenticated, service_role;
-- not granted: insert, update, delete; the verbs keep the rules between the columns

create function private.carry_sharing_to_tasks() returns trigger
language plpgsql security definer -- definer: whoever shares may not update the rows directly
set search_path = ''
as $$
begin
  update public.tasks t set is_shared = new.is_shared where t.workspace_id = new.workspace_id and t.message_id = new.id and t.is_shared <> new.is_shared;
  return null;
end
$$;
revoke execute on function private.carry_sharing_to_tasks() from public, anon, authenticated, service_role;
comment on function private.carry_sharing_to_tasks() is 'After a message was shared or taken back: so are its tasks.';
create trigger carry_sharing_to_tasks after update of is_shared on public.messages for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_tasks();

create function private.wake_tasks(as_of timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
  with due as (
    select t.id from public.tasks t where t.status = 'snoozed' and t.snoozed_until <= as_of order by t.snoozed_until limit 1000 for update skip locked
  ), woken as (
    update public.tasks t set status = 'open', snoozed_until = null from due where t.id = due.id returning 1
  )
  select count(*)::integer from woken
$$;
revoke execute on function private.wake_tasks(timestamptz) from public, anon, authenticated, service_role;
comment on function private.wake_tasks(timestamptz) is 'Tick: opens tasks whose snooze has ended; answers how many.';
