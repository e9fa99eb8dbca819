-- Access tokens of 0164: who refreshes, what is stored, and what a refusal means.
select plan(27);
select tests.cast_of_acme();
create temporary table account on commit drop as select tests.connection('ada') as id;
grant select on account to service_role;

select tests.become_worker();
create function pg_temp.ask(as_of timestamptz, refused bigint default null, valid integer default 60) returns jsonb
language sql as $$ select worker.begin_token_use((select id from account), tests.id('acme'), valid, refused, as_of) $$;
select is(pg_temp.ask('2026-06-01 12:00Z'), '{"verdict": "reconnect", "slug": "connection_has_no_token"}', 'an account without tokens needs its owner');
select is(worker.begin_token_use((select id from account), tests.id('cy')) ->> 'slug', 'connection_not_found', 'SEC-1 the tokens of another tenant are not found');
select tests.become_nobody();
insert into private.connection_secrets (connection_id, ciphertext, nonce, key_id, client_id, refresh_fingerprint, access_expires_at)
select id, 'c1', 'n1', 'k', 'client', 'print', '2026-06-01 13:00Z' from account;
update public.connections set scopes = array['a', 'b'] where id = (select id from account);

select tests.become_worker();
select is(pg_temp.ask('2026-06-01 12:30Z'), '{"verdict": "use", "version": 1, "client_id": "client", "scopes": ["a", "b"],
  "secret": {"ciphertext": "c1", "nonce": "n1", "key_id": "k"}}', 'CON-5 a token that lasts is used');
select is(pg_temp.ask('2026-06-01 12:30Z', valid => 3000) ->> 'verdict', 'refresh', 'CON-5 one that does not last as long as asked is refreshed by whoever asks first');
select is(pg_temp.ask('2026-06-01 12:30:01Z', valid => 3000) ->> 'verdict', 'use', 'the others use what is left of it');
select is(pg_temp.ask('2026-06-01 12:30:01Z', refused => 1) ->> 'verdict', 'wait', 'but not when the provider refused it');
select is(pg_temp.ask('2026-06-01 12:59:50Z') ->> 'verdict', 'refresh', 'F12 a lease ends, and somebody else takes over');
create temporary table held on commit drop as select pg_temp.ask('2026-06-01 13:00:20Z') as verdict;
select is((select verdict ->> 'verdict' from held), 'refresh', 'again');
select is(pg_temp.ask('2026-06-01 13:00:21Z') ->> 'verdict', 'wait', 'CON-5 F12 nobody asks a second time while the lease lasts');

select ok(worker.save_access_token((select id from account), 1, 'c2', 'n2', 'k', 'print2', '2026-06-01 14:00Z', '2026-06-01 13:00:22Z'), 'what came is stored');
select is(worker.save_access_token((select id from account), 1, 'c3', 'n3', 'k', 'print3', '2026-06-01 14:00Z', '2026-06-01 13:00:23Z'), false,
  'F12 a late answer does not replace a newer one');
select is(pg_temp.ask('2026-06-01 13:00:22Z') - 'scopes', '{"verdict": "use", "version": 2, "client_id": "client",
  "secret": {"ciphertext": "c2", "nonce": "n2", "key_id": "k"}}', 'and all use it');
select is(pg_temp.ask('2026-06-01 13:00:40Z', refused => 2), '{"verdict": "later", "slug": "token_refused", "retry_after_seconds": 60}',
  'a new token that is refused at once is not replaced by another');
select is(worker.fail_token_refresh((select id from account), 1, (select (verdict ->> 'lease')::uuid from held), 'refused', 'grant_revoked'), false,
  'F12 a refusal of the replaced token says nothing any more');

-- the token endpoint has a bad day
create temporary table trouble on commit drop as select pg_temp.ask('2026-06-01 13:59:58Z') ->> 'lease' as lease;
select ok(worker.fail_token_refresh((select id from account), 2, (select lease::uuid from trouble), 'later', 'provider_unavailable', null, '2026-06-01 13:59:59Z'), 'a failure is told');
select is(pg_temp.ask('2026-06-01 14:00:00Z'), '{"verdict": "later", "slug": "token_endpoint_unavailable", "retry_after_seconds": 4}', 'CON-5 and nobody asks for a while');
drop table trouble;
create temporary table trouble on commit drop as select pg_temp.ask('2026-06-01 14:00:05Z') ->> 'lease' as lease;
select worker.fail_token_refresh((select id from account), 2, (select lease::uuid from trouble), 'later', 'provider_rate_limited', 600, '2026-06-01 14:00:05Z');
select is(pg_temp.ask('2026-06-01 14:00:05Z') ->> 'retry_after_seconds', '600', 'as long as the provider asks for');
select is((select status from public.connections where id = (select id from account)), 'active', 'CON-5 it does not mark the account');

-- the grant is gone
drop table trouble;
create temporary table trouble on commit drop as select pg_temp.ask('2026-06-01 14:10:05Z') ->> 'lease' as lease;
select is(worker.fail_token_refresh((select id from account), 2, gen_random_uuid(), 'refused', 'grant_revoked'), false, 'only the holder of the lease tells');
select ok(worker.fail_token_refresh((select id from account), 2, (select lease::uuid from trouble), 'refused', 'grant_revoked', null, '2026-06-01 14:10:06Z'), 'invalid_grant is told');
select results_eq($$ select status, status_reason from public.connections where id = (select id from account) $$, $$ values ('error', 'grant_revoked') $$,
  'CON-5 F12 a revoked grant marks the account');
select is(pg_temp.ask('2026-06-01 14:10:07Z'), '{"verdict": "reconnect", "slug": "grant_revoked"}', 'and nobody asks the provider');
select tests.become('ada');
select public.pause_connection(id, false) from (select tests.connection('ada') as id) mine;
select tests.become_worker();
select is(pg_temp.ask('2026-06-01 14:20:00Z'), '{"verdict": "reconnect", "slug": "grant_revoked"}', 'F12 not even when its owner lets it go on');
select is(pg_temp.ask('2026-06-01 14:30:07Z') ->> 'verdict', 'refresh', 'F12 until 20 minutes have passed: three questions an hour at most');

select tests.become_nobody();
update private.connection_secrets set access_expires_at = null, refresh_fingerprint = null;
select tests.become_worker();
select is(pg_temp.ask('2026-06-02 12:00Z') ->> 'verdict', 'use', 'a token that tells no end is used');
select is(pg_temp.ask('2026-06-02 12:00Z', refused => 2) ->> 'slug', 'grant_revoked', 'until it is refused');
select tests.become_nobody();
update public.connections set status = 'paused', status_reason = 'paused_by_person';
select tests.become_worker();
select is(pg_temp.ask('2026-06-02 12:00Z') ->> 'verdict', 'use', 'work that is under way ends well when the account is paused');

select * from finish();
