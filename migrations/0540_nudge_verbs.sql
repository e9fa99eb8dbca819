-- Nudge verbs (FUP-3): approve, edit, regenerate, cancel, send now. Only the person whose name stands under the mail
-- decides; every move is guarded by the status it starts from, so the second of two clicks finds nothing to do.

create function private.my_nudge(wanted uuid) returns public.nudges
language plpgsql volatile
set search_path = ''
as $$
declare
  n public.nudges;
begin
  perform private.require_user();
  -- who may not see it must not be able to wait for it either
  select * into n from public.nudges x
  where x.id = wanted and x.workspace_id in (select private.my_workspace_ids())
    and (x.owner_id = auth.uid() or x.is_shared or x.workspace_id in (select private.my_open_workspace_ids()));
  if not found then perform private.problem('nudge_not_found'); end if;
  if n.owner_id <> auth.uid() then perform private.problem('nudge_not_yours'); end if;
  -- conversation first, then nudge: the order every path locks in
  perform 1 from public.conversations c where c.id = n.conversation_id for update;
  select * into n from public.nudges x where x.id = wanted for update;
  if not found then perform private.problem('nudge_not_found'); end if;
  if n.status in ('sending', 'sent') then perform private.problem('nudge_already_sent'); end if;
  if n.status = 'cancelled' then perform private.problem('nudge_cancelled', n.status_reason); end if;
  return n;
end
$$;
revoke execute on function private.my_nudge(uuid) from public, anon, authenticated, service_role;
comment on function private.my_nudge(uuid) is 'Locks and returns a nudge the caller may still decide about.';

-- Writes the outbound message and its job. Called with the nudge locked.
create function private.approve_nudge(n public.nudges, approver uuid, via text, immediately boolean, as_of timestamptz)
returns public.nudges
language plpgsql volatile
set search_path = ''
as $$
declare
  outbound_id uuid := private.time_ordered_uuid();
  account public.connections;
  result public.nudges;
begin
  select * into account from public.connections where id = n.connection_id;
  if account.provider = 'import' then perform private.problem('connection_cannot_send'); end if;
  insert into public.outbound_messages (
    id, workspace_id, owner_id, connection_id, conversation_id, is_shared, kind, recipient_address, recipient_name, subject, body,
    internet_message_id, reply_to_message_id, head_message_id, content_hash, approved_by, approved_via, ignores_quiet_hours,
    not_before, not_after)
  select outbound_id, n.workspace_id, n.owner_id, n.connection_id, n.conversation_id, n.is_shared, 'nudge',
    n.recipient_address, n.recipient_name, n.subject, n.body,
    private.new_message_id(outbound_id, account.address), n.basis_message_id, c.head_message_id,
    private.outgoing_hash(n.recipient_address, n.subject, n.body), approver, via, immediately,
    greatest(n.due_at, as_of), as_of + interval '7 days'
  from public.conversations c where c.id = n.conversation_id;
  update public.nudges x set status = 'approved', status_reason = null, approved_by = approver, approved_at = as_of, outbound_message_id = outbound_id
  where x.id = n.id returning * into result;
  perform private.enqueue('send-nudge', n.workspace_id, jsonb_build_object('outbound_message_id', outbound_id), outbound_id::text,
    greatest(n.due_at, as_of), as_of + interval '7 days', (case when immediately then -1 else 0 end)::smallint, n.owner_id, n.connection_id);
  return result;
end
$$;
revoke execute on function private.approve_nudge(public.nudges, uuid, text, boolean, timestamptz) from public, anon, authenticated, service_role;
comment on function private.approve_nudge(public.nudges, uuid, text, boolean, timestamptz) is 'Queues a drafted nudge for sending, bound to its exact content.';

-- definer: moves rows people may not update directly.
create function private.decide_nudge(
  wanted uuid, verb text, seen_version integer, new_body text default null, new_tone text default null
) returns public.nudges
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  n public.nudges := private.my_nudge(wanted);
begin
  -- The person decides about what they saw: a draft that changed since needs a second look.
  if verb in ('approve', 'edit', 'send_now') and seen_version is distinct from n.draft_version then
    perform private.problem(case when n.draft_version = 0 then 'nudge_not_drafted' else 'nudge_changed' end);
  end if;
  if verb in ('approve', 'send_now') and n.status in ('pending', 'failed') then perform private.problem('nudge_not_drafted'); end if;
  if verb = 'approve' and n.status = 'approved' then perform private.problem('nudge_already_approved'); end if;
  if verb = 'edit' and length(btrim(coalesce(new_body, ''))) = 0 then perform private.problem('text_empty', 'body'); end if;
  if verb = 'edit' and length(new_body) > 20000 then perform private.problem('text_too_long'); end if;
  if verb = 'regenerate' and new_tone is not null and new_tone not in ('warm', 'professional', 'concise', 'urgent') then
    perform private.problem('tone_unknown');
  end if;
  if verb in ('edit', 'regenerate') and n.status = 'failed' and exists (select 1 from public.nudges x
    where x.conversation_id = n.conversation_id and x.status in ('pending', 'drafted', 'approved', 'sending'))
  then
    perform private.problem('nudge_superseded');
  end if;

  if verb = 'cancel' then
    perform private.cancel_nudge(n.id, 'cancelled_by_person');
  elsif verb = 'approve' then
    n := private.approve_nudge(n, auth.uid(), 'app', false, now());
  elsif verb = 'send_now' then
    if n.status = 'approved' then
      update public.outbound_messages o set ignores_quiet_hours = true, not_before = now() where o.id = n.outbound_message_id and o.state = 'queued';
      -- A worker that holds the job may be about to put it off until the morning: then a second job carries the wish.
      perform private.enqueue('send-nudge', n.workspace_id, jsonb_build_object('outbound_message_id', n.outbound_message_id), key,
        priority => -1::smallint, for_owner => n.owner_id, through_connection => n.connection_id)
      from unnest(array[n.outbound_message_id::text, n.outbound_message_id || ':now']) with ordinality k (key, place)
      where place = 1 or exists (select 1 from private.jobs j
        where j.queue = 'send-nudge' and j.unique_key = n.outbound_message_id::text and j.state = 'leased');
      perform private.ring('send-nudge');
    else
      n := private.approve_nudge(n, auth.uid(), 'app', true, now());
    end if;
  else
    -- A change takes an approval back: what was approved is not what would leave.
    update public.outbound_messages o set state = 'cancelled', state_reason = 'content_changed' where o.id = n.outbound_message_id and o.state = 'queued';
    perform private.cancel_jobs('send-nudge', array[n.outbound_message_id::text]);
    update public.nudges x set
      status = case when verb = 'regenerate' and x.body is null then 'pending' else 'drafted' end, status_reason = null,
      body = coalesce(new_body, x.body), tone = coalesce(new_tone, x.tone),
      draft_version = x.draft_version + (verb = 'edit')::integer,
      draft_source = case when verb = 'edit' then 'person' else x.draft_source end,
      -- their words are theirs; what is odd about the mails stays odd
      flags = case when verb = 'edit' then array(select f from unnest(x.flags) f where f like 'mail\_%') else x.flags end,
      asked_by = case when verb = 'regenerate' then auth.uid() else x.asked_by end,
      approved_by = null, approved_at = null, outbound_message_id = null
    where x.id = n.id;
    if verb = 'regenerate' then
      -- Not through the account: whoever asks for other words reads them, whatever the account does.
      perform private.enqueue('draft-nudge', n.workspace_id, jsonb_build_object('nudge_id', n.id, 'asked_by', auth.uid()),
        n.id || ':' || n.draft_version || ':' || coalesce(new_tone, n.tone), priority => -1::smallint, for_owner => n.owner_id);
      perform private.ring('draft-nudge');
    end if;
  end if;
  select * into n from public.nudges x where x.id = wanted;
  return n;
end
$$;
revoke execute on function private.decide_nudge(uuid, text, integer, text, text) from public, anon;
grant execute on function private.decide_nudge(uuid, text, integer, text, text) to authenticated;
comment on function private.decide_nudge(uuid, text, integer, text, text) is 'See the doors of 0542.';
