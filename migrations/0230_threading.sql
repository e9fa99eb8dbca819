-- Threading: which conversation a message belongs to. By the provider's thread id, then by Message-IDs, then by
-- subject and people within a window (INB-2). Keys are kept for every id a message carries or mentions, so the
-- answer does not depend on the order in which messages arrive.

-- plpgsql where one query would do: it keeps the plan, while a function in SQL is planned at every call.
create function private.message_keys(item jsonb) returns text[]
language plpgsql immutable
set search_path = ''
as $$
begin
  return (select coalesce(array_agg(distinct key), '{}') from (
    select left(id, 900) as key from (
      select item ->> 'internet_message_id' as id
      union all select item ->> 'in_reply_to'
      union all select value from jsonb_array_elements_text(coalesce(item -> 'references', '[]'))
    ) ids
    -- an empty id is everybody's, and a header must not pass for a provider's thread
    where id ~ '[^<>\s]' and id not like 'thread:%'
    union all select 'thread:' || nullif(item ->> 'provider_thread_id', '')
  ) named where key is not null);
end
$$;
revoke execute on function private.message_keys(jsonb) from public, anon, authenticated, service_role;
comment on function private.message_keys(jsonb) is 'Message-IDs and thread id a normalised message carries or mentions.';

-- Everybody but us. Two hundred are enough to recognise a conversation; a mail to ten thousand must not make a huge row.
create function private.message_participants(item jsonb, own_addresses text[]) returns text[]
language plpgsql immutable
set search_path = ''
as $$
begin
  return (select coalesce(array_agg(address order by first_place), '{}') from (
    select address, min(place) as first_place from (
      select item ->> 'sender_address' as address, 0::bigint as place
      union all
      select r.value ->> 'address', r.ordinality from jsonb_array_elements(coalesce(item -> 'recipients', '[]')) with ordinality r
    ) everybody
    where address is not null and address <> '' and not address = any (own_addresses)
    group by address order by min(place) limit 200
  ) others);
end
$$;
revoke execute on function private.message_participants(jsonb, text[]) from public, anon, authenticated, service_role;
comment on function private.message_participants(jsonb, text[]) is 'Addresses on a message that are not ours, sender first, at most 200.';

create function private.is_broadcast(item jsonb, participants text[]) returns boolean
language plpgsql immutable
set search_path = ''
as $$ begin return item ->> 'direction' = 'outbound' and cardinality(participants) > 25; end $$;
revoke execute on function private.is_broadcast(jsonb, text[]) from public, anon, authenticated, service_role;
comment on function private.is_broadcast(jsonb, text[]) is 'Whether a message of ours goes to so many that each answer is an exchange of its own.';

-- Moves everything of one conversation into another of the same account. Private wins over shared: a merge never shows
-- anybody a message they could not read before. What a person decided about the newer of the two stands.
create function private.merge_conversations(keep_id uuid, gone_id uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  stays_shared boolean;
begin
  select bool_and(is_shared) into stays_shared from public.conversations where id in (keep_id, gone_id);
  perform private.set_conversation_shared(id, stays_shared) from unnest(array[keep_id, gone_id]) id;
  -- There is room for one open nudge. Two were planned on half the facts: the whole exchange is judged anew.
  if (select count(*) from public.nudges n
    where n.conversation_id in (keep_id, gone_id) and n.status in ('pending', 'drafted', 'approved', 'sending')) > 1
  then
    perform private.cancel_nudge(n.id, 'conversations_joined') from public.nudges n where n.conversation_id in (keep_id, gone_id);
  end if;
  update public.messages set conversation_id = keep_id where conversation_id = gone_id;
  update public.nudges set conversation_id = keep_id where conversation_id = gone_id;
  update public.message_drafts set conversation_id = keep_id where conversation_id = gone_id;
  update public.outbound_messages set conversation_id = keep_id where conversation_id = gone_id;
  update public.activity_events e set conversation_id = keep_id
  from public.conversations g where g.id = gone_id and e.workspace_id = g.workspace_id and e.conversation_id = gone_id;
  insert into private.conversation_keys (connection_id, key, conversation_id)
  select k.connection_id, k.key, keep_id from private.conversation_keys k where k.conversation_id = gone_id
  on conflict do nothing;
  update public.conversations k set
    (status, snoozed_until, archived_at, archived_via) = (select x.status, x.snoozed_until, x.archived_at, x.archived_via from public.conversations x
      where x.id in (keep_id, gone_id) order by x.last_message_at desc nulls last, x.id = keep_id desc limit 1),
    tags = (select coalesce(array_agg(distinct tag), '{}') from unnest(k.tags || g.tags) tag),
    is_starred = k.is_starred or g.is_starred,
    priority = case when k.priority_source = 'rule' then g.priority else k.priority end,
    priority_source = case when k.priority_source = 'rule' then g.priority_source else k.priority_source end,
    participant_addresses = (select coalesce(array_agg(distinct a), '{}') from unnest(k.participant_addresses || g.participant_addresses) a),
    provider_thread_id = coalesce(k.provider_thread_id, g.provider_thread_id),
    last_message_at = greatest(k.last_message_at, g.last_message_at)
  from public.conversations g where k.id = keep_id and g.id = gone_id;
  delete from public.conversations where id = gone_id;
end
$$;
revoke execute on function private.merge_conversations(uuid, uuid) from public, anon, authenticated, service_role;
comment on function private.merge_conversations(uuid, uuid) is 'One exchange that arrived in pieces becomes one conversation.';

-- A Message-ID alone is not proof: a stranger who forges References must not get into somebody else's conversation, nor
-- draw our answers into his. It counts when the people overlap, when it names a message we sent (only its receivers
-- know that id), or when the message is ours and names, or is named by, a message that stands there.
-- A mail to very many is not one exchange: nothing joins it, it joins nothing that answers it, and the provider's thread
-- around it is no proof either, or one answer would speak for all.
-- `keys` are passed in: a function of the item in the conditions would be called for every row they look at.
create function private.matching_conversations(conn public.connections, item jsonb, participants text[], keys text[]) returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(with hits as (
    select k.conversation_id, bool_or(k.key like 'thread:%') as by_thread, bool_or(k.key = item ->> 'internet_message_id') as by_own_id
    from private.conversation_keys k
    where k.connection_id = conn.id and k.key = any (keys)
    group by k.conversation_id
  )
  select c.id
  from hits h join public.conversations c on c.id = h.conversation_id
  where not c.is_broadcast and (
    exists (
      select 1 from public.messages m
      where m.connection_id = conn.id and m.conversation_id = c.id and m.internet_message_id = any (keys)
        and 'outbound' in (m.direction, item ->> 'direction'))
    or not private.is_broadcast(item, participants) and (
      c.participant_addresses && participants
      or h.by_own_id and item ->> 'direction' = 'outbound'
      or h.by_thread and not exists (
        select 1 from hits b join public.conversations news on news.id = b.conversation_id where b.by_thread and news.is_broadcast)))
  order by c.created_at, c.id);
end
$$;
revoke execute on function private.matching_conversations(public.connections, jsonb, text[], text[]) from public, anon, authenticated, service_role;
comment on function private.matching_conversations(public.connections, jsonb, text[], text[]) is 'Conversations of the account a message belongs to, oldest first.';

create function private.conversation_by_subject(conn public.connections, item jsonb, participants text[], moment timestamptz) returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return (select c.id from public.conversations c
  where c.connection_id = conn.id and c.subject_base = item ->> 'subject_base' and c.subject_base <> ''
    -- only a reply that lost its headers; a new mail with an old subject is a new conversation
    and lower(regexp_replace(btrim(item ->> 'subject'), '\s+', ' ', 'g')) <> item ->> 'subject_base'
    -- ids a relay has rewritten lead nowhere; ids we know have led elsewhere already
    and not exists (select 1 from private.conversation_keys k where k.connection_id = conn.id and k.key = any (private.message_keys(item)))
    -- the sender, not just anybody on it: a stranger with a known name in Cc stays outside
    and (item ->> 'direction' = 'outbound' and c.participant_addresses && participants
      or item ->> 'sender_address' = any (c.participant_addresses)) and not c.is_broadcast and not private.is_broadcast(item, participants)
    and c.last_message_at between moment - interval '30 days' and moment + interval '30 days'
  order by c.last_message_at desc, c.id limit 1);
end
$$;
revoke execute on function private.conversation_by_subject(public.connections, jsonb, text[], timestamptz) from public, anon, authenticated, service_role;
comment on function private.conversation_by_subject(public.connections, jsonb, text[], timestamptz) is 'Thirty days either side, same subject, overlapping people.';

-- Finds the conversation of a message, joining pieces that turn out to be one exchange, or starts one.
create function private.place_message(
  conn public.connections, item jsonb, moment timestamptz, out conversation_id uuid, out is_new boolean
)
language plpgsql volatile
set search_path = ''
as $$
declare
  participants text[] := private.message_participants(item, conn.own_addresses);
  keys text[] := private.message_keys(item);
  candidates uuid[];
  other_id uuid;
begin
  candidates := private.matching_conversations(conn, item, participants, keys);
  conversation_id := candidates[1];
  foreach other_id in array coalesce(candidates[2:], '{}') loop
    perform private.merge_conversations(conversation_id, other_id);
  end loop;
  conversation_id := coalesce(conversation_id, private.conversation_by_subject(conn, item, participants, moment));
  is_new := conversation_id is null;
  if is_new then
    insert into public.conversations (
      workspace_id, owner_id, connection_id, is_shared, provider_thread_id, subject, subject_base, participant_addresses,
      is_broadcast, last_message_at)
    values (conn.workspace_id, conn.owner_id, conn.id, conn.is_shared, item ->> 'provider_thread_id',
      coalesce(item ->> 'subject', ''), coalesce(item ->> 'subject_base', ''), participants,
      private.is_broadcast(item, participants), moment)
    returning id into conversation_id;
  else
    update public.conversations c set
      participant_addresses = (select coalesce(array_agg(a), '{}') from (
        select distinct unnest(c.participant_addresses || participants) a limit 200) everybody),
      provider_thread_id = coalesce(c.provider_thread_id, item ->> 'provider_thread_id'),
      -- at once, not at the end of the batch: the next message of the batch may be matched by subject
      last_message_at = greatest(c.last_message_at, moment)
    where c.id = place_message.conversation_id
      -- newest first, most messages bring nothing new
      and not (participants <@ c.participant_addresses and coalesce(c.last_message_at >= moment, false)
        and (c.provider_thread_id is not null or item ->> 'provider_thread_id' is null));
  end if;
  insert into private.conversation_keys (connection_id, key, conversation_id)
  select conn.id, key, place_message.conversation_id from unnest(keys) key
  on conflict do nothing;
end
$$;
revoke execute on function private.place_message(public.connections, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.place_message(public.connections, jsonb, timestamptz) is 'The conversation of a normalised message and whether it is new.';
