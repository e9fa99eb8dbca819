-- The line: in which order due jobs are claimed, fair across workspaces, as one index scan.
--
-- Self-clocked fair queueing (Golestani, INFOCOM 1994): a tenant's next job stands one place behind its last one, or one behind
-- the head of the line when it has none waiting. So a tenant with 100,000 jobs and a tenant with one take turns, whoever came first.
-- Not taken: looking at every tenant at claim (one index probe each, 2 ms at 500 tenants), a row per tenant (all its
-- transactions would wait for each other).
create function private.next_place(on_queue text, with_priority smallint, in_workspace uuid) returns bigint
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare
  line_start bigint;
  head bigint;
  own bigint;
begin
  select q.line_starts[with_priority + 2] into line_start from private.queues q where q.name = on_queue;
  select j.place into head from private.jobs j
  where j.queue = on_queue and j.priority = with_priority and j.state = 'waiting' and j.place >= line_start
  order by j.place limit 1;
  -- An empty line begins at the clock in microseconds. One step a turn is slower than that, so places only grow, and what
  -- was claimed lies below: see queues.line_starts.
  if head is null then return floor(extract(epoch from clock_timestamp()) * 1000000); end if;
  select j.place into own from private.jobs j
  where j.queue = on_queue and j.priority = with_priority and j.state = 'waiting' and j.place > head
    and coalesce(j.workspace_id, '00000000-0000-0000-0000-000000000000') = coalesce(in_workspace, '00000000-0000-0000-0000-000000000000')
  order by j.place desc limit 1;
  return coalesce(own, head) + 1;
end
$$;
revoke execute on function private.next_place(text, smallint, uuid) from public, anon, authenticated, service_role;
comment on function private.next_place(text, smallint, uuid) is
  'Place of a tenant''s next job. Two transactions at once may answer the same: places are an order, not a key.';

create function private.line_up_new_job() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.place := private.next_place(new.queue, new.priority, new.workspace_id);
  return new;
end
$$;
revoke execute on function private.line_up_new_job() from public, anon, authenticated, service_role;
comment on function private.line_up_new_job() is 'Before insert of a due job: gives it its place.';
create trigger line_up_new_job before insert on private.jobs for each row
  when (new.state = 'waiting' and new.held_by is null and new.place is null and new.run_at <= clock_timestamp())
  execute function private.line_up_new_job();

create function private.line_up_due_jobs(on_queue text, as_of timestamptz, max_count integer) returns integer
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare
  due record;
  due_count integer := 0;
begin
  for due in
    select j.id, j.priority, j.workspace_id from private.jobs j
    where j.queue = on_queue and j.state = 'waiting' and j.place is null and j.held_by is null and j.run_at <= as_of
    order by j.run_at limit max_count for update skip locked
  loop
    update private.jobs j set place = private.next_place(on_queue, due.priority, due.workspace_id) where j.id = due.id;
    due_count := due_count + 1;
  end loop;
  return due_count;
end
$$;
revoke execute on function private.line_up_due_jobs(text, timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.line_up_due_jobs(text, timestamptz, integer) is 'Gives jobs whose moment has come their place, the longest due first; answers how many.';

create function private.renew_line_starts(as_of timestamptz) returns void
language sql volatile
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
  update private.queues q set line_starts = now_is.starts
  from (
    select x.name, array(
      -- an empty line starts where the next job may: two seconds back, for transactions that have not committed.
      -- Slower ones come in below the start, and are found here by the next sweep.
      select coalesce(
        (select j.place from private.jobs j where j.queue = x.name and j.priority = p and j.state = 'waiting' and j.place is not null
          order by j.place limit 1),
        floor(extract(epoch from as_of) * 1000000)::bigint - 2000000)
      from generate_series(-1, 1) p) as starts
    from private.queues x) now_is
  where q.name = now_is.name and q.line_starts is distinct from now_is.starts
$$;
revoke execute on function private.renew_line_starts(timestamptz) from public, anon, authenticated, service_role;
comment on function private.renew_line_starts(timestamptz) is
  'Moves the start of every line to its first waiting job. Without it a long transaction elsewhere would make every claim step over all rows claimed since.';
