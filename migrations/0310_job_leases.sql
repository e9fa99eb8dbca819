-- Claiming and finishing: the hot path of the queue. plpgsql with generic plans over index scans only: an SQL function would
-- be planned at every call, and with a parameter as limit the planner expects a tenth of the table and scans all of it.

-- definer: the service role has no rights on the tables.
create function worker.claim_jobs(queue text, worker_name text, max_count integer default 10)
returns table (id uuid, queue_name text, workspace_id uuid, payload jsonb, attempt integer, lease_token uuid, lease_until timestamptz, lease_seconds integer,
  connection_id uuid)
language plpgsql volatile security definer
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
#variable_conflict use_column
declare
  q private.queues;
  line private.lines;
  as_of timestamptz := clock_timestamp();
  token uuid := gen_random_uuid();
  wanted integer;
  lane smallint;
  candidates uuid[];
  ready uuid[];
  has_conditions boolean;
  has_slot boolean := false;
begin
  select * into q from private.queues x where x.name = claim_jobs.queue and not x.is_paused;
  if not found then return; end if;
  perform private.hear_ring(q.name, as_of);
  select * into line from private.lines l where l.queue = q.name;
  if line.looked_at < as_of - interval '1 second' then perform private.look_at_line(q.name, as_of, false); end if;
  wanted := least(max_count, q.batch_size);
  if q.concurrency is not null then
    -- counting must be one worker's business at a time; claims are short
    perform pg_advisory_xact_lock(hashtextextended('queue:' || q.name, 0));
    wanted := least(wanted, q.concurrency - (select count(*)::integer from private.jobs j where j.queue = q.name and j.state = 'leased' and j.lease_until > as_of));
  end if;
  if exists (select 1 from private.jobs j
      where j.queue = q.name and j.state = 'waiting' and j.place is null and j.held_by is null and j.run_at <= as_of) then
    perform private.line_up_due_jobs(q.name, as_of, 100);
  end if;

  foreach lane in array '{-1,0,1}'::smallint[] loop
    -- Held jobs leave the line, so that another look brings others; a few looks suffice, the next claim goes on.
    for look in 1 .. 5 loop
      exit when wanted <= 0;
      select array_agg(c.id), bool_or(c.connection_id is not null
          or exists (select 1 from private.workspace_pauses p where p.workspace_id = c.workspace_id))
      into candidates, has_conditions
      from (
        select j.id, j.connection_id, j.workspace_id from private.jobs j
        where j.queue = q.name and j.priority = lane and j.state = 'waiting' and j.place >= line.starts[lane + 2]
          and (j.not_after is null or j.not_after >= as_of)
        order by j.place limit wanted for update skip locked) c;
      exit when candidates is null;
      if not has_slot then
        -- renewed at half-life only: most claims write nothing here
        has_slot := exists (
            select 1 from private.worker_slots s where s.queue = q.name and s.worker_name = claim_jobs.worker_name
              and s.held_until > as_of + make_interval(secs => q.lease_seconds / 2.0))
          or private.take_worker_slot(q.name, claim_jobs.worker_name, q.lease_seconds, as_of);
        if not has_slot then return; end if;
      end if;
      ready := case when has_conditions then private.hold_blocked_jobs(candidates, q.name, q.connection_concurrency) else candidates end;
      return query
        update private.jobs j set state = 'leased', attempts = j.attempts + 1, lease_token = token, leased_by = claim_jobs.worker_name,
          leased_at = as_of, lease_until = as_of + make_interval(secs => q.lease_seconds)
        where j.id = any (ready)
        returning j.id, j.queue, j.workspace_id, j.payload, j.attempts, j.lease_token, j.lease_until, q.lease_seconds, j.connection_id;
      wanted := wanted - cardinality(ready);
      exit when not has_conditions;
    end loop;
  end loop;
  if not has_slot then
    -- nothing to do: the slot is free for whoever hears the next ring
    update private.worker_slots s set held_until = as_of
    where s.queue = q.name and s.worker_name = claim_jobs.worker_name and s.held_until > as_of;
  end if;
end
$$;
revoke execute on function worker.claim_jobs(text, text, integer) from public, anon, authenticated;
grant execute on function worker.claim_jobs(text, text, integer) to service_role;
comment on function worker.claim_jobs(text, text, integer) is
  'Leases up to max_count due jobs of a queue, in the order of its line. Nothing when the queue is paused, at its concurrency, or max_workers other runs hold jobs. All of one call share a lease token. Finish or fail each.';

create function private.finish_held_jobs(ids uuid[], lease_tokens uuid[]) returns integer
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  gone uuid[];
  gone_queues text[];
  gone_connections uuid[];
begin
  -- The token alone says that the job is leased; naming the state would let the planner read every leased job instead.
  with ended as (
    delete from private.jobs j where j.id = any (ids) and j.lease_token = any (lease_tokens) returning *),
  logged as (
    insert into private.job_log (job_id, queue, workspace_id, owner_id, connection_id, batch_id, unique_key, state, attempts,
      progress_done, progress_total, last_error, leased_by, created_at, leased_at, finished_at)
    select e.id, e.queue, e.workspace_id, e.owner_id, e.connection_id, e.batch_id, e.unique_key, 'done', e.attempts,
      e.progress_done, e.progress_total, e.last_error, e.leased_by, e.created_at, e.leased_at, clock_timestamp()
    from ended e)
  select array_agg(e.id), array_agg(e.queue) filter (where e.connection_id is not null), array_agg(e.connection_id) filter (where e.connection_id is not null)
  into gone, gone_queues, gone_connections from ended e;
  if gone_connections is not null or exists (select 1 from private.jobs j where j.held_by = 'job' and j.after_job_id = any (gone)) then
    perform private.free_followers(gone, gone_queues, gone_connections);
  end if;
  return coalesce(cardinality(gone), 0);
end
$$;
revoke execute on function private.finish_held_jobs(uuid[], uuid[]) from public, anon, authenticated, service_role;
comment on function private.finish_held_jobs(uuid[], uuid[]) is
  'Ends jobs whose lease is among these; answers how many. Tokens are unguessable and of one holder each, so pairs need not be kept.';

-- definer: see claim_jobs.
create function worker.finish_jobs(ids uuid[], lease_token uuid) returns integer
language sql volatile security definer
set search_path = ''
as $$ select private.finish_held_jobs(ids, array[lease_token]) $$;
revoke execute on function worker.finish_jobs(uuid[], uuid) from public, anon, authenticated;
grant execute on function worker.finish_jobs(uuid[], uuid) to service_role;
comment on function worker.finish_jobs(uuid[], uuid) is 'Ends jobs still held by this lease; answers how many. Fewer than asked: the lease was lost.';

-- definer: see claim_jobs.
create function worker.finish_and_claim_jobs(ids uuid[], lease_tokens uuid[], queue text, worker_name text, max_count integer default 10)
returns table (id uuid, queue_name text, workspace_id uuid, payload jsonb, attempt integer, lease_token uuid, lease_until timestamptz, lease_seconds integer,
  connection_id uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.finish_held_jobs(ids, lease_tokens);
  return query select * from worker.claim_jobs(finish_and_claim_jobs.queue, finish_and_claim_jobs.worker_name, finish_and_claim_jobs.max_count);
end
$$;
revoke execute on function worker.finish_and_claim_jobs(uuid[], uuid[], text, text, integer) from public, anon, authenticated;
grant execute on function worker.finish_and_claim_jobs(uuid[], uuid[], text, text, integer) to service_role;
comment on function worker.finish_and_claim_jobs(uuid[], uuid[], text, text, integer) is
  'worker.finish_jobs() and worker.claim_jobs() in one call and one commit: half the round trips of a busy worker. When it fails nothing is finished: the leases bring the jobs back.';
