-- How many conversations each folder holds: exact, in one call, under row level security. A number equals the rows
-- list_conversations() gives for the same filter.
create function public.folder_counts(workspace_id uuid)
returns table (inbox bigint, unread bigint, waiting_on_us bigint, waiting_on_them bigint, starred bigint, snoozed bigint)
language sql stable
set search_path = ''
as $$
  -- each part reads the partial index made for it: own, shared by others, and what an admin may see of others
  with attention as (
    select c.status, c.unread_count > 0 as is_unread, c.waiting_on, c.is_starred from public.conversations c
    where c.workspace_id = folder_counts.workspace_id and c.archived_at is null and c.status <> 'resolved'
      and (c.unread_count > 0 or c.is_starred or c.waiting_on <> 'nobody' or c.status = 'snoozed') and c.owner_id = (select auth.uid())
    union all
    select c.status, c.unread_count > 0, c.waiting_on, c.is_starred from public.conversations c
    where c.workspace_id = folder_counts.workspace_id and c.archived_at is null and c.status <> 'resolved'
      and (c.unread_count > 0 or c.is_starred or c.waiting_on <> 'nobody' or c.status = 'snoozed')
      and c.owner_id <> (select auth.uid()) and c.is_shared
    union all
    select c.status, c.unread_count > 0, c.waiting_on, c.is_starred from public.conversations c
    where c.workspace_id = folder_counts.workspace_id and c.archived_at is null and c.status <> 'resolved'
      and (c.unread_count > 0 or c.is_starred or c.waiting_on <> 'nobody' or c.status = 'snoozed')
      and c.owner_id <> (select auth.uid()) and not c.is_shared
      and (select folder_counts.workspace_id = any (array(select private.my_open_workspace_ids())))
  )
  select (
    select count(*) from public.conversations c
    where c.workspace_id = folder_counts.workspace_id and c.status = 'open' and c.archived_at is null and c.owner_id = (select auth.uid())
  ) + (
    select count(*) from public.conversations c
    where c.workspace_id = folder_counts.workspace_id and c.status = 'open' and c.archived_at is null
      and c.owner_id <> (select auth.uid()) and c.is_shared
  ) + (
    select count(*) from public.conversations c
    where c.workspace_id = folder_counts.workspace_id and c.status = 'open' and c.archived_at is null
      and c.owner_id <> (select auth.uid()) and not c.is_shared
      and (select folder_counts.workspace_id = any (array(select private.my_open_workspace_ids())))
  ),
    count(*) filter (where status = 'open' and is_unread), count(*) filter (where status = 'open' and waiting_on = 'us'),
    count(*) filter (where status = 'open' and waiting_on = 'them'), count(*) filter (where status = 'open' and is_starred),
    count(*) filter (where status = 'snoozed')
  from attention
$$;
revoke execute on function public.folder_counts(uuid) from public, anon;
grant execute on function public.folder_counts(uuid) to authenticated;
comment on function public.folder_counts(uuid) is
  'Conversations per folder, exact: inbox (open, not archived) and within it unread, waiting_on_us, waiting_on_them and starred; snoozed beside it. Zero for strangers.';
