-- Connecting by OAuth, 0163 to 0167: each step once, by whom it is for.
select plan(24);
select tests.cast_of_acme();
create function pg_temp.start(name text, mark text, again uuid default null, features text[] default array['mail']) returns jsonb language sql as $$
  select worker.start_oauth(tests.id(name), tests.id('acme'), 'google', features, 'https://app.test/', 'client', again, mark, 'c', 'n', 'k')
$$;
create function pg_temp.link(name text, mark text, into_connection uuid, sub text, address text, allowed text) returns jsonb language sql as $$
  select worker.link_account(tests.id(name), mark, into_connection, jsonb_build_object('provider_account_id', sub, 'address', address,
    'scopes', '["s"]'::jsonb, 'features', allowed::jsonb), 'c', 'n', 'k', 'print', now() + interval '1 hour')
$$;
grant execute on function pg_temp.start(text, text, uuid, text[]), pg_temp.link(text, text, uuid, text, text, text) to service_role;
select tests.become_worker();
select throws_ok($$ select pg_temp.start('cy', 'aa') $$, 'PT404', 'workspace_not_found', 'Cy starts nothing in Acme');
select throws_ok($$ select pg_temp.start('ada', 'aa', gen_random_uuid()) $$, 'PT404', 'connection_not_found', 'an unknown connection is not connected again');
select is(pg_temp.start('ada', 'aa'), '{"features": ["mail"], "login_hint": null}', 'CON-1 Ada starts');
select throws_ok($$ select pg_temp.start('ben', 'aa') $$, '23505', null, 'a state is never shared');
select is(worker.finish_oauth(tests.id('ada'), 'aa') ->> 'problem', 'state_used', 'nobody finishes before the provider answered');
select is(worker.return_oauth('bb', 'google', true) ->> 'problem', 'state_unknown', 'F29 an unknown state is refused');
select is(worker.return_oauth('aa', 'slack', true) ->> 'problem', 'provider_mixed_up', 'F29 another provider''s answer is refused');
select is(worker.return_oauth('aa', 'google', true, now() + interval '11 minutes') ->> 'problem', 'state_expired', 'CON-1 a state expires');
select is(worker.return_oauth('aa', 'google', true), '{"redirect_to": "https://app.test/"}', 'the answer is taken');
select is(worker.return_oauth('aa', 'google', true) ->> 'problem', 'state_used', 'F29 once');
select is(worker.finish_oauth(tests.id('ben'), 'aa') ->> 'problem', 'started_by_somebody_else', 'F29 Ben does not finish what Ada started');
select is(worker.finish_oauth(tests.id('ada'), 'aa', now() + interval '11 minutes') ->> 'problem', 'state_expired', 'nor Ada too late');
select is(worker.finish_oauth(tests.id('ada'), 'aa') ->> 'client_id', 'client', 'Ada claims the code');
select is(worker.finish_oauth(tests.id('ada'), 'aa') ->> 'problem', 'state_used', 'F29 once');
select is(pg_temp.link('ben', 'aa', tests.id('new'), '1', 'ada@acme.test', '["mail"]') ->> 'problem', 'state_used', 'Ben links nothing to it');
select is(pg_temp.link('ada', 'aa', tests.id('new'), '1', 'Ada@acme.test', '["mail"]'),
  jsonb_build_object('connection_id', tests.id('new'), 'is_linked', true), 'the account is linked');
select is(worker.finish_oauth(tests.id('ada'), 'aa') ->> 'connection_id', tests.id('new')::text, 'a repeated finish hears what came of it');

select pg_temp.start('ada', 'cc', tests.id('new'), array['calendar']), worker.return_oauth('cc', 'google', true), worker.finish_oauth(tests.id('ada'), 'cc');
select is(pg_temp.link('ada', 'cc', tests.id('new'), '2', 'ada@acme.test', '["mail","calendar"]') ->> 'problem', 'account_mismatch', 'F29 another account answers');
select is(pg_temp.link('ada', 'cc', tests.id('new'), '1', 'ada@acme.test', '["calendar"]') ->> 'problem', 'scope_missing', 'F29 what it is used for must stay allowed');
select is(pg_temp.link('ada', 'cc', gen_random_uuid(), '1', 'ada@acme.test', '["mail","calendar"]'),
  jsonb_build_object('connection_id', tests.id('new'), 'is_linked', false), 'tokens sealed for another connection are not stored');
select is(pg_temp.link('ada', 'cc', tests.id('new'), '1', 'renamed@acme.test', '["mail","calendar"]') ->> 'is_linked', 'true', 'CON-6 the same account under a new address is the same');
select tests.become_nobody();
select results_eq($$ select address::text, own_addresses, features from public.connections where id = tests.id('new') $$,
  $$ values ('ada@acme.test', array['ada@acme.test', 'renamed@acme.test'], array['calendar', 'mail']) $$, 'CON-7 it keeps its name, learns the other, and gains the feature');
select results_eq($$ select action from public.audit_log where subject_id = tests.id('new')::text and actor_id = tests.id('ada') order by id $$,
  $$ values ('connection.connected'), ('connection.reconnected') $$, 'both are in the audit log');
update private.oauth_states set expires_at = now() - interval '2 days' where state_hash = '\xaa';
select private.trim_oauth_states(now());
select is((select count(*) from private.oauth_states), 1::bigint, 'old attempts are forgotten');
select * from finish();
