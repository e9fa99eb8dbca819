-- Tags: the words people sort conversations by, with a colour. A tag is its maker's own until shared with the workspace;
-- conversations carry its name, so that whoever sees a conversation sees its tags, and nobody learns a word from elsewhere.
create table public.tags (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  is_shared boolean not null default false,
  name text not null constraint tags_name_is_one_short_lower_case_text check (name = lower(btrim(name)) and length(name) between 1 and 40),
  colour text not null default 'grey' constraint tags_colour_is_known
    check (colour in ('grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, owner_id, name)
);
comment on table public.tags is 'Tags with their colours. Written by the verbs below, and by tag_conversations() for a new word.';
comment on column public.tags.id is 'Tag id.';
comment on column public.tags.workspace_id is 'Workspace.';
comment on column public.tags.owner_id is 'Who made it.';
comment on column public.tags.is_shared is 'Whether the whole workspace sees and uses it.';
comment on column public.tags.name is 'The word, lower case; conversations carry it.';
comment on column public.tags.colour is 'Name of its colour.';
comment on column public.tags.created_at is 'When it was made.';
comment on column public.tags.updated_at is 'When the row last changed.';
create index tags_owner_id_idx on public.tags (owner_id); -- for deleting a profile
create unique index tags_shared_name_idx on public.tags (workspace_id, name) where is_shared; -- for one meaning of a word in a workspace

create trigger touch_updated_at before update on public.tags
  for each row execute function private.touch_updated_at();

alter table public.tags enable row level security;
create policy "people read their own and shared tags" on public.tags for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.tags to authenticated, service_role;
-- not granted: insert, update, delete; a name changes together with the conversations that carry it

create function private.tag_name(given text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  if length(btrim(coalesce(given, ''))) not between 1 and 40 or given ~ '[[:cntrl:],]' then perform private.problem('tag_invalid'); end if;
  return lower(btrim(given));
end
$$;
revoke execute on function private.tag_name(text) from public, anon;
grant execute on function private.tag_name(text) to authenticated;
comment on function private.tag_name(text) is 'The text as the name of a tag; raises tag_invalid.';

-- definer: writes rows people may not write directly.
create function private.save_tag(in_workspace uuid, given text, with_colour text, shared boolean) returns public.tags
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  saved public.tags;
  new_name text := private.tag_name(given);
begin
  perform private.require_role(in_workspace, 'member');
  if with_colour not in ('grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink') then perform private.problem('tag_colour_unknown'); end if;
  -- two who make the same word at once get one tag
  perform pg_advisory_xact_lock(hashtextextended(in_workspace::text || new_name, 4));
  select * into saved from public.tags t where t.workspace_id = in_workspace and t.name = new_name and (t.is_shared or t.owner_id = auth.uid())
  order by t.is_shared desc limit 1;
  if found then
    update public.tags t set colour = coalesce(with_colour, t.colour), is_shared = t.is_shared or coalesce(shared, false)
    where t.id = saved.id returning * into saved;
  else
    insert into public.tags (workspace_id, owner_id, is_shared, name, colour)
    values (in_workspace, auth.uid(), coalesce(shared, false), new_name, coalesce(with_colour, 'grey')) returning * into saved;
  end if;
  -- the word of the workspace takes the place of everybody's own
  if saved.is_shared then
    delete from public.tags t where t.workspace_id = in_workspace and t.name = new_name and not t.is_shared;
  end if;
  return saved;
end
$$;
revoke execute on function private.save_tag(uuid, text, text, boolean) from public, anon;
grant execute on function private.save_tag(uuid, text, text, boolean) to authenticated;
comment on function private.save_tag(uuid, text, text, boolean) is 'See public.create_tag.';

create function public.create_tag(workspace_id uuid, name text, colour text default null, is_shared boolean default false) returns public.tags
language sql volatile set search_path = ''
as $$ select private.save_tag(workspace_id, name, colour, is_shared) $$;
revoke execute on function public.create_tag(uuid, text, text, boolean) from public, anon;
grant execute on function public.create_tag(uuid, text, text, boolean) to authenticated;
comment on function public.create_tag(uuid, text, text, boolean) is
  'Makes a tag, or answers the one of that name with the given colour. is_shared: for the whole workspace; it stays so. Errors: workspace_not_found, tag_invalid, tag_colour_unknown.';

-- definer: see save_tag. A tag of one's own is on conversations of one's own, a shared one on everybody's.
create function private.replace_tag(wanted uuid, new_name text, new_colour text, is_gone boolean) returns public.tags
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  t public.tags;
begin
  perform private.require_user();
  select * into t from public.tags x where x.id = wanted and x.workspace_id in (select private.my_workspace_ids())
    and (x.owner_id = auth.uid() or x.is_shared) for update;
  if not found then perform private.problem('tag_not_found'); end if;
  -- a word the whole team uses changes by who made it or by who leads
  if t.owner_id <> auth.uid() then perform private.require_role(t.workspace_id, 'manager'); end if;
  if new_colour not in ('grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink') then perform private.problem('tag_colour_unknown'); end if;
  new_name := case when new_name is null then t.name else private.tag_name(new_name) end;
  if new_name <> t.name and exists (select 1 from public.tags x where x.workspace_id = t.workspace_id and x.name = new_name
    and (x.is_shared or t.is_shared or x.owner_id = t.owner_id))
  then
    perform private.problem('tag_exists');
  end if;
  if is_gone or new_name <> t.name then
    perform 1 from public.conversations c where c.workspace_id = t.workspace_id and c.tags @> array[t.name]
      and (t.is_shared or c.owner_id = t.owner_id) order by c.id for update;
    update public.conversations c set tags = case when is_gone then array_remove(c.tags, t.name)
      else array(select distinct x from unnest(array_replace(c.tags, t.name, new_name)) x order by x) end
    where c.workspace_id = t.workspace_id and c.tags @> array[t.name] and (t.is_shared or c.owner_id = t.owner_id);
  end if;
  if is_gone then
    delete from public.tags x where x.id = t.id;
  else
    update public.tags x set name = new_name, colour = coalesce(new_colour, x.colour) where x.id = t.id returning * into t;
  end if;
  return t;
end
$$;
revoke execute on function private.replace_tag(uuid, text, text, boolean) from public, anon;
grant execute on function private.replace_tag(uuid, text, text, boolean) to authenticated;
comment on function private.replace_tag(uuid, text, text, boolean) is 'See public.change_tag and public.delete_tag.';

create function public.change_tag(tag_id uuid, name text default null, colour text default null) returns public.tags
language sql volatile set search_path = ''
as $$ select private.replace_tag(tag_id, name, colour, false) $$;
revoke execute on function public.change_tag(uuid, text, text) from public, anon;
grant execute on function public.change_tag(uuid, text, text) to authenticated;
comment on function public.change_tag(uuid, text, text) is
  'Renames a tag on every conversation that carries it, or gives it another colour. A shared tag: its maker, or a manager. Errors: tag_not_found, tag_invalid, tag_exists, tag_colour_unknown, workspace_role_insufficient.';

create function public.delete_tag(tag_id uuid) returns public.tags
language sql volatile set search_path = ''
as $$ select private.replace_tag(tag_id, null, null, true) $$;
revoke execute on function public.delete_tag(uuid) from public, anon;
grant execute on function public.delete_tag(uuid) to authenticated;
comment on function public.delete_tag(uuid) is
  'Takes a tag off every conversation and forgets it; answers what it was. A shared tag: its maker, or a manager. Errors: tag_not_found, workspace_role_insufficient.';

insert into private.problems (slug, status, sentence, cure) values
  ('tag_invalid', 422, 'Cannot use this tag: it is empty, longer than 40 characters or has a comma or control character', 'Choose a shorter word.'),
  ('tag_exists', 409, 'Cannot rename the tag: another one has this name', 'Choose another name, or tag the conversations with the other one.'),
  ('tag_not_found', 404, 'Cannot find the tag: it does not exist or is somebody else''s', 'Choose one from the table tags.'),
  ('tag_colour_unknown', 422, 'Cannot use this colour: it is not one of the nine', 'Use grey, red, orange, yellow, green, teal, blue, purple or pink.');
