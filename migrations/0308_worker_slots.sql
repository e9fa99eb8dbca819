-- Worker slots: how many runs may hold jobs of a queue at once, so that a storm of rings starts no storm of work.
create table private.worker_slots (
  queue text not null references private.queues (name) on delete cascade on update cascade,
  number integer not null,
  worker_name text,
  held_until timestamptz not null default '-infinity',
  primary key (queue, number)
) with (fillfactor = 50); -- small rows that change often stay on their page
comment on table private.worker_slots is 'One row for each run a queue allows. Rows are made with the queue.';
comment on column private.worker_slots.queue is 'Queue.';
comment on column private.worker_slots.number is '1 to the queue''s max_workers.';
comment on column private.worker_slots.worker_name is 'Run that holds or last held it.';
comment on column private.worker_slots.held_until is 'A run that gives no sign loses its slot then, as it loses its jobs.';
alter table private.worker_slots enable row level security;
-- no policies and no grants: functions only

create function private.keep_worker_slots() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into private.worker_slots (queue, number) select new.name, n from generate_series(1, new.max_workers) n on conflict do nothing;
  delete from private.worker_slots s where s.queue = new.name and s.number > new.max_workers;
  return null;
end
$$;
revoke execute on function private.keep_worker_slots() from public, anon, authenticated, service_role;
comment on function private.keep_worker_slots() is 'After insert or update of a queue: as many slots as max_workers.';
create trigger keep_worker_slots after insert or update of max_workers on private.queues
  for each row execute function private.keep_worker_slots();

create function private.take_worker_slot(on_queue text, for_worker text, seconds integer, as_of timestamptz) returns boolean
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan
as $$
begin
  update private.worker_slots s set worker_name = for_worker, held_until = as_of + make_interval(secs => seconds)
  where s.queue = on_queue and s.number = (
    select f.number from private.worker_slots f
    where f.queue = on_queue and (f.worker_name = for_worker or f.held_until <= as_of)
    order by f.worker_name is not distinct from for_worker desc, f.number limit 1
    for update skip locked);
  return found;
end
$$;
revoke execute on function private.take_worker_slot(text, text, integer, timestamptz) from public, anon, authenticated, service_role;
comment on function private.take_worker_slot(text, text, integer, timestamptz) is 'Whether this run may hold jobs of the queue; takes or keeps its slot.';
