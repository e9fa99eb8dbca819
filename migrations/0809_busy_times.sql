-- When people are busy: the only thing colleagues learn of a calendar that is not shared. Blocks are joined, so that neither
-- the number nor the borders of meetings that follow each other can be told.

-- definer: reads the calendars of colleagues, and answers nothing of them but times.
create function private.busy_times(in_workspace uuid, of_users uuid[], from_at timestamptz, until_at timestamptz)
returns table (user_id uuid, starts_at timestamptz, ends_at timestamptz)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_role(in_workspace, 'member');
  if from_at is null or until_at is null or until_at <= from_at or until_at > from_at + interval '92 days' or cardinality(of_users) > 100 then
    perform private.problem('range_invalid');
  end if;
  return query select b.user_id, b.starts_at, b.ends_at from private.busy_blocks(in_workspace, of_users, from_at, until_at) b;
end
$$;
revoke execute on function private.busy_times(uuid, uuid[], timestamptz, timestamptz) from public, anon;
grant execute on function private.busy_times(uuid, uuid[], timestamptz, timestamptz) to authenticated;
comment on function private.busy_times(uuid, uuid[], timestamptz, timestamptz) is 'See public.busy_times.';

create function private.busy_blocks(in_workspace uuid, of_users uuid[], from_at timestamptz, until_at timestamptz)
returns table (user_id uuid, starts_at timestamptz, ends_at timestamptz)
language sql stable
set search_path = ''
as $$
  with asked as (
    -- who is no member, or no longer, has no times here
    select m.user_id from public.workspace_members m where m.workspace_id = in_workspace and m.user_id = any (of_users)
  ), taken as (
    select a.user_id, x.starts_at, x.ends_at from asked a, lateral (
      select i.calendar_id, i.starts_at, i.ends_at from public.calendar_instances i
      where i.workspace_id = in_workspace and i.owner_id = a.user_id and i.is_busy
        and i.starts_at >= from_at - interval '2 days' and i.starts_at < until_at and i.ends_at > from_at
      union all
      select i.calendar_id, i.starts_at, i.ends_at from public.calendar_instances i
      where i.workspace_id = in_workspace and i.owner_id = a.user_id and i.is_busy
        and i.is_long and i.ends_at > from_at and i.starts_at < from_at - interval '2 days' and i.starts_at < until_at) x
    -- somebody else's calendar that one can read is not one's own time
    join public.calendars c on c.id = x.calendar_id and c.is_selected and c.removed_at is null
      and (c.connection_id is null or c.access_role = 'owner')
  )
  select t.user_id, lower(block), upper(block)
  from (select t.user_id, range_agg(tstzrange(greatest(t.starts_at, from_at), least(t.ends_at, until_at))) as blocks from taken t group by 1) t,
    unnest(t.blocks) block
  order by 1, 2
$$;
revoke execute on function private.busy_blocks(uuid, uuid[], timestamptz, timestamptz) from public, anon, authenticated, service_role;
comment on function private.busy_blocks(uuid, uuid[], timestamptz, timestamptz) is 'Joined busy times of members across their own calendars, cut to the range.';

create function public.busy_times(workspace_id uuid, user_ids uuid[], from_at timestamptz, until_at timestamptz)
returns table (user_id uuid, starts_at timestamptz, ends_at timestamptz)
language sql stable
set search_path = ''
as $$ select * from private.busy_times(workspace_id, user_ids, from_at, until_at) $$;
revoke execute on function public.busy_times(uuid, uuid[], timestamptz, timestamptz) from public, anon;
grant execute on function public.busy_times(uuid, uuid[], timestamptz, timestamptz) to authenticated;
comment on function public.busy_times(uuid, uuid[], timestamptz, timestamptz) is
  'When members are busy in a range of at most 92 days, as joined blocks and nothing else. People who are not members have none. Errors: workspace_not_found, range_invalid.';

insert into private.problems (slug, status, sentence, cure) values
  ('range_invalid', 422, 'Cannot look at this time: the range is empty, longer than 92 days, or names more than 100 people', 'Ask for a shorter range that ends after it begins.');
