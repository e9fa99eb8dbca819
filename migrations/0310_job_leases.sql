-- Claiming and finishing: the hot path of the queue, one round trip and one commit for both. plpgsql with generic plans over
-- index scans only: an SQL function would be planned at every call, and with a parameter as limit the planner expects a tenth of
-- the table and scans all of it. Few and large statements, because each costs more to start than its index probes.

-- definer: the service role has no rights on the tables.
create function worker.finish_and_claim_jobs(ids uuid[], lease_tokens uuid[], queue text, worker_name text, max_count integer default 10)
returns table (id uuid, queue_name text, workspace_id uuid, payload jsonb, attempt integer, lease_token uuid, lease_until timestamptz, lease_seconds integer,
  connection_id uuid)
language plpgsql volatile security definer
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
#variable_conflict use_column
declare
  gone record;
  q record;
  found_jobs record;
  as_of timestamptz := clock_timestamp();
  token uuid := gen_random_uuid();
  wanted integer;
  has_slot boolean;
  has_claimed boolean := false;
  ready uuid[];
  -- What this session knows of the line since the last look at it: [looked_at, ms, start, head]. Under a transaction that holds back
  -- vacuum each claim would step over all rows claimed in the second since; a row of a table would only add dead versions itself.
  bookmark text := 'akasavani.line_' || translate(queue, '-', '_');
  known text[] := string_to_array(current_setting(bookmark, true), ',');
  now_ms bigint := extract(epoch from as_of) * 1000;
begin
  if ids <> '{}' then
    -- The token alone says that the job is leased; naming the state would let the planner read every leased job instead.
    -- Tokens are unguessable and of one holder each, so pairs need not be kept.
    with ended as (
      delete from private.jobs j where j.id = any (ids) and j.lease_token = any (lease_tokens) returning *),
    logged as (
      insert into private.job_log (job_id, queue, workspace_id, owner_id, connection_id, batch_id, unique_key, state, attempts,
        progress_done, progress_total, last_error, leased_by, created_at, leased_at, finished_at)
      select e.id, e.queue, e.workspace_id, e.owner_id, e.connection_id, e.batch_id, e.unique_key, 'done', e.attempts,
        e.progress_done, e.progress_total, e.last_error, e.leased_by, e.created_at, e.leased_at, clock_timestamp()
      from ended e)
    select array_agg(e.id) as ids, array_agg(e.queue) filter (where e.connection_id is not null) as queues,
      array_agg(e.connection_id) filter (where e.connection_id is not null) as connections,
      bool_or(e.connection_id is not null or exists (select 1 from private.jobs f where f.held_by = 'job' and f.after_job_id = e.id)) as had_followers
    into gone from ended e;
    if gone.had_followers then perform private.free_followers(gone.ids, gone.queues, gone.connections); end if;
  end if;

  select x.*, l.starts, l.starts[2] as first_start, l.looked_at::text as looked_at, l.looked_at < as_of - interval '1 second' as is_stale, least(max_count, x.batch_size) as wanted,
    exists (select 1 from private.bells b where b.queue = x.name and b.rung_at is not null and (b.heard_at is null or b.heard_at <= b.rung_at)) as is_rung,
    -- renewed at half-life only: most claims write nothing here
    exists (select 1 from private.worker_slots s where s.queue = x.name and s.worker_name = finish_and_claim_jobs.worker_name
      and s.held_until > as_of + make_interval(secs => x.lease_seconds / 2.0)) as has_slot,
    exists (select 1 from private.jobs j where j.queue = x.name and j.priority = -1 and j.state = 'waiting' and j.place >= l.starts[1]) as has_urgent,
    exists (select 1 from private.jobs j
      where j.queue = x.name and j.state = 'waiting' and j.place is null and j.held_by is null and j.run_at <= as_of) as has_due
  into q from private.queues x join private.lines l on l.queue = x.name
  where x.name = finish_and_claim_jobs.queue and not x.is_paused;
  if not found then return; end if;
  wanted := q.wanted;
  has_slot := q.has_slot;
  if known[1] = q.looked_at then
    q.starts[2] := greatest(q.starts[2], known[3]::bigint);
  else
    known := array[q.looked_at, '0', q.first_start::text, q.first_start::text];
  end if;
  if q.is_rung or q.is_stale or q.has_due or q.concurrency is not null then
    if q.is_rung then perform private.hear_ring(q.name, as_of); end if;
    if q.is_stale then perform private.look_at_line(q.name, as_of, false); end if;
    if q.has_due then q.has_urgent := private.line_up_due_jobs(q.name, as_of, 100) > 0 or q.has_urgent; end if;
    if q.concurrency is not null then
      -- counting must be one worker's business at a time; claims are short
      perform pg_advisory_xact_lock(hashtextextended('queue:' || q.name, 0));
      wanted := least(wanted, q.concurrency - (select count(*)::integer from private.jobs j where j.queue = q.name and j.state = 'leased' and j.lease_until > as_of));
    end if;
  end if;

  for lane in case when q.has_urgent then -1 else 0 end .. 1 loop
    -- Held jobs leave the line, so that another look brings others; a few looks suffice, the next claim goes on.
    for look in 1 .. 5 loop
      exit when wanted <= 0;
      select array_agg(c.id) as ids, min(c.place) as first_place, bool_or(c.connection_id is not null
          or exists (select 1 from private.workspace_pauses p where p.workspace_id = c.workspace_id)) as have_conditions
      into found_jobs
      from (
        select j.id, j.connection_id, j.workspace_id, j.place from private.jobs j
        where j.queue = q.name and j.priority = lane and j.state = 'waiting' and j.place >= q.starts[lane + 2]
          and (j.not_after is null or j.not_after >= as_of)
        order by j.place limit wanted for update skip locked) c;
      if found_jobs.ids is null then
        exit when lane <> 0 or q.starts[2] = q.first_start;
        -- a line that ran empty begins anew at the clock, which may lie before what this session knows
        q.starts[2] := q.first_start;
        known := array[q.looked_at, '0', q.first_start::text, q.first_start::text];
        continue;
      end if;
      if lane = 0 and known[2]::bigint < now_ms - 20 then
        -- one step behind, as the look is: whoever takes a place now has 20 ms to commit, or waits for the next look
        known := array[q.looked_at, now_ms::text, least(known[4]::bigint, found_jobs.first_place)::text, found_jobs.first_place::text];
        perform set_config(bookmark, array_to_string(known, ','), false);
      end if;
      if not has_slot then
        has_slot := private.take_worker_slot(q.name, finish_and_claim_jobs.worker_name, q.lease_seconds, as_of);
        if not has_slot then return; end if;
      end if;
      ready := found_jobs.ids;
      if found_jobs.have_conditions then ready := private.hold_blocked_jobs(ready, q.name, q.connection_concurrency); end if;
      return query
        update private.jobs j set state = 'leased', attempts = j.attempts + 1, lease_token = token, leased_by = finish_and_claim_jobs.worker_name,
          leased_at = as_of, lease_until = as_of + make_interval(secs => q.lease_seconds)
        where j.id = any (ready)
        returning j.id, j.queue, j.workspace_id, j.payload, j.attempts, j.lease_token, j.lease_until, q.lease_seconds, j.connection_id;
      has_claimed := has_claimed or found;
      wanted := wanted - cardinality(ready);
      exit when not found_jobs.have_conditions;
    end loop;
    exit when wanted <= 0;
  end loop;
  if not has_claimed then
    -- Nothing to do: the slot is free for whoever hears the next ring. What this run may still hold runs out beside it.
    update private.worker_slots s set held_until = as_of
    where s.queue = q.name and s.worker_name = finish_and_claim_jobs.worker_name and s.held_until > as_of;
  end if;
end
$$;
revoke execute on function worker.finish_and_claim_jobs(uuid[], uuid[], text, text, integer) from public, anon, authenticated;
grant execute on function worker.finish_and_claim_jobs(uuid[], uuid[], text, text, integer) to service_role;
comment on function worker.finish_and_claim_jobs(uuid[], uuid[], text, text, integer) is
  'Ends the jobs a run is done with, where it still holds them, and leases up to max_count due jobs in the order of their line. Nothing when the queue is paused, at its concurrency, or max_workers other runs hold jobs. All of one call share a lease token. When the call fails nothing is ended: the leases bring the jobs back.';

create function worker.claim_jobs(queue text, worker_name text, max_count integer default 10)
returns table (id uuid, queue_name text, workspace_id uuid, payload jsonb, attempt integer, lease_token uuid, lease_until timestamptz, lease_seconds integer,
  connection_id uuid)
language sql volatile
set search_path = ''
as $$ select * from worker.finish_and_claim_jobs('{}', '{}', queue, worker_name, max_count) $$;
revoke execute on function worker.claim_jobs(text, text, integer) from public, anon, authenticated;
grant execute on function worker.claim_jobs(text, text, integer) to service_role;
comment on function worker.claim_jobs(text, text, integer) is 'Leases jobs, see worker.finish_and_claim_jobs(). Finish or fail each.';

-- definer: the service role has no rights on the tables.
create function worker.finish_jobs(ids uuid[], lease_token uuid) returns integer
language plpgsql volatile security definer
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  held uuid[];
begin
  select array_agg(h.id) into held from (
    select j.id from private.jobs j where j.id = any (ids) and j.lease_token = finish_jobs.lease_token for update) h;
  if held is null then return 0; end if;
  perform worker.finish_and_claim_jobs(held, array[finish_jobs.lease_token], null, null);
  return cardinality(held);
end
$$;
revoke execute on function worker.finish_jobs(uuid[], uuid) from public, anon, authenticated;
grant execute on function worker.finish_jobs(uuid[], uuid) to service_role;
comment on function worker.finish_jobs(uuid[], uuid) is 'Ends jobs still held by this lease; answers how many. Fewer than asked: the lease was lost.';
