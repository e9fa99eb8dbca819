-- The send path of 0552 (FUP-4, NEW-7): claimed, sent, proven; what is uncertain is looked up.
select plan(35);
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
create function pg_temp.begin(as_of timestamptz default now() + interval '1 minute') returns jsonb language sql as $$ select worker.begin_send(o, as_of) from story $$;
create function pg_temp.states() returns text language sql as $$ select x.state || ' ' || y.status from public.outbound_messages x, public.nudges y, story where x.id = o and y.id = n $$;
create function pg_temp.copy() returns jsonb language sql as $$ select tests.own_mail('sent', jsonb_build_object('internet_message_id', x.internet_message_id, 'in_reply_to', '<q@acme.test>',
  'references', '["<q@acme.test>"]'::jsonb, 'sent_at', now() + interval '1 minute', 'expects_reply', false)) from public.outbound_messages x, story where x.id = o $$;
create function pg_temp.finish_it() returns text language sql as $$ select worker.finish_send(o, 'gmail-1', 't', pg_temp.copy(), now() + interval '2 minutes') from story $$;
create function pg_temp.settle(outcome text, slug text default 'timeout') returns text language sql as $$ select worker.settle_send(o, (select attempts from public.outbound_messages x where x.id = o), outcome, slug, now() + interval '2 minutes') from story $$;
-- Keeps what an event answers and how it leaves the rows, and undoes it.
create function pg_temp.try(event text) returns text language plpgsql as $$
declare
  answer text;
begin
  execute 'select ' || event into answer;
  raise exception using errcode = 'ZZ000', message = coalesce(answer, 'null') || ': ' || pg_temp.states();
exception when sqlstate 'ZZ000' then return sqlerrm;
end
$$;

-- before anything was claimed
select is(pg_temp.try($$ worker.begin_send(gen_random_uuid()) ->> 'reason' $$), 'gone: queued approved', 'begin_send() of a message that is gone stops');
select is(pg_temp.try($$ worker.finish_send(gen_random_uuid(), 'x', 'x', '{}') $$), 'gone: queued approved', 'finish_send() of a message that is gone');
select is(pg_temp.try($$ worker.settle_send(gen_random_uuid(), 1, 'unknown', 'x') $$), 'gone: queued approved', 'settle_send() of a message that is gone');
select is(pg_temp.try($$ pg_temp.settle('rejected') $$), 'queued: queued approved', 'NEW-7 what was not begun cannot fail');
select is(pg_temp.try($$ pg_temp.begin(now() - interval '1 minute') ->> 'decision' $$), 'wait: queued approved', 'FUP-4 waiting leaves it queued');
select is((select pg_temp.begin(now() - interval '1 minute') ->> 'until'), (select to_jsonb(now()) #>> '{}'), 'FUP-4 and says until when');

-- cancelled while queued
create function pg_temp.cancel_then_begin() returns text language plpgsql as $$
begin
  perform private.cancel_nudge(n, 'cancelled_by_person') from story;
  return pg_temp.begin() ->> 'reason';
end $$;
select is(pg_temp.try('pg_temp.cancel_then_begin()'), 'cancelled: cancelled cancelled', 'FUP-4 what was cancelled while queued stops');
create function pg_temp.reply_then_begin() returns text language plpgsql as $$
begin
  perform tests.deliver(account, tests.mail('reply', jsonb_build_object('provider_thread_id', 't', 'sent_at', now() - interval '3 days', 'expects_reply', false)), now()) from story;
  return pg_temp.begin() ->> 'reason';
end $$;
select is(pg_temp.try('pg_temp.reply_then_begin()'), 'cancelled: cancelled cancelled', 'FUP-5 a reply stored before begin_send() cancels, the same second included');
update public.outbound_messages set body = 'Send money';
select is(pg_temp.try($$ pg_temp.begin() ->> 'reason' $$), 'content_changed: cancelled cancelled', 'NEW-7 what changed after the approval is cancelled, with its nudge');
update public.outbound_messages set body = 'Any news?';

-- the claim
create temporary table claim as select pg_temp.begin() as answer;
select is((select answer ->> 'decision' from claim), 'send', 'FUP-4 begin_send() claims');
select is(pg_temp.states(), 'sending sending', 'FUP-4 nudge and message move together');
select results_eq($$ select answer #>> '{mail,to,address}', answer #>> '{mail,in_reply_to}', answer #> '{mail,references}', answer #>> '{mail,provider_thread_id}', answer #>> '{mail,internet_message_id}' from claim $$,
  $$ select 'bob@globex.test', '<q@acme.test>', '["<q@acme.test>"]'::jsonb, 't', internet_message_id from public.outbound_messages $$, 'FUP-4 the mail goes into the same thread, with its own Message-ID');
select results_eq($$ select a ->> 'decision', (a ->> 'may_resend_at')::timestamptz, a #>> '{mail,internet_message_id}' from pg_temp.begin(now() + interval '5 minutes') a $$,
  $$ select 'look_up', now() + interval '1 minute' + private.resend_grace(), internet_message_id from public.outbound_messages $$, 'NEW-7 a second begin_send() looks the Message-ID up instead of sending');
select is((select attempts from public.outbound_messages), 1, 'NEW-7 and is no attempt');
select is(pg_temp.try($$ private.cancel_nudge(n, 'x')::text from story $$), 'false: sending sending', 'FUP-4 what is leaving cannot be cancelled');
select is(pg_temp.try($$ (select tests.deliver(account, tests.mail('reply', jsonb_build_object('provider_thread_id', 't', 'sent_at', now())), now()) -> 0 ->> 'outcome' from story) $$),
  'stored: sending sending', 'FUP-5 a reply stored after the claim leaves the claim to its outcome');

-- outcomes
select is(pg_temp.try($$ pg_temp.settle('unknown') $$), 'uncertain: uncertain sending', 'NEW-7 an unknown outcome is visible as uncertain');
select is(pg_temp.try($$ pg_temp.settle('not_sent') $$), 'queued: queued approved', 'NEW-7 what surely was not sent goes back to the gate');
select is(pg_temp.try($$ pg_temp.settle('rejected', 'recipient_refused') $$), 'failed: failed failed', 'NEW-7 a refusal is final');
select throws_ok($$ select pg_temp.settle('perhaps') $$, 'P0001', null, 'an outcome is one of four: unknown, not_sent, thread_gone, rejected');
select pg_temp.settle('unknown');
select is((pg_temp.begin(now() + interval '5 minutes')) ->> 'decision', 'look_up', 'NEW-7 an uncertain message is looked up before anything else');
select is((worker.health() #>> '{outbox,uncertain,message_count}')::int, 1, 'NEW-7 and counted by health()');
select is(pg_temp.try($$ pg_temp.settle('not_sent') $$), 'queued: queued approved', 'NEW-7 not found after the grace: again through the gate');

-- the proof
select is(pg_temp.try($$ worker.finish_send(o, 'gmail-1', 't', pg_temp.copy() || '{"direction": "sideways"}', now() + interval '2 minutes') from story $$),
  'sent: sent sent', 'NEW-7 the proof outlives a copy that cannot be stored');
select is(pg_temp.try($$ worker.settle_send(o, 0, 'rejected', 'late', now() + interval '2 minutes') from story $$),
  'uncertain: uncertain sending', 'NEW-7 a worker that comes back late does not settle the attempt of another');
select is(pg_temp.finish_it(), 'sent', 'FUP-4 finish_send() records the proof');
select is(pg_temp.states(), 'sent sent', 'FUP-4 nudge and message are sent');
select is(pg_temp.finish_it(), 'already_sent', 'FUP-4 finishing twice records once');
select is((select count(*) from public.messages where internet_message_id = (select internet_message_id from public.outbound_messages)), 1::bigint, 'FUP-4 our copy is in the inbox once');
select is((select count(*) from public.conversations), 1::bigint, 'FUP-4 in the same conversation');
select is((select tests.deliver(account, pg_temp.copy() || '{"provider_message_id": "gmail-1", "reference": "sync"}', now() + interval '3 minutes') -> 0 ->> 'outcome' from story), 'duplicate', 'FUP-4 the provider''s copy is recognised');
select is((pg_temp.begin(now() + interval '5 minutes')) ->> 'reason', 'sent', 'FUP-4 a sent message is never begun again');
select is(pg_temp.settle('rejected'), 'sent', 'NEW-7 a late bad word does not undo the proof');
select results_eq($$ select array_agg(to_status || coalesce(':' || reason, '') order by id) from public.nudge_events, story where nudge_id = n $$,
  $$ select array['pending', 'drafted', 'approved', 'sending', 'sent'] $$, 'FUP-3 the history tells every move once');
select is((select next_check_at > now() from public.conversations), true, 'FUP-1 the next look is after the next wait');

select * from finish();
