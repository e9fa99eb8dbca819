-- Message drafts (DRF-1): words for an answer, several tones of one request side by side, every version kept. A draft is no
-- message: it counts for nothing until somebody sends it, and then what left is stored by the one way in.
create table public.message_drafts (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  conversation_id uuid not null,
  is_shared boolean not null default false,
  request_id uuid not null,
  place integer not null constraint message_drafts_place_is_positive check (place >= 1),
  kind text not null constraint message_drafts_kind_is_known check (kind in ('reply', 'follow_up')),
  status text not null default 'pending' constraint message_drafts_status_is_known
    check (status in ('pending', 'drafted', 'approved', 'sending', 'sent', 'discarded', 'failed')),
  status_reason text,
  tone text not null constraint message_drafts_tone_is_known check (tone in ('warm', 'professional', 'concise', 'urgent')),
  tone_preset_id uuid,
  instruction text constraint message_drafts_instruction_is_short check (length(instruction) <= 2000),
  reply_to_message_id uuid,
  recipient_address public.email_address not null,
  recipient_name text,
  other_recipients jsonb not null default '[]' constraint message_drafts_other_recipients_are_a_list check (jsonb_typeof(other_recipients) = 'array'),
  subject text not null default '',
  body text,
  version integer not null default 0,
  source text constraint message_drafts_source_is_known check (source in ('model', 'offline', 'person')),
  fallback_reason text,
  confidence numeric constraint message_drafts_confidence_is_zero_to_one check (confidence between 0 and 1),
  reasons text[] not null default '{}',
  flags text[] not null default '{}',
  ai_action_id uuid,
  approved_by uuid,
  approved_at timestamptz,
  outbound_message_id uuid,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  foreign key (workspace_id, owner_id, connection_id, conversation_id)
    references public.conversations (workspace_id, owner_id, connection_id, id) on delete cascade,
  foreign key (workspace_id, reply_to_message_id) references public.messages (workspace_id, id) on delete set null (reply_to_message_id),
  foreign key (workspace_id, tone_preset_id) references public.tone_presets (workspace_id, id) on delete set null (tone_preset_id),
  foreign key (workspace_id, outbound_message_id) references public.outbound_messages (workspace_id, id) on delete set null (outbound_message_id),
  constraint message_drafts_drafted_needs_a_body check (status in ('pending', 'discarded', 'failed') or length(btrim(body)) > 0),
  constraint message_drafts_approved_needs_an_outbound_message check (status not in ('approved', 'sending') or outbound_message_id is not null),
  constraint message_drafts_sent_needs_sent_at check (status <> 'sent' or sent_at is not null),
  constraint message_drafts_end_needs_a_reason check (status not in ('discarded', 'failed') or status_reason is not null)
);
comment on table public.message_drafts is 'Drafts of answers. Moved by the functions of 0439 to 0442 and the send path only.';
comment on column public.message_drafts.id is 'Draft id.';
comment on column public.message_drafts.workspace_id is 'Workspace.';
comment on column public.message_drafts.owner_id is 'Whose name stands under it.';
comment on column public.message_drafts.connection_id is 'Account it would leave through.';
comment on column public.message_drafts.conversation_id is 'Conversation.';
comment on column public.message_drafts.is_shared is 'Copied from the conversation.';
comment on column public.message_drafts.request_id is 'What was asked for together: the same answer in other tones.';
comment on column public.message_drafts.place is 'Order within the request.';
comment on column public.message_drafts.kind is 'reply: answers their message; follow_up: our own message was the last.';
comment on column public.message_drafts.status is 'pending, drafted, approved, sending, sent, discarded or failed.';
comment on column public.message_drafts.status_reason is 'Slug that explains the status.';
comment on column public.message_drafts.tone is 'Built-in tone; of a preset, the one it is nearest to.';
comment on column public.message_drafts.tone_preset_id is 'Preset it is written in.';
comment on column public.message_drafts.instruction is 'What its owner asked for, in their words.';
comment on column public.message_drafts.reply_to_message_id is 'The message it answers or follows up. Anything newer in the conversation stops it from leaving.';
comment on column public.message_drafts.recipient_address is 'To, taken from stored headers, never from a model.';
comment on column public.message_drafts.recipient_name is 'Their name.';
comment on column public.message_drafts.other_recipients is '[{kind (to, cc), address, name}]: everybody else it would go to, from stored headers.';
comment on column public.message_drafts.subject is 'Subject of the message it answers.';
comment on column public.message_drafts.body is 'Text of the current version. [[…]] marks a gap only its owner can fill.';
comment on column public.message_drafts.version is 'Grows with every text; sending names it.';
comment on column public.message_drafts.source is 'Who wrote the current version: model, offline (rules) or person.';
comment on column public.message_drafts.fallback_reason is 'Why rules wrote instead of the model that is set up.';
comment on column public.message_drafts.confidence is '0 to 1.';
comment on column public.message_drafts.reasons is 'Why it says what it says.';
comment on column public.message_drafts.flags is 'What to look at before sending: what was taken out of the text, and what is odd about the mail.';
comment on column public.message_drafts.ai_action_id is 'The call that wrote it last. No foreign key: the ledger may be trimmed.';
comment on column public.message_drafts.approved_by is 'Who sent it. No foreign key: it outlives the account.';
comment on column public.message_drafts.approved_at is 'When.';
comment on column public.message_drafts.outbound_message_id is 'What left, or is about to.';
comment on column public.message_drafts.sent_at is 'When the provider is known to have it.';
comment on column public.message_drafts.created_at is 'When it was asked for.';
comment on column public.message_drafts.updated_at is 'When the row last changed.';
create unique index message_drafts_one_answer_idx on public.message_drafts (reply_to_message_id) where status in ('approved', 'sending', 'sent'); -- for never twice
create index message_drafts_conversation_idx on public.message_drafts (workspace_id, owner_id, connection_id, conversation_id); -- for the foreign key
create index message_drafts_of_conversation_idx on public.message_drafts (conversation_id, created_at desc, place); -- for the drafts of a conversation
create index message_drafts_reply_to_idx on public.message_drafts (workspace_id, reply_to_message_id); -- for the foreign key
create index message_drafts_preset_idx on public.message_drafts (workspace_id, tone_preset_id); -- for the foreign key
create index message_drafts_outbound_idx on public.message_drafts (workspace_id, outbound_message_id); -- for the foreign key
create index message_drafts_request_idx on public.message_drafts (request_id, place); -- for the tones of one request
create index message_drafts_recent_idx on public.message_drafts (workspace_id, created_at desc, id desc); -- for lists
create index message_drafts_pending_idx on public.message_drafts (updated_at) where status = 'pending'; -- for drafts nobody writes

create trigger touch_updated_at before update on public.message_drafts
  for each row execute function private.touch_updated_at();

alter table public.message_drafts enable row level security;
create policy "people read their own and shared drafts" on public.message_drafts for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.message_drafts to authenticated, service_role;
-- not granted: insert, update, delete; every move is guarded
