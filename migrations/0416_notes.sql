-- Notes (PRM-5): what somebody writes down for themselves or the workspace. Private until shared.
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  is_shared boolean not null default false,
  title text not null default '' constraint notes_title_is_short check (length(title) <= 300),
  body text not null constraint notes_body_is_text check (length(btrim(body)) between 1 and 50000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.notes is 'Notes of people, searchable like messages. Written by people directly.';
comment on column public.notes.id is 'Note id.';
comment on column public.notes.workspace_id is 'Workspace.';
comment on column public.notes.owner_id is 'Who wrote it.';
comment on column public.notes.is_shared is 'Whether the workspace sees it.';
comment on column public.notes.title is 'Title.';
comment on column public.notes.body is 'What it says.';
comment on column public.notes.created_at is 'When it was written.';
comment on column public.notes.updated_at is 'When it last changed.';
create index notes_workspace_id_owner_id_idx on public.notes (workspace_id, owner_id, updated_at desc); -- for lists and policies
create index notes_owner_id_idx on public.notes (owner_id); -- for deleting a profile

create trigger touch_updated_at before update on public.notes
  for each row execute function private.touch_updated_at();

alter table public.notes enable row level security;
create policy "people read their own and shared notes" on public.notes for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
create policy "people change their own notes" on public.notes for update to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())))
  with check (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.notes to authenticated;
grant update (title, body) on public.notes to authenticated;
grant select on public.notes to service_role;
-- not granted: insert, delete, updating is_shared; the verbs below

-- definer: the column is not granted.
create function private.share_note(wanted uuid, shared boolean) returns public.notes
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  changed public.notes;
begin
  update public.notes x set is_shared = shared
  where x.id = wanted and x.owner_id = private.require_user() and x.workspace_id in (select private.my_workspace_ids())
  returning * into changed;
  if not found then perform private.problem('note_not_found'); end if;
  return changed;
end
$$;
revoke execute on function private.share_note(uuid, boolean) from public, anon;
grant execute on function private.share_note(uuid, boolean) to authenticated;
comment on function private.share_note(uuid, boolean) is 'See public.share_note.';

create function public.share_note(note_id uuid, is_shared boolean default true) returns public.notes
language sql volatile
set search_path = ''
as $$ select private.share_note(note_id, is_shared) $$;
revoke execute on function public.share_note(uuid, boolean) from public, anon;
grant execute on function public.share_note(uuid, boolean) to authenticated;
comment on function public.share_note(uuid, boolean) is 'The owner shows it to the workspace, or takes it back. Errors: note_not_found.';

-- definer: inserting is not granted.
create function private.create_note(in_workspace uuid, body text, title text) returns public.notes
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  made public.notes;
  rule text;
begin
  perform private.require_role(in_workspace, 'member');
  insert into public.notes (workspace_id, owner_id, body, title) values (in_workspace, auth.uid(), create_note.body, coalesce(create_note.title, '')) returning * into made;
  return made;
exception when integrity_constraint_violation then
  get stacked diagnostics rule = constraint_name;
  perform private.problem('note_invalid', replace(rule, '_', ' '));
  return null;
end
$$;
revoke execute on function private.create_note(uuid, text, text) from public, anon;
grant execute on function private.create_note(uuid, text, text) to authenticated;
comment on function private.create_note(uuid, text, text) is 'See public.create_note.';

create function public.create_note(workspace_id uuid, body text, title text default '') returns public.notes
language sql volatile
set search_path = ''
as $$ select private.create_note(workspace_id, body, title) $$;
revoke execute on function public.create_note(uuid, text, text) from public, anon;
grant execute on function public.create_note(uuid, text, text) to authenticated;
comment on function public.create_note(uuid, text, text) is 'Writes down one of the caller''s own, private until shared: body and title. Errors: workspace_not_found, note_invalid.';

-- definer: deleting is not granted.
create function private.delete_note(wanted uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  delete from public.notes x where x.id = wanted and x.owner_id = private.require_user() and x.workspace_id in (select private.my_workspace_ids());
  if not found then perform private.problem('note_not_found'); end if;
end
$$;
revoke execute on function private.delete_note(uuid) from public, anon;
grant execute on function private.delete_note(uuid) to authenticated;
comment on function private.delete_note(uuid) is 'See public.delete_note.';

create function public.delete_note(note_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.delete_note(note_id) $$;
revoke execute on function public.delete_note(uuid) from public, anon;
grant execute on function public.delete_note(uuid) to authenticated;
comment on function public.delete_note(uuid) is 'The owner deletes it, and what memory holds of it. Errors: note_not_found.';

insert into private.problems (slug, status, sentence, cure) values
  ('note_not_found', 404, 'Cannot find the note: it does not exist or is not yours', 'Check the id in your list of notes.'),
  ('note_invalid', 422, 'Cannot save the note: a value is outside its rule, or there is one of this name', 'Correct what the detail names.');
