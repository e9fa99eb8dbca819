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

create function private.ring(for_queue text) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  slug_to_ring text;
begin
  -- Many transactions ring at once: one of them does it, the others neither wait nor ring. `no key update`, because a
  -- plain `for update` would stop everybody's inserts of jobs, whose foreign key shares this row, until commit.
  update private.queues q set rung_at = clock_timestamp()
  where q.name = (select name from private.queues x
    where x.name = for_queue and not x.is_paused and (
      x.rung_at is null or x.rung_at < clock_timestamp() - interval '1 second' or x.claimed_at > x.rung_at)
    for no key update skip locked)
  returning q.function_slug into slug_to_ring;
  if slug_to_ring is not null then perform private.call_function(slug_to_ring); end if;
end
$$;
revoke execute on function private.ring(text) from public, anon, authenticated, service_role;
comment on function private.ring(text) is 'Wakes the worker of a queue; rings that no worker has heard yet are one a second.';

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

-- Returns what a dead worker held, drops what is too late, and rings queues with due work. Safe to run twice or late.
create function private.sweep(as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update private.jobs j set
    state = case when j.attempts >= q.max_attempts then 'dead' else 'waiting' end,
    finished_at = case when j.attempts >= q.max_attempts then as_of end,
    run_at = greatest(j.run_at, as_of), lease_token = null, lease_until = null,
    last_error = jsonb_build_object('class', 'transient', 'slug', 'lease_expired', 'at', as_of)
  from private.queues q
  where q.name = j.queue and j.id = any (array(
    select id from private.jobs where state = 'leased' and lease_until <= as_of limit 1000 for update skip locked));
  update private.jobs set state = 'cancelled', finished_at = as_of,
    last_error = jsonb_build_object('class', 'permanent', 'slug', 'too_late', 'at', as_of)
  where id = any (array(
    select id from private.jobs where state = 'waiting' and not_after < as_of limit 1000 for update skip locked));
  perform private.ring(q.name) from private.queues q
  where not q.is_paused and exists (
    select 1 from private.jobs j where j.queue = q.name and j.state = 'waiting' and j.run_at <= as_of);
end
$$;
revoke execute on function private.sweep(timestamptz) from public, anon, authenticated, service_role;
comment on function private.sweep(timestamptz) is 'Tick: expired leases back to waiting, late jobs cancelled, queues with due work rung.';

insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts) values
  ('draft-nudge', 'draft-nudge', 60, 5, 5),
  ('send-nudge', 'send-nudge', 60, 10, 12);
