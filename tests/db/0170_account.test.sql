-- Account of 0170: who am I (TEN-6), and the switch of admin visibility (TEN-4).
select plan(20);
select tests.cast_of_acme();

select tests.become('ben');
select is(public.my_account() -> 'profile' ->> 'email', 'ben@acme.test', 'TEN-6 my_account() says who I am');
select results_eq($$ select w ->> 'name', w ->> 'role', (w ->> 'is_personal')::boolean from jsonb_array_elements(public.my_account() -> 'workspaces') w $$,
  $$ values ('Acme', 'member', false), ('Ben''s workspace', 'owner', true) $$, 'TEN-6 my workspaces and my roles');
select tests.become('cy');
select is(jsonb_array_length(public.my_account() -> 'workspaces'), 1, 'TEN-6 Cy has only his own');
select tests.become('dan');
select is(jsonb_array_length(public.my_account() -> 'workspaces'), 1, 'TEN-6 Dan, who left, too');
select tests.become('nobody we know');
select is(public.my_account(), null, 'TEN-6 an account without profile is null');
select tests.become_anon();
select throws_ok('select public.my_account()', '42501', null, 'TEN-6 anon is nobody');

select tests.become('eve');
select throws_ok($$ select public.set_admin_visibility(tests.id('acme'), true) $$, 'PT403', 'workspace_role_insufficient', 'TEN-4 an admin does not open the rows for herself');
select tests.become('ben');
select throws_ok($$ select public.set_admin_visibility(tests.id('acme'), true) $$, 'PT403', 'workspace_role_insufficient', 'TEN-4 nor does a member');
select tests.become('cy');
select throws_ok($$ select public.set_admin_visibility(tests.id('acme'), true) $$, 'PT404', 'workspace_not_found', 'TEN-4 for Cy there is no Acme');
select tests.become('ada');
select is((select admins_see_everything from public.workspaces where id = tests.id('acme')), false, 'TEN-4 control: the switch is off');
select ok((public.set_admin_visibility(tests.id('acme'), true)).admins_see_everything, 'TEN-4 the owner switches full visibility on');
select results_eq($$ select before -> 'admins_see_everything', after -> 'admins_see_everything', actor_id from public.audit_log
    where workspace_id = tests.id('acme') and after ? 'admins_see_everything' $$,
  $$ values ('false'::jsonb, 'true'::jsonb, tests.id('ada')) $$, 'TEN-4 the switch is audited');
select tests.become('ben');
select ok(public.my_account() -> 'workspaces' @> '[{"name":"Acme","admins_see_everything":true}]', 'TEN-4 members see the switch');
select ok((select (w ->> 'admins_see_everything_since')::timestamptz = now() from jsonb_array_elements(public.my_account() -> 'workspaces') w
  where w ->> 'name' = 'Acme'), 'TEN-4 and since when it is on');
select tests.become('ada');
select is((public.set_admin_visibility(tests.id('acme'), true)).admins_see_everything_since, now(), 'TEN-4 on twice is on');
select is((select count(*) from public.audit_log where after ? 'admins_see_everything'), 1::bigint, 'TEN-4 with one entry');
select is((public.set_admin_visibility(tests.id('acme'), false)).admins_see_everything_since, null, 'TEN-4 off has no start');
select is((select count(*) from public.audit_log where after ? 'admins_see_everything'), 2::bigint, 'TEN-4 switching off is audited too');
select tests.become('ben');
select ok(public.my_account() -> 'workspaces' @> '[{"name":"Acme","admins_see_everything":false}]', 'TEN-4 and shown');
select is_empty($$ select 1 from public.audit_log $$, 'TEN-4 control: the log itself is for admins');

select * from finish();
