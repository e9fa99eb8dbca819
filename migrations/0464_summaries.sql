-- Summaries (PRM-2): what happened in a window, kept so that the same window over the same messages is not summarised twice. They belong to
-- who asked: two people see different mail in the same window.
create table public.summaries (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  scope text not null constraint summaries_scope_is_short check (length(scope) between 1 and 200),
  from_at timestamptz not null,
  until_at timestamptz not null,
  content_hash text not null,
  content jsonb not null,
  message_ids uuid[] not null constraint summaries_message_ids_are_few check (cardinality(message_ids) <= 500),
  engine text not null constraint summaries_engine_is_known check (engine in ('rules', 'model')),
  model text not null,
  created_at timestamptz not null default now(),
  constraint summaries_are_made_once unique (workspace_id, owner_id, scope, from_at, until_at, content_hash),
  constraint summaries_window_ends_after_it_begins check (until_at > from_at)
);
comment on table public.summaries is 'Summaries of windows. Written by the function prompts; go with the messages they are of.';
comment on column public.summaries.id is 'Time-ordered id.';
comment on column public.summaries.workspace_id is 'Workspace.';
comment on column public.summaries.owner_id is 'Who asked for it.';
comment on column public.summaries.scope is 'What of the window: all, or a digest of the filters.';
comment on column public.summaries.from_at is 'Beginning of the window.';
comment on column public.summaries.until_at is 'Its end, not included.';
comment on column public.summaries.content_hash is 'Digest of the messages and of the rules or prompt that read them: the same again is not computed again.';
comment on column public.summaries.content is '{overview, statements, key_events, themes, counts}, each statement with the messages and words it rests on.';
comment on column public.summaries.message_ids is 'Messages it is of. No foreign keys: when one goes, the summary goes.';
comment on column public.summaries.engine is 'rules or model.';
comment on column public.summaries.model is 'Model, or version of the rules.';
comment on column public.summaries.created_at is 'When it was made.';
create index summaries_owner_id_idx on public.summaries (owner_id); -- for deleting a profile
create index summaries_recent_idx on public.summaries (workspace_id, owner_id, id desc); -- for the list
create index summaries_message_ids_idx on public.summaries using gin (message_ids); -- for deleting with a message

alter table public.summaries enable row level security;
create policy "people read their own summaries" on public.summaries for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.summaries to authenticated, service_role;
-- not granted: insert, update, delete; the function prompts writes them

create function public.list_summaries(workspace_id uuid, before_summary_id uuid default null, page_size integer default 50) returns setof public.summaries
language sql stable
set search_path = ''
as $$
  select s.* from public.summaries s
  where s.owner_id = (select auth.uid()) and s.workspace_id = list_summaries.workspace_id
    and (before_summary_id is null or s.id < before_summary_id)
  order by s.id desc limit least(greatest(page_size, 1), 200)
$$;
revoke execute on function public.list_summaries(uuid, uuid, integer) from public, anon;
grant execute on function public.list_summaries(uuid, uuid, integer) to authenticated;
comment on function public.list_summaries(uuid, uuid, integer) is 'The caller''s summaries in a workspace, newest first. Next page: before_summary_id = the last id.';

-- definer: writes rows nobody may write directly.
create function worker.save_summary(workspace_id uuid, owner_id uuid, summary jsonb) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  made uuid;
  about uuid[] := array(select value::uuid from jsonb_array_elements_text(summary -> 'message_ids') limit 500);
begin
  -- see worker.finish_prompt(): what is gone by now is not summarised
  if cardinality(about) <> (select count(*) from (select 1 from public.messages m
      where m.id = any (about) and m.workspace_id = save_summary.workspace_id and m.removed_at is null for key share) found)
  then
    return null;
  end if;
  insert into public.summaries (workspace_id, owner_id, scope, from_at, until_at, content_hash, content, message_ids, engine, model)
  values (workspace_id, owner_id, summary ->> 'scope', (summary ->> 'from_at')::timestamptz, (summary ->> 'until_at')::timestamptz,
    summary ->> 'content_hash', summary -> 'content', about, summary ->> 'engine', summary ->> 'model')
  on conflict on constraint summaries_are_made_once do nothing
  returning id into made;
  return coalesce(made, (select s.id from public.summaries s
    where s.workspace_id = save_summary.workspace_id and s.owner_id = save_summary.owner_id and s.scope = summary ->> 'scope'
      and s.from_at = (summary ->> 'from_at')::timestamptz and s.until_at = (summary ->> 'until_at')::timestamptz
      and s.content_hash = summary ->> 'content_hash'));
end
$$;
revoke execute on function worker.save_summary(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function worker.save_summary(uuid, uuid, jsonb) to service_role;
comment on function worker.save_summary(uuid, uuid, jsonb) is
  'Keeps a summary {scope, from_at, until_at, content_hash, content, message_ids, engine, model} once; answers its id, or null when a message it is of has gone.';
