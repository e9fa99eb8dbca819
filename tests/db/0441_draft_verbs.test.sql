-- The verbs of drafts (DRF-1): every allowed move, every refused one with its slug, versions, and what a sent draft writes.
select plan(35);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, null::uuid as d, null::uuid as r;
grant select on story to public;
select tests.deliver(account, tests.mail('q', '{"provider_thread_id": "t", "recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "cc", "address": "dora@globex.test", "name": "Dora"}]}')) from story;
create function pg_temp.conversation() returns uuid language sql security definer as $$ select conversation_id from public.messages where provider_message_id = 'q' $$;
create function pg_temp.draft() returns public.message_drafts language sql security definer as $$ select x.* from public.message_drafts x, pg_temp.story where x.id = story.d $$;
create function pg_temp.write(words text) returns void language sql security definer as $$
  select worker.save_reply_drafts(r, (select jsonb_agg(jsonb_build_object('id', x.id, 'version', x.version, 'body', words || ' ' || x.tone, 'confidence', 0.5, 'flags', '["mail_hides_text", "text_link_removed"]'::jsonb))
      from public.message_drafts x where x.request_id = r), '{"action": "draft_reply", "provider": "openai", "model": "m", "is_offline": false, "prompt_version": "1", "outcome": "ok"}') from pg_temp.story $$;
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
create function pg_temp.moves(version int default 1) returns text[] language sql as $$ select array[
  pg_temp.outcome(format('public.send_draft(d, %s)', version)), pg_temp.outcome(format('public.edit_draft(d, %s, ''Hello'')', version)),
  pg_temp.outcome('public.regenerate_draft(d)'), pg_temp.outcome('public.discard_draft(d)')] $$;
create function pg_temp.put(new_status text) returns void language sql security definer as $$
  update public.message_drafts x set status = new_status, status_reason = case when new_status in ('discarded', 'failed') then 'some_reason' end, sent_at = now(),
    outbound_message_id = coalesce(outbound_message_id, (select id from public.outbound_messages limit 1)) from pg_temp.story where x.id = story.d $$;
grant execute on all functions in schema pg_temp to public;
select tests.become('ada');
create temporary table asked as select * from public.request_drafts(pg_temp.conversation(), reply_all => true);
select tests.become_nobody();
update story set d = (select id from asked where place = 2), r = (select request_id from asked limit 1);

-- every verb from every status: send, edit, regenerate, discard
select is(pg_temp.moves(0), array['PT409 draft_not_written', 'drafted', 'pending', 'discarded'], 'DRF-1 moves of a pending draft');
select pg_temp.write('We start on Monday.');
select is(pg_temp.moves(), array['approved', 'drafted', 'drafted', 'discarded'], 'DRF-1 moves of a written draft');
select is(pg_temp.moves(0), array['PT409 draft_changed', 'PT409 draft_changed', 'drafted', 'discarded'], 'DRF-1 a decision names the version it saw');
select is(pg_temp.outcome('public.send_draft(d, null)'), 'PT409 draft_changed', 'DRF-1 no version is no version');
select is(array[pg_temp.outcome('public.edit_draft(d, 1, '' '')'), pg_temp.outcome('public.edit_draft(d, 1, repeat(''x'', 20001))'), pg_temp.outcome('public.regenerate_draft(d, ''rude'')'),
    pg_temp.outcome('public.regenerate_draft(d, null, gen_random_uuid())')],
  array['PT422 text_empty', 'PT422 text_too_long', 'PT422 tone_unknown', 'PT404 tone_preset_not_found'], 'DRF-1 words and tones have rules');

-- whose word counts
select is(array(select pg_temp.outcome(call, who) from unnest(array['ben', 'cy']) who, unnest(array['public.send_draft(d, 1)', 'public.edit_draft(d, 1, ''x'')', 'public.regenerate_draft(d)', 'public.discard_draft(d)']) call),
  array_fill('PT404 draft_not_found'::text, array[8]), 'DRF-1 Ben and Cy know nothing of Ada''s private draft');
select tests.become('ada');
select public.share_connection(account) from story;
select tests.become_nobody();
select is(array(select pg_temp.outcome(call, 'ben') from unnest(array['public.send_draft(d, 1)', 'public.edit_draft(d, 1, ''x'')', 'public.regenerate_draft(d)', 'public.discard_draft(d)']) call),
  array_fill('PT403 draft_not_yours'::text, array[4]), 'DRF-1 of a shared one Ben decides nothing');
select tests.become_anon();
select throws_ok('select public.send_draft(d, 1) from story', '42501', null, 'DRF-1 nobody decides without signing in');
select tests.become_nobody();

-- versions, edits and what is learned from them
select tests.become('ada');
select public.edit_draft(d, 1, 'We start on Tuesday. professional') from story;
select tests.become_nobody();
select results_eq('select version, source, flags from pg_temp.draft()', $$ values (2, 'person', array['mail_hides_text']) $$, 'DRF-1 an edit is the person''s: what was odd about the text has been looked at');
select results_eq('select version, source, body, edit_distance, written_by from public.message_draft_versions v, story where draft_id = d order by version',
  $$ values (1, 'model', 'We start on Monday. professional', null::numeric, null::uuid), (2, 'person', 'We start on Tuesday. professional', 0.2000, tests.id('ada')) $$, 'DRF-1 every version is kept');
select is((select edit_distance from public.ai_actions a where a.id = (pg_temp.draft()).ai_action_id), 0.2, 'TRI-2 and the ledger knows how much of the call''s text was changed');
select is(array[private.edit_distance('a b c', 'c b a'), private.edit_distance('a b', 'c d'), private.edit_distance('', ''), private.edit_distance('a', 'a b c d')], array[0, 1, 0, 0.75]::numeric[], 'TRI-2 the distance is a share of words');
select is((select count(*) from jsonb_array_elements(private.writing_samples(tests.id('ada'), tests.id('acme')) -> 'edits')), 1::bigint, 'DRF-2 the edit is a sample of her style');
select is(private.writing_samples(tests.id('ben'), tests.id('acme')) -> 'edits', '[]', 'DRF-2 and of nobody else''s');
select tests.become('ada');
select public.regenerate_draft(d, 'warm', instruction => 'say no') from story;
select tests.become_nobody();
select results_eq('select status, tone, body, instruction, version from pg_temp.draft()', $$ values ('drafted', 'warm', 'We start on Tuesday. professional', 'say no', 2) $$, 'DRF-1 regenerating keeps the words until new ones come');
select is((select payload ->> 'draft_id' from private.jobs where queue = 'draft-reply' and state = 'waiting' and payload ? 'draft_id'), (select d::text from story), 'DRF-1 and asks for them');
select is(worker.reply_context(r, d, 2) -> 'drafts' -> 0 ->> 'version', '2', 'DRF-1 the worker reads what is there') from story;
select is(jsonb_array_length(worker.reply_context(r, d, 2) -> 'drafts'), 1, 'DRF-1 and writes no other') from story;

-- sending
select tests.become('ada');
select public.edit_draft(d, 2, 'We start [[day]].') from story;
select tests.become_nobody();
select is(pg_temp.outcome('public.send_draft(d, 3)'), 'PT409 draft_has_gap', 'DRF-1 nothing leaves with a gap in it');
select tests.become('ada');
select public.edit_draft(d, 3, 'We start on Tuesday.') from story;
select tests.become_nobody();
select tests.deliver(account, tests.mail('q2', '{"provider_thread_id": "t", "sent_at": "2026-06-01T12:20:00Z", "in_reply_to": "<q@globex.test>"}')) from story;
select is(pg_temp.outcome('public.send_draft(d, 4)'), 'PT409 conversation_changed', 'DRF-1 a newer message stops an answer to the older one');
select tests.become('ada');
select public.regenerate_draft(d) from story;
select tests.become_nobody();
select is((select m.provider_message_id from public.messages m where m.id = (pg_temp.draft()).reply_to_message_id), 'q2', 'DRF-1 written anew it answers the newer one');
select tests.become('ada');
select is((public.send_draft(d, 4)).status, 'approved', 'DRF-1 and may leave') from story;
select tests.become_nobody();
select results_eq($$ select kind, state, recipient_address::text, other_recipients, body, approved_by, approved_via, ignores_quiet_hours, content_hash = private.outgoing_hash(recipient_address, subject, body, other_recipients),
    is_shared, reply_to_message_id = (pg_temp.draft()).reply_to_message_id from public.outbound_messages $$,
  $$ values ('reply', 'queued', 'bob@globex.test', '[]'::jsonb, 'We start on Tuesday.', tests.id('ada'), 'app', true, true, true, true) $$, 'DRF-1 by the one way out, bound to recipients and words');
select is((select string_agg(status || ' ' || coalesce(status_reason, ''), ', ' order by place) from public.message_drafts x, story where x.request_id = r), 'discarded another_was_sent, approved , discarded another_was_sent', 'DRF-1 the other tones are discarded');
select is((select array_agg(unique_key) from private.jobs where queue = 'send-nudge' and state = 'waiting'), (select array_agg(id::text) from public.outbound_messages), 'DRF-1 with its job in the same transaction');
select is(pg_temp.moves(4), array['PT409 draft_already_approved', 'drafted', 'drafted', 'discarded'], 'DRF-1 moves of an approved draft');
select tests.become('ada');
create temporary table again as select * from public.request_drafts(pg_temp.conversation(), array['concise']);
select tests.become_nobody();
update public.message_drafts x set body = 'Twice?', version = 1, status = 'drafted', source = 'offline' from again a where x.id = a.id;
select is(pg_temp.outcome('public.send_draft((select id from again), 1)'), 'PT409 reply_under_way', 'DRF-1 two answers to one message are one too many');
select tests.become('ada');
select public.edit_draft(d, 4, 'We start on Wednesday.') from story;
select tests.become_nobody();
select results_eq('select state, state_reason from public.outbound_messages', $$ values ('cancelled', 'content_changed') $$, 'DRF-1 editing takes the approval back');
select tests.become('ada');
select is((public.send_draft(d, 5)).status, 'approved', 'DRF-1 what was taken back may be sent') from story;
select tests.become_nobody();
update public.outbound_messages set state = 'failed', state_reason = 'owner_left', sending_at = now(), attempts = 1 where state = 'queued';
select pg_temp.put('failed');
select is(pg_temp.outcome('public.send_draft(d, 5)'), 'PT409 reply_under_way', 'FUP-4 what may have left when its owner went is not sent again on their return');
update public.outbound_messages set state = 'cancelled', state_reason = 'too_late';
select pg_temp.put('sending');
select is(pg_temp.moves(5), array_fill('PT409 draft_already_sent'::text, array[4]), 'DRF-1 a draft that is leaving takes no verb');
select pg_temp.put('sent');
select is(pg_temp.moves(5), array_fill('PT409 draft_already_sent'::text, array[4]), 'DRF-1 nor does one that left');
select pg_temp.put('discarded');
select is(pg_temp.moves(5), array_fill('PT409 draft_discarded'::text, array[4]), 'DRF-1 nor one that was thrown away');
select pg_temp.put('failed');
select is(pg_temp.moves(5), array['approved', 'drafted', 'drafted', 'discarded'], 'DRF-1 a failed one may be tried again');
update public.connections set provider = 'import';
select is(pg_temp.outcome('public.send_draft(d, 5)'), 'PT409 connection_cannot_send', 'DRF-1 an imported mailbox cannot send');
select * from finish();
