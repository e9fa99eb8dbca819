-- worker.store_sync(): what a worker has read, and how far that takes the cursor, in one transaction.

create function private.note_failures(s private.sync_cursors, failed jsonb, as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.sync_failures as f (workspace_id, owner_id, connection_id, provider_message_id, reason, first_failed_at, last_failed_at)
  select s.workspace_id, s.owner_id, s.connection_id, x.id, x.slug, as_of, as_of
  from jsonb_to_recordset(failed) x (id text, slug text)
  on conflict (connection_id, provider_message_id) do update set reason = excluded.reason, attempt_count = f.attempt_count + 1,
    last_failed_at = excluded.last_failed_at, resolved_at = null;
  -- most are over in a minute, see private.messages_to_try_again()
  if found then perform private.request_mail_job(s.connection_id, 'sync', as_of + interval '61 seconds'); end if;
end
$$;
revoke execute on function private.note_failures(private.sync_cursors, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.note_failures(private.sync_cursors, jsonb, timestamptz) is 'Records messages that could not be read or stored.';

-- Four times longer after each failure, from a minute to a day: most failures are the provider's and pass.
create function private.messages_to_try_again(of_connection uuid, as_of timestamptz) returns text[]
language plpgsql stable -- it keeps the plan
set search_path = ''
as $$
begin
  return (select coalesce(array_agg(f.provider_message_id), '{}') from (
    select x.provider_message_id from public.sync_failures x
    where x.connection_id = of_connection and x.resolved_at is null
      and x.last_failed_at <= as_of - least(interval '1 day', interval '1 minute' * power(4, least(x.attempt_count, 6) - 1))
    order by x.last_failed_at limit 25) f);
end
$$;
revoke execute on function private.messages_to_try_again(uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.messages_to_try_again(uuid, timestamptz) is 'At most 25 messages that could not be read or stored and are to be tried again now.';

-- Where reading goes on. A position only ever grows, and only from where this worker began.
create function private.move_cursor(s private.sync_cursors, progress jsonb, counts jsonb, as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  reached public.history_position := (progress ->> 'to')::public.history_position;
  is_end boolean := coalesce((progress ->> 'is_end')::boolean, false);
begin
  if progress ? 'from' and (progress ->> 'from')::public.history_position is distinct from s.cursor then perform private.problem('cursor_moved'); end if;
  case progress ->> 'kind'
    when 'start' then
      if s.state <> 'new' then perform private.problem('cursor_moved'); end if;
      update private.sync_cursors x set state = 'live', cursor = reached, estimated_count = (progress ->> 'estimate')::integer
      where x.connection_id = s.connection_id and x.stream = s.stream;
      perform private.request_mail_job(s.connection_id, 'backfill'), private.request_mail_job(s.connection_id, 'watch');
    when 'changes' then
      update private.sync_cursors x set cursor = greatest(x.cursor, reached), checked_at = case when is_end then as_of else x.checked_at end
      where x.connection_id = s.connection_id and x.stream = s.stream;
    when 'backfill' then
      update private.sync_cursors x set page_token = progress ->> 'page_token', read_count = x.read_count + (progress ->> 'read')::integer,
        estimated_count = greatest(coalesce((progress ->> 'estimate')::integer, x.estimated_count), x.read_count + (progress ->> 'read')::integer),
        backfill_state = case when is_end then 'done' else 'running' end, backfilled_at = case when is_end then as_of end
      where x.connection_id = s.connection_id and x.stream = s.stream;
    when 'gap' then
      update private.sync_cursors x set state = 'resync', resync_cursor = reached,
        -- a day more: what arrived while the account was last read may carry an earlier date
        resync_since = coalesce(x.checked_at, x.backfill_since, as_of - interval '30 days') - interval '1 day'
      where x.connection_id = s.connection_id and x.stream = s.stream;
      insert into public.sync_gaps (workspace_id, owner_id, connection_id, stream, from_cursor, to_cursor, since, opened_at)
      select x.workspace_id, x.owner_id, x.connection_id, x.stream, x.cursor, x.resync_cursor, x.resync_since, as_of
      from private.sync_cursors x where x.connection_id = s.connection_id and x.stream = s.stream
      on conflict do nothing;
    when 'resync' then
      if s.state <> 'resync' then perform private.problem('cursor_moved'); end if;
      update public.sync_gaps g set found_count = g.found_count + (counts ->> 'stored')::integer, removed_count = g.removed_count + (counts ->> 'removed')::integer,
        closed_at = case when is_end then as_of end
      where g.connection_id = s.connection_id and g.stream = s.stream and g.closed_at is null;
      if is_end then
        update private.sync_cursors x set state = 'live', cursor = greatest(x.cursor, x.resync_cursor), resync_cursor = null, resync_since = null
        where x.connection_id = s.connection_id and x.stream = s.stream;
      end if;
    else null;
  end case;
end
$$;
revoke execute on function private.move_cursor(private.sync_cursors, jsonb, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.move_cursor(private.sync_cursors, jsonb, jsonb, timestamptz) is
  'Takes the cursor where `progress` says: {kind: start|changes|backfill|gap|resync, from, to, is_end, page_token, read, estimate}. Errors: cursor_moved.';

-- definer: the service role reads tenant tables but never writes them directly.
create function worker.store_sync(job_id uuid, lease_token uuid, batch jsonb, progress jsonb default null, as_of timestamptz default clock_timestamp())
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s private.sync_cursors := private.leased_mailbox(job_id, lease_token);
  items jsonb := coalesce(batch -> 'items', '[]');
  results jsonb := '[]';
  stored uuid[];
  changed uuid[] := '{}';
  removed_count integer := 0;
  one_id uuid;
  is_moved boolean;
begin
  -- most polls bring nothing
  if batch <> '{}' or progress ->> 'kind' = 'backfill' then
    perform private.hold_inbox(s.connection_id);
    if jsonb_array_length(items) > 0 or progress ->> 'kind' = 'backfill' then
      results := worker.store_messages(s.connection_id, items, as_of,
        progress ->> 'kind' = 'backfill' and not coalesce((progress ->> 'is_end')::boolean, false));
    end if;
    insert into private.message_copies (connection_id, provider_message_id, message_id)
    select s.connection_id, items -> (r.ordinality::integer - 1) ->> 'provider_message_id', m.id
    from jsonb_array_elements(results) with ordinality r join public.messages m on m.id = (r.value ->> 'message_id')::uuid
    where r.value ->> 'outcome' = 'duplicate' and m.provider_message_id <> items -> (r.ordinality::integer - 1) ->> 'provider_message_id'
    on conflict do nothing;
    select array_agg(distinct (r ->> 'conversation_id')::uuid) into stored from jsonb_array_elements(results) r where r ->> 'outcome' in ('stored', 'updated');
    update public.sync_failures f set resolved_at = as_of
    from jsonb_array_elements(results) with ordinality r
    where f.connection_id = s.connection_id and f.resolved_at is null and r.value ->> 'outcome' <> 'failed'
      and f.provider_message_id = items -> (r.ordinality::integer - 1) ->> 'provider_message_id';
    perform private.note_failures(s, coalesce(batch -> 'failed', '[]') || (
      select coalesce(jsonb_agg(jsonb_build_object('id', items -> (r.ordinality::integer - 1) ->> 'provider_message_id', 'slug', r.value -> 'error' ->> 'slug')), '[]')
      from jsonb_array_elements(results) with ordinality r where r.value ->> 'outcome' = 'failed'), as_of);
    -- conversations are locked in one order everywhere
    perform 1 from public.conversations c where c.id in (
      select m.conversation_id from public.messages m where m.connection_id = s.connection_id and m.provider_message_id in (
        select x ->> 'id' from jsonb_array_elements(coalesce(batch -> 'labels', '[]')) x
        union all select jsonb_array_elements_text(coalesce(batch -> 'removed', '[]'))))
    order by c.id for update;
    changed := private.change_labels(s.connection_id, coalesce(batch -> 'labels', '[]'), as_of);
    changed := changed || private.remove_messages(s.connection_id, coalesce(batch -> 'removed', '[]'), as_of);
    select count(*) into removed_count from public.messages m where m.connection_id = s.connection_id and m.removed_at = as_of
      and m.provider_message_id = any (private.text_array(coalesce(batch -> 'removed', '[]')));
    for one_id in select distinct u.id from unnest(stored || changed) u (id) where u.id is not null order by 1 loop
      is_moved := private.follow_labels(one_id, not one_id = any (changed), as_of);
      -- what is only new has been counted and considered when it was stored
      if one_id = any (changed) then perform private.refresh_conversation(one_id); end if;
      if is_moved or one_id = any (changed) then perform private.reconsider_conversation(one_id, as_of); end if;
    end loop;
  end if;
  if progress is not null then
    perform private.move_cursor(s, progress, jsonb_build_object('removed', removed_count,
      'stored', (select count(*) from jsonb_array_elements(results) r where r ->> 'outcome' = 'stored')), as_of);
  end if;
  select * into s from private.sync_cursors x where x.connection_id = s.connection_id and x.stream = s.stream;
  if progress ->> 'kind' = 'backfill' then
    update private.jobs j set progress_done = s.read_count, progress_total = s.estimated_count where j.id = store_sync.job_id;
  end if;
  return jsonb_build_object('results', results, 'cursor', s.cursor::text, 'is_behind', coalesce(s.notified_cursor > s.cursor, false),
    'try_again', case when progress ->> 'kind' = 'changes' and (progress ->> 'is_end')::boolean
      then private.messages_to_try_again(s.connection_id, as_of) else '{}' end);
end
$$;
revoke execute on function worker.store_sync(uuid, uuid, jsonb, jsonb, timestamptz) from public, anon, authenticated;
grant execute on function worker.store_sync(uuid, uuid, jsonb, jsonb, timestamptz) to service_role;
comment on function worker.store_sync(uuid, uuid, jsonb, jsonb, timestamptz) is
  'Stores what was read from the mailbox of a held job: batch {items, labels, removed, failed}, and where that takes its cursor (see move_cursor), both or neither. Answers {results, cursor, is_behind, try_again: at the end of the changes, ids that failed earlier and are due again}. Errors: lease_lost, cursor_moved, mailbox_not_synced.';
