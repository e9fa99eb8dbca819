-- Settings doors of 0172 (TEN-5): what is wrong is told, nothing is half saved.
select plan(17);
select tests.cast_of_acme();
create function pg_temp.try(settings text) returns text language plpgsql as $$
declare
  told text;
begin
  perform public.change_workspace(tests.id('acme'), settings::jsonb);
  return 'saved';
exception when others then
  get stacked diagnostics told = pg_exception_detail;
  return sqlstate || ' ' || sqlerrm || ' ' || coalesce(substring(told from '\((.*)\)'), '');
end
$$;
grant execute on function pg_temp.try(text) to public;
select tests.become('eve');
select is(pg_temp.try('{"default_wait_hours": 48, "voice_guidelines": "Short."}'), 'saved', 'TEN-5 an admin saves settings');
select is((select default_wait_hours || voice_guidelines || max_nudges from public.workspaces where id = tests.id('acme')), '48Short.2', 'TEN-5 those and no others');
select is(pg_temp.try('{"voice_guidelines": null}'), 'saved', 'TEN-5 a text can be emptied');
select is(pg_temp.try('{"max_nudges": 99}'), 'PT422 setting_invalid workspaces max nudges is zero to ten', 'TEN-5 too many nudges');
select is(pg_temp.try('{"default_tone": "banana"}'), 'PT422 setting_invalid workspaces default tone is known', 'TEN-5 an unknown tone');
select is(pg_temp.try('{"retention_days": 0}'), 'PT422 setting_invalid workspaces retention is one day to ten years', 'TEN-5 no retention is refused, not "delete all"');
select alike(pg_temp.try('{"quiet_hours_start": "25:00"}'), 'PT422 setting_invalid a value has the wrong form%', 'TEN-5 an hour that does not exist');
select alike(pg_temp.try('{"max_nudges": "many"}'), 'PT422 setting_invalid%', 'TEN-5 a number that is none');
select is(pg_temp.try('{"name": null}'), 'PT422 setting_invalid a value has the wrong form, 23502', 'TEN-5 a name is needed');
select is(pg_temp.try('{"time_zone": "Mars/Olympus"}'), 'PT422 time_zone_unknown ', 'TEN-5 a zone that does not exist');
select is(pg_temp.try('{"admins_see_everything": true}'), 'PT422 setting_unknown admins_see_everything', 'TEN-4 visibility has its own audited verb');
select tests.become('ben');
select is(pg_temp.try('{"max_nudges": 1}'), 'PT403 workspace_role_insufficient needs admin', 'TEN-5 members are told that they may not');
select tests.become('cy');
select is(pg_temp.try('{"max_nudges": 1}'), 'PT404 workspace_not_found ', 'TEN-5 strangers that there is nothing');
select is((public.change_profile('{"locale": "fr-CA", "working_hours": {"mon": [["08:00", "12:00"]]}}')).locale, 'fr-CA', 'TEN-1 people change themselves');
select throws_ok($$ select public.change_profile('{"locale": "Deutsch"}') $$, 'PT422', 'setting_invalid', 'TEN-1 a language that is no tag');
select throws_ok($$ select public.change_profile('{"working_hours": {"mon": "9-5"}}') $$, 'PT422', 'working_hours_invalid', 'TEN-1 working hours in another form');
select throws_ok($$ select public.change_profile('{"email": "x@y.test"}') $$, 'PT422', 'setting_unknown', 'TEN-1 the address belongs to Auth');
select * from finish();
