-- Doors to connections: connect for an import, say which addresses are mine.

create function public.connect_mailbox_for_import(workspace_id uuid, address text, display_name text default null)
returns public.connections
language sql volatile
set search_path = ''
as $$ select private.connect_mailbox(workspace_id, address, display_name, 'import') $$;
revoke execute on function public.connect_mailbox_for_import(uuid, text, text) from public, anon;
grant execute on function public.connect_mailbox_for_import(uuid, text, text) to authenticated;
comment on function public.connect_mailbox_for_import(uuid, text, text) is
  'The caller''s connection for this mailbox, made if missing, so that files can be imported into it. Errors: workspace_not_found, email_address_invalid.';

create function private.my_connection(wanted uuid) returns public.connections
language plpgsql stable
set search_path = ''
as $$
declare
  mine public.connections;
begin
  -- not locked: who changes what is in the account takes its inbox first, see private.hold_inbox()
  select * into mine from public.connections c
  where c.id = wanted and c.owner_id = private.require_user() and c.workspace_id in (select private.my_workspace_ids());
  if not found then perform private.problem('connection_not_found'); end if;
  return mine;
end
$$;
revoke execute on function private.my_connection(uuid) from public, anon, authenticated, service_role;
comment on function private.my_connection(uuid) is 'An account of the caller, or connection_not_found.';

-- What was stored before is judged again: mail from this address was ours all along.
create function private.note_own_address(to_connection uuid, extra public.email_address) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  touched uuid[];
  touched_id uuid;
begin
  perform private.hold_inbox(to_connection);
  update public.connections c set own_addresses = c.own_addresses || extra::text
  where c.id = to_connection and not extra::text = any (c.own_addresses);
  if not found then return false; end if;
  touched := array(
    select c.id from public.conversations c
    where c.connection_id = to_connection and (extra::text = any (c.participant_addresses) or exists (
      select 1 from public.messages m where m.conversation_id = c.id and m.sender_address = extra::text and m.direction = 'inbound'))
    order by c.id for update);
  update public.messages m set direction = 'outbound', read_at = coalesce(m.read_at, now())
  where m.conversation_id = any (touched) and m.sender_address = extra::text and m.direction = 'inbound';
  update public.conversations c set participant_addresses = array_remove(c.participant_addresses, extra::text) where c.id = any (touched);
  foreach touched_id in array touched loop
    perform private.refresh_conversation(touched_id);
    perform private.reconsider_conversation(touched_id, now());
  end loop;
  return true;
end
$$;
revoke execute on function private.note_own_address(uuid, public.email_address) from public, anon, authenticated, service_role;
comment on function private.note_own_address(uuid, public.email_address) is 'Mail from this address counts as the account owner''s own; false when it did already.';

-- definer: the column is not granted, so that the account's own address can never be taken out.
create function private.add_own_address(to_connection uuid, extra_address text) returns public.connections
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  extra public.email_address := lower(btrim(extra_address));
  changed public.connections := private.my_connection(to_connection);
begin
  if coalesce(extra, '') = '' then perform private.problem('email_address_invalid'); end if;
  perform private.note_own_address(to_connection, extra);
  select * into changed from public.connections c where c.id = to_connection;
  return changed;
end
$$;
revoke execute on function private.add_own_address(uuid, text) from public, anon;
grant execute on function private.add_own_address(uuid, text) to authenticated;
comment on function private.add_own_address(uuid, text) is 'See public.add_own_address.';

create function public.add_own_address(connection_id uuid, address text) returns public.connections
language sql volatile
set search_path = ''
as $$ select private.add_own_address(connection_id, address) $$;
revoke execute on function public.add_own_address(uuid, text) from public, anon;
grant execute on function public.add_own_address(uuid, text) to authenticated;
comment on function public.add_own_address(uuid, text) is
  'Mail from this address counts as the caller''s own. Errors: connection_not_found, email_address_invalid.';

-- definer: the column is not granted, because what waits must follow.
create function private.set_connection_paused(wanted uuid, is_paused boolean) returns public.connections
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  changed public.connections := private.my_connection(wanted);
begin
  if changed.status in ('disconnected', 'erasing') then perform private.problem('connection_disconnected'); end if;
  update public.connections c set status = case when is_paused then 'paused' else 'active' end,
    status_reason = case when is_paused then 'paused_by_person' end
  where c.id = wanted returning * into changed;
  return changed;
end
$$;
revoke execute on function private.set_connection_paused(uuid, boolean) from public, anon;
grant execute on function private.set_connection_paused(uuid, boolean) to authenticated;
comment on function private.set_connection_paused(uuid, boolean) is 'See public.pause_connection.';

create function public.pause_connection(connection_id uuid, is_paused boolean default true) returns public.connections
language sql volatile
set search_path = ''
as $$ select private.set_connection_paused(connection_id, is_paused) $$;
revoke execute on function public.pause_connection(uuid, boolean) from public, anon;
grant execute on function public.pause_connection(uuid, boolean) to authenticated;
comment on function public.pause_connection(uuid, boolean) is
  'Rests an account: nothing is planned and nothing leaves, what is approved waits. Or lets it work again: also one in error, whose next send shows whether it is well. Errors: connection_not_found, connection_disconnected.';

insert into private.problems (slug, status, sentence, cure) values
  ('connection_not_found', 404, 'Cannot find the connection: it does not exist or is not yours', 'Check the id in your list of connections.');
