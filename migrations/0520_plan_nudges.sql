-- Planning: brings the nudges of a conversation in line with the decision. Idempotent: news, verbs and the tick all
-- call the same function, so a lost or doubled call changes nothing.

create function private.cancel_nudge(for_nudge uuid, because text) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  stopped public.nudges;
begin
  -- A nudge that is being sent is past stopping: its outcome decides.
  update public.nudges n set status = 'cancelled', status_reason = because
  where n.id = for_nudge and n.status in ('pending', 'drafted', 'approved', 'failed') returning * into stopped;
  if not found then return false; end if;
  update public.outbound_messages o set state = 'cancelled', state_reason = because
  where o.id = stopped.outbound_message_id and o.state = 'queued';
  perform private.cancel_jobs('send-nudge', array[stopped.outbound_message_id::text]);
  perform private.cancel_jobs('draft-nudge', array[stopped.id::text]);
  return true;
end
$$;
revoke execute on function private.cancel_nudge(uuid, text) from public, anon, authenticated, service_role;
comment on function private.cancel_nudge(uuid, text) is 'Stops a nudge that has not begun to leave; false when it was too late.';

create function private.add_nudge(
  for_conversation uuid, because text, facts jsonb, as_of timestamptz, for_person uuid default null, in_tone text default null
) returns public.nudges
language sql volatile
set search_path = ''
as $$
  insert into public.nudges (
    workspace_id, owner_id, connection_id, conversation_id, is_shared, contact_id, basis_message_id, step, tone,
    recipient_address, recipient_name, subject, due_at, asked_by, why)
  select c.workspace_id, c.owner_id, c.connection_id, c.id, c.is_shared, (facts ->> 'contact_id')::uuid,
    (facts ->> 'basis_message_id')::uuid, (facts ->> 'step')::integer, coalesce(in_tone, usual.tone),
    facts ->> 'recipient_address', facts ->> 'recipient_name', c.subject, (facts ->> 'due_at')::timestamptz, for_person,
    facts || jsonb_build_object('reason', because, 'decided_at', as_of)
  from public.conversations c cross join lateral private.tone_for(c.workspace_id, c.owner_id, facts ->> 'recipient_address') usual
  where c.id = for_conversation
  on conflict do nothing
  returning *
$$;
revoke execute on function private.add_nudge(uuid, text, jsonb, timestamptz, uuid, text) from public, anon, authenticated, service_role;
comment on function private.add_nudge(uuid, text, jsonb, timestamptz, uuid, text) is 'Plans a nudge on the facts of a decision; null when one follows this last word already.';

create function private.reconsider_conversation(for_conversation uuid, as_of timestamptz) returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  conversation public.conversations;
  decision record;
  open_nudge public.nudges;
begin
  -- The same lock begin_send() takes: a reply stored first is seen by the send, a send begun first is seen here.
  select * into conversation from public.conversations where id = for_conversation for update;
  if not found then return null; end if;
  if conversation.status = 'snoozed' and conversation.snoozed_until <= as_of then
    update public.conversations set status = 'open', snoozed_until = null where id = for_conversation;
  end if;
  select * into open_nudge from public.nudges n
  where n.conversation_id = for_conversation and n.status in ('pending', 'drafted', 'approved', 'sending');
  -- what a person asked for is held to the rules a person is held to
  select * into decision from private.nudge_decision(for_conversation, as_of, open_nudge.asked_by is not null);

  if open_nudge.id is not null and open_nudge.status <> 'sending' and (
    decision.verdict = 'none' or open_nudge.basis_message_id is distinct from (decision.facts ->> 'basis_message_id')::uuid)
  then
    perform private.cancel_nudge(open_nudge.id, case when decision.verdict = 'none' then decision.reason else 'we_wrote_again' end);
    open_nudge := null;
    select * into decision from private.nudge_decision(for_conversation, as_of);
  end if;
  if open_nudge.id is null and decision.verdict = 'plan' then
    perform private.add_nudge(for_conversation, decision.reason, decision.facts, as_of);
  end if;
  update public.conversations c set next_check_at = decision.check_at
  where c.id = for_conversation and c.next_check_at is distinct from decision.check_at;
  return decision.verdict;
end
$$;
revoke execute on function private.reconsider_conversation(uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.reconsider_conversation(uuid, timestamptz) is
  'Cancels or plans the nudge of a conversation as the decision says and notes when to look again; answers the verdict.';

-- The tick. Bounded, so that one run after downtime stays short; what is left is taken by the next.
create function private.plan_nudges(as_of timestamptz, at_most integer default 500) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  due_id uuid;
  looked integer := 0;
begin
  for due_id in
    select id from public.conversations where next_check_at <= as_of order by next_check_at limit at_most for update skip locked
  loop
    begin
      perform private.reconsider_conversation(due_id, as_of);
    exception when others then
      -- One conversation that cannot be decided must not stop everybody's nudges: it is looked at again in an hour.
      if left(sqlstate, 2) in ('40', '53', '55', '57', '58') then raise; end if;
      raise warning 'Cannot reconsider conversation %: %', due_id, sqlstate;
      update public.conversations set next_check_at = as_of + interval '1 hour' where id = due_id;
    end;
    looked := looked + 1;
  end loop;
  return looked;
end
$$;
revoke execute on function private.plan_nudges(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.plan_nudges(timestamptz, integer) is 'Tick: reconsiders conversations whose moment has come; answers how many.';

-- Whatever was missed is found again: everything that waits is looked at once a day, the longest ago first. What a run
-- leaves, or a run that never was, is the next run's: there is no hour in which all of it comes due.
create function private.recheck_waiting_conversations(as_of timestamptz, at_most integer default 2500) returns integer
language sql volatile
set search_path = ''
as $$
  with marked as (
    update public.conversations c set
      -- no window is longer than a year: what is older is let by, or it would stand before the others for ever
      next_check_at = case when c.waiting_since > as_of - interval '1 year' then as_of end,
      recheck_at = as_of + case when c.waiting_since > as_of - interval '1 year' then interval '1 day' else interval '30 days' end
    where c.id = any (array(
      select x.id from public.conversations x
      where x.waiting_on = 'them' and x.status = 'open' and x.next_check_at is null and x.recheck_at <= as_of
      -- who holds one of them is reconsidering it at this moment
      order by x.recheck_at limit at_most for update skip locked))
    returning c.next_check_at)
  select count(m.next_check_at)::integer from marked m
$$;
revoke execute on function private.recheck_waiting_conversations(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.recheck_waiting_conversations(timestamptz, integer) is
  'Tick: marks waiting conversations nobody has looked at for a day for the planner; answers how many.';

-- Settings that change the decision make every waiting conversation worth a look.
create function private.recheck_after_settings() returns trigger
language plpgsql security definer -- definer: an admin may change settings, not conversations
set search_path = ''
as $$
begin
  update public.conversations c set next_check_at = now()
  -- in the order every path locks conversations in
  where c.id = any (array(
    select x.id from public.conversations x
    where x.workspace_id = new.id and x.waiting_on = 'them' and x.status = 'open' order by x.id for update));
  return null;
end
$$;
revoke execute on function private.recheck_after_settings() from public, anon, authenticated, service_role;
comment on function private.recheck_after_settings() is 'After a change of follow-up settings: marks waiting conversations for the tick.';
create trigger recheck_after_settings after update on public.workspaces
  for each row when (
    (old.default_wait_hours, old.max_nudges, old.autopilot_mode, old.follow_up_window_days)
    is distinct from (new.default_wait_hours, new.max_nudges, new.autopilot_mode, new.follow_up_window_days))
  execute function private.recheck_after_settings();

-- While an account is away nothing is planned for it and nothing leaves; back again, everything is decided anew.
create function private.recheck_after_reconnect() returns trigger
language plpgsql security definer -- definer: whoever reconnects may not change conversations
set search_path = ''
as $$
begin
  update public.conversations c set next_check_at = now()
  where c.id = any (array(
    select x.id from public.conversations x
    where x.connection_id = new.id and x.waiting_on = 'them' and x.status = 'open' order by x.id for update));
  return null;
end
$$;
revoke execute on function private.recheck_after_reconnect() from public, anon, authenticated, service_role;
comment on function private.recheck_after_reconnect() is 'After an account is active again: marks its waiting conversations for the tick.';
create trigger recheck_after_reconnect after update of status on public.connections
  for each row when (new.status = 'active' and old.status <> 'active') execute function private.recheck_after_reconnect();
