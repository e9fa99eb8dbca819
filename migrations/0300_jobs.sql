-- Jobs: work that follows from a fact, enqueued in the same transaction as the fact. A worker holds a job by a lease,
-- never by a lock: who lost the lease cannot finish the job, and a killed worker's job comes back by itself.
create table private.queues (
  name text primary key constraint queues_name_is_a_slug check (name ~ '^[a-z]+(-[a-z]+)*$'),
  function_slug text not null,
  lease_seconds integer not null default 60 constraint queues_lease_is_five_seconds_to_fifteen_minutes check (lease_seconds between 5 and 900),
  batch_size integer not null default 10 constraint queues_batch_is_one_to_a_hundred check (batch_size between 1 and 100),
  max_attempts integer not null default 8 constraint queues_max_attempts_is_one_to_fifty check (max_attempts between 1 and 50),
  backoff_base_seconds integer not null default 5 constraint queues_backoff_base_is_positive check (backoff_base_seconds > 0),
  backoff_cap_seconds integer not null default 3600 constraint queues_backoff_cap_is_above_base check (backoff_cap_seconds >= backoff_base_seconds),
  is_paused boolean not null default false,
  rung_at timestamptz,
  claimed_at timestamptz
);
comment on table private.queues is 'Which function works which jobs, and how patiently. Written by migrations and operators.';
comment on column private.queues.name is 'Queue name.';
comment on column private.queues.function_slug is 'Edge Function that is rung.';
comment on column private.queues.lease_seconds is 'How long a worker may hold a job without a sign of life.';
comment on column private.queues.batch_size is 'Jobs a worker claims at most at once.';
comment on column private.queues.max_attempts is 'Attempts before a job is dead.';
comment on column private.queues.backoff_base_seconds is 'First wait after a transient failure, before jitter.';
comment on column private.queues.backoff_cap_seconds is 'Longest wait, before jitter.';
comment on column private.queues.is_paused is 'Jobs wait, none is claimed.';
comment on column private.queues.rung_at is 'Last ring; rings within a second that no worker has heard yet are one.';
comment on column private.queues.claimed_at is 'Last claim: a worker has heard the ring before it.';
alter table private.queues enable row level security;
-- no policies and no grants: functions only

create table private.jobs (
  id uuid primary key default private.time_ordered_uuid(),
  queue text not null references private.queues (name),
  workspace_id uuid references public.workspaces (id) on delete cascade,
  payload jsonb not null default '{}',
  unique_key text,
  priority smallint not null default 0,
  state text not null default 'waiting' constraint jobs_state_is_known check (state in ('waiting', 'leased', 'done', 'dead', 'cancelled')),
  run_at timestamptz not null default now(),
  not_after timestamptz,
  attempts integer not null default 0,
  lease_token uuid,
  lease_until timestamptz,
  leased_by text,
  last_error jsonb,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint jobs_leased_has_a_lease check ((state = 'leased') = (lease_token is not null)),
  constraint jobs_lease_has_an_end check ((lease_token is null) = (lease_until is null)),
  constraint jobs_final_has_an_end check ((state in ('done', 'dead', 'cancelled')) = (finished_at is not null))
);
comment on table private.jobs is 'Jobs of all queues. Payloads hold ids, never content.';
comment on column private.jobs.id is 'Job id, time-ordered.';
comment on column private.jobs.queue is 'Queue.';
comment on column private.jobs.workspace_id is 'Tenant the job works for; null for the system.';
comment on column private.jobs.payload is 'Ids the worker needs.';
comment on column private.jobs.unique_key is 'One unfinished job per queue and key.';
comment on column private.jobs.priority is 'Lower runs first.';
comment on column private.jobs.state is 'waiting, leased, done, dead or cancelled.';
comment on column private.jobs.run_at is 'Not before.';
comment on column private.jobs.not_after is 'Too late after this: the job is cancelled instead of run.';
comment on column private.jobs.attempts is 'Times claimed.';
comment on column private.jobs.lease_token is 'Proof of the current holder.';
comment on column private.jobs.lease_until is 'When the lease ends.';
comment on column private.jobs.leased_by is 'Name of the holder.';
comment on column private.jobs.last_error is '{class, slug, detail} of the last failure, without content.';
comment on column private.jobs.created_at is 'When it was enqueued.';
comment on column private.jobs.finished_at is 'When it reached a final state.';
create index jobs_due_idx on private.jobs (queue, workspace_id, priority, run_at, id) where state = 'waiting'; -- for fair claims
create index jobs_leased_idx on private.jobs (lease_until) where state = 'leased'; -- for expired leases
create unique index jobs_unique_key_idx on private.jobs (queue, unique_key) where state in ('waiting', 'leased'); -- for one unfinished job a key
create index jobs_workspace_id_idx on private.jobs (workspace_id); -- for deleting a workspace
create index jobs_finished_at_idx on private.jobs (finished_at) where finished_at is not null; -- for trimming
alter table private.jobs enable row level security;
-- no policies and no grants: functions only

create function private.enqueue(
  on_queue text, in_workspace uuid, payload jsonb, unique_key text default null, run_at timestamptz default now(),
  not_after timestamptz default null, priority smallint default 0
) returns uuid
language sql volatile
set search_path = ''
as $$
  -- A key that is waiting takes the earlier moment; a key that is being worked on is left alone: the worker reads
  -- current facts when it acts, and rescheduling over a held job would lose its lease.
  insert into private.jobs as j (queue, workspace_id, payload, unique_key, run_at, not_after, priority)
  values (on_queue, in_workspace, payload, unique_key, run_at, not_after, priority)
  on conflict (queue, unique_key) where state in ('waiting', 'leased')
    do update set run_at = least(j.run_at, excluded.run_at), payload = excluded.payload where j.state = 'waiting'
  returning id
$$;
revoke execute on function private.enqueue(text, uuid, jsonb, text, timestamptz, timestamptz, smallint)
  from public, anon, authenticated, service_role;
comment on function private.enqueue(text, uuid, jsonb, text, timestamptz, timestamptz, smallint) is
  'Adds a job in the caller''s transaction; null when a job with this key is being worked on.';

create function private.cancel_jobs(on_queue text, keys text[]) returns integer
language sql volatile
set search_path = ''
as $$
  with cancelled as (
    update private.jobs set state = 'cancelled', finished_at = clock_timestamp()
    where queue = on_queue and unique_key = any (keys) and state = 'waiting' returning 1)
  select count(*)::integer from cancelled
$$;
revoke execute on function private.cancel_jobs(text, text[]) from public, anon, authenticated, service_role;
comment on function private.cancel_jobs(text, text[]) is
  'Cancels jobs that wait under these keys; one that is being worked on is left to its worker. Answers how many.';
