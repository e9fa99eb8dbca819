-- News of the provider about messages we hold: filed elsewhere, read, starred, thrown away, gone. Changes nothing a person did
-- here that still waits to be pushed, and nothing a person added (tags, notes, snoozes).

-- One mail, twice in a mailbox: to an address and to its alias, or once more through a group. It is stored once, and both ids are known.
create table private.message_copies (
  connection_id uuid not null,
  provider_message_id text not null,
  message_id uuid not null references public.messages (id) on delete cascade,
  primary key (connection_id, provider_message_id)
);
comment on table private.message_copies is 'Further ids under which a provider holds a stored message. Written by store_sync().';
comment on column private.message_copies.connection_id is 'Account of the message. No foreign key: the row goes with its message.';
comment on column private.message_copies.provider_message_id is 'The provider''s id of the copy.';
comment on column private.message_copies.message_id is 'The message it says the same as.';
create index message_copies_message_id_idx on private.message_copies (message_id); -- for deleting a message, and for taking its place
alter table private.message_copies enable row level security;
-- no policies and no grants: functions only

-- What the labels say about the conversation. `only_news`: a message that has just been stored adds to it and takes nothing away.
create function private.follow_labels(for_conversation uuid, only_news boolean, as_of timestamptz) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  was public.conversations;
  stands public.conversations;
begin
  select * into was from public.conversations c where c.id = for_conversation for update;
  update public.conversations c set
    is_starred = case when p.is_star_changed then c.is_starred when only_news then c.is_starred or f.has_star else f.has_star end,
    archived_at = case when p.is_inbox_changed then c.archived_at when f.is_in_inbox then null
      when f.has_inbound then coalesce(c.archived_at, as_of) else c.archived_at end,
    archived_via = case when p.is_inbox_changed then c.archived_via when f.is_in_inbox then null
      when f.has_inbound then coalesce(c.archived_via, 'provider') else c.archived_via end
  from (
    select coalesce(bool_or('STARRED' = any (m.labels)) filter (where not private.is_thrown_away(m.removed_at, m.labels)), false) as has_star,
      coalesce(bool_or('INBOX' = any (m.labels)) filter (where not private.is_thrown_away(m.removed_at, m.labels)), false) as is_in_inbox,
      -- what we wrote was never in the inbox, and is not archived for that
      coalesce(bool_or(m.direction = 'inbound'), false) as has_inbound
    from public.messages m where m.conversation_id = for_conversation and m.labels is not null) f
  left join private.label_pushes p on p.conversation_id = for_conversation
  where c.id = for_conversation returning c.* into stands;
  return (stands.is_starred, stands.archived_at, stands.archived_via) is distinct from (was.is_starred, was.archived_at, was.archived_via);
end
$$;
revoke execute on function private.follow_labels(uuid, boolean, timestamptz) from public, anon, authenticated, service_role;
comment on function private.follow_labels(uuid, boolean, timestamptz) is 'Star and inbox of a conversation as its messages have them at the provider, unless a person''s own change waits to be pushed; whether that changed it.';

-- changes: [{id, added, removed}], in the provider's order; [{id, labels}] gives all of them. Answers the conversations touched.
create function private.change_labels(of_connection uuid, changes jsonb, as_of timestamptz) returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  change jsonb;
  m public.messages;
  fresh text[];
  touched uuid[] := '{}';
begin
  for change in select value from jsonb_array_elements(changes) loop
    select * into m from public.messages x
    where x.connection_id = of_connection and x.provider_message_id = change ->> 'id' and x.removed_at is null;
    continue when not found;
    fresh := case when change ? 'labels' then private.text_array(change -> 'labels')
      else array(select distinct l from unnest(coalesce(m.labels, '{}') || coalesce(private.text_array(change -> 'added'), '{}')) l
        where not l = any (coalesce(private.text_array(change -> 'removed'), '{}')) order by l) end;
    continue when fresh is not distinct from m.labels;
    update public.messages x set labels = fresh,
      read_at = case
        when exists (select 1 from private.label_pushes p where p.conversation_id = m.conversation_id and p.is_read_changed) then x.read_at
        when not 'UNREAD' = any (fresh) and 'UNREAD' = any (coalesce(m.labels, array['UNREAD'])) then coalesce(x.read_at, as_of)
        when 'UNREAD' = any (fresh) and not 'UNREAD' = any (coalesce(m.labels, '{}')) and x.direction = 'inbound' then null
        else x.read_at end
    where x.id = m.id;
    touched := touched || m.conversation_id;
  end loop;
  return touched;
end
$$;
revoke execute on function private.change_labels(uuid, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.change_labels(uuid, jsonb, timestamptz) is 'Labels and read state of messages as the provider tells them; answers the conversations touched.';

-- Only on the provider's word that a message is gone, never because it was missing from a list. The row stays: a reply that was
-- deleted was still written, and nobody is reminded because of it.
create function private.remove_messages(of_connection uuid, ids jsonb, as_of timestamptz) returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  touched uuid[];
begin
  delete from private.message_copies c where c.connection_id = of_connection and c.provider_message_id = any (private.text_array(ids));
  -- another copy takes the place of one that is gone
  with heirs as (
    delete from private.message_copies c where (c.connection_id, c.provider_message_id) in (
      select distinct on (x.message_id) x.connection_id, x.provider_message_id from private.message_copies x
      join public.messages m on m.id = x.message_id
      where m.connection_id = of_connection and m.provider_message_id = any (private.text_array(ids))
      order by x.message_id, x.provider_message_id)
    returning c.message_id, c.provider_message_id)
  update public.messages m set provider_message_id = h.provider_message_id from heirs h where m.id = h.message_id;
  with gone as (
    update public.messages m set removed_at = as_of
    where m.connection_id = of_connection and m.provider_message_id = any (private.text_array(ids)) and m.removed_at is null
    returning m.id, m.conversation_id),
  unattached as (delete from public.attachments a using gone g where a.message_id = g.id),
  forgotten as (delete from private.message_sources s using gone g where s.message_id = g.id)
  select array_agg(distinct g.conversation_id) into touched from gone g;
  update public.sync_failures f set resolved_at = as_of
  where f.connection_id = of_connection and f.provider_message_id = any (private.text_array(ids)) and f.resolved_at is null;
  return coalesce(touched, '{}');
end
$$;
revoke execute on function private.remove_messages(uuid, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.remove_messages(uuid, jsonb, timestamptz) is 'Hides messages the provider has deleted, with their attachments and raw bytes; answers the conversations touched.';
