-- AI actions: the ledger of every model call: what was asked of which model, at what price, with what outcome.
create table public.ai_actions (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  asked_by uuid,
  job_id uuid,
  action text not null constraint ai_actions_action_is_known check (action in
    ('draft_nudge', 'draft_reply', 'triage', 'extract', 'embed', 'route_prompt', 'summarise', 'answer_question')),
  subject_type text not null,
  subject_id uuid not null,
  context_ids uuid[] not null default '{}',
  provider text not null,
  model text not null,
  is_offline boolean not null,
  prompt_version text not null,
  prompt_tokens integer not null default 0,
  completion_tokens integer not null default 0,
  cost_usd numeric,
  latency_ms integer not null,
  confidence numeric constraint ai_actions_confidence_is_zero_to_one check (confidence between 0 and 1),
  outcome text not null constraint ai_actions_outcome_is_known check (outcome in ('ok', 'refused', 'invalid_answer', 'failed')),
  error_slug text,
  edit_distance numeric constraint ai_actions_edit_distance_is_zero_to_one check (edit_distance between 0 and 1),
  created_at timestamptz not null default now(),
  constraint ai_actions_failure_needs_a_slug check (outcome = 'ok' or error_slug is not null)
);
comment on table public.ai_actions is 'Ledger of model calls, without prompts or answers. Written by worker functions.';
comment on column public.ai_actions.id is 'Action id.';
comment on column public.ai_actions.workspace_id is 'Workspace that pays.';
comment on column public.ai_actions.owner_id is 'Member whose data was used.';
comment on column public.ai_actions.asked_by is 'Who asked; null when the system did. No foreign key: it outlives the account.';
comment on column public.ai_actions.job_id is 'Job that asked; null when none did. No foreign key: the ledger outlives it.';
comment on column public.ai_actions.action is 'What was asked.';
comment on column public.ai_actions.subject_type is 'Kind of row it was about.';
comment on column public.ai_actions.subject_id is 'Id of that row.';
comment on column public.ai_actions.context_ids is 'Rows whose content was sent along. No foreign keys: the ledger outlives them.';
comment on column public.ai_actions.provider is 'openai, openai_compatible or offline.';
comment on column public.ai_actions.model is 'Model as the provider names it.';
comment on column public.ai_actions.is_offline is 'Rules instead of a model; drafts are labelled so.';
comment on column public.ai_actions.prompt_version is 'Version of the prompt file.';
comment on column public.ai_actions.prompt_tokens is 'Tokens in.';
comment on column public.ai_actions.completion_tokens is 'Tokens out.';
comment on column public.ai_actions.cost_usd is 'Price, when known.';
comment on column public.ai_actions.latency_ms is 'Wall time of the call.';
comment on column public.ai_actions.confidence is '0 to 1, as the answer claims.';
comment on column public.ai_actions.outcome is 'ok, refused, invalid_answer or failed.';
comment on column public.ai_actions.error_slug is 'Why it was not ok.';
comment on column public.ai_actions.edit_distance is 'Of a draft that was edited or sent: the share of words a person changed. Null until then.';
comment on column public.ai_actions.created_at is 'When.';
create index ai_actions_recent_idx on public.ai_actions (workspace_id, created_at desc, id desc); -- for budgets and lists
create index ai_actions_owner_id_idx on public.ai_actions (owner_id); -- for deleting a profile
create index ai_actions_job_id_idx on public.ai_actions (job_id) where outcome = 'ok'; -- for "has this job been answered"
create index ai_actions_subject_idx on public.ai_actions (subject_id); -- for "where did this draft come from"

alter table public.ai_actions enable row level security;
create policy "people read the model calls on their data" on public.ai_actions for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.ai_actions to authenticated, service_role;
-- not granted: insert, update, delete

create function private.log_ai_action(in_workspace uuid, for_owner uuid, subject_type text, subject_id uuid, call jsonb) returns uuid
language sql volatile
set search_path = ''
as $$
  insert into public.ai_actions (
    workspace_id, owner_id, asked_by, job_id, action, subject_type, subject_id, context_ids, provider, model, is_offline, prompt_version,
    prompt_tokens, completion_tokens, cost_usd, latency_ms, confidence, outcome, error_slug)
  values (in_workspace, for_owner, (call ->> 'asked_by')::uuid, (call ->> 'job_id')::uuid, call ->> 'action', subject_type, subject_id,
    array(select jsonb_array_elements_text(coalesce(call -> 'context_ids', '[]'))::uuid), call ->> 'provider',
    call ->> 'model', coalesce((call ->> 'is_offline')::boolean, false), call ->> 'prompt_version',
    coalesce((call ->> 'prompt_tokens')::integer, 0), coalesce((call ->> 'completion_tokens')::integer, 0),
    (call ->> 'cost_usd')::numeric, coalesce((call ->> 'latency_ms')::numeric::integer, 0), (call ->> 'confidence')::numeric,
    call ->> 'outcome', call ->> 'error_slug')
  returning id
$$;
revoke execute on function private.log_ai_action(uuid, uuid, text, uuid, jsonb) from public, anon, authenticated, service_role;
comment on function private.log_ai_action(uuid, uuid, text, uuid, jsonb) is 'Writes one call into the ledger; answers its id.';

-- A worker may die between the answer and the end of its job. What it saved is saved, in one transaction with the call: the job comes
-- back and has nothing to pay for.
-- definer: the service role asks the ledger through this door only.
create function worker.is_job_answered(job_id uuid) returns boolean
language sql stable security definer
set search_path = ''
as $$ select exists (select 1 from public.ai_actions a where a.job_id = is_job_answered.job_id and a.outcome = 'ok') $$;
revoke execute on function worker.is_job_answered(uuid) from public, anon, authenticated;
grant execute on function worker.is_job_answered(uuid) to service_role;
comment on function worker.is_job_answered(uuid) is 'Whether a model has answered this job and the answer is stored.';
