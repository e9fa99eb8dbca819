-- Reading for answers (PRM-1, PRM-2): the messages and the promises of a window, with everything triage says of them. As the person, under
-- row level security; one part for each way of the policies, so that each has its index. What full admin visibility shows is left
-- out: answers are of one's own mail and of what colleagues share.
create function public.list_messages(
  workspace_id uuid, from_at timestamptz default null, until_at timestamptz default null, connection_ids uuid[] default null,
  addresses text[] default null, before_at timestamptz default null, before_id uuid default null, page_size integer default 50
) returns table (
  id uuid, owner_id uuid, conversation_id uuid, connection_id uuid, direction text, sender_address text, sender_name text, recipients jsonb, subject text,
  sent_at timestamptz, text_new text, automatic_kind text, expects_reply boolean, expects_reply_evidence text, content_hash text,
  priority text, category text, needs_reply boolean, summary text
)
language plpgsql stable rows 50
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  me uuid := (select auth.uid());
  earliest timestamptz := coalesce(list_messages.from_at, '-infinity');
  latest timestamptz := coalesce(list_messages.until_at, 'infinity');
begin
  if page_size is null or page_size not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  return query
  select m.id, m.owner_id, m.conversation_id, m.connection_id, m.direction, m.sender_address, m.sender_name, m.recipients, m.subject,
    m.sent_at, m.text_new, m.automatic_kind, m.expects_reply, m.expects_reply_evidence, m.content_hash,
    t.priority, t.category, t.needs_reply, t.summary
  from (
    select * from public.messages x where x.workspace_id = list_messages.workspace_id and x.owner_id = me and x.sent_at >= earliest and x.sent_at < latest
    union all
    select * from public.messages x
    where x.workspace_id = list_messages.workspace_id and x.owner_id <> me and x.is_shared and x.sent_at >= earliest and x.sent_at < latest
  ) m left join public.message_triage t on t.message_id = m.id
  where not coalesce(m.labels && array['SPAM', 'TRASH'], false)
    and (list_messages.connection_ids is null or m.connection_id = any (list_messages.connection_ids))
    and (list_messages.addresses is null or m.sender_address = any (list_messages.addresses)
      or exists (select from jsonb_array_elements(m.recipients) r where r ->> 'address' = any (list_messages.addresses)))
    and (list_messages.before_at is null or (m.sent_at, m.id) < (list_messages.before_at, coalesce(list_messages.before_id, '00000000-0000-0000-0000-000000000000')))
  order by m.sent_at desc, m.id desc limit page_size;
end
$$;
revoke execute on function public.list_messages(uuid, timestamptz, timestamptz, uuid[], text[], timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_messages(uuid, timestamptz, timestamptz, uuid[], text[], timestamptz, uuid, integer) to authenticated;
comment on function public.list_messages(uuid, timestamptz, timestamptz, uuid[], text[], timestamptz, uuid, integer) is
  'The caller''s own and shared messages of a window across conversations, newest first, with what triage says; without spam and trash. addresses: from or to one of them. Next page: before_at (sent_at) and before_id of the last row. Errors: page_size_invalid.';

create function public.list_promises(
  workspace_id uuid, from_at timestamptz default null, until_at timestamptz default null, given_by text default null, addresses text[] default null,
  states text[] default null, before_at timestamptz default null, before_id uuid default null, page_size integer default 50
) returns table (
  id uuid, message_id uuid, conversation_id uuid, side text, promised_by text, promised_by_name text, quote text, given_at timestamptz,
  due_on date, due_at timestamptz, state text, settled_by_message_id uuid, settled_quote text
)
language plpgsql stable rows 20
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
begin
  if page_size is null or page_size not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  if list_promises.given_by not in ('us', 'them') then perform private.problem('promise_filter_unknown', 'given_by'); end if;
  if not list_promises.states <@ array['made', 'due', 'kept', 'moved', 'dropped'] then perform private.problem('promise_filter_unknown', 'states'); end if;
  return query
  select p.id, p.message_id, m.conversation_id, p.side, p.promised_by, m.sender_name, p.quote, m.sent_at, p.due_on, p.due_at, p.state,
    p.settled_by_message_id, p.settled_quote
  from public.promises p join public.messages m on m.workspace_id = p.workspace_id and m.id = p.message_id
  where p.workspace_id = list_promises.workspace_id and (p.owner_id = (select auth.uid()) or p.is_shared)
    and (list_promises.given_by is null or p.side = list_promises.given_by) and (list_promises.states is null or p.state = any (list_promises.states))
    and (list_promises.from_at is null or m.sent_at >= list_promises.from_at) and (list_promises.until_at is null or m.sent_at < list_promises.until_at)
    and (list_promises.addresses is null or p.side = 'them' and p.promised_by = any (list_promises.addresses)
      or p.side = 'us' and exists (select from jsonb_array_elements(m.recipients) r where r ->> 'address' = any (list_promises.addresses)))
    and (list_promises.before_at is null or (m.sent_at, p.id) < (list_promises.before_at, coalesce(list_promises.before_id, '00000000-0000-0000-0000-000000000000')))
  order by m.sent_at desc, p.id desc limit page_size;
end
$$;
revoke execute on function public.list_promises(uuid, timestamptz, timestamptz, text, text[], text[], timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_promises(uuid, timestamptz, timestamptz, text, text[], text[], timestamptz, uuid, integer) to authenticated;
comment on function public.list_promises(uuid, timestamptz, timestamptz, text, text[], text[], timestamptz, uuid, integer) is
  'The promise ledger as far as the caller reads the messages, newest first. given_by them or us; addresses: who gave it, or to whom ours was given; states any of made, due, kept, moved, dropped; the window is of when it was given. Next page: before_at (given_at) and before_id of the last row. Errors: page_size_invalid, promise_filter_unknown.';

insert into private.problems (slug, status, sentence, cure) values
  ('promise_filter_unknown', 422, 'Cannot list promises: a filter has a value that does not exist', 'Use given_by us or them, and states made, due, kept, moved or dropped.');
