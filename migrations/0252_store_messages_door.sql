-- worker.store_messages(): a batch in, one result for each, and nothing half-done.

-- One batch at a time for a person: two halves of a new exchange must not start two conversations, two accounts must not
-- meet the same contact twice, and sharing must not change under a batch. Taken before any row is locked.
create function private.hold_inbox(for_connection uuid) returns public.connections
language plpgsql volatile
set search_path = ''
as $$
declare
  held public.connections;
begin
  perform pg_advisory_xact_lock(hashtextextended(x.workspace_id::text || x.owner_id::text, 1))
  from public.connections x where x.id = for_connection;
  select * into held from public.connections x where x.id = for_connection;
  return held;
end
$$;
revoke execute on function private.hold_inbox(uuid) from public, anon, authenticated, service_role;
comment on function private.hold_inbox(uuid) is 'The connection as it is under the lock of its owner''s inbox; null when it is gone.';

create function private.store_message(conn public.connections, item jsonb, as_of timestamptz) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  -- A clock that runs ahead must not make a message the newest for years.
  moment timestamptz := least(coalesce((item ->> 'sent_at')::timestamptz, as_of), as_of + interval '1 day');
  existing public.messages;
  place record;
  conversation public.conversations;
  new_id uuid;
  new_contacts integer;
begin
  select * into existing from public.messages m
  where m.connection_id = conn.id and m.provider_message_id = item ->> 'provider_message_id';
  if not found then
    -- The same mail from a file and from the live account, or from two exports: same Message-ID, same people, date, text and
    -- attachments. Storing it twice would make a new last word of it and bring back a nudge that was cancelled.
    select * into existing from public.messages m
    where m.connection_id = conn.id and m.internet_message_id = item ->> 'internet_message_id'
      and m.content_hash = item ->> 'content_hash' limit 1;
  end if;
  if existing.id is not null then
    return jsonb_build_object('outcome', private.store_known_message(existing, item), 'message_id', existing.id,
      'conversation_id', existing.conversation_id, 'is_new_conversation', false,
      'automatic_kind', existing.automatic_kind, 'new_contact_count', 0);
  end if;
  -- An undated mail of an archive asks nothing today.
  if item ->> 'sent_at' is null and item ->> 'provider_message_id' like 'import:%' then
    item := item || '{"expects_reply": false, "expects_reply_evidence": null}';
  end if;
  select * into place from private.place_message(conn, item, moment);
  select * into conversation from public.conversations where id = place.conversation_id;
  new_contacts := private.note_contacts(conn, conversation.is_shared, item, moment);
  new_id := private.insert_message(conn, conversation.id, conversation.is_shared, item, moment, as_of);
  -- Who has answered has read what came before. Here and not when it is counted, so that "mark unread" still works.
  update public.messages m set read_at = as_of
  where m.conversation_id = conversation.id and m.direction = 'inbound' and m.read_at is null
    and m.sent_at <= (select max(o.sent_at) from public.messages o where o.conversation_id = conversation.id and o.direction = 'outbound');
  -- New words from a person bring the conversation back.
  if item ->> 'direction' = 'inbound' and item ->> 'automatic_kind' = 'human' then
    update public.conversations c set status = 'open', snoozed_until = null, archived_at = null, archived_via = null
    where c.id = conversation.id and (c.status <> 'open' or c.archived_at is not null) and moment >= coalesce(c.last_message_at, '-infinity');
  end if;
  return jsonb_build_object('outcome', 'stored', 'message_id', new_id, 'conversation_id', conversation.id,
    'is_new_conversation', place.is_new, 'automatic_kind', item ->> 'automatic_kind', 'new_contact_count', new_contacts);
end
$$;
revoke execute on function private.store_message(public.connections, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.store_message(public.connections, jsonb, timestamptz) is 'Stores one normalised message; answers what became of it.';

-- Plans made on empty tables cannot tell one index from another: they read the whole account for each message and each foreign
-- key, and are kept for the session. Autovacuum comes after a minute, a first import of 1,000 mails takes two seconds.
create function private.analyse_grown_inbox() returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- four times the pages the planner knows of; beyond a few thousand pages the plans no longer change
  if exists (select 1 from pg_catalog.pg_class c where c.oid = 'public.messages'::regclass
      and c.relpages < 2000 and pg_catalog.pg_relation_size(c.oid) > 4 * 8192 * greatest(c.relpages, 2)::bigint)
  then
    -- never waits, since it holds rows others may want: who has the lock is analysing, too
    lock table public.messages, public.conversations, private.conversation_keys, public.contacts, public.contact_methods,
      public.attachments, private.message_sources in share update exclusive mode nowait;
    analyze public.messages (id, workspace_id, owner_id, connection_id, conversation_id, provider_message_id, internet_message_id,
      direction, sent_at, sender_address), public.conversations, private.conversation_keys, public.contacts, public.contact_methods,
      public.attachments, private.message_sources (message_id);
  end if;
exception when lock_not_available then
  null; -- the next batch looks again
end
$$;
revoke execute on function private.analyse_grown_inbox() from public, anon, authenticated, service_role;
comment on function private.analyse_grown_inbox() is 'Statistics for the planner while the inbox is young and grows faster than autovacuum looks.';

-- definer: the service role reads tenant tables but never writes them directly.
-- Everything looked up here has an index and finds a few rows; generic plans are kept over the whole batch.
create function worker.store_messages(connection_id uuid, items jsonb, as_of timestamptz, has_more boolean default false) returns jsonb
language plpgsql volatile security definer
set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  conn public.connections;
  item jsonb;
  result jsonb;
  results jsonb := '[]';
  touched uuid[] := '{}';
  touched_id uuid;
begin
  conn := private.hold_inbox(store_messages.connection_id);
  if conn.id is null then perform private.problem('connection_not_found'); end if;
  if has_more or conn.importing_until is not null then
    -- a minute, so that an import that dies holds nothing up for long
    update public.connections x set importing_until = case when has_more then as_of + interval '1 minute' end where x.id = conn.id;
  end if;
  -- What the batch may touch is locked first and in the order of the inbox verbs, or the two would lock each other out.
  perform 1 from public.conversations c
  where c.id in (select k.conversation_id from private.conversation_keys k
    where k.connection_id = conn.id and k.key = any (array(
      select unnest(private.message_keys(i.value)) from jsonb_array_elements(items) i)))
  order by c.id for update;
  for item in select value from jsonb_array_elements(items) loop
    begin
      result := private.store_message(conn, item, as_of);
      if result ->> 'outcome' <> 'duplicate' then touched := touched || (result ->> 'conversation_id')::uuid; end if;
    exception when others then
      -- A deadlock, a shutdown or a full disk is not the message's fault: the caller tries the whole batch again.
      if left(sqlstate, 2) in ('40', '53', '55', '57', '58') then raise; end if;
      -- One bad message never stops the rest. The text of the error may quote the mail: only its code is passed on.
      result := jsonb_build_object('outcome', 'failed', 'message_id', null, 'conversation_id', null, 'is_new_conversation', false,
        'automatic_kind', null, 'new_contact_count', 0,
        'error', jsonb_build_object('slug', 'message_not_stored', 'detail', 'Cannot store the message: the database refused it (' || sqlstate || ')'));
    end;
    results := results || jsonb_build_array(jsonb_build_object('reference', item ->> 'reference', 'error', null) || result);
  end loop;
  -- locked in one order everywhere, so that two batches never wait for each other
  for touched_id in select distinct c.id from public.conversations c where c.id = any (touched) order by 1 loop
    perform private.refresh_conversation(touched_id);
    perform private.reconsider_conversation(touched_id, as_of);
  end loop;
  perform private.analyse_grown_inbox();
  -- A later message of the batch may have joined two conversations: answer where each message is now.
  return (
    select coalesce(jsonb_agg(r.value || case when m.id is null then '{}' else jsonb_build_object('conversation_id', m.conversation_id) end
      order by r.ordinality), '[]')
    from jsonb_array_elements(results) with ordinality r
    left join public.messages m on m.id = (r.value ->> 'message_id')::uuid);
end
$$;
revoke execute on function worker.store_messages(uuid, jsonb, timestamptz, boolean) from public, anon, authenticated;
grant execute on function worker.store_messages(uuid, jsonb, timestamptz, boolean) to service_role;
comment on function worker.store_messages(uuid, jsonb, timestamptz, boolean) is
  'Stores normalised messages of one connection and reconsiders its nudges in the same transaction; while has_more says that an import goes on, none is planned. Answers [{reference, outcome: stored|duplicate|updated|failed, message_id, conversation_id, is_new_conversation, automatic_kind, new_contact_count, error}].';
