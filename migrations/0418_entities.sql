-- Entities (PRM-5): people, organisations, projects and topics a workspace talks about, with the other names they go by.
create table public.entities (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  is_shared boolean not null default false,
  kind text not null constraint entities_kind_is_known check (kind in ('person', 'organisation', 'project', 'topic')),
  name text not null constraint entities_name_is_short_text check (length(btrim(name)) between 1 and 200),
  aliases text[] not null default '{}'
    constraint entities_aliases_are_few_and_short check (cardinality(aliases) <= 30 and length(array_to_string(aliases, ',')) <= 3000),
  description text not null default '' constraint entities_description_is_short check (length(description) <= 5000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.entities is 'Who and what is talked about, under all its names. Written by people directly.';
comment on column public.entities.id is 'Entity id.';
comment on column public.entities.workspace_id is 'Workspace.';
comment on column public.entities.owner_id is 'Who made it.';
comment on column public.entities.is_shared is 'Whether the workspace sees it.';
comment on column public.entities.kind is 'person, organisation, project or topic.';
comment on column public.entities.name is 'Name.';
comment on column public.entities.aliases is 'Other names.';
comment on column public.entities.description is 'What it is.';
comment on column public.entities.created_at is 'When it was made.';
comment on column public.entities.updated_at is 'When it last changed.';
-- one of a kind and name, whatever the case, for each owner
create unique index entities_name_idx on public.entities (workspace_id, owner_id, kind, lower(btrim(name))); -- for "never twice"
create index entities_owner_id_idx on public.entities (owner_id); -- for deleting a profile

create trigger touch_updated_at before update on public.entities
  for each row execute function private.touch_updated_at();

alter table public.entities enable row level security;
create policy "people read their own and shared entities" on public.entities for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
create policy "people change their own entities" on public.entities for update to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())))
  with check (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.entities to authenticated;
grant update (kind, name, aliases, description) on public.entities to authenticated;
grant select on public.entities to service_role;
-- not granted: insert, delete, updating is_shared; the verbs below

-- definer: the column is not granted.
create function private.share_entity(wanted uuid, shared boolean) returns public.entities
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  changed public.entities;
begin
  update public.entities x set is_shared = shared
  where x.id = wanted and x.owner_id = private.require_user() and x.workspace_id in (select private.my_workspace_ids())
  returning * into changed;
  if not found then perform private.problem('entity_not_found'); end if;
  return changed;
end
$$;
revoke execute on function private.share_entity(uuid, boolean) from public, anon;
grant execute on function private.share_entity(uuid, boolean) to authenticated;
comment on function private.share_entity(uuid, boolean) is 'See public.share_entity.';

create function public.share_entity(entity_id uuid, is_shared boolean default true) returns public.entities
language sql volatile
set search_path = ''
as $$ select private.share_entity(entity_id, is_shared) $$;
revoke execute on function public.share_entity(uuid, boolean) from public, anon;
grant execute on function public.share_entity(uuid, boolean) to authenticated;
comment on function public.share_entity(uuid, boolean) is 'The owner shows it to the workspace, or takes it back. Errors: entity_not_found.';

-- definer: inserting is not granted.
create function private.create_entity(in_workspace uuid, kind text, name text, aliases text[], description text) returns public.entities
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  made public.entities;
  rule text;
begin
  perform private.require_role(in_workspace, 'member');
  insert into public.entities (workspace_id, owner_id, kind, name, aliases, description) values (in_workspace, auth.uid(), create_entity.kind, create_entity.name, coalesce(create_entity.aliases, '{}'), coalesce(create_entity.description, '')) returning * into made;
  return made;
exception when integrity_constraint_violation then
  get stacked diagnostics rule = constraint_name;
  perform private.problem('entity_invalid', replace(rule, '_', ' '));
  return null;
end
$$;
revoke execute on function private.create_entity(uuid, text, text, text[], text) from public, anon;
grant execute on function private.create_entity(uuid, text, text, text[], text) to authenticated;
comment on function private.create_entity(uuid, text, text, text[], text) is 'See public.create_entity.';

create function public.create_entity(workspace_id uuid, kind text, name text, aliases text[] default '{}', description text default '') returns public.entities
language sql volatile
set search_path = ''
as $$ select private.create_entity(workspace_id, kind, name, aliases, description) $$;
revoke execute on function public.create_entity(uuid, text, text, text[], text) from public, anon;
grant execute on function public.create_entity(uuid, text, text, text[], text) to authenticated;
comment on function public.create_entity(uuid, text, text, text[], text) is 'Writes down one of the caller''s own, private until shared: kind (person, organisation, project, topic), name, aliases and description. Errors: workspace_not_found, entity_invalid.';

-- definer: deleting is not granted.
create function private.delete_entity(wanted uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  delete from public.entities x where x.id = wanted and x.owner_id = private.require_user() and x.workspace_id in (select private.my_workspace_ids());
  if not found then perform private.problem('entity_not_found'); end if;
end
$$;
revoke execute on function private.delete_entity(uuid) from public, anon;
grant execute on function private.delete_entity(uuid) to authenticated;
comment on function private.delete_entity(uuid) is 'See public.delete_entity.';

create function public.delete_entity(entity_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.delete_entity(entity_id) $$;
revoke execute on function public.delete_entity(uuid) from public, anon;
grant execute on function public.delete_entity(uuid) to authenticated;
comment on function public.delete_entity(uuid) is 'The owner deletes it, and what memory holds of it. Errors: entity_not_found.';

insert into private.problems (slug, status, sentence, cure) values
  ('entity_not_found', 404, 'Cannot find the entity: it does not exist or is not yours', 'Check the id in your list of entities.'),
  ('entity_invalid', 422, 'Cannot save the entity: a value is outside its rule, or there is one of this name', 'Correct what the detail names.');
