-- Draft versions: every text a draft ever had, by whom; written by a trigger, so that no path can forget it. What people change
-- is what the next drafts learn from.
create table public.message_draft_versions (
  draft_id uuid not null,
  version integer not null,
  workspace_id uuid not null,
  owner_id uuid not null,
  is_shared boolean not null default false,
  body text not null,
  source text not null constraint message_draft_versions_source_is_known check (source in ('model', 'offline', 'person')),
  tone text not null,
  flags text[] not null default '{}',
  ai_action_id uuid,
  edit_distance numeric constraint message_draft_versions_edit_distance_is_zero_to_one check (edit_distance between 0 and 1),
  written_by uuid,
  created_at timestamptz not null default now(),
  primary key (draft_id, version),
  foreign key (workspace_id, draft_id) references public.message_drafts (workspace_id, id) on delete cascade
);
comment on table public.message_draft_versions is 'Texts of drafts. Append-only.';
comment on column public.message_draft_versions.draft_id is 'Draft.';
comment on column public.message_draft_versions.version is 'Version of the draft.';
comment on column public.message_draft_versions.workspace_id is 'Workspace.';
comment on column public.message_draft_versions.owner_id is 'Owner of the draft.';
comment on column public.message_draft_versions.is_shared is 'Copied from the draft.';
comment on column public.message_draft_versions.body is 'The text.';
comment on column public.message_draft_versions.source is 'model, offline (rules) or person.';
comment on column public.message_draft_versions.tone is 'Tone it was written in.';
comment on column public.message_draft_versions.flags is 'What there was to look at.';
comment on column public.message_draft_versions.ai_action_id is 'The call that wrote it, or the one whose text a person changed.';
comment on column public.message_draft_versions.edit_distance is 'Of a person''s version: the share of words that differ from the last text written for them.';
comment on column public.message_draft_versions.written_by is 'The person who wrote it; null for the system. No foreign key: it outlives the account.';
comment on column public.message_draft_versions.created_at is 'When.';
create index message_draft_versions_draft_idx on public.message_draft_versions (workspace_id, draft_id); -- for the foreign key
create index message_draft_versions_edits_idx on public.message_draft_versions (owner_id, created_at desc) where source = 'person'; -- for learning from edits

alter table public.message_draft_versions enable row level security;
create policy "people read the versions of their own and shared drafts" on public.message_draft_versions for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.message_draft_versions to authenticated, service_role;
-- not granted: insert, update, delete

-- Words without regard to order: never more than the Levenshtein distance of the words, and one statement instead of a table of
-- 4,000 by 4,000 cells.
create function private.edit_distance(before text, after text) returns numeric
language sql immutable
set search_path = ''
as $$
  with words as (
    select side, word, count(*) as times from (
      select 'before' as side, word from regexp_split_to_table(btrim(before), '\s+') word
      union all select 'after', word from regexp_split_to_table(btrim(after), '\s+') word) all_words
    where word <> '' group by side, word)
  select round(coalesce(1 - (
      select coalesce(sum(least(b.times, a.times)), 0) from words b join words a on a.word = b.word where b.side = 'before' and a.side = 'after')
    / nullif(greatest((select sum(times) from words where side = 'before'), (select sum(times) from words where side = 'after')), 0), 0), 4)
$$;
revoke execute on function private.edit_distance(text, text) from public, anon, authenticated, service_role;
comment on function private.edit_distance(text, text) is 'Share of words that differ between two texts: 0 the same words, 1 none in common.';

create function private.record_draft_version() returns trigger
language plpgsql security definer -- definer: writes history for whoever changed the draft
set search_path = ''
as $$
declare
  given_text text;
  distance numeric;
begin
  if new.source = 'person' then
    select v.body into given_text from public.message_draft_versions v
    where v.draft_id = new.id and v.source <> 'person' order by v.version desc limit 1;
    distance := case when given_text is not null then private.edit_distance(given_text, new.body) end;
    -- what became of the call's text: measured again with every edit
    update public.ai_actions a set edit_distance = distance where a.id = new.ai_action_id;
  end if;
  insert into public.message_draft_versions (draft_id, version, workspace_id, owner_id, is_shared, body, source, tone, flags, ai_action_id, edit_distance, written_by)
  values (new.id, new.version, new.workspace_id, new.owner_id, new.is_shared, new.body, new.source, new.tone, new.flags, new.ai_action_id, distance,
    case when new.source = 'person' then auth.uid() end);
  return null;
end
$$;
revoke execute on function private.record_draft_version() from public, anon, authenticated, service_role;
comment on function private.record_draft_version() is 'After a draft got a new text: keeps it, and how much a person changed.';
create trigger record_draft_version after update of version on public.message_drafts
  for each row when (old.version <> new.version) execute function private.record_draft_version();
