-- Settings doors: the same columns people may update directly, with an answer a person can act on: a slug, the setting at
-- fault and its rule, instead of a bare constraint.

create function private.setting_problem(code text, rule text) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  -- rules are named as sentences: workspaces_retention_is_one_day_to_ten_years
  perform private.problem('setting_invalid', coalesce(nullif(replace(rule, '_', ' '), ''), 'a value has the wrong form, ' || code));
end
$$;
revoke execute on function private.setting_problem(text, text) from public, anon;
grant execute on function private.setting_problem(text, text) to authenticated;
comment on function private.setting_problem(text, text) is 'Raises setting_invalid with the rule that was broken.';

create function public.change_workspace(workspace_id uuid, settings jsonb) returns public.workspaces
language plpgsql volatile
set search_path = ''
as $$
declare
  known constant text[] := array['name', 'time_zone', 'default_tone', 'default_wait_hours', 'max_nudges', 'follow_up_window_days',
    'touch_gap_hours', 'quiet_hours_start', 'quiet_hours_end', 'autopilot_mode', 'retention_days', 'voice_guidelines', 'ai_budget_usd', 'branding'];
  unknown_key text := (select min(key) from jsonb_object_keys(coalesce(settings, '{}')) key where not key = any (known));
  wanted public.workspaces;
  changed public.workspaces;
  rule text;
begin
  if unknown_key is not null then perform private.problem('setting_unknown', left(unknown_key, 60)); end if;
  select * into wanted from public.workspaces w where w.id = change_workspace.workspace_id;
  if not found then perform private.problem('workspace_not_found'); end if;
  wanted := jsonb_populate_record(wanted, settings);
  update public.workspaces w set
    name = wanted.name, time_zone = wanted.time_zone, default_tone = wanted.default_tone, default_wait_hours = wanted.default_wait_hours,
    max_nudges = wanted.max_nudges, follow_up_window_days = wanted.follow_up_window_days, touch_gap_hours = wanted.touch_gap_hours,
    quiet_hours_start = wanted.quiet_hours_start, quiet_hours_end = wanted.quiet_hours_end, autopilot_mode = wanted.autopilot_mode,
    retention_days = wanted.retention_days, voice_guidelines = wanted.voice_guidelines, ai_budget_usd = wanted.ai_budget_usd, branding = wanted.branding
  where w.id = change_workspace.workspace_id returning * into changed;
  if not found then perform private.problem('workspace_role_insufficient', 'needs admin'); end if;
  return changed;
exception when integrity_constraint_violation or data_exception then
  get stacked diagnostics rule = constraint_name;
  perform private.setting_problem(sqlstate, rule);
  return null;
end
$$;
revoke execute on function public.change_workspace(uuid, jsonb) from public, anon;
grant execute on function public.change_workspace(uuid, jsonb) to authenticated;
comment on function public.change_workspace(uuid, jsonb) is
  'Admins change settings: an object with any of name, time_zone, default_tone, default_wait_hours, max_nudges, follow_up_window_days, touch_gap_hours, quiet_hours_start, quiet_hours_end, autopilot_mode, retention_days, voice_guidelines, ai_budget_usd, branding. Errors: workspace_not_found, workspace_role_insufficient, setting_unknown, setting_invalid, time_zone_unknown.';

create function public.change_profile(settings jsonb) returns public.profiles
language plpgsql volatile
set search_path = ''
as $$
declare
  unknown_key text := (select min(key) from jsonb_object_keys(coalesce(settings, '{}')) key
    where key not in ('display_name', 'time_zone', 'locale', 'working_hours'));
  wanted public.profiles;
  changed public.profiles;
  rule text;
begin
  if unknown_key is not null then perform private.problem('setting_unknown', left(unknown_key, 60)); end if;
  select * into wanted from public.profiles p where p.id = auth.uid();
  if not found then perform private.problem('profile_missing'); end if;
  wanted := jsonb_populate_record(wanted, settings);
  update public.profiles p set display_name = wanted.display_name, time_zone = wanted.time_zone, locale = wanted.locale,
    working_hours = wanted.working_hours
  where p.id = auth.uid() returning * into changed;
  return changed;
exception when integrity_constraint_violation or data_exception then
  get stacked diagnostics rule = constraint_name;
  perform private.setting_problem(sqlstate, rule);
  return null;
end
$$;
revoke execute on function public.change_profile(jsonb) from public, anon;
grant execute on function public.change_profile(jsonb) to authenticated;
comment on function public.change_profile(jsonb) is
  'The caller changes display_name, time_zone, locale or working_hours. Errors: profile_missing, setting_unknown, setting_invalid, time_zone_unknown, working_hours_invalid.';

insert into private.problems (slug, status, sentence, cure) values
  ('setting_invalid', 422, 'Cannot save the settings: a value is outside its rule', 'Correct the value the detail names.'),
  ('setting_unknown', 422, 'Cannot save the settings: there is no setting of this name', 'Use the names the function''s comment lists.');
