-- Contact tones (DRF-2): how one person is written to, whatever the defaults say. And the rule that finds the tone for anybody.
create table public.contact_tones (
  contact_id uuid primary key,
  workspace_id uuid not null,
  owner_id uuid not null,
  tone text constraint contact_tones_tone_is_known check (tone in ('warm', 'professional', 'concise', 'urgent')),
  tone_preset_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (workspace_id, owner_id, contact_id) references public.contacts (workspace_id, owner_id, id) on delete cascade,
  foreign key (workspace_id, tone_preset_id) references public.tone_presets (workspace_id, id) on delete cascade,
  constraint contact_tones_say_one_thing check ((tone is null) <> (tone_preset_id is null))
);
comment on table public.contact_tones is 'Tone or preset one contact is written to in. Written by set_contact_tone(); its owner''s business alone.';
comment on column public.contact_tones.contact_id is 'Contact.';
comment on column public.contact_tones.workspace_id is 'Workspace.';
comment on column public.contact_tones.owner_id is 'Member the contact belongs to.';
comment on column public.contact_tones.tone is 'A built-in tone, or null for a preset.';
comment on column public.contact_tones.tone_preset_id is 'A preset, or null for a built-in tone.';
comment on column public.contact_tones.created_at is 'When it was chosen.';
comment on column public.contact_tones.updated_at is 'When it last changed.';
create index contact_tones_contact_idx on public.contact_tones (workspace_id, owner_id, contact_id); -- for the foreign key
create index contact_tones_preset_idx on public.contact_tones (workspace_id, tone_preset_id); -- for the foreign key

create trigger touch_updated_at before update on public.contact_tones
  for each row execute function private.touch_updated_at();

alter table public.contact_tones enable row level security;
create policy "people read how they write to their contacts" on public.contact_tones for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.contact_tones to authenticated, service_role;
-- not granted: insert, update, delete; the verb checks contact and preset

-- definer: writes a row nobody may write directly.
create function private.set_contact_tone(for_contact uuid, wanted_tone text, wanted_preset uuid) returns public.contact_tones
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  person public.contacts;
  saved public.contact_tones;
begin
  select * into person from public.contacts c
  where c.id = for_contact and c.owner_id = private.require_user() and c.workspace_id in (select private.my_workspace_ids());
  if not found then perform private.problem('contact_not_found'); end if;
  if wanted_tone is not null and wanted_tone not in ('warm', 'professional', 'concise', 'urgent') or wanted_tone is not null and wanted_preset is not null then
    perform private.problem('tone_unknown');
  end if;
  if wanted_preset is not null and not exists (select 1 from public.tone_presets p
    where p.id = wanted_preset and p.workspace_id = person.workspace_id and (p.is_shared or p.owner_id = auth.uid()))
  then
    perform private.problem('tone_preset_not_found');
  end if;
  delete from public.contact_tones t where t.contact_id = for_contact;
  if wanted_tone is null and wanted_preset is null then return null; end if;
  insert into public.contact_tones (contact_id, workspace_id, owner_id, tone, tone_preset_id)
  values (for_contact, person.workspace_id, person.owner_id, wanted_tone, wanted_preset)
  on conflict (contact_id) do update set tone = excluded.tone, tone_preset_id = excluded.tone_preset_id returning * into saved;
  return saved;
end
$$;
revoke execute on function private.set_contact_tone(uuid, text, uuid) from public, anon;
grant execute on function private.set_contact_tone(uuid, text, uuid) to authenticated;
comment on function private.set_contact_tone(uuid, text, uuid) is 'See public.set_contact_tone.';

create function public.set_contact_tone(contact_id uuid, tone text default null, tone_preset_id uuid default null) returns public.contact_tones
language sql volatile
set search_path = ''
as $$ select private.set_contact_tone(contact_id, tone, tone_preset_id) $$;
revoke execute on function public.set_contact_tone(uuid, text, uuid) from public, anon;
grant execute on function public.set_contact_tone(uuid, text, uuid) to authenticated;
comment on function public.set_contact_tone(uuid, text, uuid) is
  'The caller''s contact is written to in this tone or preset; with neither, as everybody. Errors: contact_not_found, tone_unknown, tone_preset_not_found.';

-- The closest word counts: this person's, one's own default, the workspace's default preset, the workspace's tone.
create function private.tone_for(in_workspace uuid, for_owner uuid, address text, out tone text, out tone_preset_id uuid)
language sql stable
set search_path = ''
as $$
  select coalesce(p.base_tone, choice.tone), p.id
  from (
    select 1 as place, t.tone, t.tone_preset_id from public.contact_methods m
    join public.contact_tones t on t.contact_id = m.contact_id
    where m.workspace_id = in_workspace and m.owner_id = for_owner and m.kind = 'email' and m.value = address
    union all
    select case when x.is_shared then 3 else 2 end, null, x.id from public.tone_presets x
    where x.workspace_id = in_workspace and x.is_default and (x.is_shared or x.owner_id = for_owner)
    union all
    select 4, w.default_tone, null from public.workspaces w where w.id = in_workspace
  ) choice
  -- a preset that was the workspace's once may be somebody's own again
  left join public.tone_presets p on p.id = choice.tone_preset_id and p.workspace_id = in_workspace and (p.is_shared or p.owner_id = for_owner)
  where coalesce(p.base_tone, choice.tone) is not null
  order by choice.place limit 1
$$;
revoke execute on function private.tone_for(uuid, uuid, text) from public, anon, authenticated, service_role;
comment on function private.tone_for(uuid, uuid, text) is 'The tone, and the preset if one, in which a member writes to an address.';

insert into private.problems (slug, status, sentence, cure) values
  ('contact_not_found', 404, 'Cannot find the contact: it does not exist or is somebody else''s', 'Choose one of your own from the table contacts.');
