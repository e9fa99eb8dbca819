-- Where the events of the feed come from, besides the verbs: triggers, so that no path can forget them; and the audience of an
-- event, which follows the audience of its thing in the same transaction.

create function private.note_message_activity() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- what the feed would forget at once is not written: an import of ten years brings one year of events
  if new.sent_at > now() - interval '1 year' then
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared,
      case when new.direction = 'outbound' then 'message_sent' when new.automatic_kind = 'bounce' then 'message_bounced' else 'message_received' end,
      least(new.sent_at, now()), in_conversation => new.conversation_id, of_message => new.id,
      detail => case when new.automatic_kind = 'human' then '{}' else jsonb_build_object('automatic_kind', new.automatic_kind) end);
  end if;
  return null;
end
$$;
revoke execute on function private.note_message_activity() from public, anon, authenticated, service_role;
comment on function private.note_message_activity() is 'After insert of a message: received, sent or bounced.';
create trigger note_activity after insert on public.messages
  for each row execute function private.note_message_activity();

create function private.note_contact_activity() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared, 'contact_created', now(), of_contact => new.id);
  else
    update public.activity_events e set is_shared = new.is_shared where e.contact_id = new.id;
  end if;
  return null;
end
$$;
revoke execute on function private.note_contact_activity() from public, anon, authenticated, service_role;
comment on function private.note_contact_activity() is 'After insert of a contact, or when its audience changed.';
create trigger note_activity after insert on public.contacts
  for each row execute function private.note_contact_activity();
create trigger share_activity after update of is_shared on public.contacts
  for each row when (old.is_shared <> new.is_shared) execute function private.note_contact_activity();

create function private.note_connection_activity() returns trigger
language plpgsql security definer -- definer: people rename their accounts, and may not write events
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared, 'connection_added', now(), auth.uid(), of_connection => new.id,
      detail => jsonb_build_object('provider', new.provider));
    return null;
  end if;
  if old.is_shared <> new.is_shared then
    update public.activity_events e set is_shared = new.is_shared where e.connection_id = new.id;
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared,
      case when new.is_shared then 'connection_shared' else 'connection_unshared' end, now(), auth.uid(), of_connection => new.id);
  end if;
  if new.status = 'error' and old.status <> 'error' then
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared, 'connection_error', now(), of_connection => new.id,
      detail => jsonb_build_object('reason', new.status_reason));
  elsif old.status = 'error' and new.status = 'active' then
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared, 'connection_recovered', now(), auth.uid(), of_connection => new.id);
  end if;
  return null;
end
$$;
revoke execute on function private.note_connection_activity() from public, anon, authenticated, service_role;
comment on function private.note_connection_activity() is 'After insert or update of a connection: added, shared, in error, well again.';
create trigger note_activity after insert or update of is_shared, status on public.connections
  for each row execute function private.note_connection_activity();

-- Time and news bring a conversation back without a verb: nobody is the actor. By a verb, note_state_change() has said it.
create function private.note_conversation_activity() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if old.is_shared <> new.is_shared then
    update public.activity_events e set is_shared = new.is_shared where e.workspace_id = new.workspace_id and e.conversation_id = new.id;
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared, case when new.is_shared then 'shared' else 'unshared' end,
      now(), auth.uid(), new.id);
  end if;
  if old.status <> 'open' and new.status = 'open' and auth.uid() is null then
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared, case old.status when 'snoozed' then 'woken' else 'reopened' end,
      now(), in_conversation => new.id);
  end if;
  return null;
end
$$;
revoke execute on function private.note_conversation_activity() from public, anon, authenticated, service_role;
comment on function private.note_conversation_activity() is 'After update of a conversation: its events follow its audience; woken or reopened by time or news.';
create trigger note_activity after update of is_shared, status on public.conversations
  for each row when (old.is_shared <> new.is_shared or old.status <> new.status) execute function private.note_conversation_activity();
