-- What operators do to jobs, from a SQL prompt. Whatever touches a workspace's jobs leaves a line in its audit log.
create function private.pause_queue(on_queue text, wanted boolean default true) returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  update private.queues q set is_paused = wanted where q.name = on_queue and q.is_paused <> wanted;
  if not found then return false; end if;
  if not wanted then perform private.ring(on_queue); end if;
  return true;
end
$$;
revoke execute on function private.pause_queue(text, boolean) from public, anon, authenticated, service_role;
comment on function private.pause_queue(text, boolean) is 'Stops claims of a queue, or (false) lets them go on; false when nothing changed. Jobs already held run on.';

create function private.pause_workspace_jobs(of_workspace uuid, because text) returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.workspace_pauses (workspace_id, reason) values (of_workspace, because) on conflict do nothing;
  if not found then return false; end if;
  update private.jobs j set held_by = 'workspace', place = null where j.workspace_id = of_workspace and j.state = 'waiting' and j.place is not null;
  perform private.audit(of_workspace, 'jobs.paused', 'workspace', of_workspace::text, null, jsonb_build_object('reason', because));
  return true;
end
$$;
revoke execute on function private.pause_workspace_jobs(uuid, text) from public, anon, authenticated, service_role;
comment on function private.pause_workspace_jobs(uuid, text) is 'The jobs of a workspace wait, those to come too; false when they do already. Jobs already held run on.';

create function private.resume_workspace_jobs(of_workspace uuid) returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  delete from private.workspace_pauses p where p.workspace_id = of_workspace;
  if not found then return false; end if;
  update private.jobs j set held_by = null where j.workspace_id = of_workspace and j.held_by = 'workspace';
  perform private.audit(of_workspace, 'jobs.resumed', 'workspace', of_workspace::text);
  perform private.ring(q.name) from private.queues q;
  return true;
end
$$;
revoke execute on function private.resume_workspace_jobs(uuid) from public, anon, authenticated, service_role;
comment on function private.resume_workspace_jobs(uuid) is 'The jobs of a workspace go on; false when they were not paused.';

create function private.select_jobs(in_state text, on_queue text, with_slug text, of_workspace uuid, since timestamptz, max_count integer)
returns table (id uuid, workspace_id uuid)
language sql volatile
set search_path = ''
as $$
  select j.id, j.workspace_id from private.jobs j
  where j.state = in_state and (on_queue is null or j.queue = on_queue) and (with_slug is null or j.last_error ->> 'slug' = with_slug)
    and (of_workspace is null or j.workspace_id = of_workspace) and (since is null or coalesce(j.finished_at, j.created_at) >= since)
  order by j.id limit max_count for update skip locked
$$;
revoke execute on function private.select_jobs(text, text, text, uuid, timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.select_jobs(text, text, text, uuid, timestamptz, integer) is 'Jobs that meet every given condition, the oldest first, locked. since: died, or was enqueued, at or after.';

create function private.audit_jobs(action text, on_queue text, workspaces uuid[], because text) returns void
language sql volatile
set search_path = ''
as $$
  select private.audit(w.id, action, 'queue', coalesce(on_queue, 'any'), null, jsonb_strip_nulls(jsonb_build_object('count', w.job_count, 'reason', because)))
  from (select id, count(*) as job_count from unnest(workspaces) u (id) where id is not null group by id) w
$$;
revoke execute on function private.audit_jobs(text, text, uuid[], text) from public, anon, authenticated, service_role;
comment on function private.audit_jobs(text, text, uuid[], text) is 'One audit entry for each workspace whose jobs an operator touched.';

create function private.retry_dead_jobs(
  on_queue text default null, with_slug text default null, of_workspace uuid default null, since timestamptz default null,
  only_job uuid default null, max_count integer default 1000
) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  revived record;
begin
  with chosen as (
    select s.id from private.select_jobs('dead', on_queue, with_slug, of_workspace, since, case when only_job is null then max_count end) s
    where only_job is null or s.id = only_job),
  first_of_key as (
    -- one unfinished job a key: its successor, or the first of several dead ones, does the work
    select distinct on (j.queue, coalesce(j.unique_key, j.id::text)) j.id from private.jobs j join chosen using (id)
    where j.unique_key is null or not exists (
      select 1 from private.jobs t where t.queue = j.queue and t.unique_key = j.unique_key and t.state <> 'dead')
    order by j.queue, coalesce(j.unique_key, j.id::text), j.id),
  back as (
    update private.jobs j set state = 'waiting', run_at = now(), attempts = 0, finished_at = null, not_after = null
    from first_of_key f where j.id = f.id returning j.queue, j.workspace_id)
  select count(*)::integer as job_count, array_agg(distinct queue) as queues, array_agg(workspace_id) as workspaces into revived from back;
  perform private.audit_jobs('jobs.retried', on_queue, revived.workspaces, with_slug);
  perform private.ring(q) from unnest(revived.queues) q;
  return revived.job_count;
end
$$;
revoke execute on function private.retry_dead_jobs(text, text, uuid, timestamptz, uuid, integer) from public, anon, authenticated, service_role;
comment on function private.retry_dead_jobs(text, text, uuid, timestamptz, uuid, integer) is
  'Gives dead jobs that meet every given condition a new life, at most max_count; answers how many. A dead job whose key has an unfinished job stays dead.';

create function private.drop_jobs(
  in_state text, because text, on_queue text default null, with_slug text default null, of_workspace uuid default null,
  since timestamptz default null, max_count integer default 1000
) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  chosen record;
begin
  if in_state not in ('waiting', 'dead') then raise exception 'Cannot drop jobs: only waiting and dead ones can be dropped'; end if;
  select array_agg(s.id) as ids, array_agg(s.workspace_id) as workspaces into chosen
  from private.select_jobs(in_state, on_queue, with_slug, of_workspace, since, max_count) s;
  perform private.audit_jobs('jobs.dropped', on_queue, chosen.workspaces, because);
  return private.end_jobs(chosen.ids, because);
end
$$;
revoke execute on function private.drop_jobs(text, text, text, text, uuid, timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.drop_jobs(text, text, text, text, uuid, timestamptz, integer) is
  'Cancels waiting or dead jobs that meet every given condition, at most max_count; answers how many. because: a slug for the log.';

create function private.retry_dead_job(dead_job uuid) returns boolean
language sql volatile
set search_path = ''
as $$ select private.retry_dead_jobs(only_job => dead_job) > 0 $$;
revoke execute on function private.retry_dead_job(uuid) from public, anon, authenticated, service_role;
comment on function private.retry_dead_job(uuid) is 'Gives one dead job a new life.';
