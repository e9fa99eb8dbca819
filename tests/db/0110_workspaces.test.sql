-- Workspaces of 0110: the settings (TEN-5), who reads and who changes them.
select plan(30);
select tests.cast_of_acme();

select tests.become('ada');
select results_eq($$ select default_tone, default_wait_hours, max_nudges, quiet_hours_start, quiet_hours_end, autopilot_mode, retention_days,
    voice_guidelines, branding, admins_see_everything from public.workspaces where id = tests.id('acme') $$,
  $$ values ('warm', 32, 2, '20:00'::time, '07:00'::time, 'manual', 30, null::text, '{}'::jsonb, false) $$,
  'TEN-5 a workspace starts with a warm tone, 32 hours, quiet nights, approval by a person and 30 days');
select lives_ok($$ update public.workspaces set name = 'Acme Ltd', time_zone = 'Europe/Berlin', default_tone = 'concise', default_wait_hours = 48,
    max_nudges = 3, quiet_hours_start = '19:00', quiet_hours_end = '08:00', autopilot_mode = 'autonomous', retention_days = 365,
    voice_guidelines = 'Short and kind.', branding = '{"colour":"#123456"}' where id = tests.id('acme') $$, 'TEN-5 the owner changes every setting');
select results_eq($$ select after ->> 'default_wait_hours', before ->> 'default_wait_hours', actor_id from public.audit_log
    where workspace_id = tests.id('acme') and action = 'workspace.changed' $$,
  $$ values ('48', '32', tests.id('ada')) $$, 'TEN-5 the change is audited with before, after and person');

select throws_ok(format('update public.workspaces set %s where id = tests.id(''acme'')', wrong), state, null, 'TEN-5 refused: ' || wrong)
from (values
  ('default_wait_hours = 0', '23514'), ('default_wait_hours = 2161', '23514'), ('default_wait_hours = null', '23502'), ('max_nudges = -1', '23514'),
  ('max_nudges = 11', '23514'), ('follow_up_window_days = 0', '23514'), ('autopilot_mode = ''yolo''', '23514'), ('default_tone = ''angry''', '23514'),
  ('retention_days = 0', '23514'), ('quiet_hours_start = ''25:00''', '22008'), ('branding = ''[]''', '23514'), ('name = '' ''', '23514'),
  ('time_zone = ''Nowhere/At_All''', 'PT422'), ('voice_guidelines = repeat(''x'', 4001)', '23514')) as cases (wrong, state);
select throws_ok($$ update public.workspaces set admins_see_everything = true where id = tests.id('acme') $$, '42501', null,
  'TEN-4 the switch of admin visibility is no plain setting');
select throws_ok($$ update public.workspaces set slug = 'mine' where id = tests.id('acme') $$, '42501', null, 'the slug is not changed');
select throws_ok($$ insert into public.workspaces (name, slug) values ('X', 'x') $$, '42501', null, 'nobody inserts a workspace');
select throws_ok($$ delete from public.workspaces $$, '42501', null, 'nobody deletes a workspace');
select throws_ok($$ insert into public.workspace_members values (tests.id('acme'), tests.id('cy'), 'owner') $$, '42501', null, 'TEN-2 nobody inserts a member');
select throws_ok($$ update public.workspace_members set role = 'owner' $$, '42501', null, 'TEN-2 nobody updates a role');

select tests.become('eve');
with changed as (update public.workspaces set default_tone = 'warm' where id = tests.id('acme') returning 1)
select is((select count(*) from changed), 1::bigint, 'TEN-5 an admin changes settings');
select tests.become('ben');
with changed as (update public.workspaces set default_tone = 'urgent' where id = tests.id('acme') returning 1)
select is((select count(*) from changed), 0::bigint, 'TEN-5 a member does not');
select is((select default_tone from public.workspaces where id = tests.id('acme')), 'warm', 'TEN-5 but reads them');
select tests.become('cy');
select is_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'Cy does not see Acme');
select is_empty($$ select 1 from public.workspace_members where workspace_id = tests.id('acme') $$, 'Cy does not see its members');
select tests.become('dan');
select is_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'Dan, who left, does not see Acme');
select tests.become_anon();
select throws_ok('select * from public.workspaces', '42501', null, 'anon reads no workspace');

select * from finish();
