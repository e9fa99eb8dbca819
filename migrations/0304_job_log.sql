-- The job log: what ended, as it ended. Apart from private.jobs, so that claims never meet a finished job, however many.
-- One plain table: partitions would make dropping a week cheap, and every finish dearer; a bounded delete a night does.
create table private.job_log (
  job_id uuid primary key,
  queue text not null,
  workspace_id uuid,
  owner_id uuid,
  connection_id uuid,
  batch_id uuid,
  unique_key text,
  state text not null constraint job_log_state_is_final check (state in ('done', 'cancelled')),
  attempts integer not null,
  progress_done integer,
  progress_total integer,
  last_error jsonb,
  leased_by text,
  created_at timestamptz not null,
  leased_at timestamptz,
  finished_at timestamptz not null
);
comment on table private.job_log is 'Jobs that are done or cancelled. Append-only; trimmed after a week. Written by private.end_jobs() and worker.finish_jobs().';
comment on column private.job_log.job_id is 'Job id.';
comment on column private.job_log.queue is 'Queue.';
comment on column private.job_log.workspace_id is 'Tenant. No foreign key: every finish would lock the workspace''s row, and ten workers wait for each other.';
comment on column private.job_log.owner_id is 'Person the job belonged to.';
comment on column private.job_log.connection_id is 'Account it acted through. No foreign key: the entry outlives it.';
comment on column private.job_log.batch_id is 'Batch it was enqueued with.';
comment on column private.job_log.unique_key is 'Its key.';
comment on column private.job_log.state is 'done or cancelled.';
comment on column private.job_log.attempts is 'Attempts it took.';
comment on column private.job_log.progress_done is 'Last reported steps.';
comment on column private.job_log.progress_total is 'Last reported steps in all.';
comment on column private.job_log.last_error is 'Last failure, or why it was cancelled.';
comment on column private.job_log.leased_by is 'Last holder.';
comment on column private.job_log.created_at is 'When it was enqueued.';
comment on column private.job_log.leased_at is 'When it was last claimed.';
comment on column private.job_log.finished_at is 'When it ended.';
create index job_log_workspace_id_owner_id_job_id_idx on private.job_log (workspace_id, owner_id, job_id); -- for a person's list, and for deleting a workspace
create index job_log_finished_at_idx on private.job_log using brin (finished_at) with (pages_per_range = 16); -- for trimming: rows are appended in this order
create index job_log_batch_id_idx on private.job_log (batch_id) where batch_id is not null; -- for progress
alter table private.job_log enable row level security;
-- no policies and no grants: functions only

create function private.forget_jobs() returns trigger
language plpgsql security definer -- definer: whoever deletes a workspace has no rights on the log
set search_path = ''
as $$
begin
  delete from private.job_log l where l.workspace_id = old.id;
  return null;
end
$$;
revoke execute on function private.forget_jobs() from public, anon, authenticated, service_role;
comment on function private.forget_jobs() is 'After delete of a workspace: its entries go with it.';
create trigger forget_jobs after delete on public.workspaces for each row execute function private.forget_jobs();

create function private.end_jobs(job_ids uuid[], because text, as_of timestamptz default clock_timestamp()) returns integer
language sql volatile
set search_path = ''
as $$
  with ended as (
    delete from private.jobs j where j.id = any (job_ids) and j.state in ('waiting', 'dead') returning *),
  logged as (
    insert into private.job_log (job_id, queue, workspace_id, owner_id, connection_id, batch_id, unique_key, state, attempts,
      progress_done, progress_total, last_error, leased_by, created_at, leased_at, finished_at)
    select e.id, e.queue, e.workspace_id, e.owner_id, e.connection_id, e.batch_id, e.unique_key, 'cancelled', e.attempts,
      e.progress_done, e.progress_total,
      jsonb_build_object('class', 'permanent', 'slug', because, 'at', as_of)
        || case when e.last_error is null then '{}' else jsonb_build_object('before', e.last_error ->> 'slug') end,
      e.leased_by, e.created_at, e.leased_at, as_of
    from ended e
    on conflict (job_id) do nothing)
  select count(*)::integer from ended
$$;
revoke execute on function private.end_jobs(uuid[], text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.end_jobs(uuid[], text, timestamptz) is
  'Moves waiting and dead jobs to the log as cancelled; answers how many. A leased job is past stopping: its outcome decides.';

create function private.cancel_jobs(on_queue text, keys text[]) returns integer
language sql volatile
set search_path = ''
as $$
  select private.end_jobs(array(
    select j.id from private.jobs j where j.queue = on_queue and j.unique_key = any (keys) and j.state = 'waiting'), 'cancelled')
$$;
revoke execute on function private.cancel_jobs(text, text[]) from public, anon, authenticated, service_role;
comment on function private.cancel_jobs(text, text[]) is
  'Cancels jobs that wait under these keys; one that is being worked on is left to its worker. Answers how many.';

create function private.trim_jobs(as_of timestamptz, max_count integer default 50000) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  trimmed_count integer;
begin
  with trimmed as (
    delete from private.job_log l where l.job_id = any (array(
      select o.job_id from private.job_log o where o.finished_at < as_of - interval '7 days' limit max_count))
    returning 1)
  select count(*) into trimmed_count from trimmed;
  -- Dead jobs rest until somebody retries or drops them. After 90 days nobody will: they leave a line in the log.
  perform private.end_jobs(array(
    select j.id from private.jobs j where j.state = 'dead' and j.finished_at < as_of - interval '90 days' limit max_count), 'dead_too_long', as_of);
  delete from private.job_batches b where b.created_at < as_of - interval '7 days'
    and not exists (select 1 from private.jobs j where j.batch_id = b.id) and not exists (select 1 from private.job_log l where l.batch_id = b.id);
  return trimmed_count;
end
$$;
revoke execute on function private.trim_jobs(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.trim_jobs(timestamptz, integer) is
  'Tick: forgets what ended a week ago, and dead jobs after 90 days, at most max_count of each; answers how many log rows went.';
