-- News of a mailbox: pushed by the provider, and asked for when nothing was pushed for a while. Either only says that there is
-- something to read; what it is, the list of changes tells.

-- definer: the service role has no rights on these tables.
create function worker.receive_gmail_push(event_id text, address text, history_id text, as_of timestamptz default clock_timestamp()) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  place public.history_position := history_id::public.history_position;
  account record;
  is_known boolean;
begin
  is_known := exists (select 1 from public.connections c join private.sync_cursors s on s.connection_id = c.id and s.stream = 'mail' where c.address = lower(receive_gmail_push.address));
  -- the id alone is kept: there is nothing in a push that a later look would not tell
  insert into private.webhook_inbox (provider, provider_event_id, queue, state, received_at, finished_at, last_error)
  values ('gmail', event_id, 'sync-gmail', 'done', as_of, as_of,
    case when not is_known then jsonb_build_object('slug', 'mailbox_unknown', 'at', as_of) end)
  on conflict on constraint webhook_inbox_event_is_stored_once do nothing;
  if not found then return 'duplicate'; end if;
  -- one address may be connected in several workspaces
  for account in
    update private.sync_cursors s set notified_at = greatest(s.notified_at, as_of),
      notified_cursor = greatest(s.notified_cursor, place)
    from public.connections c
    where c.id = s.connection_id and s.stream = 'mail' and c.address = lower(receive_gmail_push.address)
    returning s.connection_id, s.cursor
  loop
    -- what has been read already, or is older, is no news
    if account.cursor is null or place > account.cursor then perform private.request_mail_job(account.connection_id, 'sync'); end if;
  end loop;
  return case when is_known then 'stored' else 'unknown' end;
end
$$;
revoke execute on function worker.receive_gmail_push(text, text, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.receive_gmail_push(text, text, text, timestamptz) to service_role;
comment on function worker.receive_gmail_push(text, text, text, timestamptz) is
  'Takes a verified push of Gmail once: stored (its mailbox will be read, unless it has been), duplicate, or unknown (nobody has connected the address).';

-- Pushes may be late or lost (https://developers.google.com/workspace/gmail/api/guides/push): who has heard nothing for half an hour
-- is asked every five minutes, everybody once an hour. At most two thousand at a time, the longest unread first, spread over
-- four minutes.
create function private.poll_mailboxes(as_of timestamptz, at_most integer default 2000) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  due record;
  due_count integer := 0;
begin
  -- an account that was connected while nobody listened
  perform private.start_mail_sync(c.id, as_of) from public.connections c
  where c.provider = 'gmail' and c.status = 'active' and exists (select 1 from private.connection_secrets x where x.connection_id = c.id)
    and not exists (select 1 from private.sync_cursors s where s.connection_id = c.id and s.stream = 'mail');
  for due in
    select s.connection_id, s.backfill_state, s.state from private.sync_cursors s join public.connections c on c.id = s.connection_id
    where s.stream = 'mail' and c.provider = 'gmail' and c.status = 'active' and coalesce(s.checked_at, '-infinity') < as_of
      - case when s.notified_at > as_of - interval '30 minutes' then interval '1 hour' else interval '4 minutes 30 seconds' end
    order by s.checked_at nulls first limit at_most
  loop
    perform private.request_mail_job(due.connection_id, 'sync', as_of + interval '4 minutes' * (abs(hashtext(due.connection_id::text) % 100) / 100.0));
    due_count := due_count + 1;
  end loop;
  -- a backfill or a push whose job was lost, or died
  perform private.request_mail_job(s.connection_id, 'backfill', as_of + interval '1 minute') from private.sync_cursors s
  join public.connections c on c.id = s.connection_id and c.status = 'active'
  where s.stream = 'mail' and s.state <> 'new' and s.backfill_state <> 'done' and s.updated_at < as_of - interval '10 minutes'
    and not exists (select 1 from private.jobs j where j.queue = 'sync-gmail' and j.unique_key like 'backfill:' || s.connection_id || '%' and j.state <> 'dead');
  perform private.request_mail_job(p.connection_id, 'push') from private.label_pushes p
  where p.changed_at < as_of - interval '10 minutes'
    and not exists (select 1 from private.jobs j where j.queue = 'sync-gmail' and j.unique_key like 'push:' || p.connection_id || '%' and j.state <> 'dead')
  group by p.connection_id;
  return due_count;
end
$$;
revoke execute on function private.poll_mailboxes(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.poll_mailboxes(timestamptz, integer) is
  'Tick: asks for the mailboxes that have not been read for a while, begins with accounts nobody follows yet, and finds lost work again; answers how many are to be read.';

create table private.mailbox_watches (
  connection_id uuid primary key references public.connections (id) on delete cascade,
  expires_at timestamptz,
  renewed_at timestamptz,
  asked_at timestamptz not null
);
comment on table private.mailbox_watches is 'Until when a provider has promised to push. Written by renew_watches() and save_watch().';
comment on column private.mailbox_watches.connection_id is 'Account.';
comment on column private.mailbox_watches.expires_at is 'As the provider says; null while it has promised nothing.';
comment on column private.mailbox_watches.renewed_at is 'When it last promised.';
comment on column private.mailbox_watches.asked_at is 'When a renewal was last asked for.';
create index mailbox_watches_asked_at_idx on private.mailbox_watches (asked_at); -- for renewing
alter table private.mailbox_watches enable row level security;
-- no policies and no grants: functions only

-- A watch lasts seven days and Google advises to renew it every day. Hourly a part, so that a day's renewals are spread.
create function private.renew_watches(as_of timestamptz, at_most integer default 500) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  due record;
  due_count integer := 0;
begin
  for due in
    select c.id from public.connections c join private.sync_cursors s on s.connection_id = c.id and s.stream = 'mail' and s.state <> 'new'
    left join private.mailbox_watches w on w.connection_id = c.id
    where c.provider = 'gmail' and c.status = 'active' and coalesce(w.asked_at, '-infinity') < as_of
      - case when w.renewed_at > as_of - interval '1 day' then interval '1 day' else interval '1 hour' end
    order by w.asked_at nulls first limit at_most
  loop
    insert into private.mailbox_watches as w (connection_id, asked_at) values (due.id, as_of)
    on conflict (connection_id) do update set asked_at = excluded.asked_at;
    perform private.request_mail_job(due.id, 'watch', as_of + interval '50 minutes' * (abs(hashtext(due.id::text) % 100) / 100.0));
    due_count := due_count + 1;
  end loop;
  return due_count;
end
$$;
revoke execute on function private.renew_watches(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.renew_watches(timestamptz, integer) is 'Tick: asks for the watches that were last renewed a day ago, or could not be an hour ago; answers how many.';

-- definer: see receive_gmail_push.
create function worker.save_watch(connection_id uuid, expires_at timestamptz, aliases text[] default '{}', as_of timestamptz default clock_timestamp()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  alias text;
begin
  if save_watch.expires_at is not null then
    insert into private.mailbox_watches as w (connection_id, expires_at, renewed_at, asked_at)
    values (save_watch.connection_id, save_watch.expires_at, as_of, as_of)
    on conflict on constraint mailbox_watches_pkey do update set expires_at = excluded.expires_at, renewed_at = excluded.renewed_at, asked_at = excluded.asked_at;
  end if;
  foreach alias in array coalesce(aliases, '{}') loop
    if private.is_deliverable(lower(btrim(alias))) then perform private.note_own_address(save_watch.connection_id, lower(btrim(alias))::public.email_address); end if;
  end loop;
end
$$;
revoke execute on function worker.save_watch(uuid, timestamptz, text[], timestamptz) from public, anon, authenticated;
grant execute on function worker.save_watch(uuid, timestamptz, text[], timestamptz) to service_role;
comment on function worker.save_watch(uuid, timestamptz, text[], timestamptz) is
  'Until when the provider pushes (null: it does not), and the addresses the account may send as, which count as its owner''s own.';

create function private.expiring_watches(as_of timestamptz) returns bigint
language sql stable
set search_path = ''
as $$
  select count(*) from private.mailbox_watches w join public.connections c on c.id = w.connection_id and c.status = 'active'
  where w.expires_at < as_of + interval '2 days'
$$;
revoke execute on function private.expiring_watches(timestamptz) from public, anon, authenticated, service_role;
comment on function private.expiring_watches(timestamptz) is 'Watches of active accounts that end within two days: five renewals have failed by then.';

create function private.silent_mailboxes(as_of timestamptz) returns bigint
language sql stable
set search_path = ''
as $$
  select count(*) from private.sync_cursors s join public.connections c on c.id = s.connection_id and c.status = 'active'
  where s.stream = 'mail' and coalesce(s.checked_at, s.updated_at) < as_of - interval '2 hours'
$$;
revoke execute on function private.silent_mailboxes(timestamptz) from public, anon, authenticated, service_role;
comment on function private.silent_mailboxes(timestamptz) is 'Active mailboxes that have not been read to their end for two hours, whatever their status says.';
