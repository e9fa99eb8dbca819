-- Messages: everything that arrived or left, normalised, once. Raw bytes are kept apart.

-- What a message can be found by. Names, addresses and prose word by word as they stand (`simple`), an address also by its
-- parts; subject and prose by English word stems besides, so that "invoices" finds "invoice". Other languages are found by
-- the words as written and by their beginnings. Quoted text belongs to the message it comes from.
create function private.search_words(subject text, sender_name text, sender_address text, recipients jsonb, body text) returns tsvector
language plpgsql immutable -- it keeps its plans, while a function in SQL is planned for every message
set search_path = ''
as $$
declare
  prose text := left(subject, 1000) || ' ' || left(body, 20000);
  people text := left(concat_ws(' ', sender_name, sender_address, (
    select string_agg(concat_ws(' ', r.value ->> 'name', r.value ->> 'address'), ' ')
    from jsonb_array_elements(recipients) with ordinality r where r.ordinality <= 50)), 8000);
begin
  return to_tsvector('simple', concat_ws(' ', prose, people, translate(people, '@.', '  '))) || to_tsvector('english', prose);
end
$$;
revoke execute on function private.search_words(text, text, text, jsonb, text) from public, anon, authenticated, service_role;
comment on function private.search_words(text, text, text, jsonb, text) is 'The words of a message: subject, people, new text.';

create table public.messages (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  conversation_id uuid not null,
  is_shared boolean not null default false,
  provider_message_id text not null,
  provider_updated_at timestamptz,
  internet_message_id text,
  in_reply_to text,
  reference_ids text[] not null default '{}',
  direction text not null constraint messages_direction_is_known check (direction in ('inbound', 'outbound')),
  sender_address text not null,
  sender_name text,
  sender_utc_offset_minutes integer,
  recipients jsonb not null default '[]',
  subject text not null default '',
  sent_at timestamptz not null,
  text_full text not null default '',
  text_new text not null default '',
  text_quoted text not null default '',
  text_signature text not null default '',
  html text,
  automatic_kind text not null default 'human' constraint messages_automatic_kind_is_known
    check (automatic_kind in ('human', 'auto_reply', 'out_of_office', 'bounce', 'mailing_list', 'notification', 'calendar')),
  automatic_confidence numeric not null default 1,
  automatic_evidence text[] not null default '{}',
  returns_on date,
  bounce jsonb,
  expects_reply boolean not null default false,
  expects_reply_evidence text,
  headers jsonb not null default '{}',
  text_for_embedding text not null default '',
  importance_score numeric not null default 0 constraint messages_importance_is_zero_to_one check (importance_score between 0 and 1),
  content_hash text not null,
  byte_count integer not null default 0,
  is_truncated boolean not null default false,
  read_at timestamptz,
  labels text[],
  received_at timestamptz,
  removed_at timestamptz,
  expires_at timestamptz not null,
  search tsvector generated always as (private.search_words(subject, sender_name, sender_address, recipients, text_new)) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  unique (connection_id, provider_message_id),
  foreign key (workspace_id, owner_id, connection_id, conversation_id)
    references public.conversations (workspace_id, owner_id, connection_id, id) on delete cascade
);
comment on table public.messages is 'One message of one account, normalised. Written by store_messages() only.';
comment on column public.messages.id is 'Message id, time-ordered.';
comment on column public.messages.workspace_id is 'Workspace.';
comment on column public.messages.owner_id is 'Member whose account it came through.';
comment on column public.messages.connection_id is 'Account.';
comment on column public.messages.conversation_id is 'Conversation.';
comment on column public.messages.is_shared is 'Copied from the conversation, so that the policy needs no join.';
comment on column public.messages.provider_message_id is 'The provider''s id; import:<fingerprint> for files. Unique per account: the reason nothing is stored twice.';
comment on column public.messages.provider_updated_at is 'The provider''s version; older news never overwrites newer.';
comment on column public.messages.internet_message_id is 'Message-ID header.';
comment on column public.messages.in_reply_to is 'In-Reply-To header.';
comment on column public.messages.reference_ids is 'References header, oldest first.';
comment on column public.messages.direction is 'inbound, or outbound when sent from an own address.';
comment on column public.messages.sender_address is 'From address, lower case; empty when the mail has none.';
comment on column public.messages.sender_name is 'From name.';
comment on column public.messages.sender_utc_offset_minutes is 'Offset of the Date header: a hint of the sender''s zone.';
comment on column public.messages.recipients is '[{kind, address, name}].';
comment on column public.messages.subject is 'Subject as sent.';
comment on column public.messages.sent_at is 'Date header, or the moment of receipt.';
comment on column public.messages.text_full is 'Whole text.';
comment on column public.messages.text_new is 'What this person newly wrote.';
comment on column public.messages.text_quoted is 'Quoted earlier text.';
comment on column public.messages.text_signature is 'Signature and disclaimer.';
comment on column public.messages.html is 'HTML part, untrusted.';
comment on column public.messages.automatic_kind is 'human, or which kind of automatic mail.';
comment on column public.messages.automatic_confidence is '0 to 1.';
comment on column public.messages.automatic_evidence is 'Headers or phrases that say so.';
comment on column public.messages.returns_on is 'Day an out-of-office reply promises.';
comment on column public.messages.bounce is 'Per recipient status of a delivery report.';
comment on column public.messages.expects_reply is 'Whether it asks for an answer.';
comment on column public.messages.expects_reply_evidence is 'The sentence that asks.';
comment on column public.messages.headers is 'Decoded headers by lower-case name.';
comment on column public.messages.text_for_embedding is 'Subject and new text for semantic search.';
comment on column public.messages.importance_score is '0 to 1, by rule.';
comment on column public.messages.content_hash is 'SHA-256 of what the message says.';
comment on column public.messages.byte_count is 'Size of the original.';
comment on column public.messages.is_truncated is 'Whether something was cut because of its size.';
comment on column public.messages.read_at is 'When it was read; null for unread inbound mail.';
comment on column public.messages.labels is 'What the provider has filed it under, as it names that (INBOX, UNREAD, STARRED, SPAM, TRASH, its own ids); null for files.';
comment on column public.messages.received_at is 'When the provider received it; null for files. Unlike the Date header nobody can choose it.';
comment on column public.messages.removed_at is 'When the provider no longer had it: shown to nobody, but what it answered stays answered.';
comment on column public.messages.expires_at is 'Ingestion plus the workspace''s retention.';
comment on column public.messages.search is 'Words of subject, people and new text, see private.search_words().';
comment on column public.messages.created_at is 'When it was ingested.';
comment on column public.messages.updated_at is 'When the row last changed.';
create index messages_conversation_idx on public.messages (workspace_id, owner_id, connection_id, conversation_id); -- for the foreign key
create index messages_in_order_idx on public.messages (conversation_id, sent_at, id); -- for reading a conversation
create index messages_internet_message_id_idx on public.messages (connection_id, internet_message_id); -- for adopting a copy seen before
create index messages_sent_at_idx on public.messages (workspace_id, owner_id, sent_at); -- for what a member got and wrote in a window of time
create index messages_shared_sent_at_idx on public.messages (workspace_id, sent_at) where is_shared; -- for the same of what colleagues share
create index messages_sender_idx on public.messages (owner_id, sender_address, sent_at); -- for what a person wrote to a member
create index messages_received_at_idx on public.messages (connection_id, received_at) where received_at is not null; -- for comparing with the provider
create index messages_expires_at_idx on public.messages (expires_at); -- for retention
create index messages_search_idx on public.messages using gin (workspace_id, owner_id, is_shared, search); -- for the inbox search; the audience is intersected inside the index, or a common word would cost what it costs over all tenants

create trigger touch_updated_at before update on public.messages
  for each row execute function private.touch_updated_at();

alter table public.messages enable row level security;
create policy "people read their own and shared messages" on public.messages for select to authenticated
  using (
    removed_at is null and workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.messages to authenticated, service_role;
-- not granted: insert, update, delete; there is one way in

create table private.message_sources (
  message_id uuid primary key references public.messages (id) on delete cascade,
  raw bytea not null,
  stored_at timestamptz not null default now()
);
comment on table private.message_sources is 'Raw mail up to 1 MiB, to be parsed again when the parser learns. Goes with its message.';
comment on column private.message_sources.message_id is 'Message.';
comment on column private.message_sources.raw is 'RFC 5322 bytes.';
comment on column private.message_sources.stored_at is 'When it was stored.';
alter table private.message_sources enable row level security;
-- no policies and no grants: raw mail is for the parser only

create table public.attachments (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  message_id uuid not null,
  is_shared boolean not null default false,
  part_id text not null,
  file_name text,
  content_type text not null,
  byte_count integer not null,
  content_id text,
  is_inline boolean not null default false,
  content_hash text,
  created_at timestamptz not null default now(),
  unique (message_id, part_id),
  foreign key (workspace_id, message_id) references public.messages (workspace_id, id) on delete cascade
);
comment on table public.attachments is 'What was attached to a message: facts only, the bytes stay with the provider or in the file.';
comment on column public.attachments.id is 'Attachment id.';
comment on column public.attachments.workspace_id is 'Workspace.';
comment on column public.attachments.owner_id is 'Member whose account it came through.';
comment on column public.attachments.message_id is 'Message.';
comment on column public.attachments.is_shared is 'Copied from the message.';
comment on column public.attachments.part_id is 'Place in the message.';
comment on column public.attachments.file_name is 'File name as sent, untrusted.';
comment on column public.attachments.content_type is 'Declared media type, untrusted.';
comment on column public.attachments.byte_count is 'Size decoded.';
comment on column public.attachments.content_id is 'Content-ID of an inline part.';
comment on column public.attachments.is_inline is 'Shown inside the text.';
comment on column public.attachments.content_hash is 'SHA-256 of the bytes; null for a mail so long that only its beginning was read.';
comment on column public.attachments.created_at is 'When it was ingested.';
create index attachments_message_idx on public.attachments (workspace_id, message_id); -- for the foreign key and a message's files

alter table public.attachments enable row level security;
create policy "people read their own and shared attachments" on public.attachments for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.attachments to authenticated, service_role;
-- not granted: insert, update, delete
