-- Tone presets (DRF-2): how somebody, or the whole workspace, wants mail to sound, in their own words. A preset belongs to its
-- maker until an admin makes it the workspace's. It steers the words of a draft and nothing else: never who gets it.
create table public.tone_presets (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  is_shared boolean not null default false,
  name text not null constraint tone_presets_name_is_short_text check (length(btrim(name)) between 1 and 80),
  description text not null default '' constraint tone_presets_description_is_short check (length(description) <= 500),
  instructions text not null default '' constraint tone_presets_instructions_are_short check (length(instructions) <= 4000),
  examples text[] not null default '{}' constraint tone_presets_examples_are_few_and_short
    check (cardinality(examples) <= 5 and length(array_to_string(examples, '')) <= 10000 and array_position(examples, null) is null),
  base_tone text not null default 'warm'
    constraint tone_presets_base_tone_is_known check (base_tone in ('warm', 'professional', 'concise', 'urgent')),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id)
);
comment on table public.tone_presets is 'How drafts should sound. Written by create_tone_preset() and change_tone_preset().';
comment on column public.tone_presets.id is 'Preset id.';
comment on column public.tone_presets.workspace_id is 'Workspace.';
comment on column public.tone_presets.owner_id is 'Who made it.';
comment on column public.tone_presets.is_shared is 'The workspace''s: everybody may use it, admins change it.';
comment on column public.tone_presets.name is 'Name.';
comment on column public.tone_presets.description is 'What it is for, in a line.';
comment on column public.tone_presets.instructions is 'The system prompt of the tone: how to write, in the words of a member. Given to models beside our own rules, never above them.';
comment on column public.tone_presets.examples is 'Mails that sound right. Greeting, ending and length are learned from them; with built-in rules too.';
comment on column public.tone_presets.base_tone is 'The built-in tone it is nearest to: what the rules without a model write in.';
comment on column public.tone_presets.is_default is 'Used where nothing closer says otherwise: a person''s own before the workspace''s.';
comment on column public.tone_presets.created_at is 'When it was made.';
comment on column public.tone_presets.updated_at is 'When it last changed.';
create unique index tone_presets_own_name_idx on public.tone_presets (workspace_id, owner_id, lower(btrim(name))) where not is_shared; -- for one of a name
create unique index tone_presets_shared_name_idx on public.tone_presets (workspace_id, lower(btrim(name))) where is_shared; -- for one of a name
create unique index tone_presets_own_default_idx on public.tone_presets (workspace_id, owner_id) where is_default and not is_shared; -- for one default each
create unique index tone_presets_shared_default_idx on public.tone_presets (workspace_id) where is_default and is_shared; -- for one default of the workspace
create index tone_presets_owner_id_idx on public.tone_presets (owner_id); -- for deleting a profile

create trigger touch_updated_at before update on public.tone_presets
  for each row execute function private.touch_updated_at();

alter table public.tone_presets enable row level security;
create policy "people read their own and the workspace's presets" on public.tone_presets for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.tone_presets to authenticated, service_role;
-- not granted: insert, update, delete; sharing is an admin's word, and there is one default

-- definer: writes rows nobody may write directly.
create function private.save_tone_preset(in_workspace uuid, wanted uuid, settings jsonb) returns public.tone_presets
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  unknown_key text := (select min(key) from jsonb_object_keys(coalesce(settings, '{}')) key
    where key not in ('name', 'description', 'instructions', 'examples', 'base_tone', 'is_default', 'is_shared'));
  p public.tone_presets;
  was_shared boolean;
  rule text;
begin
  perform private.require_user();
  if unknown_key is not null then perform private.problem('setting_unknown', left(unknown_key, 60)); end if;
  if wanted is null then
    perform private.require_role(in_workspace, 'member');
    p.id := gen_random_uuid();
    p.workspace_id := in_workspace;
    p.owner_id := auth.uid();
    p := jsonb_populate_record(p, '{"is_shared": false, "description": "", "instructions": "", "examples": [], "base_tone": "warm", "is_default": false}');
  else
    select * into p from public.tone_presets x
    where x.id = wanted and x.workspace_id in (select private.my_workspace_ids()) and (x.owner_id = auth.uid() or x.is_shared) for update;
    if not found then perform private.problem('tone_preset_not_found'); end if;
  end if;
  was_shared := p.is_shared;
  p := jsonb_populate_record(p, settings);
  -- what everybody writes in is an admin's word
  if was_shared or p.is_shared then perform private.require_role(p.workspace_id, 'admin'); end if;
  if p.is_default then
    update public.tone_presets x set is_default = false
    where x.workspace_id = p.workspace_id and x.is_shared = p.is_shared and (p.is_shared or x.owner_id = p.owner_id) and x.id <> p.id and x.is_default;
  end if;
  insert into public.tone_presets (id, workspace_id, owner_id, is_shared, name, description, instructions, examples, base_tone, is_default)
  values (p.id, p.workspace_id, p.owner_id, p.is_shared, p.name, p.description, p.instructions, p.examples, p.base_tone, p.is_default)
  on conflict (id) do update set is_shared = excluded.is_shared, name = excluded.name, description = excluded.description,
    instructions = excluded.instructions, examples = excluded.examples, base_tone = excluded.base_tone, is_default = excluded.is_default
  returning * into p;
  return p;
exception
  when unique_violation then
    perform private.problem('tone_preset_exists');
    return null;
  when integrity_constraint_violation or data_exception then
    get stacked diagnostics rule = constraint_name;
    perform private.problem('tone_preset_invalid', coalesce(nullif(replace(rule, '_', ' '), ''), 'a value has the wrong form, ' || sqlstate));
    return null;
end
$$;
revoke execute on function private.save_tone_preset(uuid, uuid, jsonb) from public, anon;
grant execute on function private.save_tone_preset(uuid, uuid, jsonb) to authenticated;
comment on function private.save_tone_preset(uuid, uuid, jsonb) is 'See public.create_tone_preset and public.change_tone_preset.';

create function public.create_tone_preset(workspace_id uuid, preset jsonb) returns public.tone_presets
language sql volatile
set search_path = ''
as $$ select private.save_tone_preset(workspace_id, null, preset) $$;
revoke execute on function public.create_tone_preset(uuid, jsonb) from public, anon;
grant execute on function public.create_tone_preset(uuid, jsonb) to authenticated;
comment on function public.create_tone_preset(uuid, jsonb) is
  'Makes a preset of the caller''s, or (admins, is_shared) of the workspace. preset: {name, description, instructions, examples, base_tone, is_default, is_shared}; only name is required. Errors: workspace_not_found, workspace_role_insufficient, setting_unknown, tone_preset_exists, tone_preset_invalid.';

create function public.change_tone_preset(tone_preset_id uuid, preset jsonb) returns public.tone_presets
language sql volatile
set search_path = ''
as $$ select private.save_tone_preset(null, tone_preset_id, preset) $$;
revoke execute on function public.change_tone_preset(uuid, jsonb) from public, anon;
grant execute on function public.change_tone_preset(uuid, jsonb) to authenticated;
comment on function public.change_tone_preset(uuid, jsonb) is
  'Changes the fields that are named. A workspace''s preset: admins. Errors: tone_preset_not_found, workspace_role_insufficient, setting_unknown, tone_preset_exists, tone_preset_invalid.';

-- definer: deleting is not granted.
create function private.delete_tone_preset(wanted uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  p public.tone_presets;
begin
  perform private.require_user();
  select * into p from public.tone_presets x
  where x.id = wanted and x.workspace_id in (select private.my_workspace_ids()) and (x.owner_id = auth.uid() or x.is_shared);
  if not found then perform private.problem('tone_preset_not_found'); end if;
  if p.is_shared then perform private.require_role(p.workspace_id, 'admin'); end if;
  delete from public.tone_presets x where x.id = wanted;
end
$$;
revoke execute on function private.delete_tone_preset(uuid) from public, anon;
grant execute on function private.delete_tone_preset(uuid) to authenticated;
comment on function private.delete_tone_preset(uuid) is 'See public.delete_tone_preset.';

create function public.delete_tone_preset(tone_preset_id uuid) returns void
language sql volatile
set search_path = ''
as $$ select private.delete_tone_preset(tone_preset_id) $$;
revoke execute on function public.delete_tone_preset(uuid) from public, anon;
grant execute on function public.delete_tone_preset(uuid) to authenticated;
comment on function public.delete_tone_preset(uuid) is
  'Deletes a preset; drafts written in it stay, contacts written to in it are written to as before. A workspace''s preset: admins. Errors: tone_preset_not_found, workspace_role_insufficient.';

insert into private.problems (slug, status, sentence, cure) values
  ('tone_preset_not_found', 404, 'Cannot find the tone preset: it does not exist or is somebody else''s', 'Choose one from the table tone_presets.'),
  ('tone_preset_exists', 409, 'Cannot save the tone preset: there is one of this name', 'Choose another name, or change the other one.'),
  ('tone_preset_invalid', 422, 'Cannot save the tone preset: a value is outside its rule', 'Correct what the detail names.');
