-- The outbox tick of 0552 (FUP-4, NEW-7): nothing that was approved waits unseen, and late proof is believed.
select plan(18);
select tests.cast_of_acme();
update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00' where id = tests.id('acme');
create temporary table story as select tests.connection('ada') as account, null::uuid as n, null::uuid as o;
grant select on story to public;
select tests.deliver(account, tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '3 days', 'provider_thread_id', 't')), now()) from story;
update story set n = (select id from public.nudges);
create function pg_temp.draft() returns void language sql as $$
  select worker.save_nudge_draft(n, 0, '{"body": "Any news?"}', '{"action": "draft_nudge", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from story $$;
select pg_temp.draft();
select tests.become('ada');
select public.approve_nudge(n, 1) from story;
select tests.become_nobody();
update story set o = (select id from public.outbound_messages);
create function pg_temp.states() returns text language sql as $$ select x.state || ' ' || y.status from public.outbound_messages x, public.nudges y, story where x.id = o and y.id = n $$;
create function pg_temp.jobs() returns bigint language sql as $$ select count(*) from private.jobs, story where queue = 'send-nudge' and unique_key = o::text and state = 'waiting' $$;
create function pg_temp.lose_job() returns void language sql as $$
  update private.jobs set state = 'dead', finished_at = now(), lease_token = null, lease_until = null where queue = 'send-nudge' and state in ('waiting', 'leased') $$;

select private.settle_outbox(now());
select is(pg_temp.jobs(), 1::bigint, 'FUP-4 a message with a job is left alone');
select pg_temp.lose_job();
select private.settle_outbox(now());
select is(pg_temp.jobs(), 1::bigint, 'FUP-4 a message whose job died gets a new one');
select is(pg_temp.states(), 'queued approved', 'FUP-4 and stays what it was');
select private.settle_outbox(now());
select is(pg_temp.jobs(), 1::bigint, 'FUP-4 settle_outbox() twice makes no second job');

select worker.begin_send(o, now() + interval '1 minute') from story;
select pg_temp.lose_job();
select private.settle_outbox(now() + interval '5 minutes');
select is(pg_temp.states(), 'uncertain sending', 'NEW-7 a message whose worker was lost while sending is uncertain');
select is((select state_reason from public.outbound_messages), 'worker_lost', 'NEW-7 and says why');
select is(pg_temp.jobs(), 1::bigint, 'NEW-7 and will be looked up');
select is((select worker.begin_send(o, now() + interval '1 hour') ->> 'decision' from story), 'look_up', 'NEW-7 before anything is sent');
select worker.settle_send(o, (select attempts from public.outbound_messages x where x.id = o), 'not_sent', 'not_found', now() + interval '1 hour') from story;
select pg_temp.lose_job();
select private.settle_outbox(now() + interval '8 days');
select is(pg_temp.states(), 'cancelled cancelled', 'FUP-4 what is too late is cancelled');
select is((select status_reason from public.nudges, story where id = n), 'too_late', 'FUP-4 and says so');

-- late proof, against everything we believed, while the next nudge is planned already
select private.reconsider_conversation(id, now() + interval '8 days') from public.conversations;
select is((select count(*) from public.nudges where status = 'pending'), 1::bigint, 'FUP-1 the question is still open, so a nudge is planned again');
select is((select worker.finish_send(o, 'gmail-1', 't', tests.own_mail('late', jsonb_build_object('in_reply_to', '<q@acme.test>', 'sent_at', now() + interval '1 minute')), now() + interval '8 days') from story),
  'sent', 'NEW-7 proof that comes late is believed');
select is(pg_temp.states(), 'sent sent', 'NEW-7 a message that did leave is told as it is');
select is((select string_agg(n.status || coalesce(' ' || n.status_reason, ''), ', ' order by n.id) from public.nudges n join public.messages m on m.id = n.basis_message_id
  where m.provider_message_id = 'q'), 'sent, cancelled we_wrote_again', 'FUP-4 and no second nudge follows the same word');

-- the constraints behind it
select throws_ok($$ update public.outbound_messages set provider_message_id = null $$, '23514', null, 'NEW-7 nothing is sent without proof');
select throws_ok($$ update public.outbound_messages set state = 'uncertain', sending_at = null $$, '23514', null, 'NEW-7 what is uncertain was begun');
select throws_ok($$ insert into public.outbound_messages select (jsonb_populate_record(x, '{"id": "00000000-0000-4000-8000-000000000001"}')).* from public.outbound_messages x $$,
  '23505', null, 'NEW-7 a Message-ID is used by one message');
select throws_ok($$ update public.nudges set status = 'approved', outbound_message_id = null $$, '23514', null, 'FUP-3 an approved nudge has an outbound message');

select * from finish();
