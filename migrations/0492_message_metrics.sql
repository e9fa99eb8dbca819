-- Metrics of messages (PRM-2): how many came and went, from whom, through what, on which day, how soon they were answered. Each is one
-- fixed statement over private.metric_messages() and answers {value, parts, rows, truncated, message_ids}.

create function private.metric_traffic(scope private.metric_scope, way text) returns jsonb
language sql stable
set search_path = ''
as $$
  with found as (
    select m.id, m.automatic_kind, m.sent_at from private.metric_messages(scope) m where m.direction = way
  )
  select jsonb_build_object('value', (select count(*) from found),
    'parts', (select coalesce(jsonb_object_agg(k.automatic_kind, k.n), '{}') from (select f.automatic_kind, count(*) as n from found f group by 1) k),
    'message_ids', (select coalesce(jsonb_agg(e.id order by e.sent_at desc, e.id), '[]') from (select f.id, f.sent_at from found f order by f.sent_at desc, f.id limit 100) e))
$$;
revoke execute on function private.metric_traffic(private.metric_scope, text) from public, anon;
grant execute on function private.metric_traffic(private.metric_scope, text) to authenticated;
comment on function private.metric_traffic(private.metric_scope, text) is 'received (inbound) and sent (outbound): how many messages; parts by automatic_kind.';

create function private.metric_by_source(scope private.metric_scope) returns jsonb
language sql stable
set search_path = ''
as $$
  with sources as (
    select m.connection_id, x.provider, x.address, x.display_name, count(*) filter (where m.direction = 'inbound') as received,
      count(*) filter (where m.direction = 'outbound') as sent
    from private.metric_messages(scope) m left join public.connections x on x.id = m.connection_id
    group by 1, 2, 3, 4
  )
  select jsonb_build_object('value', (select count(*) from sources), 'truncated', (select count(*) > 50 from sources),
    'rows', (select coalesce(jsonb_agg(to_jsonb(s) order by s.received + s.sent desc, s.connection_id), '[]')
      from (select * from sources x order by x.received + x.sent desc, x.connection_id limit 50) s))
$$;
revoke execute on function private.metric_by_source(private.metric_scope) from public, anon;
grant execute on function private.metric_by_source(private.metric_scope) to authenticated;
comment on function private.metric_by_source(private.metric_scope) is 'by_source: received and sent for each account.';

create function private.metric_by_sender(scope private.metric_scope) returns jsonb
language sql stable
set search_path = ''
as $$
  with senders as (
    select m.sender_address as address, (array_agg(m.sender_name order by m.sent_at desc) filter (where m.sender_name is not null))[1] as name,
      count(*) as received, max(m.sent_at) as latest_at, (array_agg(m.id order by m.sent_at desc, m.id))[1] as latest_message_id
    from private.metric_messages(scope) m where m.direction = 'inbound' group by 1
  ), shown as (
    select * from senders s order by s.received desc, s.latest_at desc, s.address limit 50
  )
  select jsonb_build_object('value', (select count(*) from senders), 'truncated', (select count(*) > 50 from senders),
    'rows', (select coalesce(jsonb_agg(to_jsonb(s) order by s.received desc, s.latest_at desc, s.address), '[]') from shown s),
    'message_ids', (select coalesce(jsonb_agg(s.latest_message_id order by s.received desc, s.latest_at desc, s.address), '[]') from shown s))
$$;
revoke execute on function private.metric_by_sender(private.metric_scope) from public, anon;
grant execute on function private.metric_by_sender(private.metric_scope) to authenticated;
comment on function private.metric_by_sender(private.metric_scope) is 'by_sender: how many messages each address sent, the busiest first; value: how many addresses.';

create function private.metric_by_day(scope private.metric_scope) returns jsonb
language sql stable
set search_path = ''
as $$
  with days as (
    select (m.sent_at at time zone scope.time_zone)::date as day, count(*) filter (where m.direction = 'inbound') as received,
      count(*) filter (where m.direction = 'outbound') as sent
    from private.metric_messages(scope) m group by 1
  ), shown as (
    select * from days d order by d.day desc limit 366
  )
  select jsonb_build_object('value', (select count(*) from days), 'truncated', (select count(*) > 366 from days),
    'rows', (select coalesce(jsonb_agg(to_jsonb(s) order by s.day), '[]') from shown s))
$$;
revoke execute on function private.metric_by_day(private.metric_scope) from public, anon;
grant execute on function private.metric_by_day(private.metric_scope) to authenticated;
comment on function private.metric_by_day(private.metric_scope) is 'by_day: received and sent for each day of the person''s zone on which something was, the latest 366; value: how many days.';

-- A response is the first message of one side after the other spoke; it took as long as the other waited: from their first word since
-- our last. What comes a month later is no response but a new beginning.
create function private.metric_response_times(scope private.metric_scope) returns jsonb
language sql stable
set search_path = ''
as $$
  with said as (
    select m.id, m.conversation_id, m.direction, m.sent_at, m.sender_address,
      lag(m.direction) over (partition by m.conversation_id order by m.sent_at, m.id) as before
    from (select distinct f.conversation_id from private.metric_messages(scope) f) touched
    join public.messages m on m.conversation_id = touched.conversation_id and m.workspace_id = scope.workspace_id
    where (m.direction = 'outbound' or m.automatic_kind = 'human') and (scope.until_at is null or m.sent_at < scope.until_at)
      and not coalesce(m.labels && array['SPAM', 'TRASH'], false)
  ), turns as (
    select s.*, lag(s.sent_at) over (partition by s.conversation_id order by s.sent_at, s.id) as asked_at
    from said s where s.before is distinct from s.direction
  ), replies as (
    select t.id, case t.direction when 'outbound' then 'mine' else 'theirs' end as side, t.sent_at, extract(epoch from t.sent_at - t.asked_at) as took
    from turns t
    where t.asked_at is not null and (scope.from_at is null or t.sent_at >= scope.from_at) and t.sent_at - t.asked_at <= interval '30 days'
      and (scope.addresses is null or t.direction = 'outbound' or t.sender_address = any (scope.addresses))
  ), sides as (
    select side, count(r.id) as n, round(percentile_cont(0.5) within group (order by r.took)) as median_seconds,
      round(percentile_cont(0.9) within group (order by r.took)) as p90_seconds
    from unnest(array['mine', 'theirs']) side left join replies r using (side) group by side
  )
  select jsonb_build_object('value', (select s.median_seconds from sides s where s.side = 'mine'),
    'parts', (select jsonb_object_agg(s.side, to_jsonb(s) - 'side') from sides s),
    'message_ids', (select coalesce(jsonb_agg(e.id order by e.sent_at desc, e.id), '[]') from (select r.id, r.sent_at from replies r order by r.sent_at desc, r.id limit 100) e))
$$;
revoke execute on function private.metric_response_times(private.metric_scope) from public, anon;
grant execute on function private.metric_response_times(private.metric_scope) to authenticated;
comment on function private.metric_response_times(private.metric_scope) is
  'response_times: parts mine and theirs with n, median_seconds and p90_seconds of the responses given in the window; value: my median.';

create function private.metric_top_contacts(scope private.metric_scope) returns jsonb
language sql stable
set search_path = ''
as $$
  with found as (
    select * from private.metric_messages(scope)
  ), met as (
    select f.sender_address as address, 'received' as way, f.sent_at, f.sender_name as name from found f where f.direction = 'inbound' and f.automatic_kind = 'human'
    union all
    select r ->> 'address', 'sent', f.sent_at, r ->> 'name' from found f, jsonb_array_elements(f.recipients) r where f.direction = 'outbound'
  ), people as (
    select m.address, (array_agg(m.name order by m.sent_at desc) filter (where m.name is not null))[1] as name,
      count(*) filter (where m.way = 'received') as received, count(*) filter (where m.way = 'sent') as sent, max(m.sent_at) as latest_at
    from met m
    where m.address <> '' and not m.address = any (array(select unnest(x.own_addresses) from public.connections x where x.workspace_id = scope.workspace_id))
      and (scope.addresses is null or m.address = any (scope.addresses))
    group by 1
  ), shown as (
    select * from people p order by p.received + p.sent desc, p.latest_at desc, p.address limit 50
  )
  select jsonb_build_object('value', (select count(*) from people), 'truncated', (select count(*) > 50 from people),
    'rows', (select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object('contact_id', (select k.contact_id from public.contact_methods k
        where k.workspace_id = scope.workspace_id and k.kind = 'email' and k.value = s.address order by k.owner_id <> scope.user_id, k.contact_id limit 1))
      order by s.received + s.sent desc, s.latest_at desc, s.address), '[]') from shown s))
$$;
revoke execute on function private.metric_top_contacts(private.metric_scope) from public, anon;
grant execute on function private.metric_top_contacts(private.metric_scope) to authenticated;
comment on function private.metric_top_contacts(private.metric_scope) is
  'top_contacts: people by the messages exchanged with them, the most first; value: how many people.';
