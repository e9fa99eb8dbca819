-- The send path: begin (claim and last look in one transaction), then the provider, then finish. Whoever dies in between
-- leaves `sending` behind, and the next one looks the Message-ID up at the provider before anything else.

-- What asked for it and the outbound message move together. A nudge that is stopped is over; a draft is its owner's to decide about again.
create function private.move_outbound(
  outbound_id uuid, to_state text, because text, nudge_status text, as_of timestamptz
) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.outbound_messages o set state = to_state, state_reason = because,
    sending_at = case when to_state = 'sending' then as_of else o.sending_at end,
    attempts = o.attempts + (to_state = 'sending')::integer
  where o.id = outbound_id;
  update public.nudges n set status = nudge_status, status_reason = because
  where n.outbound_message_id = outbound_id and n.status in ('approved', 'sending')
    and (n.status, coalesce(n.status_reason, '')) <> (nudge_status, coalesce(because, ''));
  update public.message_drafts d set status = case nudge_status when 'cancelled' then 'drafted' else nudge_status end, status_reason = because
  where d.outbound_message_id = outbound_id and d.status in ('approved', 'sending');
end
$$;
revoke execute on function private.move_outbound(uuid, text, text, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.move_outbound(uuid, text, text, text, timestamptz) is 'Moves an outbound message and the nudge or draft it is of.';

-- Conversation first, then the rest: the lock order of the ingest path and of the verbs.
create function private.lock_outbound(outbound_id uuid) returns public.outbound_messages
language plpgsql volatile
set search_path = ''
as $$
declare
  o public.outbound_messages;
begin
  perform 1 from public.conversations c
  where c.id = (select conversation_id from public.outbound_messages x where x.id = outbound_id) for update;
  select * into o from public.outbound_messages x where x.id = outbound_id for update;
  return o;
end
$$;
revoke execute on function private.lock_outbound(uuid) from public, anon, authenticated, service_role;
comment on function private.lock_outbound(uuid) is 'Locks the conversation, then the outbound message.';

-- definer: the service role has no rights on the tables.
create function worker.begin_send(outbound_message_id uuid, as_of timestamptz default clock_timestamp()) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  o public.outbound_messages := private.lock_outbound(outbound_message_id);
  gate record;
begin
  if o.id is null then return jsonb_build_object('decision', 'stop', 'reason', 'gone'); end if;
  if o.state in ('sent', 'failed', 'cancelled') then
    return jsonb_build_object('decision', 'stop', 'reason', o.state);
  end if;
  if o.state in ('sending', 'uncertain') then
    return jsonb_build_object('decision', 'look_up', 'attempt', o.attempts,
      'may_resend_at', o.sending_at + private.resend_grace(), 'mail', private.outgoing_mail(o));
  end if;
  -- Two of us must not both be the only one who writes to a person now. Taken last and by this function alone.
  perform pg_advisory_xact_lock(hashtextextended(o.workspace_id::text || o.recipient_address::text, 2));
  perform pg_advisory_xact_lock(hashtextextended(o.owner_id::text || o.recipient_address::text, 3));
  select * into gate from private.send_gate(o, as_of);
  if gate.verdict = 'stop' then
    perform private.move_outbound(o.id, 'cancelled', gate.reason, 'cancelled', as_of);
    perform private.reconsider_conversation(o.conversation_id, as_of);
  elsif gate.verdict = 'wait' then
    update public.outbound_messages x set state_reason = gate.reason where x.id = o.id;
    if gate.reason = 'mailbox_not_read' then perform private.request_mail_job(o.connection_id, 'sync', as_of, priority => -1::smallint); end if;
  else
    perform private.move_outbound(o.id, 'sending', null, 'sending', as_of);
  end if;
  -- An account that went away after the claim: due at once, so that the next claim holds the job until it is back.
  return jsonb_strip_nulls(jsonb_build_object('decision', gate.verdict, 'reason', gate.reason,
    'until', case when gate.verdict = 'wait' then coalesce(gate.check_at, as_of) end,
    'attempt', case when gate.verdict = 'send' then o.attempts + 1 end, 'mail', case when gate.verdict = 'send' then private.outgoing_mail(o) end));
end
$$;
revoke execute on function worker.begin_send(uuid, timestamptz) from public, anon, authenticated;
grant execute on function worker.begin_send(uuid, timestamptz) to service_role;
comment on function worker.begin_send(uuid, timestamptz) is
  'Claims an outbound message: {decision: send | look_up | wait | stop, reason, until, attempt, may_resend_at, mail}. send commits `sending` before the provider is called.';

-- definer: see begin_send.
create function worker.finish_send(
  outbound_message_id uuid, provider_message_id text, provider_thread_id text, item jsonb, as_of timestamptz default clock_timestamp()
) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  o public.outbound_messages;
  conn public.connections;
  stored jsonb;
begin
  -- the inbox lock of the ingest path comes before the conversation's
  conn := private.hold_inbox((select m.connection_id from public.outbound_messages m where m.id = finish_send.outbound_message_id));
  o := private.lock_outbound(outbound_message_id);
  if o.id is null then return 'gone'; end if;
  if o.state = 'sent' then return 'already_sent'; end if;
  -- A cancelled or failed row that turns out to have left is told as it is: sent.
  update public.outbound_messages x set state = 'sent', state_reason = null, sent_at = as_of,
    provider_message_id = finish_send.provider_message_id, provider_thread_id = finish_send.provider_thread_id
  where x.id = o.id;
  -- A nudge planned meanwhile for the same last word gives way, or two would follow it.
  perform private.cancel_nudge(n.id, 'we_wrote_again') from public.nudges n
  where n.conversation_id = o.conversation_id and n.outbound_message_id is distinct from o.id
    and n.status in ('pending', 'drafted', 'approved');
  update public.nudges n set status = 'sent', status_reason = null, sent_at = as_of where n.outbound_message_id = o.id;
  update public.message_drafts d set status = 'sent', status_reason = null, sent_at = as_of where d.outbound_message_id = o.id;
  -- Our own copy enters the inbox by the one way in; the provider's copy will be recognised by its id.
  begin
    stored := private.store_message(conn, item || jsonb_build_object(
      'provider_message_id', finish_send.provider_message_id, 'provider_thread_id', finish_send.provider_thread_id), as_of);
  exception when others then
    -- The proof must outlive a copy that cannot be stored, or the mail would be looked up for ever; a passing fault is
    -- raised, because the worker tries again.
    if left(sqlstate, 2) in ('40', '53', '55', '57', '58') then raise; end if;
    update public.outbound_messages x set state_reason = 'copy_not_stored' where x.id = o.id;
  end;
  -- the message may have joined its conversation to another
  perform private.refresh_conversation(coalesce((stored ->> 'conversation_id')::uuid, o.conversation_id));
  perform private.reconsider_conversation(coalesce((stored ->> 'conversation_id')::uuid, o.conversation_id), as_of);
  return 'sent';
end
$$;
revoke execute on function worker.finish_send(uuid, text, text, jsonb, timestamptz) from public, anon, authenticated;
grant execute on function worker.finish_send(uuid, text, text, jsonb, timestamptz) to service_role;
comment on function worker.finish_send(uuid, text, text, jsonb, timestamptz) is
  'Records that the provider has the message and stores our copy of it. Answers sent, already_sent or gone.';

-- definer: see begin_send.
create function worker.settle_send(
  outbound_message_id uuid, attempt integer, outcome text, slug text, as_of timestamptz default clock_timestamp()
) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  o public.outbound_messages := private.lock_outbound(outbound_message_id);
begin
  -- a worker that comes back late must not settle the attempt of the one that took over
  if o.id is null or o.state not in ('sending', 'uncertain') or o.attempts <> attempt then return coalesce(o.state, 'gone'); end if;
  case outcome
    when 'unknown' then
      perform private.move_outbound(o.id, 'uncertain', slug, 'sending', as_of);
    when 'thread_gone' then
      -- the provider knows no such thread: once more as a reply by its headers alone
      update public.conversations v set provider_thread_id = null where v.id = o.conversation_id;
      perform private.move_outbound(o.id, 'queued', slug, 'approved', as_of);
    when 'not_sent' then
      -- refused before anything was accepted, or not found after the grace: it may be tried again through the gate
      perform private.move_outbound(o.id, 'queued', slug, 'approved', as_of);
    when 'rejected' then
      perform private.move_outbound(o.id, 'failed', slug, 'failed', as_of);
    else
      raise exception 'Unknown outcome %', outcome;
  end case;
  return (select state from public.outbound_messages x where x.id = o.id);
end
$$;
revoke execute on function worker.settle_send(uuid, integer, text, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.settle_send(uuid, integer, text, text, timestamptz) to service_role;
comment on function worker.settle_send(uuid, integer, text, text, timestamptz) is
  'Records an attempt (its number from begin_send) without proof: unknown, not_sent, thread_gone or rejected. Answers the state that follows.';

-- Nothing waits unseen: whatever was approved has a job until it is settled. Runs in the sweep.
create function private.settle_outbox(as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  stray record;
begin
  for stray in
    select * from (
      select o.id, o.workspace_id, o.owner_id, o.connection_id, o.state, o.not_after, o.conversation_id from public.outbound_messages o
      where o.state in ('queued', 'sending', 'uncertain')
        and not exists (select 1 from private.jobs j
          where j.queue = 'send-nudge' and j.unique_key = o.id::text and j.state in ('waiting', 'leased'))
      order by o.not_before limit 200) oldest
    order by conversation_id -- the order every path locks conversations in
  loop
    if stray.state = 'queued' and stray.not_after < as_of then
      -- read again under the lock: a slow worker may have brought its proof meanwhile
      if (private.lock_outbound(stray.id)).state = 'queued' then
        perform private.move_outbound(stray.id, 'cancelled', 'too_late', 'cancelled', as_of);
      end if;
    elsif not exists (select 1 from public.workspace_members m where m.workspace_id = stray.workspace_id and m.user_id = stray.owner_id) then
      -- Nobody may look into the mailbox of somebody who left: what became of the mail is not known, and it never leaves again.
      if (private.lock_outbound(stray.id)).state in ('sending', 'uncertain') then
        perform private.move_outbound(stray.id, 'failed', 'owner_left', 'failed', as_of);
      end if;
    else
      -- its job died (attempts used up, or an operator's hand): it is looked up once more, later and later is not needed
      update public.outbound_messages o set state = 'uncertain', state_reason = coalesce(o.state_reason, 'worker_lost')
      where o.id = stray.id and o.state = 'sending';
      perform private.enqueue('send-nudge', stray.workspace_id, jsonb_build_object('outbound_message_id', stray.id), stray.id::text,
        as_of + interval '10 minutes', for_owner => stray.owner_id, through_connection => stray.connection_id);
    end if;
  end loop;
end
$$;
revoke execute on function private.settle_outbox(timestamptz) from public, anon, authenticated, service_role;
comment on function private.settle_outbox(timestamptz) is 'Tick: gives unsettled outbound messages without a job a new one, and cancels what is too late.';
