-- The follow-up decision (FUP-1): one function, read by the planner, the send gate and the person who asks "why not?".
-- Two copies of this rule would drift apart.

-- The sent nudges since they last spoke: the step the next one would be, minus one.
create function private.nudges_since_answer(for_conversation uuid) returns integer
language plpgsql stable -- it keeps its plan: every message that is stored asks for a decision
set search_path = ''
as $$
begin
  return (select count(*)::integer from public.nudges n join public.conversations c on c.id = n.conversation_id
    where n.conversation_id = for_conversation and n.status = 'sent' and n.sent_at > coalesce(c.last_inbound_at, '-infinity'));
end
$$;
revoke execute on function private.nudges_since_answer(uuid) from public, anon, authenticated, service_role;
comment on function private.nudges_since_answer(uuid) is 'How often we reminded since they last wrote.';

create function private.contact_of(in_workspace uuid, for_owner uuid, address text) returns public.contacts
language sql stable
set search_path = ''
as $$
  select c from public.contact_methods m join public.contacts c on c.id = m.contact_id
  where m.workspace_id = in_workspace and m.owner_id = for_owner and m.kind = 'email' and m.value = address
$$;
revoke execute on function private.contact_of(uuid, uuid, text) from public, anon, authenticated, service_role;
comment on function private.contact_of(uuid, uuid, text) is 'The member''s contact with this address.';

-- by_hand: a person asks for it, and knows better than the wait, the window, the number and an earlier refusal.
create function private.nudge_decision(
  for_conversation uuid, as_of timestamptz, by_hand boolean default false,
  out verdict text, out reason text, out check_at timestamptz, out facts jsonb
)
language plpgsql stable
set search_path = ''
as $$
declare
  c public.conversations;
  w public.workspaces;
  account public.connections;
  person public.contacts;
  asked public.messages;
  basis public.messages;
  address text;
  done integer;
  due_at timestamptz;
begin
  select * into c from public.conversations where id = for_conversation;
  select * into w from public.workspaces where id = c.workspace_id;
  select * into account from public.connections where id = c.connection_id;
  select * into asked from public.messages where id = c.asked_message_id;
  address := private.who_was_asked(asked, account.own_addresses);
  basis := private.last_word_to(c.id, address);
  person := private.contact_of(c.workspace_id, c.owner_id, address);
  person.away_until := greatest(person.away_until, private.away_by_calendar(c.workspace_id, c.owner_id, address, as_of));
  done := private.nudges_since_answer(c.id);
  due_at := c.waiting_since + make_interval(hours => w.default_wait_hours);
  if by_hand then due_at := least(due_at, as_of); end if;
  verdict := 'none';
  facts := jsonb_build_object(
    'waiting_since', c.waiting_since, 'wait_hours', w.default_wait_hours, 'due_at', due_at, 'asked', c.waiting_evidence,
    'nudges_sent', done, 'nudges_at_most', w.max_nudges, 'step', done + 1, 'basis_message_id', basis.id,
    'contact_id', person.id, 'recipient_address', address, 'recipient_name', person.display_name);
  reason := case
    -- first, because it is the only reason that ends by itself
    when c.status = 'snoozed' then 'snoozed'
    when w.autopilot_mode = 'off' or w.max_nudges = 0 then 'nudges_off'
    when not exists (select 1 from public.workspace_members m where m.workspace_id = c.workspace_id and m.user_id = c.owner_id)
      then 'owner_left'
    when c.status = 'resolved' then 'resolved'
    when c.archived_at is not null and c.archived_via is distinct from 'provider' then 'archived'
    when c.waiting_on = 'us' and c.last_outbound_at is null then 'we_owe'
    when c.waiting_on <> 'them' then case when c.last_inbound_at >= c.last_outbound_at then 'replied' else 'nothing_owed' end
    when private.is_thrown_away(asked.removed_at, asked.labels) then 'question_thrown_away'
    when c.is_automated then 'automated_thread'
    when c.is_broadcast then 'broadcast'
    when address is null then case when cardinality(private.addressees(asked)) > 1 then 'several_recipients' else 'no_recipient' end
    when private.is_machine_address(address) or address ~ '@(lists?|groups|googlegroups)\.' then 'recipient_is_a_machine'
    when private.is_suppressed(c.workspace_id, address) then 'suppressed'
    when by_hand then null
    when done >= w.max_nudges then 'enough_nudges'
    when exists (select 1 from public.nudges n where n.conversation_id = c.id and n.basis_message_id = basis.id
      and n.status = 'cancelled' and n.status_reason = 'cancelled_by_person') then 'cancelled_by_person'
    when exists (select 1 from public.nudges n where n.conversation_id = c.id and n.basis_message_id = basis.id
      and n.status = 'failed') then 'failed_before'
    when c.waiting_since < as_of - make_interval(days => w.follow_up_window_days) then 'too_long_ago'
  end;
  if reason is not null then
    check_at := case when reason = 'snoozed' then c.snoozed_until end;
    return;
  end if;
  verdict := 'wait';
  if as_of < due_at then
    reason := 'not_due_yet';
    check_at := due_at;
  elsif account.status <> 'active' then
    -- Nobody knows what has arrived meanwhile. Looked at again as soon as it is active: recheck_after_reconnect().
    reason := 'connection_' || account.status;
  elsif account.importing_until > as_of then
    reason := 'import_under_way';
    check_at := account.importing_until;
  elsif (as_of at time zone coalesce(person.time_zone, w.time_zone))::date < person.away_until then
    reason := 'out_of_office';
    check_at := person.away_until::timestamp at time zone coalesce(person.time_zone, w.time_zone);
  else
    verdict := 'plan';
    reason := 'due';
  end if;
end
$$;
revoke execute on function private.nudge_decision(uuid, timestamptz, boolean) from public, anon, authenticated, service_role;
comment on function private.nudge_decision(uuid, timestamptz, boolean) is
  'verdict plan, wait or none; the reason as a slug; when to look again; and the facts it rests on.';

-- definer: reads the rules; the row itself is checked against the caller first.
create function private.explain_follow_up(for_conversation uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  decision record;
begin
  if not exists (select 1 from private.my_conversation_ids(array[for_conversation])) then
    perform private.problem('conversation_not_found');
  end if;
  select * into decision from private.nudge_decision(for_conversation, now());
  return jsonb_build_object('verdict', decision.verdict, 'reason', decision.reason, 'check_at', decision.check_at, 'facts', decision.facts,
    'nudge', (select jsonb_build_object('id', n.id, 'status', n.status, 'status_reason', n.status_reason) from public.nudges n
      where n.conversation_id = for_conversation and n.status in ('pending', 'drafted', 'approved', 'sending')));
end
$$;
revoke execute on function private.explain_follow_up(uuid) from public, anon;
grant execute on function private.explain_follow_up(uuid) to authenticated;
comment on function private.explain_follow_up(uuid) is 'See public.explain_follow_up.';

create function public.explain_follow_up(conversation_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$ select private.explain_follow_up(conversation_id) $$;
revoke execute on function public.explain_follow_up(uuid) from public, anon;
grant execute on function public.explain_follow_up(uuid) to authenticated;
comment on function public.explain_follow_up(uuid) is
  'Why this conversation gets a nudge now, later or not: {verdict, reason, check_at, facts, nudge}; nudge is the one under way, explain_send() tells when it leaves. Errors: conversation_not_found.';
