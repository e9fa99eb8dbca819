-- Sign-up of 0130 (TEN-1): profile and personal workspace in the transaction of the sign-up.
select plan(25);

-- Auth's three ways in differ in the metadata: our form (password), nothing (magic link), Google's claims.
insert into auth.users (id, email, raw_user_meta_data) values
  (tests.id('form'), 'form@acme.test', '{"display_name":" Ada Lovelace ","time_zone":"Europe/London","locale":"en-GB"}'),
  (tests.id('link'), 'Link@Acme.test', null),
  (tests.id('google'), 'google@acme.test', '{"full_name":"Grace Hopper","name":"G. Hopper","locale":"en"}');
select results_eq($$ select email::text, display_name, time_zone::text, locale from public.profiles where id = tests.id('form') $$,
  $$ values ('form@acme.test', 'Ada Lovelace', 'Europe/London', 'en-GB') $$, 'TEN-1 sign-up by password makes a profile from the form');
select results_eq($$ select email::text, display_name, time_zone::text, locale from public.profiles where id = tests.id('link') $$,
  $$ values ('link@acme.test', 'Link', 'UTC', 'en') $$, 'TEN-1 sign-up by magic link makes a profile from the address');
select is((select display_name from public.profiles where id = tests.id('google')), 'Grace Hopper', 'TEN-1 sign-up by Google makes a profile from its claims');
select ok((select working_hours -> 'mon' = '[["09:00","17:00"]]' and not working_hours ? 'sat' from public.profiles where id = tests.id('link')),
  'TEN-1 a working week of five days');
select results_eq($$ select w.name, w.is_personal, w.time_zone::text, m.role from public.workspaces w join public.workspace_members m on m.workspace_id = w.id
    where m.user_id = tests.id('form') $$, $$ values ('Ada Lovelace''s workspace', true, 'Europe/London', 'owner') $$,
  'TEN-1 and a personal workspace that the person owns');
select is((select count(distinct slug) from public.workspaces), 3::bigint, 'TEN-1 every workspace has a slug of its own');
select ok((select bool_and(xmin = pg_current_xact_id()::xid) from public.profiles), 'TEN-1 in the same transaction');

select lives_ok($$ insert into auth.users (id, email, raw_user_meta_data) values (tests.id('zone'), 'zone@acme.test', '{"time_zone":"Mars/Olympus","locale":"??"}') $$,
  'TEN-1 a bad time zone or locale in the form keeps nobody out');
select results_eq($$ select time_zone::text, locale from public.profiles where id = tests.id('zone') $$, $$ values ('UTC', 'en') $$, 'TEN-1 they fall back');
select lives_ok(format($$ insert into auth.users (id, email, raw_user_meta_data) values (gen_random_uuid(), %L, %L) $$, 'odd' || n || '@acme.test', odd),
  'TEN-1 odd metadata keeps nobody out: ' || left(odd, 40))
from (values (1, '[]'), (2, '"text"'), (3, 'null'), (4, '{"display_name":{"a":1}}'), (5, '{"display_name":"' || repeat('x', 500) || '"}'),
  (6, '{"display_name":"日本 🎉"}'), (7, '{"display_name":"   "}')) as cases (n, odd);

select lives_ok($$ insert into auth.users (id, email) values (tests.id('anonymous'), null) $$, 'an anonymous user may sign in');
select is_empty($$ select 1 from public.profiles where id = tests.id('anonymous') $$, 'without an address there is no profile');
update auth.users set email = 'later@acme.test' where id = tests.id('anonymous');
select is((select count(*) from public.workspace_members where user_id = tests.id('anonymous')), 1::bigint, 'with the address come profile and workspace');
update auth.users set email = 'New@Acme.test' where id = tests.id('form');
select is((select email::text from public.profiles where id = tests.id('form')), 'new@acme.test', 'the profile follows a change of address');
select is((select count(*) from public.workspace_members where user_id = tests.id('form')), 1::bigint, 'and no second workspace is made');

select tests.become('form');
select is((select count(*) from public.workspaces), 1::bigint, 'the person sees the workspace');
select tests.become_nobody();
delete from auth.users where id = tests.id('form');
select is_empty($$ select 1 from public.profiles where id = tests.id('form') union all select 1 from public.workspaces where name like 'Ada Lovelace%' $$,
  'deleting the account takes profile and personal workspace along');
select throws_ok($$ do $do$ begin
    insert into auth.users (id, email) values (tests.id('half'), 'half@acme.test');
    raise exception 'Auth fails after the insert';
  end $do$ $$, 'P0001', null, 'TEN-1 when Auth fails after the insert');
select is_empty($$ select 1 from public.profiles where id = tests.id('half') $$, 'TEN-1 no profile is left behind');

select * from finish();
