-- Contacts: the people on the other side, met through one member's accounts. A contact belongs to that member, like
-- the mail it came from (TEN-4): two members who write to the same person have two contacts until they share.
create table public.contacts (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  is_shared boolean not null default false,
  display_name text,
  display_name_source text not null default 'none'
    constraint contacts_display_name_source_is_known check (display_name_source in ('none', 'header', 'person')),
  time_zone public.time_zone,
  away_until date,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, owner_id, id)
);
comment on table public.contacts is 'A person a member corresponds with. Written by store_messages(); people edit the name and zone.';
comment on column public.contacts.id is 'Contact id.';
comment on column public.contacts.workspace_id is 'Workspace.';
comment on column public.contacts.owner_id is 'Member whose correspondence the contact comes from.';
comment on column public.contacts.is_shared is 'Whether the whole workspace sees the contact.';
comment on column public.contacts.display_name is 'Name; a person''s edit is never overwritten by mail.';
comment on column public.contacts.display_name_source is 'none, header (read from mail) or person (edited).';
comment on column public.contacts.time_zone is 'IANA zone, when known.';
comment on column public.contacts.away_until is 'First day they are expected back, from an out-of-office reply; nothing is sent before.';
comment on column public.contacts.first_seen_at is 'Earliest message with them.';
comment on column public.contacts.last_seen_at is 'Latest message with them.';
comment on column public.contacts.created_at is 'When the row was made.';
comment on column public.contacts.updated_at is 'When the row last changed.';
create index contacts_owner_id_idx on public.contacts (owner_id); -- for deleting a profile
create index contacts_recent_idx on public.contacts (workspace_id, owner_id, last_seen_at desc, id); -- for lists, newest first
create index contacts_name_idx on public.contacts using gin (workspace_id, owner_id, display_name extensions.gin_trgm_ops); -- for finding people by a part of a name, or a name spelled nearly so

create table public.contact_methods (
  workspace_id uuid not null,
  owner_id uuid not null,
  contact_id uuid not null,
  is_shared boolean not null default false,
  kind text not null constraint contact_methods_kind_is_known check (kind in ('email')),
  value text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, owner_id, kind, value),
  foreign key (workspace_id, owner_id, contact_id) references public.contacts (workspace_id, owner_id, id) on delete cascade
);
comment on table public.contact_methods is 'How a contact can be reached; one address belongs to one contact of a member.';
comment on column public.contact_methods.workspace_id is 'Workspace.';
comment on column public.contact_methods.owner_id is 'Member the contact belongs to.';
comment on column public.contact_methods.contact_id is 'Contact.';
comment on column public.contact_methods.is_shared is 'Copied from the contact.';
comment on column public.contact_methods.kind is 'Kind of address.';
comment on column public.contact_methods.value is 'Normalised address.';
comment on column public.contact_methods.created_at is 'When it was first seen.';
create index contact_methods_contact_idx on public.contact_methods (workspace_id, owner_id, contact_id); -- for a contact's addresses
create index contact_methods_value_idx on public.contact_methods using gin (workspace_id, owner_id, value extensions.gin_trgm_ops); -- for finding people by a part of an address

create function private.keep_edited_contact() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  -- current_user is the API role for people, the function owner for the ingest path.
  if current_user = 'authenticated' and new.display_name is distinct from old.display_name then
    new.display_name_source := 'person';
  end if;
  return new;
end
$$;
revoke execute on function private.keep_edited_contact() from public, anon, authenticated, service_role;
comment on function private.keep_edited_contact() is 'Before update: remembers that a person chose the name.';
create trigger keep_edited_contact before update on public.contacts
  for each row execute function private.keep_edited_contact();

alter table public.contacts enable row level security;
create policy "people read their own and shared contacts" on public.contacts for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
create policy "people edit their own and shared contacts" on public.contacts for update to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())) and (owner_id = (select auth.uid()) or is_shared))
  with check (workspace_id = any (array(select private.my_workspace_ids())) and (owner_id = (select auth.uid()) or is_shared));
grant select on public.contacts to authenticated, service_role;
grant update (display_name, time_zone) on public.contacts to authenticated;
-- not granted: insert and delete (contacts come from mail), away_until (comes from out-of-office replies)

alter table public.contact_methods enable row level security;
create policy "people read their own and shared contact methods" on public.contact_methods for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.contact_methods to authenticated, service_role;
-- not granted: insert, update, delete

-- Finds or makes the contact of an address and moves its first and last sight; older news changes no name.
create function private.note_contact(
  in_workspace uuid, for_owner uuid, shared boolean, address text, given_name text, seen_at timestamptz,
  out contact_id uuid, out is_new boolean
)
language plpgsql volatile
set search_path = ''
as $$
begin
  select m.contact_id into contact_id from public.contact_methods m
  where m.workspace_id = in_workspace and m.owner_id = for_owner and m.kind = 'email' and m.value = address;
  is_new := contact_id is null;
  if is_new then
    insert into public.contacts (workspace_id, owner_id, is_shared, display_name, display_name_source, first_seen_at, last_seen_at)
    values (in_workspace, for_owner, shared, given_name, case when given_name is null then 'none' else 'header' end, seen_at, seen_at)
    returning id into contact_id;
    insert into public.contact_methods (workspace_id, owner_id, contact_id, is_shared, kind, value)
    values (in_workspace, for_owner, contact_id, shared, 'email', address);
    return;
  end if;
  update public.contacts c set
    display_name = case when given_name is not null and c.display_name_source <> 'person'
      and (c.display_name is null or seen_at >= c.last_seen_at) then given_name else c.display_name end,
    display_name_source = case when given_name is not null and c.display_name_source = 'none' then 'header' else c.display_name_source end,
    first_seen_at = least(c.first_seen_at, seen_at),
    last_seen_at = greatest(c.last_seen_at, seen_at),
    is_shared = c.is_shared or shared
  where c.id = contact_id;
  if shared then
    update public.contact_methods m set is_shared = true
    where m.workspace_id = in_workspace and m.owner_id = for_owner and m.contact_id = note_contact.contact_id and not m.is_shared;
  end if;
end
$$;
revoke execute on function private.note_contact(uuid, uuid, boolean, text, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.note_contact(uuid, uuid, boolean, text, text, timestamptz) is 'The contact of an address and whether it is new.';
