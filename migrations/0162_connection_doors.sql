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

-- definer: the column is not granted, so that the account's own address can never be taken out.
create function private.add_own_address(to_connection uuid, extra_address text) returns public.connections
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  extra public.email_address := lower(btrim(extra_address));
  changed public.connections;
begin
  if coalesce(extra, '') = '' then perform private.problem('email_address_invalid'); end if;
  update public.connections c
  set own_addresses = case when extra::text = any (c.own_addresses) then c.own_addresses else c.own_addresses || extra::text end
  where c.id = to_connection and c.owner_id = private.require_user() and c.workspace_id in (select private.my_workspace_ids())
  returning * into changed;
  if not found then perform private.problem('connection_not_found'); end if;
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

insert into private.problems (slug, status, sentence, cure) values
  ('connection_not_found', 404, 'Cannot find the connection: it does not exist or is not yours', 'Check the id in your list of connections.');
