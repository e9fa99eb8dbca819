-- Draft verbs (DRF-1): edit, regenerate, discard, send. Only the person whose name stands under it decides; every move is guarded
-- by the status it starts from, so the second of two clicks finds nothing to do.

create function private.my_draft(wanted uuid) returns public.message_drafts
language plpgsql volatile
set search_path = ''
as $$
declare
  d public.message_drafts;
begin
  perform private.require_user();
  -- who may not see it must not be able to wait for it either
  select * into d from public.message_drafts x
  where x.id = wanted and x.workspace_id in (select private.my_workspace_ids())
    and (x.owner_id = auth.uid() or x.is_shared or x.workspace_id in (select private.my_open_workspace_ids()));
  if not found then perform private.problem('draft_not_found'); end if;
  if d.owner_id <> auth.uid() then perform private.problem('draft_not_yours'); end if;
  -- conversation first, then what hangs on it: the order every path locks in
  perform 1 from public.conversations c where c.id = d.conversation_id for update;
  select * into d from public.message_drafts x where x.id = wanted for update;
  if not found then perform private.problem('draft_not_found'); end if;
  if d.status in ('sending', 'sent') then perform private.problem('draft_already_sent'); end if;
  if d.status = 'discarded' then perform private.problem('draft_discarded', d.status_reason); end if;
  return d;
end
$$;
revoke execute on function private.my_draft(uuid) from public, anon, authenticated, service_role;
comment on function private.my_draft(uuid) is 'Locks and returns a draft the caller may still decide about.';

-- Writes the outbound message and its job. Called with the draft locked.
create function private.send_draft(d public.message_drafts, as_of timestamptz) returns public.message_drafts
language plpgsql volatile
set search_path = ''
as $$
declare
  outbound_id uuid := private.time_ordered_uuid();
  account public.connections;
  result public.message_drafts;
begin
  select * into account from public.connections where id = d.connection_id;
  if account.provider = 'import' then perform private.problem('connection_cannot_send'); end if;
  if account.status in ('disconnected', 'erasing') then perform private.problem('connection_cannot_send', account.status); end if;
  -- A gap is filled by the person or not at all.
  if d.body ~ '\[\[|\]\]' then perform private.problem('draft_has_gap'); end if;
  if private.is_answer_outdated(d.conversation_id, d.reply_to_message_id) then perform private.problem('conversation_changed'); end if;
  -- by what left, not by what became of its draft; and where nobody could find out whether it left, it is taken as left
  if exists (select 1 from public.outbound_messages o
    where o.workspace_id = d.workspace_id and o.reply_to_message_id = d.reply_to_message_id and o.kind = 'reply'
      and (o.state in ('queued', 'sending', 'uncertain', 'sent') or o.state = 'failed' and o.state_reason = 'owner_left'))
  then
    perform private.problem('reply_under_way');
  end if;
  insert into public.outbound_messages (
    id, workspace_id, owner_id, connection_id, conversation_id, is_shared, kind, recipient_address, recipient_name, other_recipients, subject, body,
    internet_message_id, reply_to_message_id, head_message_id, content_hash, approved_by, approved_via, ignores_quiet_hours, not_before, not_after)
  select outbound_id, d.workspace_id, d.owner_id, d.connection_id, d.conversation_id, d.is_shared, 'reply',
    d.recipient_address, d.recipient_name, d.other_recipients, d.subject, d.body,
    private.new_message_id(outbound_id, account.address), d.reply_to_message_id, c.head_message_id,
    private.outgoing_hash(d.recipient_address, d.subject, d.body, d.other_recipients), auth.uid(), 'app',
    -- whoever answers somebody answers now
    true, as_of, as_of + interval '7 days'
  from public.conversations c where c.id = d.conversation_id;
  update public.message_drafts x set status = 'discarded', status_reason = 'another_was_sent'
  where x.request_id = d.request_id and x.id <> d.id and x.status in ('pending', 'drafted', 'failed');
  update public.message_drafts x set status = 'approved', status_reason = null, approved_by = auth.uid(), approved_at = as_of, outbound_message_id = outbound_id
  where x.id = d.id returning * into result;
  update public.ai_actions a set edit_distance = 0 where a.id = d.ai_action_id and d.source <> 'person';
  perform private.enqueue('send-nudge', d.workspace_id, jsonb_build_object('outbound_message_id', outbound_id), outbound_id::text,
    as_of, as_of + interval '7 days', -1::smallint, d.owner_id, d.connection_id);
  return result;
end
$$;
revoke execute on function private.send_draft(public.message_drafts, timestamptz) from public, anon, authenticated, service_role;
comment on function private.send_draft(public.message_drafts, timestamptz) is 'Queues a draft for sending, bound to its exact content and recipients, and discards the other tones.';

-- definer: moves rows people may not update directly.
create function private.decide_draft(
  wanted uuid, verb text, seen_version integer, new_body text default null, new_tone text default null, new_preset uuid default null, wish text default null
) returns public.message_drafts
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  d public.message_drafts := private.my_draft(wanted);
  target record;
begin
  -- The person decides about what they saw: a text that changed since needs a second look.
  if verb in ('edit', 'send') and seen_version is distinct from d.version then
    perform private.problem(case when d.version = 0 then 'draft_not_written' else 'draft_changed' end);
  end if;
  if verb = 'send' and d.body is null then perform private.problem('draft_not_written'); end if;
  if verb = 'send' and d.status = 'approved' then perform private.problem('draft_already_approved'); end if;
  if verb = 'edit' and length(btrim(coalesce(new_body, ''))) = 0 then perform private.problem('text_empty', 'body'); end if;
  if verb = 'edit' and length(new_body) > 20000 then perform private.problem('text_too_long'); end if;
  if length(wish) > 2000 then perform private.problem('instruction_too_long'); end if;
  if new_tone is not null and (new_tone not in ('warm', 'professional', 'concise', 'urgent') or new_preset is not null) then perform private.problem('tone_unknown'); end if;
  if new_preset is not null then
    select p.base_tone into new_tone from public.tone_presets p
    where p.id = new_preset and p.workspace_id = d.workspace_id and (p.is_shared or p.owner_id = auth.uid());
    if not found then perform private.problem('tone_preset_not_found'); end if;
  end if;
  if verb = 'send' then return private.send_draft(d, now()); end if;

  -- A change takes an approval back: what was approved is not what would leave.
  update public.outbound_messages o set state = 'cancelled', state_reason = case verb when 'discard' then 'discarded_by_person' else 'content_changed' end where o.id = d.outbound_message_id and o.state = 'queued';
  perform private.cancel_jobs('send-nudge', array[d.outbound_message_id::text]);
  if verb = 'regenerate' then
    -- New words are written to what the conversation is now.
    select * into target from private.reply_target(d.conversation_id, d.other_recipients @> '[{"kind": "cc"}]');
    if target.reason is not null then perform private.problem('draft_not_possible', target.reason); end if;
    update public.message_drafts x set kind = target.kind, reply_to_message_id = target.message_id, recipient_address = target.recipient_address,
      recipient_name = target.recipient_name, other_recipients = target.other_recipients, subject = target.subject,
      tone = coalesce(new_tone, x.tone), tone_preset_id = case when new_tone is null then x.tone_preset_id else new_preset end,
      instruction = coalesce(nullif(btrim(wish), ''), x.instruction)
    where x.id = d.id;
    perform private.enqueue('draft-reply', d.workspace_id, jsonb_build_object('request_id', d.request_id, 'draft_id', d.id, 'draft_version', d.version, 'asked_by', auth.uid()),
      -- another wish is another job: a worker that holds the first has read the old one
      d.id || ':' || d.version || ':' || md5(concat_ws(' ', new_tone, new_preset, wish)), priority => -1::smallint, for_owner => d.owner_id);
    perform private.ring('draft-reply');
  end if;
  update public.message_drafts x set
    status = case when verb = 'discard' then 'discarded' when x.body is null and verb = 'regenerate' then 'pending' else 'drafted' end,
    status_reason = case when verb = 'discard' then 'discarded_by_person' end,
    body = coalesce(new_body, x.body), version = x.version + (verb = 'edit')::integer,
    source = case when verb = 'edit' then 'person' else x.source end,
    -- what was odd about the text has been looked at; what is odd about the mail stays
    flags = case when verb = 'edit' then array(select f from unnest(x.flags) f where f like 'mail\_%') else x.flags end,
    approved_by = null, approved_at = null, outbound_message_id = null
  where x.id = d.id returning * into d;
  return d;
end
$$;
revoke execute on function private.decide_draft(uuid, text, integer, text, text, uuid, text) from public, anon;
grant execute on function private.decide_draft(uuid, text, integer, text, text, uuid, text) to authenticated;
comment on function private.decide_draft(uuid, text, integer, text, text, uuid, text) is 'See edit_draft, regenerate_draft, discard_draft and send_draft.';

create function public.edit_draft(draft_id uuid, draft_version integer, body text) returns public.message_drafts
language sql volatile
set search_path = ''
as $$ select private.decide_draft(draft_id, 'edit', draft_version, body) $$;
comment on function public.edit_draft(uuid, integer, text) is
  'Replaces the text by the caller''s; what it was stays in message_draft_versions. Errors: draft_not_found, draft_not_yours, draft_not_written, draft_changed, draft_already_sent, draft_discarded, text_empty, text_too_long.';

create function public.regenerate_draft(draft_id uuid, tone text default null, tone_preset_id uuid default null, instruction text default null)
returns public.message_drafts
language sql volatile
set search_path = ''
as $$ select private.decide_draft(draft_id, 'regenerate', null, null, tone, tone_preset_id, instruction) $$;
comment on function public.regenerate_draft(uuid, text, uuid, text) is
  'Asks for new words, in another tone or preset if wanted, to the message that is the last one now. The words so far, a person''s too, stay in message_draft_versions. Errors: draft_not_found, draft_not_yours, draft_already_sent, draft_discarded, draft_not_possible, tone_unknown, tone_preset_not_found, instruction_too_long.';

create function public.discard_draft(draft_id uuid) returns public.message_drafts
language sql volatile
set search_path = ''
as $$ select private.decide_draft(draft_id, 'discard', null) $$;
comment on function public.discard_draft(uuid) is
  'Throws a draft away; one that was sent and has not begun to leave stays. Errors: draft_not_found, draft_not_yours, draft_already_sent, draft_discarded.';

create function public.send_draft(draft_id uuid, draft_version integer) returns public.message_drafts
language sql volatile
set search_path = ''
as $$ select private.decide_draft(draft_id, 'send', draft_version) $$;
comment on function public.send_draft(uuid, integer) is
  'Sends exactly this version now, once, into the thread, and discards the other tones. Refused while a gap [[…]] stands in it or when a newer message than the one it answers is there. Errors: draft_not_found, draft_not_yours, draft_not_written, draft_changed, draft_has_gap, conversation_changed, reply_under_way, draft_already_approved, draft_already_sent, draft_discarded, connection_cannot_send.';

revoke execute on function public.edit_draft(uuid, integer, text), public.regenerate_draft(uuid, text, uuid, text), public.discard_draft(uuid),
  public.send_draft(uuid, integer) from public, anon;
grant execute on function public.edit_draft(uuid, integer, text), public.regenerate_draft(uuid, text, uuid, text), public.discard_draft(uuid),
  public.send_draft(uuid, integer) to authenticated;

insert into private.problems (slug, status, sentence, cure) values
  ('draft_not_found', 404, 'Cannot find the draft: it does not exist or is not visible to you', 'Check the id in message_drafts.'),
  ('draft_not_written', 409, 'Cannot decide about the draft: it has no text yet', 'Wait for it; status tells when it is drafted.'),
  ('draft_changed', 409, 'Cannot decide about the draft: it has changed since you read it', 'Read the new text and decide again.'),
  ('draft_has_gap', 409, 'Cannot send the draft: a gap in it is not filled', 'Fill in what stands in [[…]], or take it out.'),
  ('conversation_changed', 409, 'Cannot send the draft: the conversation has a newer message than the one it answers', 'Read it, then regenerate this draft or ask for new ones.'),
  ('reply_under_way', 409, 'Cannot send the draft: another answer to the same message has left or is leaving', 'Look into the conversation for what was sent.'),
  ('draft_already_approved', 409, 'Cannot send the draft: it is about to leave', 'Nothing to do; edit or discard it to take it back.'),
  ('draft_already_sent', 409, 'Cannot change the draft: it has left or is leaving', 'Nothing to do: look into the conversation for what was sent.'),
  ('draft_discarded', 409, 'Cannot change the draft: it was thrown away', 'Read status_reason for why; ask for new drafts.');
