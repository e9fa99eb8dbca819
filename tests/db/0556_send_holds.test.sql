-- Sending and the holds of the queue (FUP-4, OPS-1): a nudge waits for its account, and goes on exactly once.
select plan(40);
select tests.cast_of_acme();
update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00', touch_gap_hours = 0 where id = tests.id('acme');
create temporary table story as select tests.connection('ada') as account;
grant select on story to public;
create function pg_temp.ask(thread text) returns uuid language sql as $$
  select (tests.deliver(account, tests.own_mail(thread, jsonb_build_object('provider_thread_id', thread, 'sent_at', now() - interval '3 days')), now()) -> 0 ->> 'conversation_id')::uuid from story $$;
create temporary table asked as select thread, pg_temp.ask(thread) as c from unnest(array['a', 'b']) thread;
grant select on asked to public;
create function pg_temp.n(of_thread text) returns public.nudges language sql as $$
  select n from public.nudges n, asked where c = n.conversation_id and thread = of_thread order by n.id desc limit 1 $$;
create function pg_temp.o(of_thread text) returns public.outbound_messages language sql as $$
  select o from public.outbound_messages o, asked where c = o.conversation_id and thread = of_thread order by o.id desc limit 1 $$;
create function pg_temp.job(of_thread text) returns private.jobs language sql as $$
  select j from private.jobs j where j.queue = 'send-nudge' and j.unique_key = (pg_temp.o(of_thread)).id::text $$;
create function pg_temp.claim(queue text default 'send-nudge') returns text language sql as $$
  select string_agg(coalesce(m.thread, d.thread), ' ' order by 1) from worker.claim_jobs(queue, 'Walter', 10) j
  left join (select thread, o.id from public.outbound_messages o, asked where c = conversation_id) m on m.id = (j.payload ->> 'outbound_message_id')::uuid
  left join (select thread, n.id from public.nudges n, asked where c = conversation_id) d on d.id = (j.payload ->> 'nudge_id')::uuid $$;
create function pg_temp.begin(of_thread text) returns text language sql as $$
  select concat_ws(' ', b ->> 'decision', b ->> 'reason') from worker.begin_send((pg_temp.o(of_thread)).id) b $$;
create function pg_temp.settle(of_thread text, outcome text) returns text language sql as $$
  select worker.settle_send((pg_temp.o(of_thread)).id, (pg_temp.o(of_thread)).attempts, outcome, 'token_revoked') $$;
create function pg_temp.lose_access(of_thread text) returns text language sql as $$
  select worker.fail_job((pg_temp.job(of_thread)).id, (pg_temp.job(of_thread)).lease_token, 'needs_reconnect', 'token_revoked') $$;
create function pg_temp.finish_job(of_thread text) returns integer language sql as $$
  select worker.finish_jobs(array[(pg_temp.job(of_thread)).id], (pg_temp.job(of_thread)).lease_token) $$;
create function pg_temp.put(new_status text) returns void language sql as $$
  update public.connections c set status = new_status, status_reason = case when new_status <> 'active' then 'x' end from story where c.id = account $$;

-- drafts
select results_eq($$ select owner_id, connection_id from private.jobs where queue = 'draft-nudge' $$, $$ select tests.id('ada'), account from story, asked $$, 'OPS-1 the job of a draft is its owner''s, through the account');
select pg_temp.put('error');
select is(pg_temp.claim('draft-nudge'), null, 'OPS-1 nothing is drafted while nobody knows what has arrived');
select private.settle_drafts(now() + interval '1 hour');
select results_eq($$ select held_by::text, count(*) from private.jobs where queue = 'draft-nudge' group by 1 $$, $$ values ('connection', 2::bigint) $$, 'FUP-2 a draft that is held is not taken for lost');
select pg_temp.put('active');
select is(pg_temp.claim('draft-nudge'), 'a b', 'OPS-1 and all of it once the account is back: drafts of one account may run beside each other');
select worker.finish_jobs(array_agg(id), lease_token) from private.jobs where queue = 'draft-nudge' group by lease_token;
select worker.save_nudge_draft((pg_temp.n(thread)).id, 0, '{"body": "Any news?"}', '{"action": "draft_nudge", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from asked;

-- sending: seen by its owner, one at a time
select tests.become('ada');
select public.approve_nudge(n.id, 1) from public.nudges n;
select is((select count(*) from public.list_my_jobs(tests.id('acme')) where queue = 'send-nudge' and state = 'waiting'), 2::bigint, 'OPS-1 Ada sees what is about to leave');
select tests.become('ben');
select is_empty($$ select 1 from public.list_my_jobs(tests.id('acme')) $$, 'OPS-1 Ben does not');
select tests.become_nobody();
update private.jobs set run_at = run_at - interval '1 second' where id = (pg_temp.job('a')).id;
select is(pg_temp.claim(), 'a', 'OPS-1 an account sends one mail at a time');
select is(pg_temp.begin('a'), 'send', 'FUP-4 it is begun');

-- the provider refuses the token
select is(pg_temp.settle('a', 'not_sent'), 'queued', 'NEW-7 what the provider refused goes back');
select is(pg_temp.lose_access('a'), 'waiting', 'OPS-1 and its job waits for the owner');
select is((select status || ' ' || status_reason from public.connections where address = 'ada@acme.test'), 'error token_revoked', 'CON-1 the account says what it needs');
select is(pg_temp.claim(), null, 'OPS-1 nobody else tries the broken account');
select private.sweep(now()), private.settle_outbox(now() + interval '10 minutes'), private.sweep(now());
select is(pg_temp.claim(), null, 'OPS-1 nor after sweeps');
select results_eq($$ select (pg_temp.n(thread)).status, (pg_temp.o(thread)).state, (pg_temp.job(thread)).held_by::text, (pg_temp.job(thread)).attempts from asked $$,
  $$ values ('approved', 'queued', 'connection', 0), ('approved', 'queued', 'connection', 0) $$, 'FUP-4 both nudges stay approved, their jobs held without losing an attempt');
select private.plan_nudges(now() + interval '1 hour');
select is((pg_temp.n('b')).status, 'approved', 'FUP-3 an approval outlives a broken account');
select tests.become('ada');
select results_eq($$ select held_by from public.list_my_jobs(tests.id('acme')) where queue = 'send-nudge' $$, array['connection', 'connection'], 'OPS-1 Ada sees why they wait');
select is((select public.explain_send(n.id) ->> 'reason' from public.nudges n limit 1), 'connection_error', 'FUP-4 and explain_send() says so');
select public.pause_connection(account, false) from story;
select tests.become_nobody();
select is((select count(*) from private.jobs where queue = 'send-nudge' and held_by is null), 1::bigint, 'OPS-1 back again, the first goes on at once');
select is(pg_temp.claim(), 'a', 'OPS-1 one at a time as before');
select tests.deliver(account, tests.mail('reply', '{"provider_thread_id": "a", "expects_reply": false}'::jsonb || jsonb_build_object('sent_at', now() - interval '1 hour')), now()) from story;
select is(pg_temp.begin('a'), 'stop cancelled', 'FUP-5 the gate looks again: what was answered meanwhile does not leave');
select pg_temp.finish_job('a');
select is(pg_temp.claim(), 'b', 'OPS-1 then the next');

-- the account goes away between the claim and the gate
select pg_temp.put('paused');
select is(pg_temp.begin('b'), 'wait connection_paused', 'FUP-4 a pause after the claim is seen by the gate');
select ok((worker.begin_send((pg_temp.o('b')).id) ->> 'until')::timestamptz <= clock_timestamp(), 'OPS-1 the job is put off to now');
select worker.delay_job((pg_temp.job('b')).id, (pg_temp.job('b')).lease_token, now(), 'connection_paused');
select is(pg_temp.claim(), null, 'OPS-1 so that the next claim holds it');
select is((pg_temp.job('b')).held_by, 'connection', 'OPS-1 and nobody comes by again until the account is back');
select private.plan_nudges(now() + interval '1 day');
select is((pg_temp.n('b')).status, 'approved', 'FUP-3 a pause takes no approval back');
select pg_temp.put('active');
select is(pg_temp.claim(), 'b', 'OPS-1 then it goes on at once');

-- the owner reconnects while the send is in flight
select is(pg_temp.begin('b'), 'send', 'FUP-4 begun with the old token');
update private.jobs set leased_at = now() - interval '1 minute' where state = 'leased';
select pg_temp.put('active');
select pg_temp.settle('b', 'not_sent'), pg_temp.lose_access('b');
select is((select status from public.connections where address = 'ada@acme.test'), 'active', 'CON-1 what failed with the old token says nothing about the new one');
select is(pg_temp.claim(), 'b', 'OPS-1 and the mail is tried with it at once');

-- an uncertain mail whose account breaks
select is(pg_temp.begin('b'), 'send', 'NEW-7 begun again');
select is(pg_temp.settle('b', 'unknown'), 'uncertain', 'NEW-7 and its outcome is not known');
update private.jobs set leased_at = clock_timestamp() where state = 'leased';
select pg_temp.lose_access('b');
update private.jobs set not_after = now() - interval '1 minute' where queue = 'send-nudge';
select private.sweep(now()), private.settle_outbox(now());
select results_eq($$ select (pg_temp.o('b')).state, (pg_temp.n('b')).status, (pg_temp.job('b')).state $$, $$ values ('uncertain', 'sending', 'waiting') $$, 'NEW-7 it stays uncertain and keeps a job, however long the account is broken');
update private.jobs set run_at = now() where queue = 'send-nudge';
select is(pg_temp.claim(), null, 'NEW-7 nobody touches it meanwhile');
create function pg_temp.unsettled() returns numeric language sql as $$ select value from private.metrics(now() + interval '1 hour') where metric = 'unsettled_seconds' $$;
select is(pg_temp.unsettled(), null, 'OPS-3 no operator is woken for what waits for its owner');
select pg_temp.put('active');
select is(pg_temp.unsettled() >= 3500, true, 'OPS-3 but for what does not');
select is(pg_temp.claim(), 'b', 'NEW-7 once the account is back');
select is(pg_temp.begin('b'), 'look_up', 'NEW-7 it is looked up, not sent');

-- nobody may look it up any more
update public.workspace_members set role = 'owner' where user_id = tests.id('eve') and workspace_id = tests.id('acme');
delete from public.workspace_members where user_id = tests.id('ada') and workspace_id = tests.id('acme');
delete from private.jobs where queue = 'send-nudge';
select private.settle_outbox(now());
select is((pg_temp.o('b')).state || ' ' || (pg_temp.n('b')).status || ' ' || (pg_temp.n('b')).status_reason, 'failed failed owner_left', 'NEW-7 what cannot be looked up any more ends as it is: not known');
select is((select count(*) from private.jobs where queue = 'send-nudge'), 0::bigint, 'NEW-7 and is never tried again');

select * from finish();
