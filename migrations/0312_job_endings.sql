-- How a claim ends when the job is not done: failed, put off, handed back; and what its holder reports meanwhile.

-- definer: the service role has no rights on the tables.
create function worker.fail_job(
  id uuid, lease_token uuid, error_class text, slug text, detail text default null, retry_after_seconds integer default null
) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  failed private.jobs;
  as_of timestamptz := clock_timestamp();
begin
  update private.jobs j set
    state = case when error_class = 'permanent' or error_class = 'transient' and j.attempts >= q.max_attempts then 'dead' else 'waiting' end,
    finished_at = case when error_class = 'permanent' or error_class = 'transient' and j.attempts >= q.max_attempts then as_of end,
    -- full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"); a provider's Retry-After is a floor, with
    -- jitter above it, or everybody it turned away comes back in the same moment
    run_at = case when error_class = 'needs_reconnect' and j.connection_id is not null then j.run_at
      else as_of + make_interval(secs => greatest(
        retry_after_seconds + random() * q.backoff_base_seconds,
        random() * least(q.backoff_cap_seconds, q.backoff_base_seconds * power(2, least(j.attempts, 20) - 1)))) end,
    -- a job that cannot run before somebody reconnects loses no attempt by it
    attempts = j.attempts - (error_class = 'needs_reconnect' and j.connection_id is not null)::integer,
    held_by = case when error_class = 'needs_reconnect' and j.connection_id is not null then 'connection' end,
    place = null, lease_token = null, lease_until = null,
    last_error = jsonb_build_object('class', error_class, 'slug', fail_job.slug, 'detail', left(detail, 500), 'at', as_of)
  from private.queues q
  where j.id = fail_job.id and q.name = j.queue and j.lease_token = fail_job.lease_token
  returning j.* into failed;
  if not found then return null; end if;
  if failed.held_by = 'connection' then
    -- The owner may have reconnected while the job was running: what failed then says nothing about the account as it is now.
    update public.connections c set status = 'error', status_reason = fail_job.slug
    where c.id = failed.connection_id and c.status = 'active' and c.updated_at <= failed.leased_at;
  end if;
  perform private.free_followers(array[]::uuid[], array[failed.queue], array[failed.connection_id]);
  return failed.state;
end
$$;
revoke execute on function worker.fail_job(uuid, uuid, text, text, text, integer) from public, anon, authenticated;
grant execute on function worker.fail_job(uuid, uuid, text, text, text, integer) to service_role;
comment on function worker.fail_job(uuid, uuid, text, text, text, integer) is
  'Hands a failed job back; answers waiting or dead, null when the lease was lost. error_class: transient (backoff, dead when out of attempts), permanent (dead at once), needs_reconnect (marks the connection, waits until it is active again; transient for a job without one).';

-- definer: see fail_job.
create function worker.delay_job(id uuid, lease_token uuid, until timestamptz, slug text) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  delayed private.jobs;
begin
  update private.jobs j set state = 'waiting', run_at = until, attempts = j.attempts - 1, place = null, lease_token = null, lease_until = null,
    last_error = jsonb_build_object('class', 'wait', 'slug', delay_job.slug, 'at', clock_timestamp())
  where j.id = delay_job.id and j.lease_token = delay_job.lease_token
  returning j.* into delayed;
  if not found then return false; end if;
  perform private.free_followers(array[]::uuid[], array[delayed.queue], array[delayed.connection_id]);
  return true;
end
$$;
revoke execute on function worker.delay_job(uuid, uuid, timestamptz, text) from public, anon, authenticated;
grant execute on function worker.delay_job(uuid, uuid, timestamptz, text) to service_role;
comment on function worker.delay_job(uuid, uuid, timestamptz, text) is 'Puts a held job off without counting an attempt, because its moment has not come; false when the lease was lost.';

-- definer: see fail_job.
create function worker.release_jobs(ids uuid[], lease_token uuid) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  released record;
begin
  -- They keep their place, or take the first one of a line that has moved on; the ring finds another worker, because this
  -- one is going away.
  with back as (
    update private.jobs j set state = 'waiting', attempts = j.attempts - 1, lease_token = null, lease_until = null,
      place = greatest(j.place, (select l.starts[j.priority + 2] from private.lines l where l.queue = j.queue))
    where j.id = any (ids) and j.lease_token = release_jobs.lease_token
    returning j.queue, j.leased_by, j.connection_id)
  select count(*)::integer as job_count, array_agg(b.queue) as queues, array_agg(b.connection_id) as connections, min(b.leased_by) as worker_name
  into released from back b;
  if released.job_count = 0 then return 0; end if;
  perform private.free_followers(array[]::uuid[], released.queues, released.connections);
  update private.worker_slots s set held_until = clock_timestamp()
  where s.queue = any (released.queues) and s.worker_name = released.worker_name and s.held_until > clock_timestamp();
  perform private.ring(d.queue) from (select distinct unnest(released.queues) as queue) d;
  return released.job_count;
end
$$;
revoke execute on function worker.release_jobs(uuid[], uuid) from public, anon, authenticated;
grant execute on function worker.release_jobs(uuid[], uuid) to service_role;
comment on function worker.release_jobs(uuid[], uuid) is
  'For a worker that is shut down: hands back what it holds without counting the attempt, gives up its slot, and rings for another; answers how many.';

-- definer: see fail_job.
create function worker.extend_lease(ids uuid[], lease_token uuid, seconds integer) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  held record;
  until timestamptz := clock_timestamp() + make_interval(secs => least(seconds, 900));
begin
  with extended as (
    update private.jobs j set lease_until = until
    where j.id = any (ids) and j.lease_token = extend_lease.lease_token and j.lease_until > clock_timestamp()
    returning j.queue, j.leased_by)
  select count(*)::integer as job_count, min(e.queue) as queue, min(e.leased_by) as worker_name into held from extended e;
  update private.worker_slots s set held_until = until
  where s.queue = held.queue and s.worker_name = held.worker_name and s.held_until < until and s.held_until > clock_timestamp();
  return held.job_count;
end
$$;
revoke execute on function worker.extend_lease(uuid[], uuid, integer) from public, anon, authenticated;
grant execute on function worker.extend_lease(uuid[], uuid, integer) to service_role;
comment on function worker.extend_lease(uuid[], uuid, integer) is 'Sign of life: holds jobs, and the worker''s slot, longer; answers how many are still held.';

-- definer: see fail_job.
create function worker.report_progress(id uuid, lease_token uuid, done integer, total integer) returns boolean
language sql volatile security definer
set search_path = ''
as $$
  with reported as (
    update private.jobs j set progress_done = done, progress_total = total
    where j.id = report_progress.id and j.lease_token = report_progress.lease_token
    returning 1)
  select exists (select 1 from reported)
$$;
revoke execute on function worker.report_progress(uuid, uuid, integer, integer) from public, anon, authenticated;
grant execute on function worker.report_progress(uuid, uuid, integer, integer) to service_role;
comment on function worker.report_progress(uuid, uuid, integer, integer) is 'How far a held job is, for whoever watches it; false when the lease was lost.';
