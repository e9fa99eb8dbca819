-- Triage (TRI-1): what each incoming message is, how pressing, and whether it waits for an answer. Headers and rules decide
-- first, a model where one is set up; what a person corrects stands for ever and teaches the next message of that sender.
create table public.message_triage (
  message_id uuid primary key,
  workspace_id uuid not null,
  owner_id uuid not null,
  is_shared boolean not null default false,
  priority text not null constraint message_triage_priority_is_known check (priority in ('urgent', 'high', 'normal', 'low')),
  category text not null constraint message_triage_category_is_known
    check (category in ('work', 'scheduling', 'finance', 'support', 'recruiting', 'personal', 'marketing', 'notification')),
  sentiment text not null constraint message_triage_sentiment_is_known check (sentiment in ('positive', 'neutral', 'negative')),
  actionability text not null constraint message_triage_actionability_is_known check (actionability in ('action', 'reply', 'read', 'ignore')),
  needs_reply boolean not null,
  summary text not null constraint message_triage_summary_is_short check (length(summary) <= 1000),
  key_points text[] not null default '{}' constraint message_triage_key_points_are_few check (cardinality(key_points) <= 10),
  language text constraint message_triage_language_is_a_tag check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  confidence numeric not null constraint message_triage_confidence_is_zero_to_one check (confidence between 0 and 1),
  evidence jsonb not null default '{}',
  engine text not null constraint message_triage_engine_is_known check (engine in ('headers', 'rules', 'model')),
  fallback_reason text,
  model text not null,
  prompt_version text not null,
  learned_fields text[] not null default '{}',
  corrected_fields text[] not null default '{}',
  taught_fields text[] not null default '{}',
  corrected_by uuid,
  corrected_at timestamptz,
  content_hash text not null,
  ai_action_id uuid,
  classified_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (workspace_id, message_id) references public.messages (workspace_id, id) on delete cascade,
  constraint message_triage_correction_has_a_moment check ((cardinality(corrected_fields) > 0) = (corrected_at is not null))
);
comment on table public.message_triage is 'What a message is and wants, one row for each that was classified. Written by the triage function and by corrections.';
comment on column public.message_triage.message_id is 'Message.';
comment on column public.message_triage.workspace_id is 'Workspace.';
comment on column public.message_triage.owner_id is 'Member whose account it came through.';
comment on column public.message_triage.is_shared is 'Copied from the message.';
comment on column public.message_triage.priority is 'urgent: today, or harm grows; high: days, money, law; normal; low: can stay unread.';
comment on column public.message_triage.category is 'What it is about.';
comment on column public.message_triage.sentiment is 'positive, neutral or negative.';
comment on column public.message_triage.actionability is 'action: something beyond an answer; reply: an answer is all; read; ignore.';
comment on column public.message_triage.needs_reply is 'Whether the sender waits for an answer.';
comment on column public.message_triage.summary is 'What it says in a sentence or two.';
comment on column public.message_triage.key_points is 'What it asks and promises.';
comment on column public.message_triage.language is 'BCP 47, as far as it can be told.';
comment on column public.message_triage.confidence is '0 to 1.';
comment on column public.message_triage.evidence is 'By field {quote, source, start, end}: words that stand in the subject or the new text, and where.';
comment on column public.message_triage.engine is 'headers: a program says what it is; rules; model.';
comment on column public.message_triage.fallback_reason is 'Why rules answered instead of the model that is set up.';
comment on column public.message_triage.model is 'Model, or version of the rules.';
comment on column public.message_triage.prompt_version is 'Version of the prompt.';
comment on column public.message_triage.learned_fields is 'Fields taken from earlier corrections of the owner for this sender.';
comment on column public.message_triage.corrected_fields is 'Fields a person has set; no later run changes them.';
comment on column public.message_triage.taught_fields is 'Of those the ones its owner set last: what the sender''s next messages learn.';
comment on column public.message_triage.corrected_by is 'Who corrected last. No foreign key: it outlives the account.';
comment on column public.message_triage.corrected_at is 'When it was last corrected.';
comment on column public.message_triage.content_hash is 'Content of the message that was classified.';
comment on column public.message_triage.ai_action_id is 'The model call. No foreign key: the ledger may be trimmed.';
comment on column public.message_triage.classified_at is 'When it was last classified.';
comment on column public.message_triage.created_at is 'When the row was made.';
comment on column public.message_triage.updated_at is 'When the row last changed.';
create index message_triage_message_idx on public.message_triage (workspace_id, message_id); -- for the foreign key
create index message_triage_corrected_idx on public.message_triage (owner_id, corrected_at desc) where corrected_at is not null; -- for learning
create index message_triage_priority_idx on public.message_triage (workspace_id, priority) where priority in ('urgent', 'high'); -- for what presses

create trigger touch_updated_at before update on public.message_triage
  for each row execute function private.touch_updated_at();

alter table public.message_triage enable row level security;
create policy "people read triage of their own and shared messages" on public.message_triage for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.message_triage to authenticated, service_role;
-- not granted: insert, update, delete; correct_triage() keeps what a person set

-- What was derived from a message is visible to whom the message is.
create function private.carry_sharing_to_triage() returns trigger
language plpgsql security definer -- definer: whoever shares may not update the rows directly
set search_path = ''
as $$
begin
  update public.message_triage t set is_shared = new.is_shared where t.message_id = new.id and t.is_shared <> new.is_shared;
  return null;
end
$$;
revoke execute on function private.carry_sharing_to_triage() from public, anon, authenticated, service_role;
comment on function private.carry_sharing_to_triage() is 'After a message was shared or taken back: so is its triage.';
create trigger carry_sharing_to_triage after update of is_shared on public.messages for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_triage();

-- The state of a conversation for lists: the most pressing of what came in since our last word.
create function private.conversation_triage(for_conversation uuid, out priority text, out needs_reply boolean)
language plpgsql stable -- it keeps the plan: asked whenever a conversation changes
set search_path = ''
as $$
begin
  select (array['urgent', 'high', 'normal', 'low'])[min(array_position(array['urgent', 'high', 'normal', 'low'], t.priority))],
    bool_or(t.needs_reply)
  into priority, needs_reply
  from public.messages m join public.message_triage t on t.message_id = m.id
  where m.conversation_id = for_conversation and m.direction = 'inbound' and not private.is_thrown_away(m.removed_at, m.labels)
    and m.sent_at > coalesce((select max(o.sent_at) from public.messages o
      where o.conversation_id = for_conversation and o.direction = 'outbound'), '-infinity');
end
$$;
revoke execute on function private.conversation_triage(uuid) from public, anon, authenticated, service_role;
comment on function private.conversation_triage(uuid) is 'Priority and needs_reply of a conversation; null when nothing unanswered is classified.';

create function private.derive_conversation_triage() returns trigger
language plpgsql security definer -- definer: runs for whoever changes the conversation
set search_path = ''
as $$
declare
  derived record;
begin
  select * into derived from private.conversation_triage(new.id);
  new.needs_reply := derived.needs_reply;
  -- a person's choice stands; without anything classified the rule has the word again
  if new.priority_source <> 'person' and derived.priority is not null then
    new.priority := derived.priority;
    new.priority_source := 'triage';
  elsif new.priority_source = 'triage' then
    new.priority := 'normal';
    new.priority_source := 'rule';
  end if;
  return new;
end
$$;
revoke execute on function private.derive_conversation_triage() from public, anon, authenticated, service_role;
comment on function private.derive_conversation_triage() is 'Before a conversation is refreshed: priority and needs_reply follow its messages.';
create trigger derive_conversation_triage before update of last_outbound_at, last_inbound_at on public.conversations for each row
  execute function private.derive_conversation_triage();

create function private.refresh_triage_of_conversation() returns trigger
language plpgsql security definer -- definer: see derive_conversation_triage
set search_path = ''
as $$
begin
  update public.conversations c set last_inbound_at = c.last_inbound_at
  where c.id = (select m.conversation_id from public.messages m where m.id = new.message_id);
  return null;
end
$$;
revoke execute on function private.refresh_triage_of_conversation() from public, anon, authenticated, service_role;
comment on function private.refresh_triage_of_conversation() is 'After triage of a message changed: its conversation follows.';
create trigger refresh_triage_of_conversation after insert or update of priority, needs_reply on public.message_triage for each row
  execute function private.refresh_triage_of_conversation();
