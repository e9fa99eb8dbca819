-- The one way in: import and every provider hand normalised messages to worker.store_messages().

create function private.text_array(list jsonb) returns text[]
language plpgsql immutable
set search_path = ''
as $$
begin
  return case when jsonb_typeof(list) = 'array' then array(select distinct jsonb_array_elements_text(list) order by 1) end;
end
$$;
revoke execute on function private.text_array(jsonb) from public, anon, authenticated, service_role;
comment on function private.text_array(jsonb) is 'A JSON list of texts, each once and in order; null for anything else.';

create function private.was_read_before(item jsonb, is_import boolean) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  if item ->> 'direction' = 'outbound' then return true; end if;
  -- The live provider says it by a label. Exports: mbox Status (R), Gmail's labels. Without a word it is new.
  if jsonb_typeof(item -> 'labels') = 'array' then return not item -> 'labels' ? 'UNREAD'; end if;
  return is_import and (
    exists (select 1 from jsonb_array_elements_text(coalesce(item -> 'headers' -> 'status', '[]')) s where s ~ 'R')
    or coalesce((select bool_and(s !~* '\munread\M') from jsonb_array_elements_text(item -> 'headers' -> 'x-gmail-labels') s), false));
end
$$;
revoke execute on function private.was_read_before(jsonb, boolean) from public, anon, authenticated, service_role;
comment on function private.was_read_before(jsonb, boolean) is 'Whether a message needs no unread mark.';

-- A copy of a message we hold: the same provider id, or the same Message-ID saying the same thing (imported first,
-- seen live later). The live id wins, because only it can be looked up.
create function private.store_known_message(existing public.messages, item jsonb) returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  version timestamptz := (item ->> 'provider_updated_at')::timestamptz;
begin
  if jsonb_typeof(item -> 'labels') = 'array' then
    -- what the provider gives again is there again
    update public.messages m set labels = private.text_array(item -> 'labels'), removed_at = null,
      received_at = coalesce((item ->> 'received_at')::timestamptz, m.received_at)
    where m.id = existing.id and (m.labels, m.removed_at, m.received_at) is distinct from
      (private.text_array(item -> 'labels'), null::timestamptz, coalesce((item ->> 'received_at')::timestamptz, m.received_at));
  end if;
  if existing.provider_message_id <> item ->> 'provider_message_id' and existing.provider_message_id like 'import:%' then
    update public.messages set provider_message_id = item ->> 'provider_message_id', provider_updated_at = version
    where id = existing.id;
    -- the live copy knows the provider's thread, which later messages and our own sending go by
    insert into private.conversation_keys (connection_id, key, conversation_id)
    select existing.connection_id, key, existing.conversation_id from unnest(private.message_keys(item)) key
    on conflict do nothing;
    update public.conversations c set provider_thread_id = item ->> 'provider_thread_id'
    where c.id = existing.conversation_id and c.provider_thread_id is null;
    return 'duplicate';
  end if;
  if version > coalesce(existing.provider_updated_at, '-infinity') and existing.provider_message_id = item ->> 'provider_message_id' then
    -- also when it says the same again: a version between the two may still arrive
    update public.messages m set provider_updated_at = version where m.id = existing.id;
    if existing.content_hash <> item ->> 'content_hash' then
      update public.messages m set
        subject = item ->> 'subject', text_full = item ->> 'text_full', text_new = item ->> 'text_new',
        text_quoted = item ->> 'text_quoted', text_signature = item ->> 'text_signature', html = item ->> 'html',
        content_hash = item ->> 'content_hash', text_for_embedding = item ->> 'text_for_embedding',
        expects_reply = (item ->> 'expects_reply')::boolean, expects_reply_evidence = item ->> 'expects_reply_evidence'
      where m.id = existing.id;
      return 'updated';
    end if;
  end if;
  return 'duplicate';
end
$$;
revoke execute on function private.store_known_message(public.messages, jsonb) from public, anon, authenticated, service_role;
comment on function private.store_known_message(public.messages, jsonb) is 'duplicate or updated; an older version never overwrites a newer one.';

create function private.insert_message(
  conn public.connections, for_conversation uuid, shared boolean, item jsonb, moment timestamptz, as_of timestamptz
) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  new_id uuid;
  keep_days integer := (select retention_days from public.workspaces where id = conn.workspace_id);
begin
  insert into public.messages (
    workspace_id, owner_id, connection_id, conversation_id, is_shared, provider_message_id, provider_updated_at,
    internet_message_id, in_reply_to, reference_ids, direction, sender_address, sender_name, sender_utc_offset_minutes,
    recipients, subject, sent_at, text_full, text_new, text_quoted, text_signature, html, automatic_kind,
    automatic_confidence, automatic_evidence, returns_on, bounce, expects_reply, expects_reply_evidence, headers,
    text_for_embedding, importance_score, content_hash, byte_count, is_truncated, read_at,
    labels, received_at, expires_at)
  select conn.workspace_id, conn.owner_id, conn.id, for_conversation, shared, i.provider_message_id, i.provider_updated_at,
    i.internet_message_id, i.in_reply_to, array(select jsonb_array_elements_text(coalesce(i."references", '[]'))),
    i.direction, coalesce(i.sender_address, ''), i.sender_name, i.sender_utc_offset_minutes, coalesce(i.recipients, '[]'),
    coalesce(i.subject, ''), moment, coalesce(i.text_full, ''), coalesce(i.text_new, ''), coalesce(i.text_quoted, ''),
    coalesce(i.text_signature, ''), i.html, i.automatic_kind, i.automatic_confidence,
    array(select jsonb_array_elements_text(coalesce(i.automatic_evidence, '[]'))), i.returns_on, nullif(i.bounce, 'null'),
    i.expects_reply, i.expects_reply_evidence, coalesce(i.headers, '{}'), coalesce(i.text_for_embedding, ''),
    i.importance_score, i.content_hash, i.byte_count, i.is_truncated,
    case when private.was_read_before(item, conn.provider = 'import') then as_of end,
    private.text_array(i.labels), i.received_at, as_of + make_interval(days => keep_days)
  from jsonb_to_record(item) as i (
    provider_message_id text, provider_updated_at timestamptz, internet_message_id text, in_reply_to text, "references" jsonb,
    direction text, sender_address text, sender_name text, sender_utc_offset_minutes integer, recipients jsonb, subject text,
    text_full text, text_new text, text_quoted text, text_signature text, html text, automatic_kind text,
    automatic_confidence numeric, automatic_evidence jsonb, returns_on date, bounce jsonb, expects_reply boolean,
    expects_reply_evidence text, headers jsonb, text_for_embedding text, importance_score numeric, content_hash text,
    byte_count integer, is_truncated boolean, labels jsonb, received_at timestamptz)
  returning id into new_id;
  insert into public.attachments (
    workspace_id, owner_id, message_id, is_shared, part_id, file_name, content_type, byte_count, content_id, is_inline, content_hash)
  select conn.workspace_id, conn.owner_id, new_id, shared, a.part_id, a.file_name, a.content_type, a.byte_count, a.content_id,
    coalesce(a.is_inline, false), a.content_hash
  from jsonb_to_recordset(coalesce(item -> 'attachments', '[]')) as a (
    part_id text, file_name text, content_type text, byte_count integer, content_id text, is_inline boolean, content_hash text);
  insert into private.message_sources (message_id, raw)
  select new_id, decode(item ->> 'raw_base64', 'base64') where item ? 'raw_base64' and item ->> 'raw_base64' is not null;
  return new_id;
end
$$;
revoke execute on function private.insert_message(public.connections, uuid, boolean, jsonb, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
comment on function private.insert_message(public.connections, uuid, boolean, jsonb, timestamptz, timestamptz) is
  'Writes a new message with its attachments and raw bytes; answers its id.';

-- People only: bounces, lists and notifications make no contacts. Twenty recipients are correspondence, more are a list.
create function private.note_contacts(conn public.connections, shared boolean, item jsonb, moment timestamptz) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  person record;
  noted record;
  new_count integer := 0;
begin
  if item ->> 'automatic_kind' not in ('human', 'auto_reply', 'out_of_office', 'calendar') then return 0; end if;
  for person in
    select address, max(name) as name from (
      select item ->> 'sender_address' as address, item ->> 'sender_name' as name where item ->> 'direction' = 'inbound'
      union all
      select r ->> 'address', r ->> 'name' from jsonb_array_elements(coalesce(item -> 'recipients', '[]')) r
      where item ->> 'direction' = 'outbound' and r ->> 'kind' in ('to', 'cc')
        and jsonb_array_length(item -> 'recipients') <= 20
    ) everybody
    -- headers hold what no mail can be sent to ("undisclosed-recipients:;", quoted names); nobody is to be reminded there
    where private.is_deliverable(address) and not address = any (conn.own_addresses) group by address order by address
  loop
    select * into noted from private.note_contact(
      conn.workspace_id, conn.owner_id, shared, person.address, nullif(left(btrim(person.name), 120), ''), moment);
    new_count := new_count + noted.is_new::integer;
    if item ->> 'automatic_kind' = 'out_of_office' and person.address = item ->> 'sender_address' then
      -- Back on the promised day; without one a week, so that an empty desk is not written to for ever or at once.
      update public.contacts c set away_until = greatest(c.away_until,
        coalesce((item ->> 'returns_on')::date, (moment + interval '7 days')::date))
      where c.id = noted.contact_id;
    end if;
  end loop;
  return new_count;
end
$$;
revoke execute on function private.note_contacts(public.connections, boolean, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.note_contacts(public.connections, boolean, jsonb, timestamptz) is 'Contacts met in a message; answers how many are new.';
