-- How many conversations each folder holds: exact, in one call. A number equals the rows list_conversations() gives for the
-- same filter; like its pages, counted by the rule of the policies, because the planner misjudges the policies themselves.

-- definer: counts with the indexes the parts of the rule have; answers numbers of what the caller may read.
create function private.folder_counts(in_workspace uuid)
returns table (inbox bigint, unread bigint, waiting_on_us bigint, waiting_on_them bigint, starred bigint, snoozed bigint)
language plpgsql stable security definer
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  me uuid := private.require_user();
  is_member boolean := in_workspace in (select private.my_workspace_ids());
  sees_all boolean := in_workspace in (select private.my_open_workspace_ids());
begin
  return query
  with attention as (
    select c.status, c.unread_count > 0 as is_unread, c.waiting_on, c.is_starred from public.conversations c
    where is_member and c.workspace_id = in_workspace and c.archived_at is null and c.status <> 'resolved'
      and (c.unread_count > 0 or c.is_starred or c.waiting_on <> 'nobody' or c.status = 'snoozed') and c.owner_id = me
    union all
    select c.status, c.unread_count > 0, c.waiting_on, c.is_starred from public.conversations c
    where is_member and c.workspace_id = in_workspace and c.archived_at is null and c.status <> 'resolved'
      and (c.unread_count > 0 or c.is_starred or c.waiting_on <> 'nobody' or c.status = 'snoozed') and c.owner_id <> me and (c.is_shared or sees_all)
  )
  select (
    select count(*) from public.conversations c
    where is_member and c.workspace_id = in_workspace and c.status = 'open' and c.archived_at is null and c.owner_id = me
  ) + (
    select count(*) from public.conversations c
    where is_member and c.workspace_id = in_workspace and c.status = 'open' and c.archived_at is null and c.owner_id <> me and (c.is_shared or sees_all)
  ),
    count(*) filter (where a.status = 'open' and a.is_unread), count(*) filter (where a.status = 'open' and a.waiting_on = 'us'),
    count(*) filter (where a.status = 'open' and a.waiting_on = 'them'), count(*) filter (where a.status = 'open' and a.is_starred),
    count(*) filter (where a.status = 'snoozed')
  from attention a;
end
$$;
revoke execute on function private.folder_counts(uuid) from public, anon;
grant execute on function private.folder_counts(uuid) to authenticated;
comment on function private.folder_counts(uuid) is 'See public.folder_counts.';

create function public.folder_counts(workspace_id uuid)
returns table (inbox bigint, unread bigint, waiting_on_us bigint, waiting_on_them bigint, starred bigint, snoozed bigint)
language sql stable
set search_path = ''
as $$ select * from private.folder_counts(workspace_id) $$;
revoke execute on function public.folder_counts(uuid) from public, anon;
grant execute on function public.folder_counts(uuid) to authenticated;
comment on function public.folder_counts(uuid) is
  'Conversations per folder, exact: inbox (open, not archived) and within it unread, waiting_on_us, waiting_on_them and starred; snoozed beside it. Zero for strangers.';
