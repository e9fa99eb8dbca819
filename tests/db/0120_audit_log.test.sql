-- Audit log of 0120: append-only, for admins.
select plan(14);
select tests.cast_of_acme();
select set_config('request.headers', '{"x-forwarded-for":"203.0.113.9","user-agent":"Browser"}', true);
select tests.become('ada');
select lives_ok($$ select public.change_member_role(tests.id('acme'), tests.id('ben'), 'manager') $$, 'a sensitive operation');
select results_eq($$ select action, actor_id, subject_id, before ->> 'role', after ->> 'role', origin ->> 'forwarded_for', origin ->> 'user_agent'
    from public.audit_log where workspace_id = tests.id('acme') and action = 'member.role_changed' $$,
  $$ values ('member.role_changed', tests.id('ada'), tests.id('ben')::text, 'member', 'manager', '203.0.113.9', 'Browser') $$,
  'the log says who did what to whom, before, after and from where');
select throws_ok($$ insert into public.audit_log (workspace_id, action, subject_type, subject_id) values (tests.id('acme'), 'a.b', 'x', 'y') $$, '42501', null,
  'nobody writes the log directly');
select throws_ok($$ update public.audit_log set actor_id = tests.id('ben') $$, '42501', null, 'nobody changes it');
select throws_ok($$ delete from public.audit_log $$, '42501', null, 'nobody deletes from it');
select throws_ok($$ select private.audit(tests.id('acme'), 'a.b', 'x', 'y') $$, '42501', null, 'nobody calls audit()');

select tests.become('eve');
select isnt_empty($$ select 1 from public.audit_log where workspace_id = tests.id('acme') $$, 'an admin reads it');
select tests.become('ben');
select is_empty($$ select 1 from public.audit_log where workspace_id = tests.id('acme') $$, 'a manager does not');
select tests.become('cy');
select is_empty($$ select 1 from public.audit_log where workspace_id = tests.id('acme') $$, 'Cy does not');
select tests.become_worker();
select throws_ok($$ delete from public.audit_log $$, '42501', null, 'the worker deletes nothing');

select tests.become_nobody();
select throws_ok($$ update public.audit_log set action = 'a.b' where workspace_id = tests.id('acme') $$, 'PT403', 'audit_log_is_append_only', 'not even the owner of the database changes an entry');
select throws_ok($$ delete from public.audit_log where workspace_id = tests.id('acme') $$, 'PT403', 'audit_log_is_append_only', 'or removes one');
select throws_ok($$ insert into public.audit_log (workspace_id, action, subject_type, subject_id) values (tests.id('acme'), 'Something', 'x', 'y') $$, '23514', null,
  'an action is noun.verb');
select lives_ok($$ delete from public.workspaces where id = tests.id('acme') $$, 'a workspace that is deleted takes its log along');

select * from finish();
