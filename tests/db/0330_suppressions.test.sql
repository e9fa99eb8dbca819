-- Suppressions of 0330: a promise not to write, kept as a hash, released by admins only.
select plan(21);
select tests.cast_of_acme();
select tests.become('ben');
select lives_ok($$ select public.suppress_address(tests.id('acme'), ' Bob@Globex.test ') $$, 'any member may stop mail to an address');
select lives_ok($$ select public.suppress_address(tests.id('acme'), 'bob@globex.test') $$, 'twice is once');
select is((select count(*) from public.suppressions), 1::bigint, 'one row an address, whatever its case and spaces');
select throws_ok($$ select public.suppress_address(tests.id('acme'), 'bob@globex.test', false) $$, 'PT403', 'workspace_role_insufficient',
  'a member cannot release an address');
select throws_ok($$ select public.suppress_address(tests.id('acme'), 'bob') $$, 'PT422', 'email_address_invalid', 'a malformed address is refused');
select throws_ok($$ select public.suppress_address(tests.id('acme'), null) $$, 'PT422', 'email_address_invalid', 'no address is refused');
select throws_ok($$ insert into public.suppressions (workspace_id, address_hash, reason) values (tests.id('acme'), '\x00', 'manual') $$,
  '42501', null, 'nobody writes past the verb');
select tests.become('cy');
select is((select count(*) from public.suppressions), 0::bigint, 'Cy sees nothing of it');
select throws_ok($$ select public.suppress_address(tests.id('acme'), 'bob@globex.test') $$, 'PT404', 'workspace_not_found', 'Cy cannot promise for Acme');
select tests.become_nobody();
select is(private.is_suppressed(tests.id('acme'), 'BOB@globex.test '), true, 'is_suppressed() knows the address in any case');
select is(private.is_suppressed(tests.id('acme'), 'bobby@globex.test'), false, 'is_suppressed() knows no other');
select is((select address_hash from public.suppressions), sha256('bob@globex.test'), 'only the hash is kept');
select is((select count(*) from public.audit_log where action = 'address.suppressed' and after::text || before::text like '%globex%'), 0::bigint,
  'the audit log does not name the address');
select is((select min(actor_id::text) from public.audit_log where action = 'address.suppressed'), tests.id('ben')::text, 'the audit log names who asked');

-- a promise reaches what is planned
create temporary table account as select tests.connection('ada') as id;
select tests.deliver(id, tests.own_mail('q', '{"recipients": [{"kind":"to","address":"carla@initech.test","name":"Carla"}]}'), '2026-06-03T12:00:00Z') from account;
select is((select status from public.nudges), 'pending', 'Carla owes an answer and gets a nudge');
select tests.become('ada');
select public.suppress_address(tests.id('acme'), 'carla@initech.test');
select tests.become_nobody();
select results_eq('select status, status_reason from public.nudges', $$ values ('cancelled', 'suppressed') $$, 'a promise cancels the waiting nudge');
select tests.become('eve');
select lives_ok($$ select public.suppress_address(tests.id('acme'), 'bob@globex.test', false) $$, 'an admin releases an address');
select tests.become_nobody();
select is(private.is_suppressed(tests.id('acme'), 'bob@globex.test'), false, 'a released address is written to again');
select is((select count(*) from public.audit_log where action = 'address.released'), 1::bigint, 'the release is in the audit log');
delete from auth.users where id = tests.id('ben');
select is((select count(*) from public.suppressions where created_by is null), 0::bigint, 'Carla''s promise was Ada''s word');
select is(private.is_suppressed(tests.id('acme'), 'carla@initech.test'), true, 'a promise outlives accounts');

select * from finish();
