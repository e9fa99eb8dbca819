-- Batches: jobs enqueued together, whose progress somebody wants to see. Counts are read from the jobs, not kept: a counter
-- would make every worker of a batch wait for the others.
create table private.job_batches (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid references public.workspaces (id) on delete cascade,
  owner_id uuid,
  total_count integer not null,
  created_at timestamptz not null default now()
);
comment on table private.job_batches is 'Batches of jobs. Written by private.enqueue_batch(); goes when its last job leaves the log.';
comment on column private.job_batches.id is 'Batch id.';
comment on column private.job_batches.workspace_id is 'Tenant; null for the system.';
comment on column private.job_batches.owner_id is 'Person it belongs to; null for the system.';
comment on column private.job_batches.total_count is 'Jobs it was made with.';
comment on column private.job_batches.created_at is 'When.';
create index job_batches_workspace_id_idx on private.job_batches (workspace_id); -- for deleting a workspace
alter table private.job_batches enable row level security;
-- no policies and no grants: functions only

create function private.enqueue_batch(
  on_queue text, in_workspace uuid, payloads jsonb[], for_owner uuid default null, through_connection uuid default null,
  priority smallint default 0, after_job uuid default null
) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  batch private.job_batches;
begin
  insert into private.job_batches (workspace_id, owner_id, total_count)
  select coalesce(in_workspace, c.workspace_id), coalesce(for_owner, c.owner_id), cardinality(payloads)
  from (select) one left join public.connections c on c.id = through_connection
  returning * into batch;
  insert into private.jobs (queue, workspace_id, owner_id, connection_id, batch_id, after_job_id, held_by, payload, priority)
  select on_queue, batch.workspace_id, batch.owner_id, through_connection, batch.id, after_job,
    case when exists (select 1 from private.jobs b where b.id = after_job) then 'job' end, p.payload, enqueue_batch.priority
  from unnest(payloads) p (payload);
  return batch.id;
end
$$;
revoke execute on function private.enqueue_batch(text, uuid, jsonb[], uuid, uuid, smallint, uuid) from public, anon, authenticated, service_role;
comment on function private.enqueue_batch(text, uuid, jsonb[], uuid, uuid, smallint, uuid) is
  'Adds one job for each payload, without keys, in the caller''s transaction; answers the batch id. Each job may itself have jobs after it.';

create function private.batch_progress(of_batch uuid) returns table (total integer, done integer, dead integer, cancelled integer)
language sql stable
set search_path = ''
as $$
  -- done is what is neither here nor cancelled, so trimming the log does not make a batch look unfinished
  select b.total_count, b.total_count - o.open_count - o.dead_count - c.cancelled_count, o.dead_count, c.cancelled_count
  from private.job_batches b,
    lateral (select count(*) filter (where j.state <> 'dead')::integer as open_count, count(*) filter (where j.state = 'dead')::integer as dead_count
      from private.jobs j where j.batch_id = b.id) o,
    lateral (select count(*)::integer as cancelled_count from private.job_log l where l.batch_id = b.id and l.state = 'cancelled') c
  where b.id = of_batch
$$;
revoke execute on function private.batch_progress(uuid) from public, anon, authenticated, service_role;
comment on function private.batch_progress(uuid) is 'Jobs of a batch: in all, done, dead, cancelled; the rest waits or runs.';
