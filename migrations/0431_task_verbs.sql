-- Task verbs (TSK-1): write one down, change it, delete it. Owner and assignee change a task; only the owner gives it away.

-- definer: the columns are not granted, so that status and moments stay in step.
create function private.change_task(in_workspace uuid, wanted uuid, changes jsonb, as_of timestamptz) returns public.tasks
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  known constant text[] := array['title', 'details', 'status', 'priority', 'due_on', 'due_at', 'snoozed_until', 'assignee_id', 'is_shared'];
  unknown_key text := (select min(key) from jsonb_object_keys(coalesce(changes, '{}')) key where not key = any (known));
  t public.tasks;
  zone text;
  rule text;
begin
  perform private.require_user();
  if unknown_key is not null then perform private.problem('task_invalid', left(unknown_key, 60)); end if;
  if wanted is null then
    perform private.require_role(in_workspace, 'member');
    t.id := private.time_ordered_uuid();
    t.workspace_id := in_workspace; t.owner_id := auth.uid(); t.is_shared := false; t.details := ''; t.status := 'open'; t.priority := 'normal';
    t.source := 'person'; t.created_at := as_of; t.updated_at := as_of;
  else
    select * into t from public.tasks x
    where x.id = wanted and x.workspace_id in (select private.my_workspace_ids())
      and (x.owner_id = auth.uid() or x.assignee_id = auth.uid() or x.is_shared) for update;
    if not found then perform private.problem('task_not_found'); end if;
    if t.owner_id <> auth.uid() and changes ?| array['assignee_id', 'is_shared'] then perform private.problem('task_not_yours'); end if;
    if t.message_id is not null and changes ? 'is_shared' then perform private.problem('task_follows_its_message'); end if;
  end if;
  t := jsonb_populate_record(t, changes);
  if changes ->> 'status' = 'suggested' then perform private.problem('task_invalid', 'status'); end if;
  -- one change keeps what hangs on it in step
  -- a task's day is its owner's day, whoever names the hour; taking the hour away leaves the day
  zone := (select p.time_zone from public.profiles p where p.id = t.owner_id);
  if t.due_at is not null and changes ? 'due_at' then t.due_on := coalesce((changes ->> 'due_on')::date, (t.due_at at time zone zone)::date);
  elsif changes ? 'due_on' then t.due_at := null; end if;
  if t.status <> 'snoozed' then t.snoozed_until := null;
  elsif t.snoozed_until is null or t.snoozed_until <= as_of then perform private.problem('task_invalid', 'snoozed_until'); end if;
  t.completed_at := case when t.status = 'done' then coalesce(t.completed_at, as_of) end;
  if wanted is null then
    insert into public.tasks select t.* returning * into t;
  else
    update public.tasks x set title = t.title, details = t.details, status = t.status, priority = t.priority, due_on = t.due_on, due_at = t.due_at,
      snoozed_until = t.snoozed_until, assignee_id = t.assignee_id, is_shared = t.is_shared, completed_at = t.completed_at
    where x.id = wanted returning * into t;
  end if;
  return t;
exception when integrity_constraint_violation or data_exception then
  get stacked diagnostics rule = constraint_name;
  perform private.problem('task_invalid', coalesce(nullif(replace(rule, '_', ' '), ''), 'a value has the wrong form'));
  return null;
end
$$;
revoke execute on function private.change_task(uuid, uuid, jsonb, timestamptz) from public, anon;
grant execute on function private.change_task(uuid, uuid, jsonb, timestamptz) to authenticated;
comment on function private.change_task(uuid, uuid, jsonb, timestamptz) is 'See public.create_task and public.change_task.';

create function public.create_task(workspace_id uuid, task jsonb) returns public.tasks
language sql volatile
set search_path = ''
as $$ select private.change_task(workspace_id, null, task, now()) $$;
revoke execute on function public.create_task(uuid, jsonb) from public, anon;
grant execute on function public.create_task(uuid, jsonb) to authenticated;
comment on function public.create_task(uuid, jsonb) is
  'Writes down a task of the caller: title, and any of details, status, priority, due_on, due_at, snoozed_until, assignee_id, is_shared. Errors: workspace_not_found, task_invalid.';

create function public.change_task(task_id uuid, changes jsonb) returns public.tasks
language sql volatile
set search_path = ''
as $$ select private.change_task(null, task_id, changes, now()) $$;
revoke execute on function public.change_task(uuid, jsonb) from public, anon;
grant execute on function public.change_task(uuid, jsonb) to authenticated;
comment on function public.change_task(uuid, jsonb) is
  'Changes any of title, details, status (open confirms a suggestion, snoozed wants snoozed_until, done, dismissed), priority, due_on, due_at; the owner also assignee_id and is_shared. Errors: task_not_found, task_not_yours, task_follows_its_message, task_invalid.';

-- definer: deleting is not granted, because a task of a message is dismissed instead, or the next run would find it again.
create function private.delete_task(wanted uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  delete from public.tasks t
  where t.id = wanted and t.owner_id = private.require_user() and t.workspace_id in (select private.my_workspace_ids()) and t.source = 'person';
  if found then return; end if;
  update public.tasks t set status = 'dismissed', snoozed_until = null, completed_at = null
  where t.id = wanted and t.owner_id = auth.uid() and t.workspace_id in (select private.my_workspace_ids());
  if not found then perform private.problem('task_not_found'); end if;
end
$$;
revoke execute on function private.delete_task(uuid) from public, anon;
grant execute on function private.delete_task(uuid) to authenticated;
comment on function private.delete_task(uuid) is 'See public.delete_task.';

create function public.delete_task(task_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.delete_task(task_id) $$;
revoke execute on function public.delete_task(uuid) from public, anon;
grant execute on function public.delete_task(uuid) to authenticated;
comment on function public.delete_task(uuid) is
  'The owner deletes a task written by hand; one that was found in a message is dismissed, so that it is not found again. Errors: task_not_found.';

insert into private.problems (slug, status, sentence, cure) values
  ('task_not_found', 404, 'Cannot find the task: it does not exist or you may not change it', 'Check the id in your list of tasks.'),
  ('task_not_yours', 403, 'Cannot change the task: only its owner gives it away or shares it', 'Ask its owner.'),
  ('task_follows_its_message', 409, 'Cannot share the task: it follows the message it was found in', 'Share the conversation.'),
  ('task_invalid', 422, 'Cannot save the task: a field or a value is not known', 'Use the fields the function''s comment lists; snoozed needs a moment in the future, the assignee must be a member.');
