-- Audit log: who did what to which row, when, from where, before and after. Append-only.
create table public.audit_log (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  actor_id uuid,
  action text not null constraint audit_log_action_is_noun_verb check (action ~ '^[a-z_]+\.[a-z_]+$'),
  subject_type text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  origin jsonb not null default '{}',
  occurred_at timestamptz not null default now()
);
comment on table public.audit_log is 'Sensitive operations of a workspace. Written by private.audit() only; never changed.';
comment on column public.audit_log.id is 'Time-ordered id.';
comment on column public.audit_log.workspace_id is 'The workspace the operation belongs to.';
comment on column public.audit_log.actor_id is 'Who did it; null for the system. No foreign key: the entry outlives the account.';
comment on column public.audit_log.action is 'noun.past_verb, e.g. member.removed.';
comment on column public.audit_log.subject_type is 'Kind of row.';
comment on column public.audit_log.subject_id is 'Id of the row.';
comment on column public.audit_log.before is 'Changed fields before.';
comment on column public.audit_log.after is 'Changed fields after.';
comment on column public.audit_log.origin is 'Where from: forwarded address and user agent of the request, if any.';
comment on column public.audit_log.occurred_at is 'When.';
create index audit_log_workspace_id_id_idx on public.audit_log (workspace_id, id desc); -- for reading newest first

create function private.keep_audit_log() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- A workspace that is deleted takes its log along; nothing else may touch an entry.
  if tg_op = 'DELETE' and not exists (select 1 from public.workspaces where id = old.workspace_id) then
    return old;
  end if;
  perform private.problem('audit_log_is_append_only');
  return null;
end
$$;
revoke execute on function private.keep_audit_log() from public, anon, authenticated, service_role;
comment on function private.keep_audit_log() is 'Before update or delete: refuses.';
create trigger keep_audit_log before update or delete on public.audit_log
  for each row execute function private.keep_audit_log();

alter table public.audit_log enable row level security;
create policy "admins read the audit log" on public.audit_log for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids('admin'))));
grant select on public.audit_log to authenticated, service_role;
-- not granted: insert, update, delete, to anybody

-- definer: callers may not write the log themselves.
create function private.audit(
  in_workspace uuid, action text, subject_type text, subject_id text, before jsonb default null, after jsonb default null
) returns void
language sql volatile security definer
set search_path = ''
as $$
  insert into public.audit_log (workspace_id, actor_id, action, subject_type, subject_id, before, after, origin)
  select in_workspace, auth.uid(), action, subject_type, subject_id, before, after,
    jsonb_strip_nulls(jsonb_build_object(
      'forwarded_for', headers ->> 'x-forwarded-for', 'user_agent', left(headers ->> 'user-agent', 200)))
  from (select nullif(current_setting('request.headers', true), '')::jsonb as headers) request
$$;
revoke execute on function private.audit(uuid, text, text, text, jsonb, jsonb) from public, anon, authenticated, service_role;
comment on function private.audit(uuid, text, text, text, jsonb, jsonb) is 'Appends one entry for the signed-in person (or the system).';

create function private.audit_workspace_settings() returns trigger
language plpgsql security definer -- definer: writes the log for the person who changed the row
set search_path = ''
as $$
declare
  changed_keys text[];
begin
  select array_agg(n.key) into changed_keys
  from jsonb_each(to_jsonb(new)) n join jsonb_each(to_jsonb(old)) o using (key)
  where n.value is distinct from o.value and n.key not in ('updated_at', 'admins_see_everything_since');
  if changed_keys is not null then
    perform private.audit(new.id, 'workspace.changed', 'workspace', new.id::text,
      (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(old)) where key = any (changed_keys)),
      (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(new)) where key = any (changed_keys)));
  end if;
  return null;
end
$$;
revoke execute on function private.audit_workspace_settings() from public, anon, authenticated, service_role;
comment on function private.audit_workspace_settings() is 'After update of a workspace: logs the changed settings.';
create trigger audit_workspace_settings after update on public.workspaces
  for each row execute function private.audit_workspace_settings();

insert into private.problems (slug, status, sentence, cure) values
  ('audit_log_is_append_only', 403, 'Cannot change the audit log: entries are never changed or removed', 'Leave the entry as it is.');
