-- The one way out: everything that leaves is a row here first, with its Message-ID assigned before anything is sent,
-- so that an unknown outcome can be looked up at the provider instead of being repeated.
create table public.outbound_messages (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  conversation_id uuid not null,
  is_shared boolean not null default false,
  kind text not null constraint outbound_messages_kind_is_known check (kind in ('nudge', 'reply')),
  state text not null default 'queued'
    constraint outbound_messages_state_is_known check (state in ('queued', 'sending', 'sent', 'uncertain', 'failed', 'cancelled')),
  state_reason text,
  recipient_address public.email_address not null,
  recipient_name text,
  other_recipients jsonb not null default '[]' constraint outbound_messages_other_recipients_are_a_list check (jsonb_typeof(other_recipients) = 'array'),
  subject text not null,
  body text not null constraint outbound_messages_body_is_not_empty check (length(btrim(body)) > 0),
  internet_message_id text not null unique,
  reply_to_message_id uuid,
  head_message_id uuid,
  content_hash text not null,
  approved_by uuid,
  approved_via text not null constraint outbound_messages_approved_via_is_known check (approved_via in ('app', 'autopilot')),
  ignores_quiet_hours boolean not null default false,
  not_before timestamptz not null,
  not_after timestamptz not null,
  attempts integer not null default 0,
  sending_at timestamptz,
  sent_at timestamptz,
  provider_message_id text,
  provider_thread_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  foreign key (workspace_id, owner_id, connection_id, conversation_id)
    references public.conversations (workspace_id, owner_id, connection_id, id) on delete cascade,
  foreign key (workspace_id, reply_to_message_id) references public.messages (workspace_id, id) on delete set null (reply_to_message_id),
  constraint outbound_messages_sent_needs_proof check (state <> 'sent' or (sent_at is not null and provider_message_id is not null)),
  constraint outbound_messages_sending_needs_a_start check (state not in ('sending', 'uncertain') or sending_at is not null)
);
comment on table public.outbound_messages is 'Everything that leaves. Moved by begin_send(), finish_send() and cancellation only.';
comment on column public.outbound_messages.id is 'Outbound message id.';
comment on column public.outbound_messages.workspace_id is 'Workspace.';
comment on column public.outbound_messages.owner_id is 'Whose name stands under it.';
comment on column public.outbound_messages.connection_id is 'Account it leaves through.';
comment on column public.outbound_messages.conversation_id is 'Conversation it belongs to.';
comment on column public.outbound_messages.is_shared is 'Copied from the conversation.';
comment on column public.outbound_messages.kind is 'nudge: a planned follow-up; reply: a draft somebody sends.';
comment on column public.outbound_messages.state is 'queued, sending, sent, uncertain (outcome being looked up), failed or cancelled.';
comment on column public.outbound_messages.state_reason is 'Slug that explains the state.';
comment on column public.outbound_messages.recipient_address is 'To, taken from stored headers, never from a model.';
comment on column public.outbound_messages.recipient_name is 'Their name.';
comment on column public.outbound_messages.other_recipients is '[{kind (to, cc), address, name}]: everybody else it goes to, from stored headers.';
comment on column public.outbound_messages.subject is 'Subject as sent.';
comment on column public.outbound_messages.body is 'Text as approved.';
comment on column public.outbound_messages.internet_message_id is 'Message-ID, assigned here once and used for every attempt.';
comment on column public.outbound_messages.reply_to_message_id is 'Message it answers or follows up.';
comment on column public.outbound_messages.head_message_id is 'Head of the conversation when it was approved.';
comment on column public.outbound_messages.content_hash is 'SHA-256 of recipients, subject and body as approved.';
comment on column public.outbound_messages.approved_by is 'Who approved; null for autopilot. No foreign key: it outlives the account.';
comment on column public.outbound_messages.approved_via is 'app or autopilot.';
comment on column public.outbound_messages.ignores_quiet_hours is 'A person asked to send now: quiet hours, holidays and the gap between messages do not hold it.';
comment on column public.outbound_messages.not_before is 'Earliest moment.';
comment on column public.outbound_messages.not_after is 'Too late after this.';
comment on column public.outbound_messages.attempts is 'Times handed to the provider.';
comment on column public.outbound_messages.sending_at is 'When the last attempt began.';
comment on column public.outbound_messages.sent_at is 'When the provider is known to have it.';
comment on column public.outbound_messages.provider_message_id is 'Provider''s id: the proof.';
comment on column public.outbound_messages.provider_thread_id is 'Provider''s thread.';
comment on column public.outbound_messages.created_at is 'When it was approved.';
comment on column public.outbound_messages.updated_at is 'When the row last changed.';
create index outbound_messages_conversation_idx on public.outbound_messages (workspace_id, owner_id, connection_id, conversation_id); -- for the foreign key
create index outbound_messages_reply_to_idx on public.outbound_messages (workspace_id, reply_to_message_id); -- for the foreign key
create index outbound_messages_unsettled_idx on public.outbound_messages (state, not_before) where state in ('queued', 'sending', 'uncertain'); -- for watching
create index outbound_messages_touches_idx on public.outbound_messages (workspace_id, recipient_address, sending_at desc)
  where state in ('sending', 'uncertain', 'sent'); -- for the gap between two messages to one person
create index outbound_messages_owner_recipient_idx on public.outbound_messages (owner_id, recipient_address); -- for the same follow-up through another account
create index outbound_messages_recent_idx on public.outbound_messages (workspace_id, created_at desc, id desc); -- for lists

create trigger touch_updated_at before update on public.outbound_messages
  for each row execute function private.touch_updated_at();

alter table public.outbound_messages enable row level security;
create policy "people read their own and shared outbound messages" on public.outbound_messages for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.outbound_messages to authenticated, service_role;
-- not granted: insert, update, delete; there is one way out

create function private.outgoing_hash(recipient text, subject text, body text, other_recipients jsonb default '[]') returns text
language sql immutable
set search_path = ''
as $$ select encode(sha256(convert_to(jsonb_build_array(recipient, subject, body, other_recipients)::text, 'UTF8')), 'hex') $$;
revoke execute on function private.outgoing_hash(text, text, text, jsonb) from public, anon, authenticated, service_role;
comment on function private.outgoing_hash(text, text, text, jsonb) is 'What an approval is bound to.';

-- The end of the quiet hours a moment lies in; null outside them. Local wall time, so that it holds across DST.
create function private.quiet_until(zone text, quiet_start time, quiet_end time, as_of timestamptz) returns timestamptz
language sql stable
set search_path = ''
as $$
  select case
    when quiet_start = quiet_end then null
    when quiet_start < quiet_end and wall::time >= quiet_start and wall::time < quiet_end then (wall::date + quiet_end) at time zone zone
    when quiet_start > quiet_end and wall::time >= quiet_start then (wall::date + 1 + quiet_end) at time zone zone
    when quiet_start > quiet_end and wall::time < quiet_end then (wall::date + quiet_end) at time zone zone
  end
  from (select as_of at time zone zone as wall) local
$$;
revoke execute on function private.quiet_until(text, time, time, timestamptz) from public, anon, authenticated, service_role;
comment on function private.quiet_until(text, time, time, timestamptz) is 'When the quiet hours around a moment end, or null.';
