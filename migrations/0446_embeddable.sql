-- What memory is made of (VEC-1): one shape for everything that can be embedded, and the triggers that notice when it is new, says
-- something else, or is gone. Chunks go with their object by their foreign keys; here is what those do not see.
alter table public.embeddings add foreign key (workspace_id, draft_id) references public.message_drafts (workspace_id, id) on delete cascade;
create trigger carry_sharing_to_embeddings after update of is_shared on public.message_drafts for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_embeddings();

create function private.embeddable(of_type text, wanted uuid)
returns table (workspace_id uuid, owner_id uuid, is_shared boolean, connection_id uuid, title text, body text, happened_at timestamptz)
language sql stable
set search_path = ''
as $$
  select m.workspace_id, m.owner_id, m.is_shared, m.connection_id,
    left(concat_ws(' · ', nullif(m.subject, ''), coalesce(nullif(m.sender_name, ''), m.sender_address)), 400), left(m.text_new, 40000), m.sent_at
  from public.messages m where of_type = 'message' and m.id = wanted and m.removed_at is null
  union all
  -- how the exchange stands: who said what, the latest six messages by their beginnings. One message says it all by itself.
  select c.workspace_id, c.owner_id, c.is_shared, c.connection_id, left(c.subject, 400), (
    select coalesce(string_agg(said.line, E'\n' order by said.sent_at, said.id), '') from (
      select concat_ws(': ', coalesce(nullif(m.sender_name, ''), m.sender_address), left(regexp_replace(btrim(m.text_new), '\s+', ' ', 'g'), 180)) as line, m.sent_at, m.id
      from public.messages m where m.conversation_id = c.id and m.removed_at is null and m.automatic_kind <> 'bounce'
      order by m.sent_at desc, m.id desc limit 6) said), coalesce(c.last_message_at, c.created_at)
  from public.conversations c where of_type = 'conversation' and c.id = wanted and c.message_count > 1
  union all
  -- one that still may be sent; what was sent is a message
  select d.workspace_id, d.owner_id, d.is_shared, d.connection_id, left(concat_ws(' · ', nullif(d.subject, ''), coalesce(d.recipient_name, d.recipient_address)), 400),
    left(d.body, 40000), d.updated_at
  from public.message_drafts d where of_type = 'draft' and d.id = wanted and d.status = 'drafted'
  union all
  -- a name, every way to reach it, and the parts of the addresses: the company is in them
  select k.workspace_id, k.owner_id, k.is_shared, null, left(concat_ws(' · ', nullif(k.display_name, ''), string_agg(w.value, ' · ' order by w.created_at, w.value)), 400),
    coalesce(string_agg(translate(w.value, '@.-_', '    '), E'\n' order by w.created_at, w.value), ''), k.first_seen_at
  from public.contacts k left join public.contact_methods w on w.workspace_id = k.workspace_id and w.owner_id = k.owner_id and w.contact_id = k.id
  where of_type = 'contact' and k.id = wanted group by k.id
  union all
  select n.workspace_id, n.owner_id, n.is_shared, null, n.title, n.body, n.updated_at from public.notes n where of_type = 'note' and n.id = wanted
  union all
  select e.workspace_id, e.owner_id, e.is_shared, null, array_to_string(e.name || e.aliases, ' · '), e.description, e.updated_at
  from public.entities e where of_type = 'entity' and e.id = wanted
$$;
revoke execute on function private.embeddable(text, uuid) from public, anon, authenticated, service_role;
comment on function private.embeddable(text, uuid) is 'A message, conversation, draft, contact, note or entity as title and body; nothing when it is gone.';

create function private.hold_embeddable(of_type text, wanted uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  case of_type
    when 'message' then perform from public.messages x where x.id = wanted for share;
    when 'conversation' then perform from public.conversations x where x.id = wanted for share;
    when 'draft' then perform from public.message_drafts x where x.id = wanted for share;
    when 'contact' then perform from public.contacts x where x.id = wanted for share;
    when 'note' then perform from public.notes x where x.id = wanted for share;
    else perform from public.entities x where x.id = wanted for share;
  end case;
end
$$;
revoke execute on function private.hold_embeddable(text, uuid) from public, anon, authenticated, service_role;
comment on function private.hold_embeddable(text, uuid) is 'Nobody changes the object until the end of this transaction.';

create function private.hold_chunks(of_object uuid) returns void
language sql volatile
set search_path = ''
as $$ select pg_advisory_xact_lock(hashtextextended(of_object::text, 2)) $$;
revoke execute on function private.hold_chunks(uuid) from public, anon, authenticated, service_role;
comment on function private.hold_chunks(uuid) is 'Nobody else writes the chunks of the object until the end of this transaction.';

create function private.embed_soon(of_type text, wanted uuid, in_workspace uuid, for_owner uuid, after_seconds integer default 0) returns void
language plpgsql volatile -- every message asks for one: it keeps its plan
set search_path = ''
as $$
begin
  -- behind everything somebody waits for
  perform private.enqueue('embed', in_workspace, jsonb_build_object('object_type', of_type, 'object_id', wanted), of_type || ':' || wanted,
    run_at => now() + make_interval(secs => after_seconds), for_owner => for_owner, priority => 1::smallint);
end
$$;
revoke execute on function private.embed_soon(text, uuid, uuid, uuid, integer) from public, anon, authenticated, service_role;
comment on function private.embed_soon(text, uuid, uuid, uuid, integer) is 'A job that embeds an object, one however often it is asked for.';

create function private.enqueue_embedding() returns trigger
language plpgsql security definer -- definer: runs in the transaction of whoever writes the object
set search_path = ''
as $$
begin
  perform private.embed_soon(tg_argv[0], new.id, new.workspace_id, new.owner_id);
  return null;
end
$$;
revoke execute on function private.enqueue_embedding() from public, anon, authenticated, service_role;
comment on function private.enqueue_embedding() is 'After something was written: a job that embeds it. Argument: its object type.';
create trigger enqueue_embedding after insert on public.messages for each row
  when (new.text_for_embedding <> '' and new.automatic_kind <> 'bounce') execute function private.enqueue_embedding('message');
create trigger enqueue_embedding_again after update of text_for_embedding on public.messages for each row
  when (old.text_for_embedding is distinct from new.text_for_embedding) execute function private.enqueue_embedding('message');
create trigger enqueue_embedding after insert or update of title, body on public.notes for each row execute function private.enqueue_embedding('note');
create trigger enqueue_embedding after insert or update of name, aliases, description on public.entities for each row
  execute function private.enqueue_embedding('entity');
create trigger enqueue_embedding after update of display_name on public.contacts for each row
  when (old.display_name is distinct from new.display_name) execute function private.enqueue_embedding('contact');

create function private.enqueue_contact_embedding() returns trigger
language plpgsql security definer -- definer: see above
set search_path = ''
as $$
begin
  perform private.embed_soon('contact', new.contact_id, new.workspace_id, new.owner_id);
  return null;
end
$$;
revoke execute on function private.enqueue_contact_embedding() from public, anon, authenticated, service_role;
comment on function private.enqueue_contact_embedding() is 'After a contact got an address, as each does when it is made: a job that embeds the contact.';
create trigger enqueue_embedding after insert on public.contact_methods for each row execute function private.enqueue_contact_embedding();

create function private.keep_conversation_in_memory() returns trigger
language plpgsql security definer -- definer: see above
set search_path = ''
as $$
begin
  -- the chunks quote its messages: what was removed is not found a moment longer
  if new.message_count < old.message_count then
    delete from public.embeddings e where e.workspace_id = new.workspace_id and e.conversation_id = new.id;
  end if;
  -- messages come in bursts; who looks for one of them finds it by itself
  if new.message_count > 1 then perform private.embed_soon('conversation', new.id, new.workspace_id, new.owner_id, 120); end if;
  return null;
end
$$;
revoke execute on function private.keep_conversation_in_memory() from public, anon, authenticated, service_role;
comment on function private.keep_conversation_in_memory() is 'After a conversation has more or fewer messages, or another subject: its chunks follow.';
create trigger keep_in_memory after update of message_count, subject on public.conversations for each row
  when ((old.message_count, old.subject) is distinct from (new.message_count, new.subject)) execute function private.keep_conversation_in_memory();

create function private.keep_draft_in_memory() returns trigger
language plpgsql security definer -- definer: see above
set search_path = ''
as $$
begin
  if new.status = 'drafted' then
    -- whoever edits it has it before them
    perform private.embed_soon('draft', new.id, new.workspace_id, new.owner_id, 60);
  else
    delete from public.embeddings e where e.workspace_id = new.workspace_id and e.draft_id = new.id;
  end if;
  return null;
end
$$;
revoke execute on function private.keep_draft_in_memory() from public, anon, authenticated, service_role;
comment on function private.keep_draft_in_memory() is 'After a draft was written, changed, sent or discarded: memory has the drafts that still may be sent.';
create trigger keep_in_memory after update of status, body on public.message_drafts for each row
  when ((old.status, old.body) is distinct from (new.status, new.body) and 'drafted' in (old.status, new.status)) execute function private.keep_draft_in_memory();

create function private.forget_removed_message() returns trigger
language plpgsql security definer -- definer: see above
set search_path = ''
as $$
begin
  if new.removed_at is null then
    perform private.embed_soon('message', new.id, new.workspace_id, new.owner_id);
  else
    delete from public.embeddings e where e.workspace_id = new.workspace_id and e.message_id = new.id;
  end if;
  return null;
end
$$;
revoke execute on function private.forget_removed_message() from public, anon, authenticated, service_role;
comment on function private.forget_removed_message() is 'After the provider threw a message away, or took it back: so does memory.';
create trigger forget_removed_message after update of removed_at on public.messages for each row
  when ((old.removed_at is null) <> (new.removed_at is null)) execute function private.forget_removed_message();

create function private.forget_deleted_messages() returns trigger
language plpgsql security definer -- definer: see above
set search_path = ''
as $$
begin
  -- retention and erasure delete messages one by one: what their conversation quotes of them goes at once, and is made anew of the
  -- rest; a worker that has just read them stores its chunks before, or finds that they are gone
  perform private.hold_chunks(c.conversation_id) from (select distinct g.conversation_id from gone g order by 1) c;
  delete from public.embeddings e using (select distinct g.workspace_id, g.conversation_id from gone g) c
  where e.workspace_id = c.workspace_id and e.conversation_id = c.conversation_id;
  perform private.embed_soon('conversation', c.id, c.workspace_id, c.owner_id, 120)
  from public.conversations c where c.id in (select g.conversation_id from gone g) and c.message_count > 1;
  return null;
end
$$;
revoke execute on function private.forget_deleted_messages() from public, anon, authenticated, service_role;
comment on function private.forget_deleted_messages() is 'After messages were deleted: their conversations forget what they said.';
create trigger forget_deleted_messages after delete on public.messages referencing old table as gone
  for each statement execute function private.forget_deleted_messages();
