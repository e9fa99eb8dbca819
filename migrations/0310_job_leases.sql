-- Claiming, finishing and failing jobs: what worker doors call.

-- One statement in its own transaction: the claim is committed before the work starts. `= any (array(…))` and not
-- `in (…)`: with a parameter as limit the latter plans a sequential scan inside a function.
create function private.claim_jobs(from_queue text, worker_name text, max_count integer, as_of timestamptz)
returns setof private.jobs
language sql volatile
set search_path = ''
as $$
  with recursive
  settings as (select * from private.queues where name = from_queue and not is_paused),
  -- workspaces with waiting jobs, one index probe each, so that a tenant with 100,000 jobs counts as one
  tenants as (
    (select coalesce(j.workspace_id, '00000000-0000-0000-0000-000000000000') as workspace_id, j.workspace_id as raw_id
      from private.jobs j where j.queue = from_queue and j.state = 'waiting' order by j.workspace_id limit 1)
    union all
    select coalesce(n.workspace_id, '00000000-0000-0000-0000-000000000000'), n.workspace_id
    from tenants t, lateral (
      select j.workspace_id from private.jobs j
      where j.queue = from_queue and j.state = 'waiting' and t.raw_id is not null
        and (j.workspace_id > t.raw_id or j.workspace_id is null)
      order by j.workspace_id limit 1) n
  )
  update private.jobs j set
    state = 'leased', attempts = j.attempts + 1, lease_token = l.token, leased_by = worker_name,
    lease_until = as_of + make_interval(secs => s.lease_seconds)
  from settings s, (select gen_random_uuid() as token) l
  where j.id = any (array(
    select due.id from (
      -- everybody's first job before anybody's second
      select d.id, d.turn, d.priority, d.run_at from tenants t, lateral (
        select w.id, w.priority, w.run_at, row_number() over (order by w.priority, w.run_at, w.id) as turn
        from (
          select x.id, x.priority, x.run_at from private.jobs x
          where x.queue = from_queue and x.state = 'waiting' and x.run_at <= as_of
            and (x.not_after is null or x.not_after >= as_of)
            and x.workspace_id is not distinct from t.raw_id
          order by x.priority, x.run_at, x.id
          limit least(max_count, (select batch_size from settings))
          for update skip locked
        ) w
      ) d
      order by d.turn, d.priority, d.run_at
      limit least(max_count, (select batch_size from settings))
    ) due))
  returning j.*
$$;
revoke execute on function private.claim_jobs(text, text, integer, timestamptz) from public, anon, authenticated, service_role;
comment on function private.claim_jobs(text, text, integer, timestamptz) is 'Leases due jobs, fair across workspaces.';

-- definer: the service role has no rights on the tables.
create function worker.claim_jobs(queue text, worker_name text, max_count integer default 10)
returns table (id uuid, queue_name text, workspace_id uuid, payload jsonb, attempt integer, lease_token uuid, lease_until timestamptz)
language sql volatile security definer
set search_path = ''
as $$
  -- heard: the next ring is a new one; whoever finds the row locked leaves it to the other claim
  update private.queues q set claimed_at = clock_timestamp()
  where q.name = (select x.name from private.queues x where x.name = claim_jobs.queue for no key update skip locked);
  select j.id, j.queue, j.workspace_id, j.payload, j.attempts, j.lease_token, j.lease_until
  from private.claim_jobs(claim_jobs.queue, worker_name, max_count, clock_timestamp()) j
$$;
revoke execute on function worker.claim_jobs(text, text, integer) from public, anon, authenticated;
grant execute on function worker.claim_jobs(text, text, integer) to service_role;
comment on function worker.claim_jobs(text, text, integer) is
  'Leases up to max_count due jobs of a queue. All of one call share a lease token. Finish or fail each.';

-- definer: see claim_jobs.
create function worker.finish_jobs(ids uuid[], lease_token uuid) returns integer
language sql volatile security definer
set search_path = ''
as $$
  with finished as (
    update private.jobs j set state = 'done', finished_at = clock_timestamp(), lease_token = null, lease_until = null
    where j.id = any (ids) and j.state = 'leased' and j.lease_token = finish_jobs.lease_token
    returning 1)
  select count(*)::integer from finished
$$;
revoke execute on function worker.finish_jobs(uuid[], uuid) from public, anon, authenticated;
grant execute on function worker.finish_jobs(uuid[], uuid) to service_role;
comment on function worker.finish_jobs(uuid[], uuid) is 'Ends jobs still held by this lease; answers how many. Fewer than asked: the lease was lost.';

-- definer: see claim_jobs.
create function worker.fail_job(
  id uuid, lease_token uuid, error_class text, slug text, detail text default null, retry_after_seconds integer default null
) returns text
language sql volatile security definer
set search_path = ''
as $$
  update private.jobs j set
    state = case when error_class = 'permanent' or j.attempts >= q.max_attempts then 'dead' else 'waiting' end,
    finished_at = case when error_class = 'permanent' or j.attempts >= q.max_attempts then clock_timestamp() end,
    -- full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"); a provider's Retry-After is a floor
    run_at = clock_timestamp() + make_interval(secs => greatest(coalesce(retry_after_seconds, 0),
      random() * least(q.backoff_cap_seconds, q.backoff_base_seconds * power(2, least(j.attempts, 20) - 1)))),
    lease_token = null, lease_until = null,
    last_error = jsonb_build_object('class', error_class, 'slug', fail_job.slug, 'detail', left(detail, 500), 'at', clock_timestamp())
  from private.queues q
  where j.id = fail_job.id and q.name = j.queue and j.state = 'leased' and j.lease_token = fail_job.lease_token
  returning j.state
$$;
revoke execute on function worker.fail_job(uuid, uuid, text, text, text, integer) from public, anon, authenticated;
grant execute on function worker.fail_job(uuid, uuid, text, text, text, integer) to service_role;
comment on function worker.fail_job(uuid, uuid, text, text, text, integer) is
  'Hands a held job back: waiting with backoff, or dead when permanent or out of attempts; null when the lease was lost. error_class: transient or permanent.';

-- definer: see claim_jobs.
create function worker.delay_job(id uuid, lease_token uuid, until timestamptz, slug text) returns boolean
language sql volatile security definer
set search_path = ''
as $$
  with delayed as (
    update private.jobs j set state = 'waiting', run_at = until, attempts = j.attempts - 1, lease_token = null, lease_until = null,
      last_error = jsonb_build_object('class', 'wait', 'slug', delay_job.slug, 'at', clock_timestamp())
    where j.id = delay_job.id and j.state = 'leased' and j.lease_token = delay_job.lease_token
    returning 1)
  select exists (select 1 from delayed)
$$;
revoke execute on function worker.delay_job(uuid, uuid, timestamptz, text) from public, anon, authenticated;
grant execute on function worker.delay_job(uuid, uuid, timestamptz, text) to service_role;
comment on function worker.delay_job(uuid, uuid, timestamptz, text) is 'Puts a held job off without counting an attempt, because its moment has not come; false when the lease was lost.';

-- definer: see claim_jobs.
create function worker.extend_lease(ids uuid[], lease_token uuid, seconds integer) returns integer
language sql volatile security definer
set search_path = ''
as $$
  with extended as (
    update private.jobs j set lease_until = clock_timestamp() + make_interval(secs => least(seconds, 900))
    where j.id = any (ids) and j.state = 'leased' and j.lease_token = extend_lease.lease_token and j.lease_until > clock_timestamp()
    returning 1)
  select count(*)::integer from extended
$$;
revoke execute on function worker.extend_lease(uuid[], uuid, integer) from public, anon, authenticated;
grant execute on function worker.extend_lease(uuid[], uuid, integer) to service_role;
comment on function worker.extend_lease(uuid[], uuid, integer) is 'Sign of life: holds jobs longer; answers how many are still held.';

create function private.retry_dead_job(dead_job uuid) returns boolean
language sql volatile
set search_path = ''
as $$
  with revived as (
    update private.jobs j set state = 'waiting', run_at = now(), attempts = 0, finished_at = null
    where j.id = dead_job and j.state = 'dead' returning 1)
  select exists (select 1 from revived)
$$;
revoke execute on function private.retry_dead_job(uuid) from public, anon, authenticated, service_role;
comment on function private.retry_dead_job(uuid) is 'For operators: gives a dead job a new life.';
