-- What people see of the jobs that belong to them: state and progress, never what is in them.

-- definer: nobody has rights on the tables; only the caller's own jobs in a workspace they belong to are answered.
create function private.my_jobs(in_workspace uuid, only_job uuid, before_job uuid, max_count integer)
returns table (
  id uuid, batch_id uuid, queue text, state text, held_by text, attempts integer, progress_done integer, progress_total integer,
  error_slug text, created_at timestamptz, run_at timestamptz, started_at timestamptz, finished_at timestamptz)
language sql stable security definer
set search_path = ''
as $$
  select mine.* from (
    (select j.id, j.batch_id, j.queue, j.state, j.held_by, j.attempts, j.progress_done, j.progress_total,
      j.last_error ->> 'slug', j.created_at, j.run_at, j.leased_at, j.finished_at
    from private.jobs j
    where j.owner_id = (select auth.uid()) and j.workspace_id = any (array(select private.my_workspace_ids()))
      and (in_workspace is null or j.workspace_id = in_workspace) and (only_job is null or j.id = only_job) and (before_job is null or j.id < before_job)
    order by j.id desc limit max_count)
    union all
    (select l.job_id, l.batch_id, l.queue, l.state, null, l.attempts, l.progress_done, l.progress_total,
      l.last_error ->> 'slug', l.created_at, null, l.leased_at, l.finished_at
    from private.job_log l
    where l.owner_id = (select auth.uid()) and l.workspace_id = any (array(select private.my_workspace_ids()))
      and (in_workspace is null or l.workspace_id = in_workspace) and (only_job is null or l.job_id = only_job) and (before_job is null or l.job_id < before_job)
    order by l.job_id desc limit max_count)) mine
  order by mine.id desc limit max_count
$$;
revoke execute on function private.my_jobs(uuid, uuid, uuid, integer) from public, anon;
grant execute on function private.my_jobs(uuid, uuid, uuid, integer) to authenticated;
comment on function private.my_jobs(uuid, uuid, uuid, integer) is 'See public.list_my_jobs.';

create function public.list_my_jobs(workspace_id uuid, before_job_id uuid default null, page_size integer default 50)
returns table (
  id uuid, batch_id uuid, queue text, state text, held_by text, attempts integer, progress_done integer, progress_total integer,
  error_slug text, created_at timestamptz, run_at timestamptz, started_at timestamptz, finished_at timestamptz)
language sql stable
set search_path = ''
as $$ select * from private.my_jobs(workspace_id, null, before_job_id, least(greatest(page_size, 1), 200)) $$;
revoke execute on function public.list_my_jobs(uuid, uuid, integer) from public, anon;
grant execute on function public.list_my_jobs(uuid, uuid, integer) to authenticated;
comment on function public.list_my_jobs(uuid, uuid, integer) is
  'The caller''s jobs in a workspace, the newest first, of the last week: waiting, leased, dead, done or cancelled. Next page: before_job_id = the last id.';

create function public.job_status(job_id uuid)
returns table (
  id uuid, batch_id uuid, queue text, state text, held_by text, attempts integer, progress_done integer, progress_total integer,
  error_slug text, created_at timestamptz, run_at timestamptz, started_at timestamptz, finished_at timestamptz)
language sql stable
set search_path = ''
as $$ select * from private.my_jobs(null, job_id, null, 1) $$;
revoke execute on function public.job_status(uuid) from public, anon;
grant execute on function public.job_status(uuid) to authenticated;
comment on function public.job_status(uuid) is 'One job of the caller; no row when it is not theirs, unknown, or forgotten.';

-- definer: see my_jobs.
create function private.my_batch(wanted uuid) returns table (total integer, done integer, dead integer, cancelled integer)
language sql stable security definer
set search_path = ''
as $$
  select p.* from private.job_batches b, private.batch_progress(b.id) p
  where b.id = wanted and b.owner_id = (select auth.uid()) and b.workspace_id = any (array(select private.my_workspace_ids()))
$$;
revoke execute on function private.my_batch(uuid) from public, anon;
grant execute on function private.my_batch(uuid) to authenticated;
comment on function private.my_batch(uuid) is 'See public.batch_status.';

create function public.batch_status(batch_id uuid) returns table (total integer, done integer, dead integer, cancelled integer)
language sql stable
set search_path = ''
as $$ select * from private.my_batch(batch_id) $$;
revoke execute on function public.batch_status(uuid) from public, anon;
grant execute on function public.batch_status(uuid) to authenticated;
comment on function public.batch_status(uuid) is 'Jobs of a batch of the caller: in all, done, dead, cancelled; the rest waits or runs. No row when it is not theirs.';
