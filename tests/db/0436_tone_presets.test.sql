-- Tone presets and contact tones (DRF-2): whose they are, one default each, and which tone a person is written to in.
select plan(26);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account;
grant select on story to public;
select tests.deliver(account, tests.mail('one')) from story;
create function pg_temp.outcome(statement text, who text) returns text language plpgsql as $$
declare
  answer text;
begin
  perform tests.become(who);
  execute statement into answer;
  perform tests.become_nobody();
  return answer;
exception when others then
  perform tests.become_nobody();
  return sqlstate || ' ' || sqlerrm;
end
$$;
create function pg_temp.preset(preset_name text) returns uuid language sql security definer as $$ select id from public.tone_presets where name = preset_name $$;
create function pg_temp.tone() returns text language sql security definer as $$
  select concat_ws(' ', t.tone, p.name) from private.tone_for(tests.id('acme'), tests.id('ada'), 'bob@globex.test') t left join public.tone_presets p on p.id = t.tone_preset_id $$;
grant execute on all functions in schema pg_temp to public;
create function pg_temp.make(settings text) returns text language sql as $$ select format('select (public.create_tone_preset(tests.id(''acme''), %L)).name', settings) $$;

-- making and changing
select is(pg_temp.outcome(pg_temp.make('{"name": "Crisp", "instructions": "Short sentences.", "examples": ["Hi Bob,\n\nyes.\n\nCheers\nAda"], "base_tone": "concise"}'), 'ada'), 'Crisp',
  'DRF-2 Ada makes a preset of her own');
select is(pg_temp.outcome(pg_temp.make('{"name": "crisp "}'), 'ada'), 'PT409 tone_preset_exists', 'DRF-2 two of one name would be one too many');
select is(pg_temp.outcome(pg_temp.make('{"name": "Crisp"}'), 'ben'), 'Crisp', 'DRF-2 Ben may have one of that name');
select is(pg_temp.outcome(pg_temp.make('{"name": " "}'), 'ada'), 'PT422 tone_preset_invalid', 'DRF-2 a preset has a name');
select is(pg_temp.outcome(pg_temp.make('{}'), 'ada'), 'PT422 tone_preset_invalid', 'DRF-2 at least');
select is(pg_temp.outcome(pg_temp.make('{"name": "x", "base_tone": "rude"}'), 'ada'), 'PT422 tone_preset_invalid', 'DRF-2 its nearest tone is one of the four');
select is(pg_temp.outcome(pg_temp.make('{"name": "x", "examples": ["1","2","3","4","5","6"]}'), 'ada'), 'PT422 tone_preset_invalid', 'DRF-2 five examples are enough');
select is(pg_temp.outcome(pg_temp.make('{"name": "x", "recipient": "eve@evil.test"}'), 'ada'), 'PT422 setting_unknown', 'DRF-2 a preset names no recipient');
select is(pg_temp.outcome(pg_temp.make('{"name": "House", "is_shared": true}'), 'ben'), 'PT403 workspace_role_insufficient', 'DRF-2 Ben does not speak for the workspace');
select is(pg_temp.outcome(pg_temp.make('{"name": "House", "is_shared": true, "base_tone": "professional"}'), 'eve'), 'House', 'DRF-2 Eve, an admin, does');
select is(pg_temp.outcome(pg_temp.make('{"name": "Spy"}'), 'cy'), 'PT404 workspace_not_found', 'DRF-2 Cy makes none in Acme');
select is(pg_temp.outcome(format('select (public.change_tone_preset(%L, ''{"description": "Ours"}'')).description', pg_temp.preset('House')), 'ben'), 'PT403 workspace_role_insufficient',
  'DRF-2 nor does Ben change the workspace''s');
select is(pg_temp.outcome(format('select (public.change_tone_preset(%L, ''{"description": "Ours"}'')).description', pg_temp.preset('House')), 'eve'), 'Ours', 'DRF-2 Eve does');
select is(pg_temp.outcome(format('select (public.change_tone_preset(%L, ''{"is_shared": true}'')).name', (select id from public.tone_presets where name = 'Crisp' and owner_id = tests.id('ben'))), 'ben'),
  'PT403 workspace_role_insufficient', 'DRF-2 sharing one''s own takes an admin too');

-- whose they are
select tests.become('ben');
select set_eq('select name from public.tone_presets where owner_id <> tests.id(''ben'')', array['House'], 'DRF-2 Ben reads the workspace''s and not Ada''s');
select tests.become('cy');
select is_empty('select 1 from public.tone_presets', 'DRF-2 Cy reads none');
select tests.become_nobody();

-- the closest word counts
select is(pg_temp.tone(), 'warm', 'DRF-2 without presets the workspace''s tone counts');
select pg_temp.outcome(format('select public.change_tone_preset(%L, ''{"is_default": true}'')', pg_temp.preset('House')), 'eve');
select is(pg_temp.tone(), 'professional House', 'DRF-2 then the workspace''s default preset');
select pg_temp.outcome(format('select public.change_tone_preset(%L, ''{"is_default": true}'')', (select id from public.tone_presets where name = 'Crisp' and owner_id = tests.id('ada'))), 'ada');
select is(pg_temp.tone(), 'concise Crisp', 'DRF-2 before it one''s own');
create temporary table person as select contact_id as id from public.contact_methods where value = 'bob@globex.test';
grant select on person to public;
select is(pg_temp.outcome('select (public.set_contact_tone(id, ''urgent'')).tone from person', 'ada'), 'urgent', 'DRF-2 Ada writes to Bob in another tone');
select is(pg_temp.tone(), 'urgent', 'DRF-2 which comes before everything');
select is(pg_temp.outcome(format('select (public.set_contact_tone(id, null, %L)).tone_preset_id from person', pg_temp.preset('House')), 'ada'), pg_temp.preset('House')::text, 'DRF-2 or in a preset');
select is(pg_temp.tone(), 'professional House', 'DRF-2 which then counts');
select is(array[pg_temp.outcome('select public.set_contact_tone(id, ''warm'') from person', 'ben'), pg_temp.outcome('select public.set_contact_tone(id, ''warm'') from person', 'cy'),
    pg_temp.outcome('select public.set_contact_tone(id, ''rude'') from person', 'ada'),
    pg_temp.outcome(format('select public.set_contact_tone(id, null, %L) from person', (select id from public.tone_presets where owner_id = tests.id('ben'))), 'ada')],
  array['PT404 contact_not_found', 'PT404 contact_not_found', 'PT422 tone_unknown', 'PT404 tone_preset_not_found'], 'DRF-2 only Ada, only tones there are, only presets she may use');
select pg_temp.outcome('select public.set_contact_tone(id) from person', 'ada');
select is(pg_temp.tone(), 'concise Crisp', 'DRF-2 without either Bob is written to as everybody');
select is(array[pg_temp.outcome(format('select public.delete_tone_preset(%L)', pg_temp.preset('House')), 'ben'), pg_temp.outcome(format('select public.delete_tone_preset(%L)', pg_temp.preset('House')), 'cy'),
    pg_temp.outcome(format('select public.delete_tone_preset(%L)', pg_temp.preset('House')), 'eve')],
  array['PT403 workspace_role_insufficient', 'PT404 tone_preset_not_found', null], 'DRF-2 an admin deletes the workspace''s');
select * from finish();
