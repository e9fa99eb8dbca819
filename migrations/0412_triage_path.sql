-- The way of triage: a job for each new message, the facts a worker gets, what it saves.
insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts) values ('triage', 'triage', 60, 20, 5);

-- History is not triaged: an import of ten years must cost neither money nor hours. Nor is what lies in spam or trash, before it
-- comes out of there: a forged mail in a known conversation would be somebody's task. Words that changed are read once more, under
-- a key of their own, because whoever reads the old ones holds the first.
create function private.enqueue_understanding() returns trigger
language plpgsql security definer -- definer: runs in the transaction of whoever stores the message
set search_path = ''
as $$
begin
  perform private.enqueue(tg_argv[0], new.workspace_id, jsonb_build_object('message_id', new.id),
    case tg_op when 'INSERT' then new.id::text else new.id || ':' || new.content_hash end, for_owner => new.owner_id,
    priority => case when x.importing_until is null then 0::smallint else 1::smallint end)
  from public.connections x join public.workspaces w on w.id = x.workspace_id
  where x.id = new.connection_id and x.auto_classify and not private.is_thrown_away(new.removed_at, new.labels) and new.sent_at > new.created_at - make_interval(days => w.follow_up_window_days);
  return null;
end
$$;
revoke execute on function private.enqueue_understanding() from public, anon, authenticated, service_role;
comment on function private.enqueue_understanding() is 'After a message was stored, changed its words or came out of spam or trash: a job in the queue the trigger names, if it is recent.';
-- what we wrote is read for promises; what a program sent is classified by its headers
create trigger enqueue_triage after insert on public.messages for each row
  when (new.direction = 'inbound' or new.automatic_kind = 'human') execute function private.enqueue_understanding('triage');
create trigger enqueue_triage_again after update of content_hash, labels, removed_at on public.messages for each row
  when ((new.direction = 'inbound' or new.automatic_kind = 'human') and (old.content_hash <> new.content_hash
    or private.is_thrown_away(old.removed_at, old.labels) and not private.is_thrown_away(new.removed_at, new.labels)))
  execute function private.enqueue_understanding('triage');

-- What the owner corrected before is known of this sender, not what a team-mate did to a shared message: the latest correction for the address, or for its domain where two
-- agree. A domain anybody may have an address of says nothing about its next sender.
create function private.learned_triage(for_owner uuid, in_workspace uuid, sender text) returns jsonb
language sql stable
set search_path = ''
as $$
  with taught as (
    select t.priority, t.category, t.taught_fields, t.corrected_at, m.sender_address
    from public.message_triage t join public.messages m on m.id = t.message_id
    where t.owner_id = for_owner and t.workspace_id = in_workspace and t.corrected_at is not null
      and split_part(m.sender_address, '@', 2) = split_part(sender, '@', 2) and sender like '%_@_%'
    order by t.corrected_at desc limit 50
  ), fields as (
    select field, case field when 'priority' then priority else category end as value, sender_address, corrected_at
    from taught, unnest(array['priority', 'category']) field where field = any (taught_fields)
  ), of_address as (
    select distinct on (field) field, value from fields where sender_address = sender order by field, corrected_at desc
  ), of_domain as (
    select field, min(value) as value from fields
    where split_part(sender, '@', 2) !~ '^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|aol|gmx|web|t-online|orange|free|laposte|proton|protonmail|mail)\.'
    group by field having count(distinct sender_address) >= 2 and count(distinct value) = 1
  )
  select coalesce(jsonb_object_agg(field, value), '{}') from (
    select * from of_address
    union all select * from of_domain d where not exists (select 1 from of_address a where a.field = d.field)) known
$$;
revoke execute on function private.learned_triage(uuid, uuid, text) from public, anon, authenticated, service_role;
comment on function private.learned_triage(uuid, uuid, text) is '{priority, category} as the owner corrected them for this sender or domain; {} when nothing is known.';

-- definer: the service role reads through this door only what triage needs.
create function worker.triage_context(message_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'message_id', m.id, 'workspace_id', m.workspace_id, 'owner_id', m.owner_id, 'connection_id', m.connection_id, 'direction', m.direction,
    'subject', left(m.subject, 500), 'text', left(m.text_new, 12000), 'sender_name', m.sender_name, 'sender_address', m.sender_address,
    'automatic_kind', m.automatic_kind, 'sent_at', m.sent_at, 'content_hash', m.content_hash, 'time_zone', p.time_zone, 'owner_name', p.display_name,
    'addressed', case
      when exists (select 1 from jsonb_array_elements(m.recipients) r where r ->> 'kind' = 'to' and r ->> 'address' = any (x.own_addresses)) then
        case when jsonb_array_length(m.recipients) > 10 then 'many' else 'me' end
      when exists (select 1 from jsonb_array_elements(m.recipients) r where r ->> 'kind' = 'cc' and r ->> 'address' = any (x.own_addresses)) then 'cc'
      else 'many' end,
    'is_known_sender', exists (select 1 from public.messages o
      where o.owner_id = m.owner_id and o.connection_id = m.connection_id and o.direction = 'outbound'
        and o.conversation_id in (select c.id from public.conversations c
          where c.workspace_id = m.workspace_id and c.owner_id = m.owner_id and c.participant_addresses @> array[m.sender_address])),
    'learned', private.learned_triage(m.owner_id, m.workspace_id, m.sender_address),
    'classified', (select jsonb_build_object('content_hash', t.content_hash, 'prompt_version', t.prompt_version, 'model', t.model)
      from public.message_triage t where t.message_id = m.id))
  from public.messages m
  join public.profiles p on p.id = m.owner_id
  join public.connections x on x.id = m.connection_id
  where m.id = triage_context.message_id
$$;
revoke execute on function worker.triage_context(uuid) from public, anon, authenticated;
grant execute on function worker.triage_context(uuid) to service_role;
comment on function worker.triage_context(uuid) is
  'Facts for triage of one message; null when it is gone. learned: what the owner corrected for this sender; classified: what is there already.';

-- definer: writes rows the service role may not write directly.
create function worker.save_triage(message_id uuid, triage jsonb, call jsonb, as_of timestamptz) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  m public.messages;
  known public.message_triage;
  fresh public.message_triage;
  action_id uuid;
begin
  -- conversation first: the order every path locks in, and what triage says is derived into it
  perform 1 from public.conversations c where c.id = (select x.conversation_id from public.messages x where x.id = save_triage.message_id) for update;
  select * into m from public.messages x where x.id = save_triage.message_id for key share;
  if not found then return 'gone'; end if;
  if call is not null then
    action_id := private.log_ai_action(m.workspace_id, m.owner_id, 'message', m.id, call);
  end if;
  -- The message was edited at the provider while the model read it: another job reads the new words.
  if m.content_hash <> triage ->> 'content_hash' then return 'superseded'; end if;
  select * into known from public.message_triage t where t.message_id = m.id for update;
  fresh := jsonb_populate_record(null::public.message_triage, triage - 'key_points' - 'learned_fields');
  insert into public.message_triage as t (
    message_id, workspace_id, owner_id, is_shared, priority, category, sentiment, actionability, needs_reply, summary, key_points,
    language, confidence, evidence, engine, fallback_reason, model, prompt_version, learned_fields, content_hash, ai_action_id, classified_at)
  values (m.id, m.workspace_id, m.owner_id, m.is_shared, fresh.priority, fresh.category, fresh.sentiment, fresh.actionability, fresh.needs_reply,
    left(fresh.summary, 1000), array(select left(value, 300) from jsonb_array_elements_text(coalesce(triage -> 'key_points', '[]')) limit 10),
    fresh.language, fresh.confidence, coalesce(fresh.evidence, '{}'), fresh.engine, fresh.fallback_reason, fresh.model, fresh.prompt_version,
    array(select jsonb_array_elements_text(coalesce(triage -> 'learned_fields', '[]'))), m.content_hash, action_id, as_of)
  on conflict on constraint message_triage_pkey do update set
    -- what a person set stands
    priority = case when 'priority' = any (t.corrected_fields) then t.priority else excluded.priority end,
    category = case when 'category' = any (t.corrected_fields) then t.category else excluded.category end,
    sentiment = case when 'sentiment' = any (t.corrected_fields) then t.sentiment else excluded.sentiment end,
    actionability = case when 'actionability' = any (t.corrected_fields) then t.actionability else excluded.actionability end,
    needs_reply = case when 'needs_reply' = any (t.corrected_fields) then t.needs_reply else excluded.needs_reply end,
    summary = excluded.summary, key_points = excluded.key_points, language = excluded.language, confidence = excluded.confidence,
    evidence = excluded.evidence, engine = excluded.engine, fallback_reason = excluded.fallback_reason, model = excluded.model,
    prompt_version = excluded.prompt_version, learned_fields = excluded.learned_fields, content_hash = excluded.content_hash,
    ai_action_id = coalesce(excluded.ai_action_id, t.ai_action_id), classified_at = excluded.classified_at;
  return case when known.message_id is null then 'saved' else 'renewed' end;
end
$$;
revoke execute on function worker.save_triage(uuid, jsonb, jsonb, timestamptz) from public, anon, authenticated;
grant execute on function worker.save_triage(uuid, jsonb, jsonb, timestamptz) to service_role;
comment on function worker.save_triage(uuid, jsonb, jsonb, timestamptz) is
  'Stores triage of one message, never over what a person corrected, and the model call in any case. Answers saved, renewed, superseded or gone.';

-- definer: see save_triage.
create function worker.log_message_call(message_id uuid, call jsonb) returns void
language sql volatile security definer
set search_path = ''
as $$
  select private.log_ai_action(m.workspace_id, m.owner_id, 'message', m.id, call) from public.messages m where m.id = log_message_call.message_id
$$;
revoke execute on function worker.log_message_call(uuid, jsonb) from public, anon, authenticated;
grant execute on function worker.log_message_call(uuid, jsonb) to service_role;
comment on function worker.log_message_call(uuid, jsonb) is 'Records a model call about a message that gave nothing to store.';
