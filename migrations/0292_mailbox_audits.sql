-- Audits: the proof that nothing was lost (NEW-1). For each day and direction the ids the provider holds are compared with the ids
-- stored; what is missing is read, what is gone is asked for by id, and what stays missing is told.
create table public.mailbox_audits (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  on_date date not null,
  direction text not null constraint mailbox_audits_direction_is_known check (direction in ('inbound', 'outbound')),
  provider_count integer not null,
  stored_count integer not null,
  repaired_count integer not null default 0,
  missing_count integer not null generated always as (provider_count - stored_count) stored,
  removed_count integer not null default 0,
  audited_at timestamptz not null,
  unique (connection_id, on_date, direction),
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade,
  constraint mailbox_audits_stored_is_of_the_provider check (stored_count between 0 and provider_count)
);
comment on table public.mailbox_audits is 'Message ids at the provider against ids stored, by account, day (UTC) and direction, as of the last comparison. Without drafts, chats, spam and trash.';
comment on column public.mailbox_audits.id is 'Audit id, time-ordered.';
comment on column public.mailbox_audits.workspace_id is 'Workspace.';
comment on column public.mailbox_audits.owner_id is 'Whose account it is.';
comment on column public.mailbox_audits.connection_id is 'Account.';
comment on column public.mailbox_audits.on_date is 'Day on which the provider received them.';
comment on column public.mailbox_audits.direction is 'outbound: the provider has them as sent; inbound: all others.';
comment on column public.mailbox_audits.provider_count is 'Ids the provider lists.';
comment on column public.mailbox_audits.stored_count is 'Those of them that are stored, after the repair.';
comment on column public.mailbox_audits.repaired_count is 'Those of them that were missing until this audit.';
comment on column public.mailbox_audits.missing_count is 'What could not be stored: see sync_failures.';
comment on column public.mailbox_audits.removed_count is 'Stored ones the provider turned out not to have any more.';
comment on column public.mailbox_audits.audited_at is 'When it was compared.';
create index mailbox_audits_owner_idx on public.mailbox_audits (workspace_id, owner_id, connection_id, on_date desc); -- for a person's list
create index mailbox_audits_missing_idx on public.mailbox_audits (audited_at) where missing_count > 0; -- for the alarm
alter table public.mailbox_audits enable row level security;
create policy "people read the audits of their own accounts" on public.mailbox_audits for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.mailbox_audits to authenticated, service_role;
-- not granted: insert, update, delete; the worker compares

-- definer: the service role has no rights on these tables.
create function worker.absent_messages(
  connection_id uuid, since timestamptz, until timestamptz, listed text[], with_thrown_away boolean default false
) returns text[]
language sql stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(m.provider_message_id order by m.received_at desc, m.id), '{}') from public.messages m
  where m.connection_id = absent_messages.connection_id and m.received_at >= since and m.received_at < until
    and m.removed_at is null and (with_thrown_away or not private.is_thrown_away(m.removed_at, m.labels)) and not m.provider_message_id = any (listed)
$$;
revoke execute on function worker.absent_messages(uuid, timestamptz, timestamptz, text[], boolean) from public, anon, authenticated;
grant execute on function worker.absent_messages(uuid, timestamptz, timestamptz, text[], boolean) to service_role;
comment on function worker.absent_messages(uuid, timestamptz, timestamptz, text[], boolean) is
  'Messages received in a stretch of time that a list of the provider lacks: to be asked for by id, because a list proves nothing. with_thrown_away: the list has spam and trash too.';

-- definer: see absent_messages.
create function worker.listed_labels(connection_id uuid, since timestamptz, listed jsonb) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  with names as (select array(select jsonb_object_keys(listed)) as all_names),
  wanted as (
    select m.provider_message_id, m.labels, array(
      select l from (
        select unnest(m.labels) as l except select unnest(n.all_names)
        union select k from jsonb_object_keys(listed) k where listed -> k ? m.provider_message_id) x order by l) as fresh
    from public.messages m, names n
    where m.connection_id = listed_labels.connection_id and m.received_at >= since and m.removed_at is null and m.labels is not null)
  select coalesce(jsonb_agg(jsonb_build_object('id', w.provider_message_id, 'labels', w.fresh)), '[]') from wanted w where w.fresh is distinct from w.labels
$$;
revoke execute on function worker.listed_labels(uuid, timestamptz, jsonb) from public, anon, authenticated;
grant execute on function worker.listed_labels(uuid, timestamptz, jsonb) to service_role;
comment on function worker.listed_labels(uuid, timestamptz, jsonb) is
  'From {label: [ids that have it]} of everything received since: [{id, labels}] for the messages that differ, as store_sync() takes them.';

-- definer: see absent_messages.
create function worker.save_audit(
  job_id uuid, lease_token uuid, on_date date, inbound text[], outbound text[], repaired text[], removed text[], as_of timestamptz default clock_timestamp()
) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s private.sync_cursors := private.leased_mailbox(job_id, lease_token);
  missing integer;
begin
  insert into public.mailbox_audits as a (workspace_id, owner_id, connection_id, on_date, direction, provider_count, stored_count, repaired_count, removed_count, audited_at)
  select s.workspace_id, s.owner_id, s.connection_id, save_audit.on_date, d.direction, cardinality(d.ids),
    (select count(*) from unnest(d.ids) u (known)
      where exists (select 1 from public.messages m where m.connection_id = s.connection_id and m.provider_message_id = u.known)
        or exists (select 1 from private.message_copies c where c.connection_id = s.connection_id and c.provider_message_id = u.known)),
    (select count(*) from unnest(d.ids) u (known) where u.known = any (repaired)),
    (select count(*) from public.messages m where m.connection_id = s.connection_id and m.provider_message_id = any (removed) and m.direction = d.direction), as_of
  from (values ('inbound', inbound), ('outbound', outbound)) d (direction, ids)
  on conflict on constraint mailbox_audits_connection_id_on_date_direction_key do update set provider_count = excluded.provider_count, stored_count = excluded.stored_count,
    repaired_count = excluded.repaired_count, removed_count = excluded.removed_count, audited_at = excluded.audited_at;
  select sum(a.missing_count) into missing from public.mailbox_audits a where a.connection_id = s.connection_id and a.on_date = save_audit.on_date;
  return missing;
end
$$;
revoke execute on function worker.save_audit(uuid, uuid, date, text[], text[], text[], text[], timestamptz) from public, anon, authenticated;
grant execute on function worker.save_audit(uuid, uuid, date, text[], text[], text[], text[], timestamptz) to service_role;
comment on function worker.save_audit(uuid, uuid, date, text[], text[], text[], text[], timestamptz) is
  'Records one day: the ids the provider has by direction, those that were read by this audit, those that were gone; answers how many are still missing. Errors: lease_lost.';

-- A week, because a gap that is older has been seen by seven audits. Spread over three hours.
create function private.audit_mailboxes(as_of timestamptz, at_most integer default 10000) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  due record;
  due_count integer := 0;
begin
  for due in
    select s.connection_id from private.sync_cursors s join public.connections c on c.id = s.connection_id and c.status = 'active'
    where s.stream = 'mail' and s.state <> 'new'
    order by (select max(a.audited_at) from public.mailbox_audits a where a.connection_id = s.connection_id) nulls first limit at_most
  loop
    perform private.request_mail_job(due.connection_id, 'audit', as_of + interval '3 hours' * (abs(hashtext(due.connection_id::text) % 1000) / 1000.0),
      1::smallint, jsonb_build_object('from_on', (as_of at time zone 'UTC')::date - 7, 'to_on', (as_of at time zone 'UTC')::date));
    due_count := due_count + 1;
  end loop;
  return due_count;
end
$$;
revoke execute on function private.audit_mailboxes(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.audit_mailboxes(timestamptz, integer) is 'Tick: compares the last week of every followed mailbox with the provider; answers how many will be.';

create function private.missing_messages(as_of timestamptz) returns bigint
language sql stable
set search_path = ''
as $$ select coalesce(sum(a.missing_count), 0) from public.mailbox_audits a where a.missing_count > 0 and a.audited_at > as_of - interval '2 days' $$;
revoke execute on function private.missing_messages(timestamptz) from public, anon, authenticated, service_role;
comment on function private.missing_messages(timestamptz) is 'Messages that audits of the last two days found at the provider and could not store.';
