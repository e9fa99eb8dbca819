-- Sharing (TEN-4): an account, or one conversation, becomes visible to the workspace; admins see how much there is
-- without reading it.

-- definer: changes rows people may not update directly.
create function private.share_conversation(wanted uuid, shared boolean) returns public.conversations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  found_row public.conversations;
begin
  -- or a batch that is being stored would bring in messages that still have the old audience
  perform private.hold_inbox(c.connection_id) from public.conversations c where c.id = wanted and c.owner_id = private.require_user();
  select * into found_row from public.conversations c
  where c.id = wanted and c.owner_id = private.require_user() and c.workspace_id in (select private.my_workspace_ids()) for update;
  if not found then perform private.problem('conversation_not_found'); end if;
  if not shared and exists (select 1 from public.connections x where x.id = found_row.connection_id and x.is_shared) then
    perform private.problem('connection_is_shared');
  end if;
  perform private.set_conversation_shared(wanted, shared);
  perform private.audit(found_row.workspace_id, case when shared then 'conversation.shared' else 'conversation.unshared' end,
    'conversation', wanted::text);
  select * into found_row from public.conversations c where c.id = wanted;
  return found_row;
end
$$;
revoke execute on function private.share_conversation(uuid, boolean) from public, anon;
grant execute on function private.share_conversation(uuid, boolean) to authenticated;
comment on function private.share_conversation(uuid, boolean) is 'See public.share_conversation.';

create function public.share_conversation(conversation_id uuid, is_shared boolean default true) returns public.conversations
language sql volatile
set search_path = ''
as $$ select private.share_conversation(conversation_id, is_shared) $$;
revoke execute on function public.share_conversation(uuid, boolean) from public, anon;
grant execute on function public.share_conversation(uuid, boolean) to authenticated;
comment on function public.share_conversation(uuid, boolean) is
  'The owner shows one conversation to the workspace, or takes it back. Errors: conversation_not_found, connection_is_shared.';

-- definer: see share_conversation.
create function private.share_conversations(wanted uuid[], shared boolean)
returns table (id uuid, outcome text, is_shared_now boolean)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  c record;
begin
  perform private.require_user();
  if cardinality(wanted) > 500 then perform private.problem('conversations_too_many'); end if;
  if not exists (select 1 from public.conversations x
    where x.id = any (wanted) and x.owner_id = auth.uid() and x.workspace_id in (select private.my_workspace_ids()))
  then
    perform private.problem('conversation_not_found');
  end if;
  -- accounts of the caller alone: all have one inbox lock for a workspace, taken here before any row
  for c in select distinct x.workspace_id, x.owner_id from public.conversations x
    where x.id = any (wanted) and x.owner_id = auth.uid() order by 1
  loop
    perform pg_advisory_xact_lock(hashtextextended(c.workspace_id::text || c.owner_id::text, 1));
  end loop;
  for c in select distinct w.id, x.id as found_id, x.is_shared, y.is_shared as is_account_shared
    from unnest(wanted) w (id)
    left join public.conversations x on x.id = w.id and x.owner_id = auth.uid() and x.workspace_id in (select private.my_workspace_ids())
    left join public.connections y on y.id = x.connection_id where w.id is not null order by w.id
  loop
    id := c.id;
    is_shared_now := c.is_shared;
    outcome := case when c.found_id is null then 'not_found' when c.is_shared = shared then 'unchanged'
      when not shared and c.is_account_shared then 'connection_is_shared' else 'changed' end;
    if outcome = 'changed' then is_shared_now := (private.share_conversation(c.id, shared)).is_shared; end if;
    return next;
  end loop;
end
$$;
revoke execute on function private.share_conversations(uuid[], boolean) from public, anon;
grant execute on function private.share_conversations(uuid[], boolean) to authenticated;
comment on function private.share_conversations(uuid[], boolean) is 'See public.share_conversations.';

create function public.share_conversations(conversation_ids uuid[], is_shared boolean default true)
returns table (id uuid, outcome text, is_shared_now boolean)
language sql volatile
set search_path = ''
as $$ select * from private.share_conversations(conversation_ids, is_shared) $$;
revoke execute on function public.share_conversations(uuid[], boolean) from public, anon;
grant execute on function public.share_conversations(uuid[], boolean) to authenticated;
comment on function public.share_conversations(uuid[], boolean) is
  'The owner shares many conversations, or takes them back: outcome changed, unchanged, connection_is_shared or not_found for each. Errors: conversation_not_found, conversations_too_many.';

-- definer: changes rows people may not update directly.
create function private.share_connection(wanted uuid, shared boolean) returns public.connections
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  changed public.connections := private.my_connection(wanted);
begin
  perform private.hold_inbox(wanted);
  update public.connections x set is_shared = shared where x.id = wanted returning * into changed;
  perform private.set_conversation_shared(c.id, shared) from (
    select x.id from public.conversations x
    where x.workspace_id = changed.workspace_id and x.owner_id = changed.owner_id and x.connection_id = wanted
    order by x.id for update) c;
  perform private.audit(changed.workspace_id, case when shared then 'connection.shared' else 'connection.unshared' end,
    'connection', wanted::text);
  return changed;
end
$$;
revoke execute on function private.share_connection(uuid, boolean) from public, anon;
grant execute on function private.share_connection(uuid, boolean) to authenticated;
comment on function private.share_connection(uuid, boolean) is 'See public.share_connection.';

create function public.share_connection(connection_id uuid, is_shared boolean default true) returns public.connections
language sql volatile
set search_path = ''
as $$ select private.share_connection(connection_id, is_shared) $$;
revoke execute on function public.share_connection(uuid, boolean) from public, anon;
grant execute on function public.share_connection(uuid, boolean) to authenticated;
comment on function public.share_connection(uuid, boolean) is
  'The owner shows an account and everything in it to the workspace, or takes all of it back. Errors: connection_not_found.';

-- definer: counts private rows without showing them.
create function private.workspace_counts(in_workspace uuid)
returns table (user_id uuid, connections bigint, conversations bigint, shared_conversations bigint, waiting_on_them bigint)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_role(in_workspace, 'admin');
  return query
  select m.user_id,
    (select count(*) from public.connections x where x.workspace_id = in_workspace and x.owner_id = m.user_id),
    count(c.id), count(c.id) filter (where c.is_shared), count(c.id) filter (where c.waiting_on = 'them')
  from public.workspace_members m
  left join public.conversations c on c.workspace_id = in_workspace and c.owner_id = m.user_id
  where m.workspace_id = in_workspace
  group by m.user_id order by m.user_id;
end
$$;
revoke execute on function private.workspace_counts(uuid) from public, anon;
grant execute on function private.workspace_counts(uuid) to authenticated;
comment on function private.workspace_counts(uuid) is 'See public.workspace_counts.';

create function public.workspace_counts(workspace_id uuid)
returns table (user_id uuid, connections bigint, conversations bigint, shared_conversations bigint, waiting_on_them bigint)
language sql stable
set search_path = ''
as $$ select * from private.workspace_counts(workspace_id) $$;
revoke execute on function public.workspace_counts(uuid) from public, anon;
grant execute on function public.workspace_counts(uuid) to authenticated;
comment on function public.workspace_counts(uuid) is
  'Per member how much there is, for admins, without any content. Errors: workspace_not_found, workspace_role_insufficient.';

-- What belongs to a person who is no longer a member stays in the tenant, unread and unsent.
create function private.rest_accounts_of_former_member() returns trigger
language plpgsql security definer -- definer: touches rows of the person who goes
set search_path = ''
as $$
begin
  -- An account or a workspace that is deleted takes its rows along: nothing is left to rest.
  if not exists (select 1 from public.profiles where id = old.user_id) or not exists (select 1 from public.workspaces where id = old.workspace_id) then
    return null;
  end if;
  update public.connections set status = 'paused', status_reason = 'owner_left'
  where workspace_id = old.workspace_id and owner_id = old.user_id and status not in ('disconnected', 'erasing');
  perform private.reconsider_conversation(c.id, now()) from public.conversations c
  where c.workspace_id = old.workspace_id and c.owner_id = old.user_id
    and exists (select 1 from public.nudges n where n.conversation_id = c.id and n.status in ('pending', 'drafted', 'approved'));
  return null;
end
$$;
revoke execute on function private.rest_accounts_of_former_member() from public, anon, authenticated, service_role;
comment on function private.rest_accounts_of_former_member() is 'After delete of a member: pauses their accounts and stops their nudges.';
create trigger rest_accounts_of_former_member after delete on public.workspace_members
  for each row execute function private.rest_accounts_of_former_member();

insert into private.problems (slug, status, sentence, cure) values
  ('connection_is_shared', 409, 'Cannot take the conversation back: its whole account is shared', 'Stop sharing the account first.');
