-- The verbs of 0540 and 0542 (FUP-3): every allowed move, every refused one with its slug.
select plan(35);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, null::uuid as n;
grant select on story to public;
select tests.deliver(account, tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '3 days')), now()) from story;
update story set n = (select id from public.nudges);
create function pg_temp.nudge() returns public.nudges language sql security definer as $$ select x.* from public.nudges x, pg_temp.story where x.id = story.n $$;
create function pg_temp.put(new_status text, version int default 1) returns void language sql security definer as $$
  update public.nudges x set status = new_status, status_reason = case when new_status in ('cancelled', 'failed') then 'some_reason' end, draft_version = version,
    body = case when version > 0 then 'Any news?' end, sent_at = now(), outbound_message_id = coalesce(outbound_message_id, (select id from public.outbound_messages limit 1))
  from pg_temp.story where x.id = story.n $$;
-- The verb as Ada: the status that follows, or the slug of the refusal; undone either way.
create function pg_temp.outcome(call text, who text default 'ada') returns text language plpgsql as $$
declare
  answer text;
begin
  perform tests.become(who);
  execute format('select (%s).status from story', call) into answer;
  raise exception using errcode = 'ZZ000', message = answer;
exception
  when sqlstate 'ZZ000' then return sqlerrm;
  when others then return sqlstate || ' ' || sqlerrm;
end
$$;
grant execute on all functions in schema pg_temp to public;
create function pg_temp.moves(version int default 1) returns text[] language sql as $$ select array[
  pg_temp.outcome(format('public.approve_nudge(n, %s)', version)), pg_temp.outcome(format('public.edit_nudge(n, %s, ''Hello'')', version)),
  pg_temp.outcome('public.regenerate_nudge(n)'), pg_temp.outcome('public.cancel_nudge(n)'), pg_temp.outcome(format('public.send_nudge_now(n, %s)', version))] $$;

-- every verb from every status: approve, edit, regenerate, cancel, send now
select is(pg_temp.moves(0), array['PT409 nudge_not_drafted', 'drafted', 'pending', 'cancelled', 'PT409 nudge_not_drafted'], 'FUP-3 moves of a pending nudge');
select pg_temp.put('drafted');
select is(pg_temp.moves(), array['approved', 'drafted', 'drafted', 'cancelled', 'approved'], 'FUP-3 moves of a drafted nudge');
select tests.become('ada');
select public.approve_nudge(n, 1) from story;
select tests.become_nobody();
select is(pg_temp.moves(), array['PT409 nudge_already_approved', 'drafted', 'drafted', 'cancelled', 'approved'], 'FUP-3 moves of an approved nudge');
select pg_temp.put('sending');
select is(pg_temp.moves(), array_fill('PT409 nudge_already_sent'::text, array[5]), 'FUP-3 a nudge that is leaving takes no verb');
select pg_temp.put('sent');
select is(pg_temp.moves(), array_fill('PT409 nudge_already_sent'::text, array[5]), 'FUP-3 a sent nudge takes no verb');
select pg_temp.put('cancelled');
select is(pg_temp.moves(), array_fill('PT409 nudge_cancelled'::text, array[5]), 'FUP-3 a cancelled nudge takes no verb');
select pg_temp.put('failed');
select is((pg_temp.moves())[1:3], array['PT409 nudge_not_drafted', 'drafted', 'drafted'], 'FUP-3 a failed nudge is rescued by new words');

-- versions and words
select pg_temp.put('drafted', 3);
select is(pg_temp.moves(2), array['PT409 nudge_changed', 'PT409 nudge_changed', 'drafted', 'cancelled', 'PT409 nudge_changed'], 'FUP-3 a decision names the version it saw');
select is(pg_temp.outcome('public.approve_nudge(n, null)'), 'PT409 nudge_changed', 'FUP-3 no version is no version');
select is(pg_temp.outcome('public.edit_nudge(n, 3, ''  '')'), 'PT422 text_empty', 'FUP-3 an empty text is refused');
select is(pg_temp.outcome('public.edit_nudge(n, 3, null)'), 'PT422 text_empty', 'FUP-3 no text is refused');
select is(pg_temp.outcome('public.regenerate_nudge(n, ''rude'')'), 'PT422 tone_unknown', 'FUP-3 an unknown tone is refused');

-- whose word counts
select is(pg_temp.outcome('public.approve_nudge(n, 3)', 'ben'), 'PT404 nudge_not_found', 'FUP-3 Ben does not know Ada''s private nudge');
select is(pg_temp.outcome('public.approve_nudge(n, 3)', 'cy'), 'PT404 nudge_not_found', 'FUP-3 Cy does not either');
select is(pg_temp.outcome('public.approve_nudge(gen_random_uuid(), 3)'), 'PT404 nudge_not_found', 'FUP-3 an unknown id is not found');
select tests.become('ada');
select public.share_connection(account) from story;
select tests.become('ben');
select is((select count(*) from public.nudges), 1::bigint, 'TEN-4 Ben reads the shared nudge');
select tests.become_nobody();
select is(array(select pg_temp.outcome(call, 'ben') from unnest(array['public.approve_nudge(n, 3)', 'public.edit_nudge(n, 3, ''x'')', 'public.regenerate_nudge(n)',
  'public.cancel_nudge(n)', 'public.send_nudge_now(n, 3)']) call), array_fill('PT403 nudge_not_yours'::text, array[5]), 'FUP-3 but Ben, a viewer, decides nothing');
select is(pg_temp.outcome('public.approve_nudge(n, 3)', 'cy'), 'PT404 nudge_not_found', 'FUP-3 Cy still knows of nothing');
select tests.become_anon();
select throws_ok('select public.approve_nudge(n, 3) from story', '42501', null, 'FUP-3 nobody decides without signing in');
select tests.become_nobody();

-- what an approval writes
delete from public.nudge_events; delete from private.jobs;
update public.nudges set outbound_message_id = null, due_at = now() - interval '1 day'; delete from public.outbound_messages;
select tests.become('ada');
select is((public.approve_nudge(n, 3)).status, 'approved', 'FUP-3 Ada approves') from story;
select results_eq($$ select state, body, approved_by, approved_via, ignores_quiet_hours, not_before = now(), content_hash = private.outgoing_hash(recipient_address, subject, body),
    internet_message_id ~ '^<[0-9a-f-]{36}@acme.test>$', is_shared from public.outbound_messages $$,
  $$ values ('queued', 'Any news?', tests.id('ada'), 'app', false, true, true, true, true) $$, 'NEW-7 the outbound message has its Message-ID before anything is sent')
  from (select tests.become_nobody()) x;
select is((select array_agg(unique_key) from private.jobs where queue = 'send-nudge' and state = 'waiting'), (select array_agg(id::text) from public.outbound_messages),
  'FUP-4 an approval has its job in the same transaction');
select results_eq('select from_status, to_status, actor_id, draft_version from public.nudge_events', $$ values ('drafted', 'approved', tests.id('ada'), 3) $$,
  'FUP-3 the move is recorded with who made it');

-- an edit takes it back
select tests.become('ada');
select public.edit_nudge(n, 3, 'Better words') from story;
select tests.become_nobody();
select results_eq('select status, approved_by, outbound_message_id, draft_version, draft_source from pg_temp.nudge()', $$ values ('drafted', null::uuid, null::uuid, 4, 'person') $$,
  'FUP-3 editing takes the approval back');
select results_eq('select state, state_reason from public.outbound_messages', $$ values ('cancelled', 'content_changed') $$, 'FUP-3 what was approved does not leave');
select is((select string_agg(state, ',') from private.job_log where queue = 'send-nudge'), 'cancelled', 'FUP-3 nor does its job run');
select tests.become('ada');
select public.approve_nudge(n, 4) from story;
select public.send_nudge_now(n, 4) from story;
select tests.become_nobody();
select results_eq($$ select count(*), bool_or(ignores_quiet_hours) from public.outbound_messages where state = 'queued' $$, $$ values (1::bigint, true) $$,
  'FUP-3 send now after an approval changes the one message');
update private.jobs set state = 'leased', lease_token = tests.id('x'), lease_until = now() + interval '1 minute' where queue = 'send-nudge' and state = 'waiting';
select tests.become('ada');
select public.send_nudge_now(n, 4) from story;
select tests.become_nobody();
select is((select count(*) from private.jobs where queue = 'send-nudge' and state = 'waiting' and run_at <= now()), 1::bigint,
  'FUP-3 send now is not lost while a worker is about to put the message off');

-- another tone
select tests.become('ada');
select public.regenerate_nudge(n, 'concise') from story;
select tests.become_nobody();
select results_eq('select status, tone, body, approved_by from pg_temp.nudge()', $$ values ('drafted', 'concise', 'Better words', null::uuid) $$, 'FUP-2 regenerating keeps the words until new ones come');
select is((select count(*) from private.jobs where queue = 'draft-nudge' and state = 'waiting' and payload ->> 'asked_by' = tests.id('ada')::text), 1::bigint, 'FUP-2 and asks for them');
select is(worker.save_nudge_draft(n, 4, '{"body": "A model''s words"}', '{"action": "draft_nudge", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}'),
  'drafted', 'FUP-2 they come') from story;
select results_eq('select draft_version, body from public.nudge_events where body is not null order by id', $$ values (4, 'Better words'), (5, 'A model''s words') $$,
  'FUP-3 and what Ada wrote is not lost');

-- imported mailboxes cannot send
update public.connections set provider = 'import';
select is(pg_temp.outcome('public.approve_nudge(n, 5)'), 'PT409 connection_cannot_send', 'FUP-3 an imported mailbox cannot send');
select is(pg_temp.outcome('public.send_nudge_now(n, 5)'), 'PT409 connection_cannot_send', 'FUP-3 not now either');
-- cancelled for good
select tests.become('ada');
select public.cancel_nudge(n) from story;
select tests.become_nobody();
select private.reconsider_conversation(id, now() + interval '1 day') from public.conversations;
select is((select string_agg(status || ' ' || status_reason, ',') from public.nudges), 'cancelled cancelled_by_person', 'FUP-3 a cancelled last word is not followed up again');

select * from finish();
