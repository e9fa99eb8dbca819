-- Holds: a due job that may not run now leaves the line, so that claims do not step over it again and again. It comes back
-- when its reason ends: the connection is free or active again, the workspace goes on, the job before it is done.
create table private.workspace_pauses (
  workspace_id uuid primary key references public.workspaces (id) on delete cascade,
  reason text not null,
  paused_at timestamptz not null default now()
);
comment on table private.workspace_pauses is 'Workspaces whose jobs wait. Written by private.pause_workspace_jobs().';
comment on column private.workspace_pauses.workspace_id is 'The workspace.';
comment on column private.workspace_pauses.reason is 'Why, for whoever asks.';
comment on column private.workspace_pauses.paused_at is 'Since when.';
alter table private.workspace_pauses enable row level security;
-- no policies and no grants: functions only

create function private.lock_connection_jobs(on_queue text, of_connection uuid) returns bigint
language sql immutable
set search_path = ''
as $$ select hashtextextended(on_queue || ':' || of_connection, 0) $$;
revoke execute on function private.lock_connection_jobs(text, uuid) from public, anon, authenticated, service_role;
comment on function private.lock_connection_jobs(text, uuid) is 'Key of the advisory lock under which the leased jobs of a connection are counted.';

create function private.hold_blocked_jobs(candidates uuid[], on_queue text, connection_limit integer) returns uuid[]
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  ready uuid[] := '{}';
  candidate record;
begin
  for candidate in
    select j.id, j.connection_id, c.status,
      exists (select 1 from private.workspace_pauses p where p.workspace_id = j.workspace_id) as is_workspace_paused
    from private.jobs j left join public.connections c on c.id = j.connection_id
    where j.id = any (candidates) order by j.place
  loop
    if candidate.is_workspace_paused then
      update private.jobs j set held_by = 'workspace', place = null where j.id = candidate.id;
    elsif candidate.connection_id is null then
      ready := ready || candidate.id;
    elsif candidate.status <> 'active' then
      update private.jobs j set held_by = 'connection', place = null where j.id = candidate.id;
    elsif not pg_try_advisory_xact_lock(private.lock_connection_jobs(on_queue, candidate.connection_id)) then
      null; -- another worker is at this connection: the job keeps its place
    elsif (select count(*) from private.jobs j
        where j.connection_id = candidate.connection_id and j.queue = on_queue and j.state = 'leased')
      + (select count(*) from private.jobs j where j.id = any (ready) and j.connection_id = candidate.connection_id) >= connection_limit then
      update private.jobs j set held_by = 'connection', place = null where j.id = candidate.id;
    else
      ready := ready || candidate.id;
    end if;
  end loop;
  return ready;
end
$$;
revoke execute on function private.hold_blocked_jobs(uuid[], text, integer) from public, anon, authenticated, service_role;
comment on function private.hold_blocked_jobs(uuid[], text, integer) is
  'Of jobs about to be claimed those that may run; the others are held. Holds the lock of each connection it counts until commit.';

create function private.free_connection_jobs(on_queue text, of_connection uuid) returns integer
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare
  free_count integer;
begin
  select q.connection_concurrency - (select count(*) from private.jobs j
    where j.connection_id = of_connection and j.queue = on_queue and j.state = 'leased') into free_count
  from private.queues q, public.connections c where q.name = on_queue and c.id = of_connection and c.status = 'active';
  if coalesce(free_count, 0) <= 0 then return 0; end if;
  update private.jobs j set held_by = null where j.id = any (array(
    select h.id from private.jobs h
    where h.held_by = 'connection' and h.connection_id = of_connection and h.queue = on_queue
    order by h.run_at limit free_count for update skip locked));
  get diagnostics free_count = row_count;
  return free_count;
end
$$;
revoke execute on function private.free_connection_jobs(text, uuid) from public, anon, authenticated, service_role;
comment on function private.free_connection_jobs(text, uuid) is
  'Lets as many held jobs of a connection go as may run beside those that are leased; answers how many. The next claim lines them up.';

-- What comes after jobs that have just left the table: the next of their connections, and the jobs that waited for them.
create function private.free_followers(gone uuid[], gone_queues text[], gone_connections uuid[]) returns void
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  freed record;
begin
  if exists (select 1 from private.jobs j where j.held_by = 'job' and j.after_job_id = any (gone)) then
    update private.jobs j set held_by = null where j.held_by = 'job' and j.after_job_id = any (gone);
  end if;
  for freed in
    select distinct g.queue, g.connection from unnest(gone_queues, gone_connections) g (queue, connection)
    where g.connection is not null order by 1, 2
  loop
    -- A claim that counts this connection right now commits first, and what it holds is seen below.
    perform pg_advisory_xact_lock(private.lock_connection_jobs(freed.queue, freed.connection));
    perform private.free_connection_jobs(freed.queue, freed.connection);
  end loop;
end
$$;
revoke execute on function private.free_followers(uuid[], text[], uuid[]) from public, anon, authenticated, service_role;
comment on function private.free_followers(uuid[], text[], uuid[]) is 'Lets go what waited for jobs that are done or handed back.';

-- Repairs what a race left behind: somebody was held just as the reason went away. Bounded, as the rest of the sweep: what
-- is more than a thousand of a kind waits for the next.
create function private.free_forgotten_jobs() returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  held record;
begin
  perform private.end_jobs(array(
    select j.id from private.jobs j join private.job_log l on l.job_id = j.after_job_id and l.state = 'cancelled' where j.held_by = 'job' limit 1000),
    'job_before_cancelled');
  update private.jobs x set held_by = null where x.id = any (array(
    select j.id from private.jobs j
    where j.held_by = 'job' and not exists (select 1 from private.jobs b where b.id = j.after_job_id)
    limit 1000 for update of j skip locked));
  -- One index probe for each connection with held jobs. Those without room do not count, or they would hide the others.
  for held in
    with recursive pairs as (
      (select j.connection_id, j.queue from private.jobs j where j.held_by = 'connection' order by j.connection_id, j.queue limit 1)
      union all
      select n.* from pairs p, lateral (
        select j.connection_id, j.queue from private.jobs j
        where j.held_by = 'connection' and (j.connection_id, j.queue) > (p.connection_id, p.queue)
        order by j.connection_id, j.queue limit 1) n)
    select p.queue, p.connection_id from pairs p
    join public.connections c on c.id = p.connection_id and c.status = 'active'
    join private.queues q on q.name = p.queue
    where q.connection_concurrency > (select count(*) from private.jobs j
      where j.connection_id = p.connection_id and j.queue = p.queue and j.state = 'leased')
    limit 1000
  loop
    perform private.free_connection_jobs(held.queue, held.connection_id);
  end loop;
  update private.jobs x set held_by = null where x.id = any (array(
    select j.id from private.jobs j
    where j.held_by = 'workspace' and not exists (select 1 from private.workspace_pauses p where p.workspace_id = j.workspace_id)
    limit 1000 for update of j skip locked));
end
$$;
revoke execute on function private.free_forgotten_jobs() from public, anon, authenticated, service_role;
comment on function private.free_forgotten_jobs() is 'Part of the sweep: lets go every held job whose reason is over; cancels what waited for a cancelled job.';
