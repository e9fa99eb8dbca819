-- Jobs: work that follows from a fact, enqueued in the same transaction as the fact. A worker holds a job by a lease,
-- never by a lock: who lost the lease cannot finish the job, and a killed worker's job comes back by itself.
-- This table holds unfinished jobs only (and dead ones, until somebody looks): what ended goes to private.job_log.
create table private.queues (
  name text primary key constraint queues_name_is_a_slug check (name ~ '^[a-z]+(-[a-z]+)*$'),
  function_slug text not null,
  lease_seconds integer not null default 60 constraint queues_lease_is_five_seconds_to_fifteen_minutes check (lease_seconds between 5 and 900),
  batch_size integer not null default 10 constraint queues_batch_is_one_to_a_hundred check (batch_size between 1 and 100),
  max_attempts integer not null default 8 constraint queues_max_attempts_is_one_to_fifty check (max_attempts between 1 and 50),
  backoff_base_seconds integer not null default 5 constraint queues_backoff_base_is_positive check (backoff_base_seconds > 0),
  backoff_cap_seconds integer not null default 3600 constraint queues_backoff_cap_is_above_base check (backoff_cap_seconds >= backoff_base_seconds),
  max_workers integer not null default 8 constraint queues_max_workers_is_one_to_a_hundred check (max_workers between 1 and 100),
  concurrency integer constraint queues_concurrency_is_positive check (concurrency > 0),
  connection_concurrency integer not null default 1 constraint queues_connection_concurrency_is_positive check (connection_concurrency > 0),
  is_paused boolean not null default false
);
comment on table private.queues is 'Which function works which jobs, and how patiently. Written by migrations and operators.';
comment on column private.queues.name is 'Queue name.';
comment on column private.queues.function_slug is 'Edge Function that is rung.';
comment on column private.queues.lease_seconds is 'How long a worker may hold a job without a sign of life.';
comment on column private.queues.batch_size is 'Jobs a worker claims at most at once.';
comment on column private.queues.max_attempts is 'Attempts before a job is dead.';
comment on column private.queues.backoff_base_seconds is 'First wait after a transient failure, before jitter.';
comment on column private.queues.backoff_cap_seconds is 'Longest wait, before jitter.';
comment on column private.queues.max_workers is 'Runs that may hold jobs at the same time; a claim beyond gets nothing.';
comment on column private.queues.concurrency is 'Jobs leased at the same time; null for no limit but the workers''.';
comment on column private.queues.connection_concurrency is 'Jobs of one connection leased at the same time.';
comment on column private.queues.is_paused is 'Jobs wait, none is claimed.';
alter table private.queues enable row level security;
-- no policies and no grants: functions only

-- What each statement would have to parse and check again for every row it touches (ExecRelCheck in execMain.c, 5 us a check)
-- is said by types where it can be: a claim costs 150 us.
create domain private.job_priority as smallint constraint job_priority_is_urgent_normal_or_idle check (value between -1 and 1);
comment on domain private.job_priority is '-1 somebody waits for it, 0 normal, 1 when nothing else is due.';
create domain private.job_hold as text constraint job_hold_is_known check (value in ('connection', 'workspace', 'job'));
comment on domain private.job_hold is 'Why a due job is not in the line.';

create table private.jobs (
  id uuid primary key default private.time_ordered_uuid(),
  queue text not null references private.queues (name),
  workspace_id uuid references public.workspaces (id) on delete cascade,
  owner_id uuid,
  connection_id uuid,
  batch_id uuid,
  after_job_id uuid,
  payload jsonb not null default '{}',
  unique_key text,
  priority private.job_priority not null default 0,
  state text not null default 'waiting',
  run_at timestamptz not null default now(),
  not_after timestamptz,
  place bigint,
  held_by private.job_hold,
  attempts integer not null default 0,
  lease_token uuid,
  lease_until timestamptz,
  leased_at timestamptz,
  leased_by text,
  progress_done integer,
  progress_total integer,
  last_error jsonb,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade,
  constraint jobs_state_says_who_has_it check (case state
    when 'waiting' then lease_token is null and lease_until is null and finished_at is null and (place is null or held_by is null)
    when 'leased' then lease_token is not null and lease_until is not null and finished_at is null
    when 'dead' then lease_token is null and lease_until is null and finished_at is not null
    else false end)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0); -- every row dies within seconds
comment on table private.jobs is 'Waiting, leased and dead jobs of all queues. Payloads hold ids, never content.';
comment on column private.jobs.id is 'Job id, time-ordered.';
comment on column private.jobs.queue is 'Queue.';
comment on column private.jobs.workspace_id is 'Tenant the job works for; null for the system.';
comment on column private.jobs.owner_id is 'Person the job belongs to, who may read its status; null for the system.';
comment on column private.jobs.connection_id is 'Account the job acts through: the job waits while the account is not active.';
comment on column private.jobs.batch_id is 'Batch it was enqueued with.';
comment on column private.jobs.after_job_id is 'Job that must be done first. No foreign key: it leaves this table when it is.';
comment on column private.jobs.payload is 'Ids the worker needs.';
comment on column private.jobs.unique_key is 'One unfinished job per queue and key.';
comment on column private.jobs.priority is '-1 somebody waits for it, 0 normal, 1 when nothing else is due.';
comment on column private.jobs.state is 'waiting, leased or dead.';
comment on column private.jobs.run_at is 'Not before.';
comment on column private.jobs.not_after is 'Too late after this: the job is cancelled instead of run.';
comment on column private.jobs.place is 'Place in the line of its queue and priority, see private.next_place(); null while it is not due or held.';
comment on column private.jobs.held_by is 'Why a due job is not in the line: its connection (not active, or busy), its paused workspace, or the job before it.';
comment on column private.jobs.attempts is 'Times claimed, without those that were handed back or put off.';
comment on column private.jobs.lease_token is 'Proof of the current holder.';
comment on column private.jobs.lease_until is 'When the lease ends.';
comment on column private.jobs.leased_at is 'When it was last claimed.';
comment on column private.jobs.leased_by is 'Name of the last holder.';
comment on column private.jobs.progress_done is 'Steps done, as the holder reports.';
comment on column private.jobs.progress_total is 'Steps in all, as the holder reports.';
comment on column private.jobs.last_error is '{class, slug, detail, at} of the last failure, without content.';
comment on column private.jobs.created_at is 'When it was enqueued.';
comment on column private.jobs.finished_at is 'When it died.';
create index jobs_line_idx on private.jobs (queue, priority, place) where state = 'waiting' and place is not null; -- for claims
create index jobs_tenant_line_idx on private.jobs (queue, priority, (coalesce(workspace_id, '00000000-0000-0000-0000-000000000000')), place)
  where state = 'waiting' and place is not null; -- for the last place of a tenant
create index jobs_not_in_line_idx on private.jobs (queue, run_at) where state = 'waiting' and place is null and held_by is null; -- for jobs becoming due
create index jobs_held_idx on private.jobs (held_by, connection_id, queue, run_at) where held_by is not null; -- for letting held jobs go
create index jobs_after_job_id_idx on private.jobs (after_job_id) where held_by = 'job'; -- for jobs that wait for another
create index jobs_not_after_idx on private.jobs (not_after) where state = 'waiting' and not_after is not null; -- for cancelling what is too late
create index jobs_leased_idx on private.jobs (queue, lease_until) where state = 'leased'; -- for expired leases, and for counting live ones
create index jobs_connection_leased_idx on private.jobs (connection_id, queue) where state = 'leased' and connection_id is not null; -- for the connection's limit
create index jobs_dead_idx on private.jobs (queue, finished_at) where state = 'dead'; -- for operators
create index jobs_batch_id_idx on private.jobs (batch_id) where batch_id is not null; -- for progress
create unique index jobs_unique_key_idx on private.jobs (queue, unique_key) where unique_key is not null and state <> 'dead'; -- for one unfinished job a key
create index jobs_workspace_id_owner_id_connection_id_idx on private.jobs (workspace_id, owner_id, connection_id); -- for deleting a workspace or connection, and for a person's list

create function private.refuse_job() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception using errcode = '23514', message = 'jobs_of_an_owner_are_of_a_workspace_and_jobs_of_a_connection_of_its_owner';
end
$$;
revoke execute on function private.refuse_job() from public, anon, authenticated, service_role;
comment on function private.refuse_job() is 'Before insert or update: a check that claims need not pay for.';
create trigger refuse_job before insert or update of workspace_id, owner_id, connection_id on private.jobs for each row
  when (new.owner_id is not null and new.workspace_id is null or new.connection_id is not null and new.owner_id is null)
  execute function private.refuse_job();

alter table private.jobs enable row level security;
-- no policies and no grants: functions only

create function private.enqueue(
  on_queue text, in_workspace uuid, payload jsonb, unique_key text default null, run_at timestamptz default now(),
  not_after timestamptz default null, priority smallint default 0, for_owner uuid default null, through_connection uuid default null,
  after_job uuid default null
) returns uuid
language plpgsql volatile -- where one statement would do: it keeps the plan, and every message enqueues three
set search_path = '' set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  made uuid;
begin
  -- A key that is waiting takes the earlier moment; a key that is being worked on is left alone: the worker reads
  -- current facts when it acts, and rescheduling over a held job would lose its lease.
  insert into private.jobs as j (
    queue, workspace_id, owner_id, connection_id, after_job_id, held_by, payload, unique_key, run_at, not_after, priority)
  select on_queue, coalesce(in_workspace, c.workspace_id), coalesce(for_owner, c.owner_id), through_connection, after_job,
    case when exists (select 1 from private.jobs b where b.id = after_job) then 'job' end, enqueue.payload, enqueue.unique_key,
    enqueue.run_at, enqueue.not_after, enqueue.priority
  from (select) one left join public.connections c on c.id = through_connection
  on conflict (queue, unique_key) where unique_key is not null and state <> 'dead'
    do update set run_at = least(j.run_at, excluded.run_at), payload = excluded.payload where j.state = 'waiting'
  returning id into made;
  return made;
end
$$;
revoke execute on function private.enqueue(text, uuid, jsonb, text, timestamptz, timestamptz, smallint, uuid, uuid, uuid)
  from public, anon, authenticated, service_role;
comment on function private.enqueue(text, uuid, jsonb, text, timestamptz, timestamptz, smallint, uuid, uuid, uuid) is
  'Adds a job in the caller''s transaction; null when a job with this key is being worked on. through_connection: owner and workspace are the connection''s. after_job: runs when that job is done.';
