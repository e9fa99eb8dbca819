-- Disconnecting (0372) and upkeep (0370): access ends at once, data as its owner chooses.
select plan(30);
select tests.cast_of_acme();
create temporary table account on commit drop as select tests.connection('ada') as id;
grant select on account to authenticated, service_role;
create function pg_temp.connected(sub text default 'sub', mailbox text default null) returns uuid language plpgsql as $$
declare
  made uuid := tests.connection('ada', mailbox => mailbox);
begin
  insert into private.connection_secrets (connection_id, ciphertext, nonce, key_id, client_id, refresh_fingerprint, access_expires_at)
  values (made, 'c', 'n', 'k', 'client', 'print', '2026-06-01 13:00Z') on conflict (connection_id) do update set ciphertext = 'c';
  update public.connections c set provider_account_id = sub, features = '{mail}' where c.id = made;
  return made;
end $$;
select pg_temp.connected();

-- ahead of time
select is(private.refresh_tokens_ahead('2026-06-01 12:45Z'), 0, 'CON-5 a token that lasts is left alone');
select is(private.refresh_tokens_ahead('2026-06-01 12:51Z'), 1, 'CON-5 one that ends within ten minutes is refreshed ahead');
select results_eq($$ select queue, connection_id, unique_key from private.jobs where queue = 'refresh-tokens' $$,
  $$ select 'refresh-tokens', id, id::text from account $$, 'through its account, once');
update private.connection_secrets set retry_at = '2026-06-01 13:00Z';
select is(private.refresh_tokens_ahead('2026-06-01 12:52Z'), 0, 'CON-5 not while the token endpoint asked for a pause');
update private.connection_secrets set retry_at = null;
update public.connections set status = 'error', status_reason = 'grant_revoked' where id = (select id from account);
select is(private.refresh_tokens_ahead('2026-06-01 12:52Z'), 0, 'F12 nor for an account that needs its owner');
update public.connections set status = 'active', status_reason = null where id = (select id from account);

-- a conversation with an approved nudge
select tests.deliver((select id from account), tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '4 days')), now());
select private.plan_nudges(now());
select worker.save_nudge_draft(id, 0, '{"body": "Any news?", "confidence": 0.9}', jsonb_build_object(
  'action', 'draft_nudge', 'provider', 'offline', 'model', 'rules', 'is_offline', true, 'prompt_version', '1', 'outcome', 'ok')) from public.nudges;
select tests.become('ada');
select public.approve_nudge(id, 1) from public.nudges;
select is((select status from public.nudges), 'approved', 'control: a nudge is about to leave');

select throws_ok($$ select public.disconnect_connection((select id from account), 'maybe') $$, 'PT422', 'disconnect_choice_invalid', 'keep or erase');
select tests.become('ben');
select throws_ok($$ select public.disconnect_connection((select id from account), 'erase') $$, 'PT404', 'connection_not_found', 'Ben does not disconnect Ada''s account');
select tests.become('ada');
select is((public.disconnect_connection((select id from account), 'keep')).status, 'disconnected', 'CON-6 Ada does');
select throws_ok($$ select public.pause_connection((select id from account), false) $$, 'PT409', 'connection_disconnected', 'it is not resumed without being connected');
select is((select status || ' ' || status_reason from public.nudges), 'cancelled connection_disconnected', 'what was about to leave stays');
select is((select count(*) from public.messages), 1::bigint, 'the mail stays');
select is((select count(*) from public.audit_log where action = 'connection.disconnected'), 1::bigint, 'it is in the audit log');
select tests.become_worker();
select is(worker.begin_token_use((select id from account), tests.id('acme')) ->> 'verdict', 'reconnect', 'CON-6 nobody gets a token any more');
select tests.become_nobody();
select is_empty('select 1 from private.connection_secrets', 'CON-6 its secrets are gone at once');
select is((select count(*) from private.jobs where queue in ('send-nudge', 'refresh-tokens') and state = 'waiting'), 0::bigint, 'its jobs are gone');
select results_eq($$ select count(*), min(j.payload ->> 'revocation_id') from private.jobs j where j.queue = 'revoke-access' $$,
  $$ select 1::bigint, id::text from private.revocations $$, 'CON-6 the provider is told by a job');
create temporary table ended on commit drop as select id from private.revocations;
grant select on ended to service_role;
select tests.become_worker();
select is(worker.read_revocation((select id from ended)) -> 'secret', '{"ciphertext": "c", "nonce": "n", "key_id": "k"}', 'which reads what it needs');
select worker.finish_revocation((select id from ended));
select is(worker.read_revocation((select id from ended)), null, 'until it is done');
select tests.become_nobody();

-- two connections on one grant
select pg_temp.connected('shared', 'ada@acme.test'), pg_temp.connected('shared', 'second@acme.test');
update public.connections set status = 'active', status_reason = null where id = (select id from account);
select tests.become('ada');
select public.disconnect_connection((select id from account), 'keep');
select tests.become_nobody();
select is_empty('select 1 from private.revocations', 'a grant that serves another connection is not revoked');
select is((select count(*) from private.connection_secrets), 1::bigint, 'which keeps its tokens');

-- erase
select tests.deliver((select id from account), jsonb_agg(tests.mail('m' || n)), now()) from generate_series(1, 5) n;
select is(worker.erase_account((select id from account)), '{"erased": 0, "left": 0}', 'nothing is erased that is not to be');
select tests.become('ada');
select is((public.disconnect_connection((select id from account), 'erase')).status, 'erasing', 'CON-6 a disconnected account may still be erased');
select is((select count(*) from public.list_my_jobs(tests.id('acme')) where queue = 'erase-accounts'), 1::bigint, 'its owner sees the job');
select is((public.disconnect_connection((select id from account), 'keep')).status, 'erasing', 'erasing is not taken back half-way');
select tests.become_worker();
select is(worker.erase_account((select id from account), 4), '{"left": 2, "erased": 4}', 'CON-6 it goes in bounded parts');
select tests.become_nobody();
insert into public.outbound_messages (workspace_id, owner_id, connection_id, conversation_id, kind, state, recipient_address, subject, body, internet_message_id,
  content_hash, approved_via, not_before, not_after, sending_at)
select workspace_id, owner_id, connection_id, id, 'nudge', 'sending', 'bob@globex.test', 's', 'b', '<x@y>', 'h', 'app', now(), now() + interval '1 day', now()
from public.conversations where connection_id = (select id from account) order by id limit 1;
select is(worker.erase_account((select id from account)), '{"left": 1, "erased": 1}', 'what is just leaving is waited for');
select is(worker.erase_account((select id from account)), '{"left": 1, "erased": 0}', 'and waited for');
select is(worker.erase_account((select id from account), 50, now() + interval '11 minutes'), '{"left": 0, "erased": 1}', 'but not for ever');
select is_empty($$ select 1 from public.connections where id = (select id from account) $$, 'the account goes with the last of it');
select * from finish();
