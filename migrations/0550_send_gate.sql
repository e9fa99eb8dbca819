-- The send gate: the last look before something leaves, in the transaction that claims it. Every refusal explains itself.
create function private.send_gate(
  o public.outbound_messages, as_of timestamptz, out verdict text, out reason text, out check_at timestamptz
)
language plpgsql stable
set search_path = ''
as $$
declare
  c public.conversations;
  w public.workspaces;
  account public.connections;
  person public.contacts;
  zone text;
begin
  select * into c from public.conversations where id = o.conversation_id;
  select * into w from public.workspaces where id = o.workspace_id;
  select * into account from public.connections where id = o.connection_id;
  person := private.contact_of(o.workspace_id, o.owner_id, o.recipient_address);
  person.away_until := greatest(person.away_until, private.away_by_calendar(o.workspace_id, o.owner_id, o.recipient_address, as_of));
  zone := coalesce(person.time_zone, w.time_zone);
  verdict := 'stop';
  reason := case
    when o.not_after < as_of then 'too_late'
    when not exists (select 1 from public.workspace_members m where m.workspace_id = o.workspace_id and m.user_id = o.owner_id)
      then 'owner_left'
    when o.kind = 'reply' then private.why_not_reply(o)
    when o.approved_via = 'autopilot' and w.autopilot_mode <> 'autonomous' then 'autopilot_stopped'
    when w.autopilot_mode = 'off' or w.max_nudges = 0 then 'nudges_off'
    when o.content_hash <> private.outgoing_hash(o.recipient_address, o.subject, o.body) then 'content_changed'
    when c.status = 'resolved' then 'resolved'
    when c.status = 'snoozed' then 'snoozed'
    -- Stored after the approval, whatever date it carries. Ids tell the order in which rows were written; created_at is
    -- the start of a transaction, which may have waited for the approval.
    when exists (select 1 from public.messages m where m.conversation_id = c.id and m.direction = 'inbound'
      and m.automatic_kind = 'human' and (m.created_at > o.created_at or m.id > o.id)) then 'replied'
    when c.waiting_on <> 'them' then 'nothing_owed'
    when (private.last_word_to(c.id, o.recipient_address)).id is distinct from o.reply_to_message_id then 'we_wrote_again'
    when private.followed_up_elsewhere(o) then 'followed_up_elsewhere'
    -- A person reads before they approve; the autopilot stops at any sign of life.
    when o.approved_via = 'autopilot' and private.heard_from(o) then 'heard_from_them'
    when private.is_suppressed(o.workspace_id, o.recipient_address) then 'suppressed'
  end;
  if reason is not null then return; end if;
  verdict := 'wait';
  if account.status <> 'active' then
    -- no moment: its job is held until the account is active
    reason := 'connection_' || account.status;
  elsif account.importing_until > as_of then
    -- the answer may be in what is still to come
    reason := 'import_under_way';
    check_at := account.importing_until;
  elsif as_of < o.not_before then
    reason := 'not_due_yet';
    check_at := o.not_before;
  elsif o.kind = 'nudge' and exists (select 1 from public.outbound_messages x
    where x.conversation_id = o.conversation_id and x.workspace_id = o.workspace_id and x.owner_id = o.owner_id and x.connection_id = o.connection_id
      and x.kind = 'reply' and x.state in ('queued', 'sending', 'uncertain'))
  then
    -- what its owner writes themselves goes first; once it has left, the nudge is over
    reason := 'answer_is_leaving';
    check_at := as_of + interval '1 minute';
  elsif o.kind <> 'reply' and (as_of at time zone zone)::date < person.away_until then
    reason := 'out_of_office';
    check_at := person.away_until::timestamp at time zone zone;
  elsif o.approved_via = 'autopilot' and private.absent_until(o.workspace_id, o.owner_id, as_of) is not null then
    -- who is away cannot take the answer; a person who approved it knew that
    reason := 'owner_out_of_office';
    check_at := private.absent_until(o.workspace_id, o.owner_id, as_of);
  elsif o.ignores_quiet_hours then
    verdict := 'send';
  else
    -- Courtesy, which a person may set aside by sending now: the hour, the day, and how much we wrote to them lately.
    check_at := private.closed_until(o.workspace_id, zone, as_of);
    reason := case
      when check_at is null then null
      when private.quiet_until(zone, w.quiet_hours_start, w.quiet_hours_end, as_of) is null then 'holiday'
      else 'quiet_hours'
    end;
    if reason is null then
      check_at := private.next_touch_at(o, w.touch_gap_hours);
      if check_at > as_of then
        reason := 'recently_touched';
      else
        verdict := 'send';
        check_at := null;
      end if;
    end if;
  end if;
  -- Asked last, when everything else says that it may leave.
  if verdict = 'send' then
    check_at := private.reading_due_at(account.id, as_of);
    if check_at is not null then
      verdict := 'wait';
      reason := 'mailbox_not_read';
    end if;
  end if;
end
$$;
revoke execute on function private.send_gate(public.outbound_messages, timestamptz) from public, anon, authenticated, service_role;
comment on function private.send_gate(public.outbound_messages, timestamptz) is 'send, wait (until when; null: until the account is active) or stop, with the reason as a slug.';

-- The same mailbox connected twice holds the same question twice.
create function private.followed_up_elsewhere(o public.outbound_messages) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select 1 from public.outbound_messages x
    join public.messages other on other.id = x.reply_to_message_id
    join public.messages this on this.id = o.reply_to_message_id
    where x.owner_id = o.owner_id and x.recipient_address = o.recipient_address and x.id <> o.id
      and x.state in ('sending', 'uncertain', 'sent') and other.internet_message_id = this.internet_message_id)
$$;
revoke execute on function private.followed_up_elsewhere(public.outbound_messages) from public, anon, authenticated, service_role;
comment on function private.followed_up_elsewhere(public.outbound_messages) is 'Whether the same last word was followed up through another account of the same person.';

create function private.heard_from(o public.outbound_messages) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select 1 from public.messages m join public.messages basis on basis.id = o.reply_to_message_id
    where m.owner_id = o.owner_id and m.direction = 'inbound' and m.automatic_kind in ('human', 'calendar', 'notification')
      and m.sent_at > basis.sent_at
      and (m.sender_address = o.recipient_address or m.conversation_id = o.conversation_id))
$$;
revoke execute on function private.heard_from(public.outbound_messages) from public, anon, authenticated, service_role;
comment on function private.heard_from(public.outbound_messages) is 'Whether the recipient, or anybody on the conversation, wrote to the owner since the last word, on any thread.';

-- One person is one person, whoever of us writes and however often: what is being sent counts like what was sent.
-- begin_send() holds the person's lock, so that two of us cannot both be first.
create function private.next_touch_at(o public.outbound_messages, gap_hours integer) returns timestamptz
language sql stable
set search_path = ''
as $$
  select max(x.sending_at) + make_interval(hours => gap_hours) from public.outbound_messages x
  where x.workspace_id = o.workspace_id and x.recipient_address = o.recipient_address and x.id <> o.id
    and x.state in ('sending', 'uncertain', 'sent')
$$;
revoke execute on function private.next_touch_at(public.outbound_messages, integer) from public, anon, authenticated, service_role;
comment on function private.next_touch_at(public.outbound_messages, integer) is 'When the gap since our last message to the same person ends; null when there was none.';

-- How long after the start of an attempt a mail that cannot be found is taken as never sent: our request ends after
-- 30 s, and providers show a sent mail in search within seconds; four times the sum is cheap beside a mail sent twice.
create function private.resend_grace() returns interval
language sql immutable
set search_path = ''
as $$ select interval '120 seconds' $$;
revoke execute on function private.resend_grace() from public, anon, authenticated, service_role;
comment on function private.resend_grace() is 'Wait before an attempt of unknown outcome may be repeated.';

create function private.outgoing_mail(o public.outbound_messages) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'outbound_message_id', o.id, 'workspace_id', o.workspace_id, 'connection_id', x.id, 'provider', x.provider,
    'from', jsonb_build_object('address', x.address, 'name', x.display_name),
    'own_addresses', to_jsonb(x.own_addresses),
    'kind', o.kind, 'to', jsonb_build_object('address', o.recipient_address, 'name', o.recipient_name), 'other_recipients', o.other_recipients,
    'subject', o.subject, 'body', o.body, 'internet_message_id', o.internet_message_id,
    'in_reply_to', m.internet_message_id,
    'references', to_jsonb(array_remove(m.reference_ids || m.internet_message_id, null)),
    'provider_thread_id', c.provider_thread_id, 'approved_via', o.approved_via)
  from public.connections x
  join public.conversations c on c.id = o.conversation_id
  left join public.messages m on m.id = o.reply_to_message_id
  where x.id = o.connection_id
$$;
revoke execute on function private.outgoing_mail(public.outbound_messages) from public, anon, authenticated, service_role;
comment on function private.outgoing_mail(public.outbound_messages) is 'Everything the provider adapter needs to send or to look up.';
