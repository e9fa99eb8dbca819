-- Conversation state: everything a conversation says about itself is computed from its messages, here and nowhere else.

-- Who owes the next message. Silence is dated by the later of both sides' last words: dating it by theirs alone
-- hides the exchanges in which we asked again.
create function private.waiting_state(
  for_conversation uuid, out waiting_on text, out waiting_since timestamptz, out waiting_evidence text, out asked_message_id uuid
)
language plpgsql stable
set search_path = ''
as $$
declare
  ours public.messages;
  theirs public.messages;
  question public.messages;
begin
  waiting_on := 'nobody';
  select * into ours from public.messages
  where conversation_id = for_conversation and direction = 'outbound' order by sent_at desc, id desc limit 1;
  select * into theirs from public.messages
  where conversation_id = for_conversation and direction = 'inbound' and automatic_kind = 'human'
  order by sent_at desc, id desc limit 1;
  -- Who is asked something answers before reminding.
  if theirs.expects_reply and (ours.id is null or theirs.sent_at >= ours.sent_at or theirs.in_reply_to = ours.internet_message_id) then
    waiting_on := 'us';
    waiting_since := greatest(theirs.sent_at, ours.sent_at);
    waiting_evidence := theirs.expects_reply_evidence;
    return;
  end if;
  question := private.open_question(for_conversation);
  if question.id is null then return; end if;
  waiting_on := 'them';
  asked_message_id := question.id;
  waiting_evidence := question.expects_reply_evidence;
  -- what we said to the same people since counts as our last word ("sorry, here is the file")
  select max(m.sent_at) into waiting_since from public.messages m
  where m.conversation_id = for_conversation and m.direction = 'outbound' and m.sent_at >= question.sent_at
    and (m.id = question.id or private.addressees(m) && private.addressees(question));
end
$$;
revoke execute on function private.waiting_state(uuid) from public, anon, authenticated, service_role;
comment on function private.waiting_state(uuid) is 'Who owes the next message, since when, the sentence that asks and its message.';

create function private.is_thrown_away(removed_at timestamptz, labels text[]) returns boolean
language plpgsql immutable -- asked of every message: it keeps its plan
set search_path = ''
as $$ begin return removed_at is not null or coalesce(labels && array['SPAM', 'TRASH'], false); end $$;
revoke execute on function private.is_thrown_away(timestamptz, text[]) from public, anon, authenticated, service_role;
comment on function private.is_thrown_away(timestamptz, text[]) is 'Whether a message lies in spam or trash, or is gone.';

create function private.refresh_conversation(for_conversation uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  totals record;
  first_message public.messages;
  head public.messages;
  state record;
  counterpart text;
begin
  -- what the provider has thrown away is not shown, but who answered in it has answered
  select count(*) filter (where removed_at is null) as message_count,
    count(*) filter (where direction = 'inbound' and read_at is null and not private.is_thrown_away(removed_at, labels)) as unread_count,
    max(sent_at) as last_message_at,
    coalesce((array_agg(automatic_kind order by sent_at desc, id desc) filter (where direction = 'inbound'))[1], 'human') as latest_kind,
    (array_agg(importance_score order by sent_at desc, id desc) filter (where direction = 'inbound'))[1] as importance,
    bool_or(direction = 'inbound' and automatic_kind = 'human') as has_human,
    max(sent_at) filter (where direction = 'inbound' and automatic_kind = 'human') as last_inbound_at,
    max(sent_at) filter (where direction = 'outbound') as last_outbound_at,
    -- what we began with a question is no automated thread, whatever receipts and delay notices came back
    coalesce(bool_and(automatic_kind not in ('human', 'auto_reply', 'out_of_office')) filter (where direction = 'inbound'), false)
      and coalesce((array_agg(direction order by sent_at, direction desc, id))[1] = 'inbound', false)
      or coalesce(bool_or(automatic_kind = 'mailing_list' and direction = 'inbound'), false) as is_automated
  into totals from public.messages where conversation_id = for_conversation;
  select * into first_message from public.messages
  where conversation_id = for_conversation order by sent_at, id limit 1;
  select * into head from public.messages
  where conversation_id = for_conversation order by sent_at desc, direction, id desc limit 1;
  select * into state from private.waiting_state(for_conversation);
  select address into counterpart from (
    select m.sender_address as address, m.sent_at from public.messages m
    where m.conversation_id = for_conversation and m.direction = 'inbound' and m.automatic_kind in ('human', 'auto_reply', 'out_of_office')
    union all
    select r ->> 'address', m.sent_at - interval '100 years' from public.messages m
    join public.connections x on x.id = m.connection_id, jsonb_array_elements(m.recipients) r
    where m.conversation_id = for_conversation and m.direction = 'outbound'
      and r ->> 'kind' = 'to' and not r ->> 'address' = any (x.own_addresses)
  ) known where address <> '' order by sent_at desc limit 1;

  update public.conversations c set
    subject = coalesce(first_message.subject, c.subject),
    message_count = totals.message_count, unread_count = totals.unread_count, head_message_id = head.id,
    last_message_at = coalesce(totals.last_message_at, c.last_message_at), last_inbound_at = totals.last_inbound_at, last_outbound_at = totals.last_outbound_at,
    is_automated = totals.is_automated,
    attachment_count = (select count(*) from public.messages m join public.attachments a on a.workspace_id = m.workspace_id and a.message_id = m.id
      where m.conversation_id = for_conversation and not a.is_inline),
    preview = left(regexp_replace(btrim(coalesce(head.text_new, '')), '\s+', ' ', 'g'), 160),
    automatic_kind = case when totals.has_human then 'human' else totals.latest_kind end,
    -- by rule: they ask us in person; a person wrote; a program wrote. See importance.ts for the score.
    priority = case when c.priority_source <> 'rule' then c.priority when totals.importance >= 0.8 then 'high'
      when totals.importance < 0.4 then 'low' else 'normal' end,
    waiting_on = state.waiting_on, waiting_since = state.waiting_since, waiting_evidence = state.waiting_evidence,
    asked_message_id = state.asked_message_id,
    contact_id = coalesce((select m.contact_id from public.contact_methods m
      where m.workspace_id = c.workspace_id and m.owner_id = c.owner_id and m.kind = 'email' and m.value = counterpart), c.contact_id)
  where c.id = for_conversation;
end
$$;
revoke execute on function private.refresh_conversation(uuid) from public, anon, authenticated, service_role;
comment on function private.refresh_conversation(uuid) is 'Recomputes a conversation from its messages; doing it twice changes nothing.';

-- A contact is shared while some conversation with them is: taking the last one back hides them again.
create function private.refresh_contact_sharing(for_conversation uuid) returns void
language sql volatile
set search_path = ''
as $$
  with people as (
    select m.contact_id, bool_or(other.is_shared) as shared
    from public.conversations v
    join public.contact_methods m on m.workspace_id = v.workspace_id and m.owner_id = v.owner_id and m.kind = 'email'
      and m.value = any (v.participant_addresses)
    join public.conversations other on other.workspace_id = v.workspace_id and other.owner_id = v.owner_id
      and other.participant_addresses @> array[m.value]
    where v.id = for_conversation
    group by m.contact_id
  ), methods as (
    update public.contact_methods m set is_shared = p.shared from people p
    where m.contact_id = p.contact_id and m.is_shared <> p.shared
  )
  update public.contacts c set is_shared = p.shared from people p where c.id = p.contact_id and c.is_shared <> p.shared
$$;
revoke execute on function private.refresh_contact_sharing(uuid) from public, anon, authenticated, service_role;
comment on function private.refresh_contact_sharing(uuid) is 'The people of a conversation are visible to the workspace exactly while one of their conversations is.';

-- Carries sharing to everything below a conversation, where the policies look.
create function private.set_conversation_shared(for_conversation uuid, shared boolean) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.conversations set is_shared = shared where id = for_conversation and is_shared <> shared;
  if not found then return; end if;
  update public.attachments a set is_shared = shared
  from public.messages m where m.id = a.message_id and m.conversation_id = for_conversation;
  update public.messages set is_shared = shared where conversation_id = for_conversation;
  update public.nudges set is_shared = shared where conversation_id = for_conversation;
  update public.nudge_events e set is_shared = shared
  from public.nudges n where n.id = e.nudge_id and n.conversation_id = for_conversation;
  update public.message_drafts set is_shared = shared where conversation_id = for_conversation;
  update public.message_draft_versions v set is_shared = shared
  from public.message_drafts d where d.id = v.draft_id and d.conversation_id = for_conversation;
  update public.outbound_messages set is_shared = shared where conversation_id = for_conversation;
  perform private.refresh_contact_sharing(for_conversation);
end
$$;
revoke execute on function private.set_conversation_shared(uuid, boolean) from public, anon, authenticated, service_role;
comment on function private.set_conversation_shared(uuid, boolean) is 'Shares one conversation with the workspace, or takes it back.';
