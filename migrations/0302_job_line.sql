-- The line: in which order due jobs are claimed, fair across workspaces, as one index scan.
--
-- Self-clocked fair queueing (Golestani, INFOCOM 1994): a tenant's next job stands one place behind its last one, or one behind
-- the head of the line when it has none waiting. So a tenant with 100,000 jobs and a tenant with one take turns, whoever came first.
-- Not taken: looking at every tenant at claim (one index probe each, 2 ms at 500 tenants), a row per tenant (all its
-- transactions would wait for each other).
create table private.lines (
  queue text primary key references private.queues (name) on delete cascade on update cascade,
  starts bigint[] not null default '{0,0,0}',
  heads bigint[] not null default '{0,0,0}',
  looked_at timestamptz not null default '-infinity'
) with (fillfactor = 50); -- a small row that changes every second stays on its page
comment on table private.lines is 'Where the line of each queue begins. A row is made with the queue; written by private.look_at_line().';
comment on column private.lines.queue is 'Queue.';
comment on column private.lines.starts is 'By priority: claims begin here and step over nothing that was claimed before. Late arrivals below are found by the next sweep.';
comment on column private.lines.heads is 'By priority: the first waiting place at the last look, which is the start after the next.';
comment on column private.lines.looked_at is 'When that was.';
alter table private.lines enable row level security;
-- no policies and no grants: functions only. Apart from private.queues, whose rows every insert of a job shares a lock on

create function private.make_line() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into private.lines (queue) values (new.name) on conflict do nothing;
  return null;
end
$$;
revoke execute on function private.make_line() from public, anon, authenticated, service_role;
comment on function private.make_line() is 'After insert of a queue: its line.';
create trigger make_line after insert on private.queues for each row execute function private.make_line();

create function private.clock_place(at timestamptz) returns bigint
language plpgsql immutable -- asked for every job: it keeps its plan
set search_path = ''
as $$ begin return floor(extract(epoch from at) * 10)::bigint; end $$;
revoke execute on function private.clock_place(timestamptz) from public, anon, authenticated, service_role;
comment on function private.clock_place(timestamptz) is
  'Where an empty line begins: ten places a second. Slow on purpose: while one tenant enqueues thousands in a transaction nobody sees yet, the others'' places must not run ahead of its own.';

create function private.next_place(on_queue text, with_priority smallint, in_workspace uuid) returns bigint
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare
  line_start bigint;
  head bigint;
  own bigint;
begin
  select l.starts[with_priority + 2] into line_start from private.lines l where l.queue = on_queue;
  select j.place into head from private.jobs j
  where j.queue = on_queue and j.priority = with_priority and j.state = 'waiting' and j.place >= line_start
  order by j.place limit 1;
  if head is null then return greatest(line_start, private.clock_place(clock_timestamp())); end if;
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

create function private.look_at_line(on_queue text, as_of timestamptz, is_thorough boolean) returns void
language plpgsql volatile
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare
  line private.lines;
  now_first bigint[];
begin
  -- one look at a time; whoever finds it taken goes on with the start there is
  select * into line from private.lines l where l.queue = on_queue for no key update skip locked;
  if not found then return; end if;
  now_first := array(
    select coalesce(
      (select j.place from private.jobs j
        where j.queue = on_queue and j.priority = p and j.state = 'waiting' and j.place >= case when is_thorough then 0 else line.starts[p + 2] end
        order by j.place limit 1),
      -- an empty line begins two seconds back
      private.clock_place(as_of) - 20)
    from generate_series(-1, 1) p);
  -- The start is what the look before found first: a job whose transaction was open meanwhile took its place behind that.
  -- Slower transactions come in below the start, and are found by the thorough look of the next sweep.
  update private.lines l set heads = now_first, looked_at = as_of,
    starts = array(select least(was, is_now) from unnest(line.heads, now_first) with ordinality x (was, is_now, n) order by n)
  where l.queue = on_queue;
end
$$;
revoke execute on function private.look_at_line(text, timestamptz, boolean) from public, anon, authenticated, service_role;
comment on function private.look_at_line(text, timestamptz, boolean) is
  'Moves the start of a line on, by claims once a second and by each sweep. Without it a long transaction elsewhere would make every claim step over all rows claimed since. is_thorough: looks below the start as well.';
