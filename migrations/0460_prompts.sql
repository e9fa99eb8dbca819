-- Prompts (PRM-1): what people ask in their own words, and what they were answered. Nobody but who asked reads them, whatever is shared
-- and whatever admins may see: a question says more about a person than a mail.
create table public.prompts (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  prompt text not null constraint prompts_prompt_is_short_text check (length(btrim(prompt)) between 1 and 2000),
  status text not null default 'working' constraint prompts_status_is_known check (status in ('working', 'answered', 'asked_back', 'failed', 'withdrawn')),
  status_reason text,
  intent text constraint prompts_intent_is_known
    check (intent in ('summarize', 'actions', 'promises', 'contact', 'metrics', 'draft', 'schedule', 'question')),
  from_at timestamptz,
  until_at timestamptz,
  answer jsonb,
  coverage jsonb,
  message_ids uuid[] not null default '{}' constraint prompts_message_ids_are_few check (cardinality(message_ids) <= 500),
  engine text constraint prompts_engine_is_known check (engine in ('rules', 'model')),
  fallback_reason text,
  ai_action_id uuid,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint prompts_window_ends_after_it_begins check (until_at > from_at),
  constraint prompts_answered_has_an_answer check (status not in ('answered', 'asked_back') or answer is not null),
  constraint prompts_finished_has_a_moment check ((status = 'working') = (finished_at is null)),
  constraint prompts_failed_has_a_reason check (status not in ('failed', 'withdrawn') or status_reason is not null)
);
comment on table public.prompts is 'Questions of people and their answers. Written by the function prompts; read and deleted by who asked.';
comment on column public.prompts.id is 'Time-ordered id.';
comment on column public.prompts.workspace_id is 'Workspace that was asked about.';
comment on column public.prompts.owner_id is 'Who asked.';
comment on column public.prompts.prompt is 'The words.';
comment on column public.prompts.status is 'working; answered; asked_back: it is not clear who is meant, the answer holds the candidates; failed; withdrawn: a message the answer quoted is gone or no longer theirs to read.';
comment on column public.prompts.status_reason is 'Slug of why it failed or was withdrawn.';
comment on column public.prompts.intent is 'What was wanted.';
comment on column public.prompts.from_at is 'Beginning of the window that was named; null when none was.';
comment on column public.prompts.until_at is 'Its end, not included.';
comment on column public.prompts.answer is 'The answer, as the function gave it.';
comment on column public.prompts.coverage is 'What was looked at, and what was not seen.';
comment on column public.prompts.message_ids is 'Messages the answer quotes. No foreign keys: when one goes, the answer is withdrawn.';
comment on column public.prompts.engine is 'Who wrote the answer: rules or a model.';
comment on column public.prompts.fallback_reason is 'Why rules stood in for the model that is set up.';
comment on column public.prompts.ai_action_id is 'The last model call for it. No foreign key: the ledger may be trimmed.';
comment on column public.prompts.created_at is 'When it was asked.';
comment on column public.prompts.finished_at is 'When it was answered, failed or withdrawn.';
create index prompts_owner_id_idx on public.prompts (owner_id, workspace_id, id desc); -- for the list, and for deleting a profile
create index prompts_workspace_id_idx on public.prompts (workspace_id); -- for deleting a workspace
create index prompts_message_ids_idx on public.prompts using gin (message_ids); -- for withdrawing answers that quote a message
create index prompts_working_idx on public.prompts (owner_id, created_at) where status = 'working'; -- for what was never finished

alter table public.prompts enable row level security;
create policy "people read their own prompts" on public.prompts for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.prompts to authenticated, service_role;
-- not granted: insert, update, delete; the function prompts answers, delete_prompt() forgets

create function public.list_prompts(workspace_id uuid, before_prompt_id uuid default null, page_size integer default 50) returns setof public.prompts
language sql stable
set search_path = ''
as $$
  select p.* from public.prompts p
  where p.owner_id = (select auth.uid()) and p.workspace_id = list_prompts.workspace_id
    and (before_prompt_id is null or p.id < before_prompt_id)
  order by p.id desc limit least(greatest(page_size, 1), 200)
$$;
revoke execute on function public.list_prompts(uuid, uuid, integer) from public, anon;
grant execute on function public.list_prompts(uuid, uuid, integer) to authenticated;
comment on function public.list_prompts(uuid, uuid, integer) is
  'What the caller asked in a workspace and was answered, newest first. Next page: before_prompt_id = the last id.';

-- definer: deleting is not granted.
create function private.delete_prompt(wanted uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  delete from public.prompts p where p.id = wanted and p.owner_id = private.require_user() and p.workspace_id in (select private.my_workspace_ids());
  if not found then perform private.problem('prompt_not_found'); end if;
end
$$;
revoke execute on function private.delete_prompt(uuid) from public, anon;
grant execute on function private.delete_prompt(uuid) to authenticated;
comment on function private.delete_prompt(uuid) is 'See public.delete_prompt.';

create function public.delete_prompt(prompt_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.delete_prompt(prompt_id) $$;
revoke execute on function public.delete_prompt(uuid) from public, anon;
grant execute on function public.delete_prompt(uuid) to authenticated;
comment on function public.delete_prompt(uuid) is 'The caller forgets a question with its answer. Errors: prompt_not_found.';

insert into private.problems (slug, status, sentence, cure) values
  ('prompt_not_found', 404, 'Cannot find the prompt: it does not exist or is not yours', 'Check the id in your list of prompts.');
