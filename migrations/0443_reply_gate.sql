-- What may stop an answer at the last moment. Unlike a follow-up it is wanted: that they wrote is no reason, nor that the conversation
-- is done or put off, that they are away, or how late it is there. A newer word is.
create function private.why_not_reply(o public.outbound_messages) returns text
language sql stable
set search_path = ''
as $$
  select case
    when o.content_hash <> private.outgoing_hash(o.recipient_address, o.subject, o.body, o.other_recipients) then 'content_changed'
    when private.is_answer_outdated(o.conversation_id, o.reply_to_message_id) then 'conversation_changed'
    -- stored since it was approved, in spam too: it may be what makes the answer needless
    when exists (select 1 from public.messages m join public.messages b on b.id = o.reply_to_message_id
      where m.conversation_id = o.conversation_id and m.direction = 'inbound' and m.automatic_kind = 'human' and m.id > o.id
        and coalesce(m.received_at, m.sent_at) > coalesce(b.received_at, b.sent_at)) then 'conversation_changed'
    -- a follow-up that is just leaving is a newer word of ours, stored in a moment
    when exists (select 1 from public.outbound_messages x
      where x.conversation_id = o.conversation_id and x.workspace_id = o.workspace_id and x.owner_id = o.owner_id and x.connection_id = o.connection_id
        and x.id <> o.id and x.state in ('sending', 'uncertain')) then 'conversation_changed'
    when exists (select 1 from unnest(array(select r ->> 'address' from jsonb_array_elements(o.other_recipients) r) || o.recipient_address::text) address
      where private.is_barred_from_reply(o.workspace_id, address, o.reply_to_message_id)) then 'suppressed'
  end
$$;
revoke execute on function private.why_not_reply(public.outbound_messages) from public, anon, authenticated, service_role;
comment on function private.why_not_reply(public.outbound_messages) is 'Why an approved answer must not leave, as a slug; null when it may.';
