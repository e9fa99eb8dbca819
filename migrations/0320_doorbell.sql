-- The doorbell: pg_net wakes the function of a queue. Rings carry nothing and may be lost, doubled or late; the sweep
-- rings again, so a lost ring costs seconds, never work.

-- definer: reads the project's address and the worker key from Vault, which nobody else may.
create function private.call_function(function_slug text) returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  base_url text := (select decrypted_secret from vault.decrypted_secrets where name = 'project_url');
  worker_key text := (select decrypted_secret from vault.decrypted_secrets where name = 'worker_secret_key');
begin
  if base_url is null or worker_key is null then
    return null; -- not configured yet: jobs wait in their tables, health() says so
  end if;
  -- Short timeout: pg_net reads no next batch before the slowest answer of this one, and our workers go on without us.
  return net.http_post(
    url => base_url || '/functions/v1/' || function_slug, body => '{}'::jsonb,
    headers => jsonb_build_object('content-type', 'application/json', 'apikey', worker_key), timeout_milliseconds => 3000);
end
$$;
revoke execute on function private.call_function(text) from public, anon, authenticated, service_role;
comment on function private.call_function(text) is 'Posts to an Edge Function with the worker key; null when the project is not configured.';

create table private.bells (
  queue text not null references private.queues (name) on delete cascade on update cascade,
  number integer not null,
  rung_at timestamptz,
  heard_at timestamptz,
  primary key (queue, number)
) with (fillfactor = 50); -- small rows that change often stay on their page
comment on table private.bells is
  'Rings of a queue. Several rows, because a ring holds one until its transaction ends: a long one must not keep the others from ringing.';
comment on column private.bells.queue is 'Queue.';
comment on column private.bells.number is 'One of four.';
comment on column private.bells.rung_at is 'Last ring by this bell.';
comment on column private.bells.heard_at is 'First claim after it.';
alter table private.bells enable row level security;
-- no policies and no grants: functions only

create function private.hang_bells() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into private.bells (queue, number) select new.name, n from generate_series(1, 4) n on conflict do nothing;
  return null;
end
$$;
revoke execute on function private.hang_bells() from public, anon, authenticated, service_role;
comment on function private.hang_bells() is 'After insert of a queue: its bells.';
create trigger hang_bells after insert on private.queues for each row execute function private.hang_bells();

create function private.ring(for_queue text) returns void
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  slug_to_ring text := (select q.function_slug from private.queues q where q.name = for_queue and not q.is_paused);
begin
  if slug_to_ring is null then return; end if;
  if exists (select 1 from private.bells b
    where b.queue = for_queue and b.rung_at > clock_timestamp() - interval '1 second' and (b.heard_at is null or b.heard_at <= b.rung_at)) then
    return; -- somebody is on the way
  end if;
  -- Nobody waits here: of many transactions that ring at once, each takes a bell that is free, and the fifth leaves it to the four.
  update private.bells b set rung_at = clock_timestamp()
  where b.queue = for_queue and b.number = (
    select f.number from private.bells f where f.queue = for_queue order by f.number limit 1 for no key update skip locked);
  if found then perform private.call_function(slug_to_ring); end if;
end
$$;
revoke execute on function private.ring(text) from public, anon, authenticated, service_role;
comment on function private.ring(text) is 'Wakes the worker of a queue; rings that no worker has heard yet are one a second.';

create function private.hear_ring(on_queue text, as_of timestamptz) returns void
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan
as $$
begin
  if exists (select 1 from private.bells b where b.queue = on_queue and b.rung_at is not null and (b.heard_at is null or b.heard_at <= b.rung_at)) then
    update private.bells b set heard_at = as_of
    where b.queue = on_queue and b.number = any (array(
      select h.number from private.bells h
      where h.queue = on_queue and h.rung_at is not null and (h.heard_at is null or h.heard_at <= h.rung_at) for no key update skip locked));
  end if;
end
$$;
revoke execute on function private.hear_ring(text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.hear_ring(text, timestamptz) is 'For claims: from now on a ring is a new one.';

create function private.has_due_jobs(on_queue text, as_of timestamptz) returns boolean
language sql stable
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
  select exists (
    select 1 from private.lines l, generate_series(-1, 1) p, private.jobs j
    where l.queue = on_queue and j.queue = on_queue and j.priority = p and j.state = 'waiting' and j.place >= l.starts[p + 2])
  or exists (
    select 1 from private.jobs j
    where j.queue = on_queue and j.state = 'waiting' and j.place is null and j.held_by is null and j.run_at <= as_of)
$$;
revoke execute on function private.has_due_jobs(text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.has_due_jobs(text, timestamptz) is 'Whether a claim of this queue could find something.';

-- definer: the service role has no rights on the tables.
create function worker.leave_queue(queue text, worker_name text) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  update private.worker_slots s set held_until = clock_timestamp()
  where s.queue = leave_queue.queue and s.worker_name = leave_queue.worker_name and s.held_until > clock_timestamp();
  -- without a look at the line: a run that finds nothing costs less than every run that looks
  perform private.ring(leave_queue.queue);
end
$$;
revoke execute on function worker.leave_queue(text, text) from public, anon, authenticated;
grant execute on function worker.leave_queue(text, text) to service_role;
comment on function worker.leave_queue(text, text) is 'For a run that ends before its queue is empty: gives up its slot and rings for the next.';

create function private.ring_for_new_jobs() returns trigger
language plpgsql security definer -- definer: whoever enqueues has no rights on queues
set search_path = ''
as $$
begin
  perform private.ring(due.queue) from (select distinct queue from new_jobs where run_at <= clock_timestamp()) due;
  return null;
end
$$;
revoke execute on function private.ring_for_new_jobs() from public, anon, authenticated, service_role;
comment on function private.ring_for_new_jobs() is 'After insert of jobs: rings their queues once.';
create trigger ring_for_new_jobs after insert on private.jobs
  referencing new table as new_jobs for each statement execute function private.ring_for_new_jobs();

-- Returns what a dead worker held, drops what is too late, lets go what is held without reason, and rings queues with due
-- work. Safe to run twice or late.
create function private.sweep(as_of timestamptz) returns void
language plpgsql volatile
set search_path = '' set enable_seqscan = off
as $$
begin
  update private.jobs j set
    state = case when j.attempts >= q.max_attempts then 'dead' else 'waiting' end,
    finished_at = case when j.attempts >= q.max_attempts then as_of end,
    place = case when j.attempts < q.max_attempts then j.place end,
    run_at = greatest(j.run_at, as_of), lease_token = null, lease_until = null,
    last_error = jsonb_build_object('class', 'transient', 'slug', 'lease_expired', 'at', as_of)
  from private.queues q
  where q.name = j.queue and j.id = any (array(
    select e.id from private.queues x, lateral (
      select l.id from private.jobs l where l.queue = x.name and l.state = 'leased' and l.lease_until <= as_of limit 1000 for update skip locked) e));
  perform private.end_jobs(array(
    select id from private.jobs where state = 'waiting' and not_after < as_of limit 1000 for update skip locked), 'too_late', as_of);
  perform private.free_forgotten_jobs();
  perform private.line_up_due_jobs(q.name, as_of, 1000) from private.queues q where not q.is_paused;
  perform private.look_at_line(q.name, as_of, true) from private.queues q;
  perform private.ring(q.name) from private.queues q where not q.is_paused and private.has_due_jobs(q.name, as_of);
end
$$;
revoke execute on function private.sweep(timestamptz) from public, anon, authenticated, service_role;
comment on function private.sweep(timestamptz) is
  'Tick: expired leases back to waiting, late jobs cancelled, held jobs freed, due jobs lined up, queues with due work rung.';

create function private.resume_connection_jobs() returns trigger
language plpgsql security definer -- definer: whoever reconnects has no rights on jobs
set search_path = ''
as $$
begin
  perform private.free_connection_jobs(q.name, new.id), private.ring(q.name) from private.queues q
  where exists (select 1 from private.jobs j where j.held_by = 'connection' and j.connection_id = new.id and j.queue = q.name);
  return null;
end
$$;
revoke execute on function private.resume_connection_jobs() from public, anon, authenticated, service_role;
comment on function private.resume_connection_jobs() is 'After a connection is active again: its jobs go on at once.';
create trigger resume_connection_jobs after update of status on public.connections
  for each row when (new.status = 'active' and old.status <> 'active') execute function private.resume_connection_jobs();

insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts, max_workers) values
  -- four mailboxes at a time in each of 24 runs: reading is mostly waiting for the provider
  ('sync-gmail', 'sync-gmail', 60, 4, 20, 24);
-- Sending is one mail at a time for each account: a second at once would gain little (one takes under a second) and lose the
-- order, and an account that turns out to be broken is tried once, not by everybody. Drafts of one account may take all hands
-- of a run, and no more.
insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts, connection_concurrency) values
  ('draft-nudge', 'draft-nudge', 60, 5, 5, 5),
  ('send-nudge', 'send-nudge', 60, 10, 12, 1);
