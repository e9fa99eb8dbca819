-- What people do with a followed mailbox: see how far it is read, read it now, go further back, compare it.

-- definer: nobody has rights on the cursors; only what the caller may see of the connection is answered.
create function private.my_syncs(in_workspace uuid, only_connection uuid default null)
returns table (
  connection_id uuid, state text, checked_at timestamptz, notified_at timestamptz, pushes_until timestamptz, backfill_state text,
  backfill_since timestamptz, read_count integer, estimated_count integer, backfilled_at timestamptz, failure_count bigint)
language sql stable security definer
set search_path = ''
as $$
  select s.connection_id, s.state, s.checked_at, s.notified_at, w.expires_at, s.backfill_state, s.backfill_since, s.read_count, s.estimated_count,
    s.backfilled_at, (select count(*) from public.sync_failures f where f.connection_id = s.connection_id and f.resolved_at is null)
  from private.sync_cursors s left join private.mailbox_watches w on w.connection_id = s.connection_id
  where s.stream = 'mail' and s.owner_id = (select auth.uid()) and s.workspace_id = any (array(select private.my_workspace_ids()))
    and (in_workspace is null or s.workspace_id = in_workspace) and (only_connection is null or s.connection_id = only_connection)
  order by s.connection_id
$$;
revoke execute on function private.my_syncs(uuid, uuid) from public, anon;
grant execute on function private.my_syncs(uuid, uuid) to authenticated;
comment on function private.my_syncs(uuid, uuid) is 'See public.list_syncs.';

create function public.list_syncs(workspace_id uuid)
returns table (
  connection_id uuid, state text, checked_at timestamptz, notified_at timestamptz, pushes_until timestamptz, backfill_state text,
  backfill_since timestamptz, read_count integer, estimated_count integer, backfilled_at timestamptz, failure_count bigint)
language sql stable
set search_path = ''
as $$ select * from private.my_syncs(workspace_id) $$;
revoke execute on function public.list_syncs(uuid) from public, anon;
grant execute on function public.list_syncs(uuid) to authenticated;
comment on function public.list_syncs(uuid) is
  'How far the caller''s mailboxes are read: since when they are known to be complete, how much older mail has been read of how much, and what could not be.';

-- definer: enqueues, and changes a row nobody may change directly.
create function private.ask_mailbox(wanted uuid, verb text, since timestamptz, from_on date, to_on date) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s private.sync_cursors;
begin
  select * into s from private.sync_cursors x
  where x.connection_id = wanted and x.stream = 'mail' and x.owner_id = private.require_user() and x.workspace_id in (select private.my_workspace_ids());
  if not found then perform private.problem('connection_not_found'); end if;
  case verb
    when 'sync' then
      if s.checked_at > now() - interval '15 seconds' then perform private.problem('sync_too_soon'); end if;
      perform private.request_mail_job(wanted, 'sync', priority => -1::smallint);
    when 'reach' then
      if since > now() then perform private.problem('sync_window_invalid'); end if;
      update private.sync_cursors x set backfill_since = since, backfill_state = 'waiting', page_token = null, read_count = 0, estimated_count = null,
        backfilled_at = null
      where x.connection_id = wanted and x.stream = 'mail';
      if s.state <> 'new' then perform private.request_mail_job(wanted, 'backfill'); end if;
    when 'audit' then
      if from_on is null or to_on is null or to_on < from_on or to_on - from_on > 92 or to_on > (now() at time zone 'UTC')::date + 1 then
        perform private.problem('audit_window_invalid');
      end if;
      perform private.request_mail_job(wanted, 'audit', more => jsonb_build_object('from_on', from_on, 'to_on', to_on));
  end case;
end
$$;
revoke execute on function private.ask_mailbox(uuid, text, timestamptz, date, date) from public, anon;
grant execute on function private.ask_mailbox(uuid, text, timestamptz, date, date) to authenticated;
comment on function private.ask_mailbox(uuid, text, timestamptz, date, date) is 'See the doors below.';

create function public.sync_now(connection_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.ask_mailbox(connection_id, 'sync', null, null, null) $$;
comment on function public.sync_now(uuid) is 'Reads a mailbox at once; list_syncs() tells when it has been. Errors: connection_not_found, sync_too_soon.';

create function public.sync_mailbox_since(connection_id uuid, since timestamptz default null) returns void
language sql volatile
set search_path = ''
as $$ select private.ask_mailbox(connection_id, 'reach', since, null, null) $$;
comment on function public.sync_mailbox_since(uuid, timestamptz) is
  'Reads older mail, back to a moment or all of it, newest first; what is stored already costs nothing. Errors: connection_not_found, sync_window_invalid.';

create function public.audit_mailbox(connection_id uuid, from_on date default current_date - 7, to_on date default current_date) returns void
language sql volatile
set search_path = ''
as $$ select private.ask_mailbox(connection_id, 'audit', null, from_on, to_on) $$;
comment on function public.audit_mailbox(uuid, date, date) is
  'Compares some days with the provider and repairs what differs; the result is in mailbox_audits. Errors: connection_not_found, audit_window_invalid.';

revoke execute on function public.sync_now(uuid), public.sync_mailbox_since(uuid, timestamptz), public.audit_mailbox(uuid, date, date) from public, anon;
grant execute on function public.sync_now(uuid), public.sync_mailbox_since(uuid, timestamptz), public.audit_mailbox(uuid, date, date) to authenticated;

insert into private.problems (slug, status, sentence, cure) values
  ('sync_too_soon', 429, 'Cannot read the mailbox again: it was read within the last 15 seconds', 'Wait a moment; new mail arrives by itself.'),
  ('sync_window_invalid', 422, 'Cannot read older mail: the moment lies in the future', 'Choose a past moment, or leave it out for all mail.'),
  ('audit_window_invalid', 422, 'Cannot compare: the days are not in order, in the future, or more than 92', 'Choose at most 92 past days.');
