-- The way of tasks, promises and meetings: a job for each new message a person wrote, what the worker reads, what it saves.
insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts) values ('extract', 'extract', 60, 20, 5);

-- see 0412; what no person wrote holds no tasks
create trigger enqueue_extraction after insert on public.messages for each row
  when (new.automatic_kind = 'human') execute function private.enqueue_understanding('extract');
create trigger enqueue_extraction_again after update of content_hash, labels, removed_at on public.messages for each row
  when (new.automatic_kind = 'human' and (old.content_hash <> new.content_hash
    or private.is_thrown_away(old.removed_at, old.labels) and not private.is_thrown_away(new.removed_at, new.labels)))
  execute function private.enqueue_understanding('extract');

-- definer: the service role reads through this door only what extraction needs.
create function worker.extract_context(message_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'message', worker.triage_context(m.id),
    -- what is still open in this conversation and was said before: this message may settle it
    'open_promises', (
      select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'side', p.side, 'quote', p.quote, 'due_on', p.due_on,
          'is_by_author', p.promised_by = m.sender_address or p.side = 'us' and m.direction = 'outbound')
        order by s.sent_at, p.id), '[]')
      from (
        select p.* from public.messages b join public.promises p on p.workspace_id = b.workspace_id and p.message_id = b.id
        where b.conversation_id = m.conversation_id and b.sent_at < m.sent_at and p.state in ('made', 'due')
        order by p.created_at desc limit 20) p
      join public.messages s on s.id = p.message_id),
    'has_attachment', exists (select 1 from public.attachments a where a.workspace_id = m.workspace_id and a.message_id = m.id and not a.is_inline),
    -- whose clock the times of the mail are on
    'utc_offset_minutes', m.sender_utc_offset_minutes,
    'contact_zone', (select c.time_zone from public.contact_methods k join public.contacts c on c.workspace_id = k.workspace_id and c.owner_id = k.owner_id and c.id = k.contact_id
      where k.workspace_id = m.workspace_id and k.owner_id = m.owner_id and k.kind = 'email' and k.value = m.sender_address))
  -- thrown away meanwhile: it asks nothing and settles nothing
  from public.messages m where m.id = extract_context.message_id and not private.is_thrown_away(m.removed_at, m.labels)
$$;
revoke execute on function worker.extract_context(uuid) from public, anon, authenticated;
grant execute on function worker.extract_context(uuid) to service_role;
comment on function worker.extract_context(uuid) is 'Facts for extraction from one message: {message: as triage_context, open_promises, has_attachment, utc_offset_minutes, contact_zone}; null when it is gone or thrown away.';

create function private.spans_overlap(one jsonb, other jsonb) returns boolean
language sql immutable
set search_path = ''
as $$
  select int4range((one ->> 'start')::integer, (one ->> 'end')::integer) && int4range((other ->> 'start')::integer, (other ->> 'end')::integer)
$$;
revoke execute on function private.spans_overlap(jsonb, jsonb) from public, anon, authenticated, service_role;
comment on function private.spans_overlap(jsonb, jsonb) is 'Whether two {start, end} of one text have words in common.';

-- definer: writes rows the service role may not write directly.
create function worker.save_extraction(message_id uuid, findings jsonb, call jsonb, as_of timestamptz) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  m public.messages;
  item jsonb;
begin
  -- conversation first: the order every path locks in; and two runs on one message must not both find nothing stored
  perform 1 from public.conversations c where c.id = (select x.conversation_id from public.messages x where x.id = save_extraction.message_id) for update;
  select * into m from public.messages x where x.id = save_extraction.message_id for key share;
  if not found then return 'gone'; end if;
  if call is not null then perform private.log_ai_action(m.workspace_id, m.owner_id, 'message', m.id, call); end if;
  if m.content_hash <> findings ->> 'content_hash' then return 'superseded'; end if;
  for item in select value from jsonb_array_elements(coalesce(findings -> 'tasks', '[]')) limit 10 loop
    -- The same words are the same task, however another run names it and whatever became of it.
    insert into public.tasks (workspace_id, owner_id, is_shared, title, details, status, priority, due_on, due_at, message_id, evidence, source)
    select m.workspace_id, m.owner_id, m.is_shared, left(item ->> 'title', 300), left(coalesce(item ->> 'details', ''), 10000),
      case when x.auto_create_tasks then 'open' else 'suggested' end, coalesce(item ->> 'priority', 'normal'),
      (item ->> 'due_on')::date, (item ->> 'due_at')::timestamptz, m.id, item -> 'evidence', item ->> 'source'
    from public.connections x
    where x.id = m.connection_id and not exists (select 1 from public.tasks t
      where t.workspace_id = m.workspace_id and t.message_id = m.id and private.spans_overlap(t.evidence, item -> 'evidence'));
  end loop;
  for item in select value from jsonb_array_elements(coalesce(findings -> 'promises', '[]')) limit 10 loop
    insert into public.promises (workspace_id, owner_id, is_shared, message_id, side, promised_by, quote, evidence, due_on, due_at, source)
    select m.workspace_id, m.owner_id, m.is_shared, m.id, item ->> 'side', m.sender_address, left(item ->> 'quote', 1000), item -> 'evidence',
      (item ->> 'due_on')::date, (item ->> 'due_at')::timestamptz, item ->> 'source'
    where not exists (select 1 from public.promises p
      where p.workspace_id = m.workspace_id and p.message_id = m.id and private.spans_overlap(p.evidence, item -> 'evidence'));
  end loop;
  -- Only promises of this conversation, given before, and still open: what a person settled stands.
  update public.promises p set
    state = s.value ->> 'outcome', settled_by_message_id = m.id, settled_quote = left(s.value ->> 'quote', 1000), settled_at = as_of
  from jsonb_array_elements(coalesce(findings -> 'settled', '[]')) s, public.messages b
  where p.id = (s.value ->> 'promise_id')::uuid and b.id = p.message_id and b.conversation_id = m.conversation_id and b.sent_at < m.sent_at
    and p.state in ('made', 'due') and s.value ->> 'outcome' in ('kept', 'moved', 'dropped');
  if jsonb_typeof(findings -> 'meeting') = 'object' then perform private.save_event_suggestion(m, findings -> 'meeting', as_of); end if;
  return 'saved';
end
$$;
revoke execute on function worker.save_extraction(uuid, jsonb, jsonb, timestamptz) from public, anon, authenticated;
grant execute on function worker.save_extraction(uuid, jsonb, jsonb, timestamptz) to service_role;
comment on function worker.save_extraction(uuid, jsonb, jsonb, timestamptz) is
  'Stores {content_hash, tasks, promises, settled, meeting} of one message and the model call in any case; what is stored already is left alone. Answers saved, superseded or gone.';
