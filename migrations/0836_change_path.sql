-- The change path: `applying` is committed before the provider is called, and whoever finds it asks the provider first.

-- definer: the service role reads tenant tables but never writes them directly.
create function worker.begin_change(change_id uuid, as_of timestamptz default clock_timestamp()) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  c public.calendar_changes;
  cal public.calendars;
begin
  select * into c from public.calendar_changes x where x.id = change_id for update;
  if c.id is null or c.state in ('applied', 'failed') then return '{"decision": "stop"}'; end if;
  select * into cal from public.calendars x where x.id = c.calendar_id;
  if not exists (select from public.workspace_members m where m.workspace_id = c.workspace_id and m.user_id = c.owner_id) then
    perform private.fail_change(c, 'owner_left', as_of);
    return '{"decision": "stop"}';
  end if;
  -- asked again at the last moment: the promise may be younger than the change
  if c.state = 'queued' and c.notify <> 'nobody' and exists (select from jsonb_array_elements_text(coalesce(c.body -> 'attendees', '[]')) a where private.is_suppressed(c.workspace_id, a)) then
    perform private.fail_change(c, 'attendee_suppressed', as_of);
    return '{"decision": "stop"}';
  end if;
  update public.calendar_changes x set state = case when c.state = 'queued' then 'applying' else 'uncertain' end,
    attempts = x.attempts + 1, applying_at = as_of
  where x.id = c.id;
  return jsonb_build_object('decision', case when c.state = 'queued' then 'apply' else 'look_up' end,
    'change_id', c.id, 'attempt', c.attempts + 1, 'action', c.action, 'workspace_id', c.workspace_id, 'connection_id', cal.connection_id,
    'provider_calendar_id', cal.provider_calendar_id, 'provider_event_id', c.provider_event_id, 'body', c.body,
    'expected_etag', c.expected_etag, 'notify', c.notify);
end
$$;
revoke execute on function worker.begin_change(uuid, timestamptz) from public, anon, authenticated;
grant execute on function worker.begin_change(uuid, timestamptz) to service_role;
comment on function worker.begin_change(uuid, timestamptz) is
  'Claims a calendar change: {decision: apply | look_up | stop, attempt, action, provider_calendar_id, provider_event_id, body, expected_etag, notify, workspace_id, connection_id}. look_up: an earlier attempt ended without proof.';

-- definer: see begin_change.
create function worker.settle_change(
  change_id uuid, attempt integer, outcome text, slug text default null, item jsonb default null, as_of timestamptz default clock_timestamp()
) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  c public.calendar_changes;
  cal public.calendars;
begin
  select * into c from public.calendar_changes x where x.id = change_id and x.attempts = settle_change.attempt and x.state in ('applying', 'uncertain') for update;
  if c.id is null then return 'gone'; end if;
  select * into cal from public.calendars x where x.id = c.calendar_id;
  case outcome
    when 'not_applied' then
      update public.calendar_changes x set state = 'queued', state_reason = slug where x.id = c.id;
    when 'unknown' then
      update public.calendar_changes x set state = 'uncertain', state_reason = slug where x.id = c.id;
    when 'failed' then
      perform private.fail_change(c, slug, as_of);
      perform private.look_again(cal.id, as_of);
    when 'applied' then
      update public.calendar_changes x set state = 'applied', state_reason = slug, finished_at = as_of where x.id = c.id;
      if item is not null then
        perform private.store_event(cal, item, as_of);
      elsif c.action = 'delete' and exists (select from public.calendar_events e where e.id = c.event_id and e.provider_event_id = c.provider_event_id) then
        perform private.store_event(cal, jsonb_build_object('provider_event_id', c.provider_event_id, 'status', 'cancelled'), as_of);
      end if;
      -- a link that is being made, or an instance nobody told us of: the provider has more to say
      if item is null or item ->> 'conference_status' = 'pending' then perform private.look_again(cal.id, as_of + interval '3 seconds'); end if;
    else raise exception 'Unknown outcome %', outcome;
  end case;
  return (select x.state from public.calendar_changes x where x.id = c.id);
end
$$;
revoke execute on function worker.settle_change(uuid, integer, text, text, jsonb, timestamptz) from public, anon, authenticated;
grant execute on function worker.settle_change(uuid, integer, text, text, jsonb, timestamptz) to service_role;
comment on function worker.settle_change(uuid, integer, text, text, jsonb, timestamptz) is
  'Ends an attempt at a change: applied (with the event as the provider has it), not_applied (try again), unknown (look it up) or failed; answers the state, or gone when another attempt has begun.';

create function private.look_again(of_calendar uuid, at timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  cur private.calendar_cursors;
begin
  update private.calendar_cursors k set next_sync_at = least(k.next_sync_at, at)
  where k.calendar_id = of_calendar returning * into cur;
  perform private.enqueue(on_queue => 'sync-calendar', in_workspace => cur.workspace_id, payload => jsonb_build_object('cursor_id', cur.id),
    unique_key => cur.id::text, run_at => at, through_connection => cur.connection_id) where cur.id is not null;
end
$$;
revoke execute on function private.look_again(uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.look_again(uuid, timestamptz) is 'Has a calendar read at a moment.';
