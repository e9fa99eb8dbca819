-- Nudges: a follow-up to somebody who owes an answer, from plan to proof. One nudge at most follows one last word of
-- ours (the basis), whatever fires how often.
create table public.nudges (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  conversation_id uuid not null,
  is_shared boolean not null default false,
  contact_id uuid,
  basis_message_id uuid,
  step integer not null constraint nudges_step_is_positive check (step >= 1),
  status text not null default 'pending' constraint nudges_status_is_known
    check (status in ('pending', 'drafted', 'approved', 'sending', 'sent', 'cancelled', 'failed')),
  status_reason text,
  tone text not null constraint nudges_tone_is_known check (tone in ('warm', 'professional', 'concise', 'urgent')),
  recipient_address public.email_address not null,
  recipient_name text,
  subject text not null default '',
  body text,
  draft_version integer not null default 0,
  draft_source text constraint nudges_draft_source_is_known check (draft_source in ('model', 'offline', 'person')),
  draft_confidence numeric constraint nudges_draft_confidence_is_zero_to_one check (draft_confidence between 0 and 1),
  flags text[] not null default '{}',
  due_at timestamptz not null,
  why jsonb not null,
  asked_by uuid,
  approved_by uuid,
  approved_at timestamptz,
  outbound_message_id uuid,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  foreign key (workspace_id, owner_id, connection_id, conversation_id)
    references public.conversations (workspace_id, owner_id, connection_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, contact_id) references public.contacts (workspace_id, owner_id, id) on delete set null (contact_id),
  foreign key (workspace_id, basis_message_id) references public.messages (workspace_id, id) on delete set null (basis_message_id),
  foreign key (workspace_id, outbound_message_id) references public.outbound_messages (workspace_id, id) on delete set null (outbound_message_id),
  constraint nudges_drafted_needs_a_body check (status in ('pending', 'cancelled', 'failed') or length(btrim(body)) > 0),
  constraint nudges_approved_needs_an_outbound_message
    check (status not in ('approved', 'sending') or outbound_message_id is not null),
  constraint nudges_sent_needs_sent_at check (status <> 'sent' or sent_at is not null),
  constraint nudges_end_needs_a_reason check (status not in ('cancelled', 'failed') or status_reason is not null)
);
comment on table public.nudges is 'A planned follow-up. Moved by the functions of band 5 only.';
comment on column public.nudges.id is 'Nudge id.';
comment on column public.nudges.workspace_id is 'Workspace.';
comment on column public.nudges.owner_id is 'Whose name stands under it.';
comment on column public.nudges.connection_id is 'Account it leaves through.';
comment on column public.nudges.conversation_id is 'Conversation.';
comment on column public.nudges.is_shared is 'Copied from the conversation.';
comment on column public.nudges.contact_id is 'Who is asked.';
comment on column public.nudges.basis_message_id is 'Our last word, which is unanswered.';
comment on column public.nudges.step is 'First, second … nudge since they last spoke.';
comment on column public.nudges.status is 'pending, drafted, approved, sending, sent, cancelled or failed.';
comment on column public.nudges.status_reason is 'Slug that explains the status.';
comment on column public.nudges.tone is 'Tone of the draft.';
comment on column public.nudges.recipient_address is 'To, taken from stored headers, never from a model.';
comment on column public.nudges.recipient_name is 'Their name.';
comment on column public.nudges.subject is 'Subject of the thread.';
comment on column public.nudges.body is 'Text as it would leave.';
comment on column public.nudges.draft_version is 'Grows with every draft or edit; an approval names it.';
comment on column public.nudges.draft_source is 'model, offline (rules) or person.';
comment on column public.nudges.draft_confidence is '0 to 1.';
comment on column public.nudges.flags is 'What to look at before approving: what is odd about the draft, and about the mails it was written from. With any, the autopilot leaves it to a person.';
comment on column public.nudges.due_at is 'When the wait was over.';
comment on column public.nudges.why is 'The facts the decision rests on.';
comment on column public.nudges.asked_by is 'Who asked for it, or for other words, by hand: the autopilot leaves it to them. No foreign key: it outlives the account.';
comment on column public.nudges.approved_by is 'Who approved; null for autopilot. No foreign key: it outlives the account.';
comment on column public.nudges.approved_at is 'When.';
comment on column public.nudges.outbound_message_id is 'What left, or is about to.';
comment on column public.nudges.sent_at is 'When the provider is known to have it.';
comment on column public.nudges.created_at is 'When it was planned.';
comment on column public.nudges.updated_at is 'When the row last changed.';
create unique index nudges_one_per_last_word_idx on public.nudges (conversation_id, basis_message_id) where status <> 'cancelled'; -- for never twice
create unique index nudges_one_open_idx on public.nudges (conversation_id) where status in ('pending', 'drafted', 'approved', 'sending'); -- for one at a time
create index nudges_conversation_idx on public.nudges (workspace_id, owner_id, connection_id, conversation_id); -- for the foreign key
create index nudges_contact_idx on public.nudges (workspace_id, owner_id, contact_id); -- for the foreign key
create index nudges_basis_idx on public.nudges (workspace_id, basis_message_id); -- for the foreign key
create index nudges_outbound_idx on public.nudges (workspace_id, outbound_message_id); -- for the foreign key
create index nudges_by_status_idx on public.nudges (workspace_id, status, due_at desc, id desc); -- for lists

create trigger touch_updated_at before update on public.nudges
  for each row execute function private.touch_updated_at();

alter table public.nudges enable row level security;
create policy "people read their own and shared nudges" on public.nudges for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.nudges to authenticated, service_role;
-- not granted: insert, update, delete; every move is guarded
