-- Doors to the nudge verbs of 0540.

create function public.approve_nudge(nudge_id uuid, draft_version integer) returns public.nudges
language sql volatile
set search_path = ''
as $$ select private.decide_nudge(nudge_id, 'approve', draft_version) $$;
comment on function public.approve_nudge(uuid, integer) is
  'Releases exactly this version of the draft; it leaves when due and outside quiet hours. Errors: nudge_not_found, nudge_not_yours, nudge_not_drafted, nudge_changed, nudge_already_approved, nudge_already_sent, nudge_cancelled, connection_cannot_send.';

create function public.edit_nudge(nudge_id uuid, draft_version integer, body text) returns public.nudges
language sql volatile
set search_path = ''
as $$ select private.decide_nudge(nudge_id, 'edit', draft_version, body) $$;
comment on function public.edit_nudge(uuid, integer, text) is
  'Replaces the text and takes an approval back. Errors: nudge_not_found, nudge_not_yours, nudge_not_drafted, nudge_changed, text_empty, text_too_long, nudge_superseded, nudge_already_sent, nudge_cancelled.';

create function public.regenerate_nudge(nudge_id uuid, tone text default null) returns public.nudges
language sql volatile
set search_path = ''
as $$ select private.decide_nudge(nudge_id, 'regenerate', null, null, tone) $$;
comment on function public.regenerate_nudge(uuid, text) is
  'Asks for a new draft, in another tone if wanted (warm, professional, concise, urgent). The words so far, a person''s too, stay in nudge_events. On autopilot it then waits for approval. Errors: nudge_not_found, nudge_not_yours, tone_unknown, nudge_superseded, nudge_already_sent, nudge_cancelled.';

create function public.cancel_nudge(nudge_id uuid) returns public.nudges
language sql volatile
set search_path = ''
as $$ select private.decide_nudge(nudge_id, 'cancel', null) $$;
comment on function public.cancel_nudge(uuid) is
  'Stops the nudge for good: this last word is not followed up again. Errors: nudge_not_found, nudge_not_yours, nudge_already_sent, nudge_cancelled.';

create function public.send_nudge_now(nudge_id uuid, draft_version integer) returns public.nudges
language sql volatile
set search_path = ''
as $$ select private.decide_nudge(nudge_id, 'send_now', draft_version) $$;
comment on function public.send_nudge_now(uuid, integer) is
  'Approves if needed and sends at once, quiet hours or not. Errors: as approve_nudge, without nudge_already_approved.';

revoke execute on function public.approve_nudge(uuid, integer), public.edit_nudge(uuid, integer, text),
  public.regenerate_nudge(uuid, text), public.cancel_nudge(uuid), public.send_nudge_now(uuid, integer) from public, anon;
grant execute on function public.approve_nudge(uuid, integer), public.edit_nudge(uuid, integer, text),
  public.regenerate_nudge(uuid, text), public.cancel_nudge(uuid), public.send_nudge_now(uuid, integer) to authenticated;

-- definer: reads the rules; the row itself is checked against the caller first.
create function private.explain_send(for_nudge uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  o public.outbound_messages;
  gate record;
begin
  select x.* into o from public.nudges n join public.outbound_messages x on x.id = n.outbound_message_id
  where n.id = for_nudge and n.workspace_id in (select private.my_workspace_ids()) and (n.owner_id = auth.uid() or n.is_shared);
  if o.id is null then perform private.problem('nudge_not_approved'); end if;
  if o.state <> 'queued' then
    return jsonb_build_object('state', o.state, 'verdict', null, 'reason', o.state_reason, 'check_at', null, 'sent_at', o.sent_at);
  end if;
  select * into gate from private.send_gate(o, now());
  return jsonb_build_object('state', o.state, 'verdict', gate.verdict, 'reason', gate.reason, 'check_at', gate.check_at, 'sent_at', null);
end
$$;
revoke execute on function private.explain_send(uuid) from public, anon;
grant execute on function private.explain_send(uuid) to authenticated;
comment on function private.explain_send(uuid) is 'See public.explain_send.';

create function public.explain_send(nudge_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$ select private.explain_send(nudge_id) $$;
revoke execute on function public.explain_send(uuid) from public, anon;
grant execute on function public.explain_send(uuid) to authenticated;
comment on function public.explain_send(uuid) is
  'Why an approved nudge leaves now, later or not: {state, verdict, reason, check_at, sent_at}. Errors: nudge_not_approved.';

insert into private.problems (slug, status, sentence, cure) values
  ('nudge_not_found', 404, 'Cannot find the nudge: it does not exist or is not visible to you', 'Check the id in your list of nudges.'),
  ('nudge_not_yours', 403, 'Cannot decide about the nudge: it would leave under somebody else''s name', 'Ask its owner.'),
  ('nudge_not_approved', 404, 'Cannot explain: there is no approved nudge with this id that you can see', 'Approve it first, or check the id.'),
  ('nudge_not_drafted', 409, 'Cannot approve the nudge: it has no draft yet', 'Wait for the draft or write the text yourself.'),
  ('nudge_changed', 409, 'Cannot decide about the nudge: the draft has changed since you read it', 'Read the new draft and decide again.'),
  ('nudge_already_approved', 409, 'Cannot approve the nudge: it is approved already', 'Nothing to do; cancel or edit it to take the approval back.'),
  ('nudge_already_sent', 409, 'Cannot change the nudge: it has left or is leaving', 'Nothing to do: look into the conversation for what was sent.'),
  ('nudge_cancelled', 409, 'Cannot change the nudge: it was cancelled', 'Read status_reason for what happened; a new last word of yours is followed up again.'),
  ('nudge_superseded', 409, 'Cannot revive the nudge: a newer one follows the same conversation', 'Decide about the newer nudge.'),
  ('text_too_long', 422, 'Cannot save: the text is longer than 20,000 characters', 'Shorten the text.'),
  ('tone_unknown', 422, 'Cannot use this tone: it is not one of warm, professional, concise, urgent', 'Choose one of the four.'),
  ('connection_cannot_send', 409, 'Cannot send: the mailbox was imported or disconnected and cannot send', 'Use a mailbox that is connected live; the text can be copied into your mail program.');
