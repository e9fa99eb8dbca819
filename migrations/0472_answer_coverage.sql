-- Coverage (NEW-11): what an answer could rest on, and what it could not see: accounts that are paused, broken or still being read, what
-- triage has not been through. As the person; how far an account is read is told for their own only.
create function public.answer_coverage(
  workspace_id uuid, from_at timestamptz default null, until_at timestamptz default null, connection_ids uuid[] default null
) returns jsonb
language plpgsql stable
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
begin
  return (
    with accounts as (
      select x.id, x.display_name, x.provider, x.status, x.status_reason, x.owner_id = (select auth.uid()) as is_own,
        coalesce(x.importing_until > now(), false) as is_importing
      from public.connections x
      where x.workspace_id = answer_coverage.workspace_id and (x.owner_id = (select auth.uid()) or x.is_shared)
        and (x.provider = 'import' or 'mail' = any (x.features) or x.features = '{}')
        and (answer_coverage.connection_ids is null or x.id = any (answer_coverage.connection_ids))
      order by x.owner_id = (select auth.uid()) desc, x.id limit 100
    ), seen as (
      select * from (
        select m.id, m.direction, m.automatic_kind from public.messages m
        where m.workspace_id = answer_coverage.workspace_id and m.owner_id = (select auth.uid())
          and not coalesce(m.labels && array['SPAM', 'TRASH'], false)
          and m.sent_at >= coalesce(answer_coverage.from_at, '-infinity') and m.sent_at < coalesce(answer_coverage.until_at, 'infinity')
          and (answer_coverage.connection_ids is null or m.connection_id = any (answer_coverage.connection_ids))
        union all
        select m.id, m.direction, m.automatic_kind from public.messages m
        where m.workspace_id = answer_coverage.workspace_id and m.owner_id <> (select auth.uid()) and m.is_shared
          and not coalesce(m.labels && array['SPAM', 'TRASH'], false)
          and m.sent_at >= coalesce(answer_coverage.from_at, '-infinity') and m.sent_at < coalesce(answer_coverage.until_at, 'infinity')
          and (answer_coverage.connection_ids is null or m.connection_id = any (answer_coverage.connection_ids))
      ) m limit 10000
    )
    select jsonb_build_object(
      -- 10000 stands for that many or more
      'message_count', (select count(*) from seen),
      'untriaged_count', (select count(*) from seen s where s.direction = 'inbound' and not exists (
        select from public.message_triage t where t.workspace_id = answer_coverage.workspace_id and t.message_id = s.id)),
      'connections', (select coalesce(jsonb_agg(jsonb_build_object('connection_id', a.id, 'name', a.display_name, 'provider', a.provider,
          'status', a.status, 'status_reason', a.status_reason, 'is_own', a.is_own, 'is_importing', a.is_importing,
          'read_until', s.checked_at, 'backfill_state', s.backfill_state, 'backfill_since', s.backfill_since, 'unreadable_count', coalesce(s.failure_count, 0))
        order by a.is_own desc, a.id), '[]')
        from accounts a left join private.my_syncs(answer_coverage.workspace_id) s on s.connection_id = a.id)));
end
$$;
revoke execute on function public.answer_coverage(uuid, timestamptz, timestamptz, uuid[]) from public, anon;
grant execute on function public.answer_coverage(uuid, timestamptz, timestamptz, uuid[]) to authenticated;
comment on function public.answer_coverage(uuid, timestamptz, timestamptz, uuid[]) is
  'What an answer about a window can rest on: {message_count (10000 at most), untriaged_count, connections: [{connection_id, name, provider, status, status_reason, is_own, is_importing, read_until, backfill_state, backfill_since, unreadable_count}]}.';
