-- Conversations: one exchange with somebody, on one account. What it waits for is derived from its messages
-- (0240), never toggled by events, so that it can be computed again at any time.
create table public.conversations (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null,
  connection_id uuid not null,
  is_shared boolean not null default false,
  contact_id uuid,
  channel text not null default 'email' constraint conversations_channel_is_known check (channel in ('email')),
  provider_thread_id text,
  subject text not null default '',
  subject_base text not null default '',
  participant_addresses text[] not null default '{}',
  status text not null default 'open'
    constraint conversations_status_is_known check (status in ('open', 'snoozed', 'resolved')),
  snoozed_until timestamptz,
  archived_at timestamptz,
  archived_via text constraint conversations_archived_via_is_known check (archived_via in ('app', 'provider')),
  is_starred boolean not null default false,
  unread_count integer not null default 0,
  tags text[] not null default '{}'
    constraint conversations_tags_are_few_and_short check (cardinality(tags) <= 50 and length(array_to_string(tags, ',')) <= 2000),
  message_count integer not null default 0,
  attachment_count integer not null default 0,
  preview text not null default '',
  priority text not null default 'normal'
    constraint conversations_priority_is_known check (priority in ('low', 'normal', 'high', 'urgent')),
  priority_source text not null default 'rule'
    constraint conversations_priority_source_is_known check (priority_source in ('rule', 'triage', 'person')),
  automatic_kind text not null default 'human' constraint conversations_automatic_kind_is_known
    check (automatic_kind in ('human', 'auto_reply', 'out_of_office', 'bounce', 'mailing_list', 'notification', 'calendar')),
  head_message_id uuid,
  last_message_at timestamptz,
  last_inbound_at timestamptz,
  last_outbound_at timestamptz,
  is_automated boolean not null default false,
  is_broadcast boolean not null default false,
  waiting_on text not null default 'nobody' constraint conversations_waiting_on_is_known check (waiting_on in ('them', 'us', 'nobody')),
  waiting_since timestamptz,
  waiting_evidence text,
  asked_message_id uuid,
  next_check_at timestamptz,
  recheck_at timestamptz not null default now() + interval '1 day',
  needs_reply boolean,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (workspace_id, owner_id, connection_id, id),
  unique (connection_id, id),
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, contact_id) references public.contacts (workspace_id, owner_id, id) on delete set null (contact_id),
  constraint conversations_snoozed_needs_until check (status <> 'snoozed' or snoozed_until is not null),
  constraint conversations_waiting_needs_since check (waiting_on = 'nobody' or waiting_since is not null)
);
comment on table public.conversations is 'One exchange on one account. Written by store_messages() and the verbs of 0260.';
comment on column public.conversations.id is 'Conversation id.';
comment on column public.conversations.workspace_id is 'Workspace.';
comment on column public.conversations.owner_id is 'Member whose account it came through.';
comment on column public.conversations.connection_id is 'Account it came through.';
comment on column public.conversations.is_shared is 'Whether the whole workspace sees it: its account is shared, or it was shared alone.';
comment on column public.conversations.contact_id is 'The person on the other side.';
comment on column public.conversations.channel is 'Kind of channel.';
comment on column public.conversations.provider_thread_id is 'The provider''s id of the thread, when it has one.';
comment on column public.conversations.subject is 'Subject of the first message.';
comment on column public.conversations.subject_base is 'Subject without reply marks, lower case.';
comment on column public.conversations.participant_addresses is 'Everybody else on it.';
comment on column public.conversations.status is 'open, snoozed or resolved; chosen by a person, reopened by new mail.';
comment on column public.conversations.snoozed_until is 'When a snooze ends.';
comment on column public.conversations.archived_at is 'When it was archived.';
comment on column public.conversations.archived_via is 'app: a person archived it here, which also ends its follow-ups; provider: it left the inbox there, as answered mail does with many people.';
comment on column public.conversations.is_starred is 'Starred by a person.';
comment on column public.conversations.unread_count is 'Inbound messages not read yet.';
comment on column public.conversations.tags is 'Tags.';
comment on column public.conversations.message_count is 'Messages stored.';
comment on column public.conversations.attachment_count is 'Files attached to its messages, without pictures shown inside the text.';
comment on column public.conversations.preview is 'Start of what the latest message newly says.';
comment on column public.conversations.priority is 'low, normal, high or urgent. By rule from the importance of their latest message, until triage or a person says otherwise.';
comment on column public.conversations.priority_source is 'rule, triage or person: who chose the priority. The rule never overwrites the others.';
comment on column public.conversations.automatic_kind is 'human when a person wrote, or which kind of automatic mail their latest message is.';
comment on column public.conversations.head_message_id is 'Latest message; an approval is bound to it.';
comment on column public.conversations.last_message_at is 'Latest message of either side.';
comment on column public.conversations.last_inbound_at is 'Their latest message written by a person.';
comment on column public.conversations.last_outbound_at is 'Our latest message.';
comment on column public.conversations.is_automated is 'Nothing inbound was written by a person, or it is a list.';
comment on column public.conversations.is_broadcast is 'Went to so many that a reply starts a conversation of its own.';
comment on column public.conversations.waiting_on is 'Who owes the next message: them, us or nobody.';
comment on column public.conversations.waiting_since is 'When the silence started: the later of both sides'' last words.';
comment on column public.conversations.waiting_evidence is 'The sentence that asks for the answer.';
comment on column public.conversations.asked_message_id is 'Our message that asks, while they owe the answer.';
comment on column public.conversations.next_check_at is 'When time alone may change the follow-up decision; null when only news can.';
comment on column public.conversations.recheck_at is 'When it is looked at in case something was missed.';
comment on column public.conversations.needs_reply is 'Whether a message since our last word waits for an answer, as triage says; null when none of them is classified.';
comment on column public.conversations.created_at is 'When the row was made.';
comment on column public.conversations.updated_at is 'When the row last changed.';
-- The list reads three parts, each newest first: one's own, what others share, and what an admin may see. Only operators that
-- leak nothing may use an index under row level security, so each filter has a partial index and a plain comparison.
create index conversations_recent_idx on public.conversations (workspace_id, last_message_at desc, id desc); -- for admins who may see everything
create index conversations_own_idx on public.conversations (workspace_id, owner_id, last_message_at desc, id desc); -- for one's own, whatever the status
create index conversations_shared_idx on public.conversations (workspace_id, last_message_at desc, id desc) where is_shared; -- for what the team shares
create index conversations_open_idx on public.conversations (workspace_id, owner_id, last_message_at desc, id desc)
  include (is_shared) where status = 'open' and archived_at is null; -- for the inbox as it opens, and its count
create index conversations_attention_idx on public.conversations (workspace_id, owner_id) where archived_at is null and status <> 'resolved'
  and (unread_count > 0 or is_starred or waiting_on <> 'nobody' or status = 'snoozed'); -- for the counts of the folders
create index conversations_unread_idx on public.conversations (workspace_id, owner_id, last_message_at desc, id desc) where unread_count > 0; -- for the filter unread
create index conversations_starred_idx on public.conversations (workspace_id, owner_id, last_message_at desc, id desc) where is_starred; -- for the filter starred
create index conversations_waiting_idx on public.conversations (workspace_id, owner_id, waiting_on, last_message_at desc, id desc)
  where waiting_on <> 'nobody'; -- for needs reply and waiting on
create index conversations_status_idx on public.conversations (workspace_id, owner_id, status, last_message_at desc, id desc)
  where status <> 'open'; -- for snoozed and resolved
create index conversations_archived_idx on public.conversations (workspace_id, owner_id, last_message_at desc, id desc) where archived_at is not null; -- for the archive
create index conversations_priority_idx on public.conversations (workspace_id, owner_id, priority, last_message_at desc, id desc)
  where priority <> 'normal'; -- for the filter priority
create index conversations_attachments_idx on public.conversations (workspace_id, owner_id, last_message_at desc, id desc) where attachment_count > 0; -- for the filter has attachment
create index conversations_automatic_idx on public.conversations (workspace_id, owner_id, automatic_kind, last_message_at desc, id desc)
  where automatic_kind <> 'human'; -- for the filter automatic kind
create index conversations_connection_idx on public.conversations (workspace_id, owner_id, connection_id, last_message_at desc, id desc); -- for the filter connection, sharing and disconnecting
create index conversations_contact_idx on public.conversations (workspace_id, owner_id, contact_id, last_message_at desc, id desc); -- for a contact's history
create index conversations_next_check_idx on public.conversations (next_check_at) where next_check_at is not null; -- for the tick
create index conversations_recheck_idx on public.conversations (recheck_at)
  where waiting_on = 'them' and status = 'open' and next_check_at is null; -- for finding what was missed
create index conversations_participants_idx on public.conversations using gin (workspace_id, owner_id, participant_addresses); -- for a person's conversations
create index conversations_tags_idx on public.conversations using gin (workspace_id, tags); -- for the filter tag
create index conversations_subject_idx on public.conversations (connection_id, subject_base, last_message_at desc); -- for matching by subject

create trigger touch_updated_at before update on public.conversations
  for each row execute function private.touch_updated_at();

alter table public.conversations enable row level security;
create policy "people read their own and shared conversations" on public.conversations for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.conversations to authenticated, service_role;
-- not granted: insert, update, delete; the verbs of 0260 keep the nudges in step

create table private.conversation_keys (
  connection_id uuid not null references public.connections (id) on delete cascade,
  key text not null,
  conversation_id uuid not null,
  primary key (connection_id, key, conversation_id),
  foreign key (connection_id, conversation_id) references public.conversations (connection_id, id) on delete cascade
);
comment on table private.conversation_keys is
  'Every Message-ID a conversation''s messages carry or mention, and the provider''s thread ids. Threads are found by these whatever the order of arrival.';
comment on column private.conversation_keys.connection_id is 'Account: keys never match across accounts.';
comment on column private.conversation_keys.key is 'Message-ID, or thread:<provider thread id>.';
comment on column private.conversation_keys.conversation_id is 'Conversation it may lead to; who may follow it is decided in 0230.';
create index conversation_keys_conversation_idx on private.conversation_keys (connection_id, conversation_id); -- for merging and deleting
alter table private.conversation_keys enable row level security;
-- no policies and no grants: only the ingest path
