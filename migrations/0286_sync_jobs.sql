-- Sync jobs: one queue for all work on a mailbox, one job of a mailbox at a time, so that reading, pushing and comparing never
-- cross each other. Kinds: sync (changes), backfill (older mail), push (labels), watch (renewals), audit (comparing).
-- The queue itself is made with the others, in 0320.

create function private.request_mail_job(
  of_connection uuid, kind text, run_at timestamptz default now(), priority smallint default 0, more jsonb default '{}'
) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- A job that is running may have looked already: what came since is another one's, which waits for it.
  if private.enqueue('sync-gmail', null, more || jsonb_build_object('kind', kind), kind || ':' || of_connection, run_at,
    priority => request_mail_job.priority, through_connection => of_connection) is null
  then
    perform private.enqueue('sync-gmail', null, more || jsonb_build_object('kind', kind), kind || ':' || of_connection || ':next', run_at,
      priority => request_mail_job.priority, through_connection => of_connection);
  end if;
end
$$;
revoke execute on function private.request_mail_job(uuid, text, timestamptz, smallint, jsonb) from public, anon, authenticated, service_role;
comment on function private.request_mail_job(uuid, text, timestamptz, smallint, jsonb) is
  'Enqueues work of a kind on a mailbox; however often it is asked for, one waits beside one that runs.';

-- Everything since a year ago, unless the owner wants more or less: newest first, so a smaller window only ends sooner.
create function private.start_mail_sync(of_connection uuid, as_of timestamptz default now()) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  is_new boolean;
begin
  insert into private.sync_cursors (connection_id, stream, workspace_id, owner_id, backfill_since)
  select c.id, 'mail', c.workspace_id, c.owner_id, as_of - interval '1 year'
  from public.connections c
  -- an account that was connected for its calendar alone has given no leave to read its mail
  where c.id = of_connection and c.provider = 'gmail' and (cardinality(c.features) = 0 or 'mail' = any (c.features))
  on conflict do nothing;
  is_new := found;
  if exists (select 1 from private.sync_cursors s where s.connection_id = of_connection and s.stream = 'mail') then
    perform private.request_mail_job(of_connection, 'sync', priority => -1::smallint);
  end if;
  return is_new;
end
$$;
revoke execute on function private.start_mail_sync(uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.start_mail_sync(uuid, timestamptz) is 'Begins to follow a Gmail account, or goes on at once; for whoever has just connected it. Whether it is new.';

-- The lease of the job is the lease of the mailbox: who lost it stores nothing.
create function private.leased_mailbox(of_job uuid, token uuid) returns private.sync_cursors
language plpgsql volatile
set search_path = ''
as $$
declare
  s private.sync_cursors;
  account uuid;
begin
  select j.connection_id into account from private.jobs j
  where j.id = of_job and j.lease_token = token and j.state = 'leased' for share;
  if account is null then perform private.problem('lease_lost'); end if;
  select * into s from private.sync_cursors x where x.connection_id = account and x.stream = 'mail' for update;
  if s.connection_id is null then perform private.problem('mailbox_not_synced'); end if;
  return s;
end
$$;
revoke execute on function private.leased_mailbox(uuid, uuid) from public, anon, authenticated, service_role;
comment on function private.leased_mailbox(uuid, uuid) is 'The cursor of the mailbox a job holds, locked. Errors: lease_lost, mailbox_not_synced.';

insert into private.problems (slug, status, sentence, cure) values
  ('lease_lost', 409, 'Cannot store: another worker has taken over', 'Stop; the other worker goes on.'),
  ('mailbox_not_synced', 404, 'Cannot sync the mailbox: it is not followed', 'Connect the account to Gmail first.'),
  ('cursor_moved', 409, 'Cannot store: the mailbox has been read further by another worker', 'Read its state again and go on from there.');

-- definer: the service role has no rights on these tables.
create function worker.read_mailbox(job_id uuid, lease_token uuid) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s private.sync_cursors := private.leased_mailbox(job_id, lease_token);
  c public.connections;
begin
  select * into c from public.connections x where x.id = s.connection_id;
  return jsonb_build_object('connection_id', c.id, 'workspace_id', c.workspace_id, 'own_addresses', c.own_addresses,
    'state', s.state, 'cursor', s.cursor::text, 'resync_since', s.resync_since,
    'backfill_state', s.backfill_state, 'backfill_since', s.backfill_since, 'page_token', s.page_token);
end
$$;
revoke execute on function worker.read_mailbox(uuid, uuid) from public, anon, authenticated;
grant execute on function worker.read_mailbox(uuid, uuid) to service_role;
comment on function worker.read_mailbox(uuid, uuid) is
  'How far the mailbox of a held job has been read, and what is needed to read on. Positions are texts: they exceed what JSON numbers hold. Errors: lease_lost, mailbox_not_synced.';

-- definer: see read_mailbox.
create function worker.unknown_messages(connection_id uuid, messages jsonb, known_threads_only boolean default false, with_failed boolean default false) returns text[]
language sql stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(w.value ->> 'id' order by w.ordinality), '{}') from jsonb_array_elements(messages) with ordinality w
  where not exists (select 1 from public.messages m
      where m.connection_id = unknown_messages.connection_id and m.provider_message_id = w.value ->> 'id')
    and not exists (select 1 from private.message_copies c
      where c.connection_id = unknown_messages.connection_id and c.provider_message_id = w.value ->> 'id')
    and (with_failed or not exists (select 1 from public.sync_failures f
      where f.connection_id = unknown_messages.connection_id and f.provider_message_id = w.value ->> 'id'))
    and (not known_threads_only or exists (select 1 from private.conversation_keys k
      where k.connection_id = unknown_messages.connection_id and k.key = 'thread:' || (w.value ->> 'thread_id')))
$$;
revoke execute on function worker.unknown_messages(uuid, jsonb, boolean, boolean) from public, anon, authenticated;
grant execute on function worker.unknown_messages(uuid, jsonb, boolean, boolean) to service_role;
comment on function worker.unknown_messages(uuid, jsonb, boolean, boolean) is
  'Of [{id, thread_id}] the ids that are not stored, in order. known_threads_only: of threads we hold (what lies in spam or trash matters only as an answer). with_failed: also those that could not be read before.';
