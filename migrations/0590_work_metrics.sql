-- Metrics of what is to be done and what was done about it (PRM-2): who waits for whom, tasks, promises, nudges. Each is one fixed
-- statement and answers {value, parts, rows, truncated, conversation_ids or message_ids}.

create function private.metric_waiting(scope private.metric_scope, wanted text) returns jsonb
language sql stable
set search_path = ''
as $$
  with found as (
    select c.id as conversation_id, c.subject, c.contact_id,
      coalesce((select k.display_name from public.contacts k where k.id = c.contact_id), c.participant_addresses[1]) as name,
      case wanted when 'waiting_on_them' then c.waiting_since else c.last_inbound_at end as since,
      c.waiting_evidence as evidence, coalesce(c.needs_reply, c.waiting_on = 'us') as needs_reply, c.priority
    from private.metric_conversations(scope, wanted) c
  ), shown as (
    select * from found f order by f.since desc, f.conversation_id limit 50
  )
  select jsonb_build_object('value', (select count(*) from found), 'truncated', (select count(*) > 50 from found),
    'parts', (select jsonb_build_object('needs_reply', count(*) filter (where f.needs_reply)) from found f),
    'rows', (select coalesce(jsonb_agg(to_jsonb(s) order by s.since desc, s.conversation_id), '[]') from shown s),
    'conversation_ids', (select coalesce(jsonb_agg(s.conversation_id order by s.since desc, s.conversation_id), '[]') from shown s))
$$;
revoke execute on function private.metric_waiting(private.metric_scope, text) from public, anon;
grant execute on function private.metric_waiting(private.metric_scope, text) to authenticated;
comment on function private.metric_waiting(private.metric_scope, text) is
  'needing_reply, unanswered_since and waiting_on_them: conversations newest first, with since when and the sentence that asks.';

-- A task stands in the window by its day, or without one by when it was made.
create function private.metric_open_tasks(scope private.metric_scope) returns jsonb
language sql stable
set search_path = ''
as $$
  with found as (
    select t.id as task_id, t.title, t.status, t.priority, t.due_on, t.due_at, t.message_id, t.created_at,
      coalesce(t.due_at, (t.due_on + 1)::timestamp at time zone scope.time_zone) <= now() as is_overdue
    from public.tasks t
    where t.workspace_id = scope.workspace_id and t.status in ('open', 'snoozed', 'suggested')
      and (scope.audience = 'all' or coalesce(t.assignee_id, t.owner_id) = scope.user_id)
      and (scope.from_at is null or coalesce(t.due_at, t.due_on::timestamp at time zone scope.time_zone, t.created_at) >= scope.from_at)
      and (scope.until_at is null or coalesce(t.due_at, t.due_on::timestamp at time zone scope.time_zone, t.created_at) < scope.until_at)
      and (scope.addresses is null and scope.connection_ids is null and scope.tag is null and scope.category is null
        or t.message_id in (select m.id from private.metric_messages(row(scope.workspace_id, scope.user_id, scope.time_zone, null, null, scope.audience,
          scope.sees_all, scope.addresses, scope.connection_ids, scope.tag, scope.category)::private.metric_scope) m))
  ), shown as (
    select * from found f where f.status <> 'suggested' order by f.due_on nulls last, f.due_at nulls last, f.task_id limit 50
  )
  select jsonb_build_object('value', (select count(*) from found f where f.status <> 'suggested'),
    'truncated', (select count(*) > 50 from found f where f.status <> 'suggested'),
    'parts', (select jsonb_build_object('snoozed', count(*) filter (where f.status = 'snoozed'), 'suggested', count(*) filter (where f.status = 'suggested'),
      'overdue', count(*) filter (where f.is_overdue and f.status <> 'suggested')) from found f),
    'rows', (select coalesce(jsonb_agg(to_jsonb(s) order by s.due_on nulls last, s.due_at nulls last, s.task_id), '[]') from shown s),
    'message_ids', (select coalesce(jsonb_agg(distinct s.message_id) filter (where s.message_id is not null), '[]') from shown s))
$$;
revoke execute on function private.metric_open_tasks(private.metric_scope) from public, anon;
grant execute on function private.metric_open_tasks(private.metric_scope) to authenticated;
comment on function private.metric_open_tasks(private.metric_scope) is
  'open_tasks: the person''s tasks that are open or snoozed, by day; parts snoozed, overdue, and suggested beside them.';

create function private.metric_promises(scope private.metric_scope) returns jsonb
language sql stable
set search_path = ''
as $$
  with found as (
    select p.id as promise_id, p.side, p.state, p.quote, p.promised_by, p.due_on, p.due_at, p.message_id, m.conversation_id, m.sent_at as given_at
    from public.promises p join public.messages m on m.id = p.message_id and m.workspace_id = p.workspace_id
    where p.workspace_id = scope.workspace_id and (scope.audience = 'all' or p.owner_id = scope.user_id)
      and (scope.from_at is null or m.sent_at >= scope.from_at) and (scope.until_at is null or m.sent_at < scope.until_at)
      and (scope.connection_ids is null or m.connection_id = any (scope.connection_ids))
      and (scope.addresses is null or p.promised_by = any (scope.addresses)
        or p.side = 'us' and exists (select from jsonb_array_elements(m.recipients) r where r ->> 'address' = any (scope.addresses)))
      and (scope.tag is null or exists (select from public.conversations c where c.id = m.conversation_id and c.tags @> array[scope.tag]))
      and (scope.category is null or exists (select from public.message_triage t where t.message_id = m.id and t.category = scope.category))
  ), shown as (
    select * from found f order by f.given_at desc, f.promise_id limit 50
  )
  select jsonb_build_object('value', (select count(*) from found), 'truncated', (select count(*) > 50 from found),
    'parts', (select jsonb_object_agg(side, (select jsonb_object_agg(state, (select count(*) from found f where f.side = s.side and f.state = t.state))
        from unnest(array['made', 'due', 'kept', 'moved', 'dropped']) t (state)))
      from unnest(array['us', 'them']) s (side)),
    'rows', (select coalesce(jsonb_agg(to_jsonb(s) order by s.given_at desc, s.promise_id), '[]') from shown s),
    'message_ids', (select coalesce(jsonb_agg(distinct s.message_id), '[]') from shown s))
$$;
revoke execute on function private.metric_promises(private.metric_scope) from public, anon;
grant execute on function private.metric_promises(private.metric_scope) to authenticated;
comment on function private.metric_promises(private.metric_scope) is
  'promises: those given in the window, word for word; parts us and them by what became of them: made, due, kept, moved, dropped.';

create function private.metric_nudges(scope private.metric_scope) returns jsonb
language sql stable
set search_path = ''
as $$
  with found as (
    select n.id as nudge_id, n.conversation_id, n.recipient_address, n.recipient_name, n.step, n.sent_at,
      (select min(m.sent_at) from public.messages m where m.workspace_id = n.workspace_id and m.conversation_id = n.conversation_id
        and m.direction = 'inbound' and m.automatic_kind = 'human' and m.sent_at > n.sent_at) as answered_at
    from public.nudges n
    where n.workspace_id = scope.workspace_id and n.status = 'sent' and (scope.audience = 'all' or n.owner_id = scope.user_id)
      and (scope.from_at is null or n.sent_at >= scope.from_at) and (scope.until_at is null or n.sent_at < scope.until_at)
      and (scope.connection_ids is null or n.connection_id = any (scope.connection_ids))
      and (scope.addresses is null or n.recipient_address = any (scope.addresses))
      and (scope.tag is null or exists (select from public.conversations c where c.id = n.conversation_id and c.tags @> array[scope.tag]))
      and (scope.category is null or exists (select from public.messages m join public.message_triage t on t.message_id = m.id
        where m.conversation_id = n.conversation_id and t.category = scope.category))
  ), shown as (
    select * from found f order by f.sent_at desc, f.nudge_id limit 50
  )
  select jsonb_build_object('value', (select count(*) from found), 'truncated', (select count(*) > 50 from found),
    'parts', (select jsonb_build_object('answered', count(f.answered_at)) from found f),
    'rows', (select coalesce(jsonb_agg(to_jsonb(s) order by s.sent_at desc, s.nudge_id), '[]') from shown s),
    'conversation_ids', (select coalesce(jsonb_agg(distinct s.conversation_id), '[]') from shown s))
$$;
revoke execute on function private.metric_nudges(private.metric_scope) from public, anon;
grant execute on function private.metric_nudges(private.metric_scope) to authenticated;
comment on function private.metric_nudges(private.metric_scope) is 'nudges: those sent in the window; parts answered: after which the other side wrote.';
