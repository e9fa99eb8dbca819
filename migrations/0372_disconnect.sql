-- Disconnecting: the access ends at once here, at the provider as soon as it answers, and the data stays or goes as its owner
-- chooses. Tokens leave the account in the same moment; what the provider has to hear of is kept apart until it has.
create table private.revocations (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  connection_id uuid not null,
  ciphertext text not null,
  nonce text not null,
  key_id text not null,
  created_at timestamptz not null default now()
);
comment on table private.revocations is 'Sealed tokens whose end the provider has not confirmed. Gone when it has, or after 30 days.';
comment on column private.revocations.id is 'Id, the payload of the job.';
comment on column private.revocations.workspace_id is 'Whose account it was.';
comment on column private.revocations.connection_id is 'Which account it was: the seal is bound to it. No foreign key: it may be erased.';
comment on column private.revocations.ciphertext is 'Base64 of the sealed tokens, tag included.';
comment on column private.revocations.nonce is 'Base64 of the 96-bit nonce.';
comment on column private.revocations.key_id is 'Which key of TOKEN_ENCRYPTION_KEYS sealed it.';
comment on column private.revocations.created_at is 'When the account was disconnected.';
create index revocations_workspace_id_idx on private.revocations (workspace_id); -- for deleting a workspace
create index revocations_key_id_idx on private.revocations (key_id, id); -- for the rotation of keys
alter table private.revocations enable row level security;
-- no policies and no grants: functions only

create function private.end_access(account public.connections) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  s private.connection_secrets;
  revocation_id uuid;
begin
  delete from private.connection_secrets x where x.connection_id = account.id returning * into s;
  if s.connection_id is null then return; end if;
  -- Revoking one token ends the person's whole grant to the client, with it every other connection of the same account.
  if exists (select 1 from private.connection_secrets x join public.connections c on c.id = x.connection_id
    where c.provider_account_id = account.provider_account_id and x.client_id is not distinct from s.client_id)
  then return; end if;
  insert into private.revocations (workspace_id, connection_id, ciphertext, nonce, key_id)
  values (account.workspace_id, account.id, s.ciphertext, s.nonce, s.key_id) returning id into revocation_id;
  perform private.enqueue('revoke-access', account.workspace_id, jsonb_build_object('revocation_id', revocation_id), revocation_id::text,
    for_owner => account.owner_id);
end
$$;
revoke execute on function private.end_access(public.connections) from public, anon, authenticated, service_role;
comment on function private.end_access(public.connections) is 'Deletes the tokens of an account and has the provider told, unless another connection lives on the same grant.';

-- definer: the columns are not granted, and nobody has rights on secrets and jobs.
create function private.disconnect(wanted uuid, data text) returns public.connections
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  account public.connections;
  nudge_id uuid;
  outbound_id uuid;
begin
  if data is null or data not in ('keep', 'erase') then perform private.problem('disconnect_choice_invalid'); end if;
  update public.connections c set status_reason = 'disconnected_by_person', importing_until = null,
    status = case when data = 'erase' or c.status = 'erasing' then 'erasing' else 'disconnected' end
  where c.id = wanted and c.owner_id = private.require_user() and c.workspace_id in (select private.my_workspace_ids())
  returning * into account;
  if not found then perform private.problem('connection_not_found'); end if;
  perform private.end_access(account);
  -- conversations before what hangs on them: the order of every path
  perform 1 from public.conversations v where v.id in (
    select n.conversation_id from public.nudges n
    where n.connection_id = wanted and n.status in ('pending', 'drafted', 'approved')
    union select d.conversation_id from public.message_drafts d where d.connection_id = wanted and d.status = 'approved') order by v.id for update;
  for nudge_id in
    select n.id from public.nudges n where n.connection_id = wanted and n.status in ('pending', 'drafted', 'approved') order by n.id
  loop
    perform private.cancel_nudge(nudge_id, 'connection_disconnected');
  end loop;
  for outbound_id in
    select d.outbound_message_id from public.message_drafts d where d.connection_id = wanted and d.status = 'approved' order by d.id
  loop
    perform private.move_outbound(outbound_id, 'cancelled', 'connection_disconnected', 'cancelled', now());
  end loop;
  perform private.end_jobs(array(
    select j.id from private.jobs j where j.connection_id = wanted and j.state = 'waiting'), 'connection_disconnected');
  if account.status = 'erasing' then
    perform private.enqueue('erase-accounts', account.workspace_id, jsonb_build_object('connection_id', wanted), wanted::text,
      for_owner => account.owner_id);
  end if;
  perform private.audit(account.workspace_id, 'connection.disconnected', 'connection', wanted::text, null, jsonb_build_object('data', data));
  return account;
end
$$;
revoke execute on function private.disconnect(uuid, text) from public, anon;
grant execute on function private.disconnect(uuid, text) to authenticated;
comment on function private.disconnect(uuid, text) is 'See public.disconnect_connection.';

create function public.disconnect_connection(connection_id uuid, data text) returns public.connections
language sql volatile
set search_path = ''
as $$ select private.disconnect(connection_id, data) $$;
revoke execute on function public.disconnect_connection(uuid, text) from public, anon;
grant execute on function public.disconnect_connection(uuid, text) to authenticated;
comment on function public.disconnect_connection(uuid, text) is
  'Ends the access of the caller''s account at once and revokes it at the provider. data: keep (conversations stay, and it can be connected again) or erase (all that came through it goes, then the connection; list_my_jobs shows how far). Errors: connection_not_found, disconnect_choice_invalid.';

-- definer: nobody has rights on the table.
create function worker.read_revocation(revocation_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('workspace_id', r.workspace_id, 'connection_id', r.connection_id,
    'secret', jsonb_build_object('ciphertext', r.ciphertext, 'nonce', r.nonce, 'key_id', r.key_id))
  from private.revocations r where r.id = read_revocation.revocation_id
$$;
revoke execute on function worker.read_revocation(uuid) from public, anon, authenticated;
grant execute on function worker.read_revocation(uuid) to service_role;
comment on function worker.read_revocation(uuid) is 'The sealed tokens to revoke; null when that is done.';

-- definer: see read_revocation.
create function worker.finish_revocation(revocation_id uuid) returns void
language sql volatile security definer
set search_path = ''
as $$ delete from private.revocations r where r.id = finish_revocation.revocation_id $$;
revoke execute on function worker.finish_revocation(uuid) from public, anon, authenticated;
grant execute on function worker.finish_revocation(uuid) to service_role;
comment on function worker.finish_revocation(uuid) is 'The provider has confirmed: forgets the tokens.';

-- definer: the service role has no rights to delete.
create function worker.erase_account(connection_id uuid, max_count integer default 50, as_of timestamptz default clock_timestamp()) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  batch uuid[];
  left_count integer;
begin
  if not exists (select 1 from public.connections c where c.id = erase_account.connection_id and c.status = 'erasing') then
    return jsonb_build_object('erased', 0, 'left', 0);
  end if;
  batch := array(
    select v.id from public.conversations v
    where v.connection_id = erase_account.connection_id
      -- a mail that is just leaving is not lost sight of; nothing settles it any more after ten minutes without access
      and not exists (select 1 from public.outbound_messages o where o.conversation_id = v.id
        and o.state in ('sending', 'uncertain') and o.sending_at > as_of - interval '10 minutes')
    order by v.id limit max_count for update);
  -- before the outbound messages they may not be without
  delete from public.nudges n where n.conversation_id = any (batch);
  delete from public.message_drafts d where d.conversation_id = any (batch);
  -- found in these mails, in their words; by retention they would outlive them
  delete from public.tasks t using public.messages m where m.conversation_id = any (batch) and t.workspace_id = m.workspace_id and t.message_id = m.id;
  delete from public.conversations v where v.id = any (batch);
  select count(*) into left_count from public.conversations v where v.connection_id = erase_account.connection_id;
  if left_count = 0 then delete from public.connections c where c.id = erase_account.connection_id; end if;
  return jsonb_build_object('erased', cardinality(batch), 'left', left_count);
end
$$;
revoke execute on function worker.erase_account(uuid, integer, timestamptz) from public, anon, authenticated;
grant execute on function worker.erase_account(uuid, integer, timestamptz) to service_role;
comment on function worker.erase_account(uuid, integer, timestamptz) is
  'Erases at most max_count conversations of an account that is erasing, and with the last the account: {erased, left}.';

create function private.trim_revocations(as_of timestamptz) returns void
language sql volatile
set search_path = ''
as $$ delete from private.revocations r where r.created_at < as_of - interval '30 days' $$;
revoke execute on function private.trim_revocations(timestamptz) from public, anon, authenticated, service_role;
comment on function private.trim_revocations(timestamptz) is 'Tick: forgets tokens whose provider has not answered for 30 days.';

insert into private.problems (slug, status, sentence, cure) values
  ('disconnect_choice_invalid', 422, 'Cannot disconnect: say whether the data stays', 'Use keep or erase.'),
  ('connection_disconnected', 409, 'Cannot pause or resume: the account is disconnected', 'Connect it again.');
