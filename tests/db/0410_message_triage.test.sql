-- Triage of 0410 to 0414 (TRI-1): a job for each recent message, what is saved, what people correct, what is learned.
select plan(49);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, null::uuid as m;
select tests.deliver(account, tests.mail('first', jsonb_build_object('sent_at', now() - interval '1 hour')), now()) from story;
update story set m = (select id from public.messages);
grant select on story to public;
create function pg_temp.save(changes jsonb default '{}', call jsonb default null, for_message uuid default null) returns text language sql as $$
  select worker.save_triage(x.id, jsonb_build_object('priority', 'high', 'category', 'finance', 'sentiment', 'neutral', 'actionability', 'action',
    'needs_reply', true, 'summary', 'Pay the invoice.', 'key_points', '["pay by Friday"]'::jsonb, 'language', 'en', 'confidence', 0.7,
    'evidence', '{}'::jsonb, 'engine', 'rules', 'model', 'offline-rules-3', 'prompt_version', 'triage-1', 'content_hash', x.content_hash) || changes, call, now())
  from public.messages x, story where x.id = coalesce(for_message, story.m) $$;
create function pg_temp.row() returns public.message_triage language sql as $$ select t.* from public.message_triage t, story where t.message_id = story.m $$;
create function pg_temp.talk() returns public.conversations language sql as $$
  select c.* from public.conversations c join public.messages x on x.conversation_id = c.id join story on story.m = x.id $$;

-- jobs
grant execute on function pg_temp.talk() to public;
select is((select count(*) from private.jobs where queue = 'triage' and unique_key = (select m::text from story)), 1::bigint, 'TRI-1 a new message has a triage job');
select is((select payload ->> 'message_id' from private.jobs where queue = 'triage'), (select m::text from story), 'its payload is the id and nothing else');
select tests.deliver(account, tests.mail('old', jsonb_build_object('sent_at', now() - interval '200 days')), now()) from story;
select is((select count(*) from private.jobs where queue = 'triage'), 1::bigint, 'history is not triaged');
update public.connections set auto_classify = false;
select tests.deliver(account, tests.mail('by-hand', jsonb_build_object('sent_at', now() - interval '2 hours')), now()) from story;
select is((select count(*) from private.jobs where queue = 'triage'), 1::bigint, 'TRI-1 an account can be set to classify on demand only');

-- facts
select results_eq($$ select c ->> 'direction', c ->> 'addressed', c ->> 'automatic_kind', c ->> 'is_known_sender', c -> 'learned', c -> 'classified'
    from story, worker.triage_context(m) c $$,
  $$ values ('inbound', 'me', 'human', 'false', '{}'::jsonb, 'null'::jsonb) $$, 'triage_context() gives the facts');
select is(worker.triage_context(gen_random_uuid()), null, 'triage_context() of a message that is gone is null');

-- saving
select is(pg_temp.save(), 'saved', 'TRI-1 triage is stored');
select results_eq('select priority, category, needs_reply, key_points, is_shared, owner_id from pg_temp.row()',
  $$ values ('high', 'finance', true, array['pay by Friday'], false, tests.id('ada')) $$, 'with everything it says');
select results_eq('select priority, priority_source, needs_reply from pg_temp.talk()', $$ values ('high', 'triage', true) $$, 'TRI-1 the conversation takes it over for lists');
select is(pg_temp.save('{"priority": "low"}', '{"action": "triage", "provider": "openai", "model": "m", "prompt_version": "1", "latency_ms": 5, "outcome": "ok", "cost_usd": 0.25}'), 'renewed', 'a second run renews');
select is((select subject_id from public.ai_actions), (select m from story), 'TRI-2 the model call is in the ledger');
select is((select cost_usd from public.ai_actions a where a.id = (pg_temp.row()).ai_action_id), 0.25, 'TRI-2 and the row knows which call it came from');
select is(pg_temp.save('{"content_hash": "of other words"}'), 'superseded', 'what was read of other words is not stored');
select is((pg_temp.row()).priority, 'low', 'and changes nothing');
select is(worker.save_triage(gen_random_uuid(), '{}', null, now()), 'gone', 'nothing is stored for a message that is gone');
select throws_ok($$ select pg_temp.save('{"priority": "very"}') $$, '23514', null, 'a value outside its list is refused');
select throws_ok($$ select pg_temp.save('{"confidence": 2}') $$, '23514', null, 'and so is a confidence above one');

-- corrections
select tests.become('ada');
select is((public.correct_triage(m, '{"priority": "urgent", "needs_reply": false}')).priority, 'urgent', 'TRI-1 a person corrects') from story;
select tests.become_nobody();
select results_eq('select corrected_fields, corrected_by from pg_temp.row()', $$ values (array['needs_reply', 'priority'], tests.id('ada')) $$, 'what was corrected is marked');
select results_eq('select priority, needs_reply from pg_temp.talk()', $$ values ('urgent', false) $$, 'the conversation follows');
select is(pg_temp.save('{"priority": "low", "needs_reply": true, "category": "work"}'), 'renewed', 'a later run');
select results_eq('select priority, needs_reply, category from pg_temp.row()', $$ values ('urgent', false, 'work') $$, 'TRI-1 changes only what nobody corrected');
select tests.become('ada');
select throws_ok($$ select public.correct_triage(m, '{"priority": "very"}') from story $$, 'PT422', 'triage_correction_invalid', 'an unknown value');
select throws_ok($$ select public.correct_triage(m, '{"summary": "x"}') from story $$, 'PT422', 'triage_correction_invalid', 'an unknown field');
select throws_ok($$ select public.correct_triage(m, '{"priority": null}') from story $$, 'PT422', 'triage_correction_invalid', 'no value');
select throws_ok($$ select public.correct_triage(m, '{}') from story $$, 'PT422', 'triage_correction_invalid', 'nothing');
select throws_ok($$ select public.correct_triage(gen_random_uuid(), '{"priority": "low"}') $$, 'PT404', 'triage_not_found', 'an unknown message');
select tests.become('ben');
select throws_ok($$ select public.correct_triage(m, '{"priority": "low"}') from story $$, 'PT404', 'triage_not_found', 'somebody else''s message');
select tests.become_nobody();

-- learning
select tests.deliver(account, tests.mail('second', jsonb_build_object('sent_at', now() - interval '1 minute')), now()) from story;
select is((select worker.triage_context(id) -> 'learned' from public.messages where provider_message_id = 'second'), '{"priority": "urgent"}', 'TRI-1 the next message of that sender knows the correction');
select is(private.learned_triage(tests.id('ada'), tests.id('acme'), 'else@globex.test'), '{}', 'one address says nothing about its domain');
select is(private.learned_triage(tests.id('ben'), tests.id('acme'), 'bob@globex.test'), '{}', 'nobody learns from a team-mate''s corrections');
select tests.become('ada');
select public.share_connection(account) from story;
select tests.become('ben');
select is((public.correct_triage(m, '{"priority": "low", "category": "marketing"}')).priority, 'low', 'TRI-1 a team-mate corrects what is shared with them') from story;
select tests.become_nobody();
select is(private.learned_triage(tests.id('ada'), tests.id('acme'), 'bob@globex.test'), '{}', 'TRI-1 but decides nothing about what its owner gets next');
select tests.become('ada');
select public.correct_triage(m, '{"priority": "urgent"}') from story;
select public.share_connection(account, false) from story;
select tests.become_nobody();
select is(private.learned_triage(tests.id('ada'), tests.id('acme'), 'bob@globex.test'), '{"priority": "urgent"}', 'TRI-1 its owner does');

-- what is in spam or trash, and what changes
create function pg_temp.triage_jobs(reference text) returns bigint language sql as $$
  select count(*) from private.jobs j join public.messages x on j.payload ->> 'message_id' = x.id::text where j.queue = 'triage' and x.provider_message_id = reference $$;
update public.connections set auto_classify = true;
select tests.deliver(account, tests.mail('spam', jsonb_build_object('sent_at', now() - interval '30 seconds', 'labels', '["SPAM"]'::jsonb, 'in_reply_to', '<first@globex.test>',
  'references', '["<first@globex.test>"]'::jsonb)), now()) from story;
select is(pg_temp.triage_jobs('spam'), 0::bigint, 'TRI-1 F25 what the provider takes for spam is not read, in a known conversation neither');
select pg_temp.save('{"priority": "urgent"}', null, (select id from public.messages where provider_message_id = 'spam'));
select is((select c.priority from private.conversation_triage((pg_temp.talk()).id) c), 'urgent', 'control: the conversation is urgent by its other message');
select is((select t.priority from private.conversation_triage((select conversation_id from public.messages where provider_message_id = 'spam')) t), 'urgent', 'control: which stands in the same conversation');
select private.change_labels(account, jsonb_build_array(jsonb_build_object('id', 'spam', 'labels', '["INBOX"]'::jsonb)), now()) from story;
select is(pg_temp.triage_jobs('spam'), 1::bigint, 'TRI-1 out of spam it is');
update public.messages set content_hash = 'changed' where provider_message_id = 'spam';
select is(pg_temp.triage_jobs('spam'), 2::bigint, 'TRI-1 and once more when its words change');

-- our answer ends the hurry
select tests.deliver(account, tests.own_mail('answer', jsonb_build_object('sent_at', now(), 'in_reply_to', '<first@globex.test>', 'expects_reply', false,
  'references', '["<first@globex.test>"]'::jsonb)), now()) from story;
select ok((select priority_source from pg_temp.talk()) in ('rule', 'triage'), 'the conversation is still there');
select is((select needs_reply from pg_temp.talk()), null, 'TRI-1 what was answered waits for nothing');

-- sharing
select tests.become('ada');
select public.share_conversation((pg_temp.talk()).id);
select tests.become('ben');
select is((select count(*) from public.message_triage t, story where t.message_id = m), 1::bigint, 'TEN-4 triage is seen by whom the message is shared with');
select tests.become('ada');
select public.share_conversation((pg_temp.talk()).id, false);
select tests.become('ben');
select is((select count(*) from public.message_triage), 0::bigint, 'TEN-4 and by nobody else once it is taken back');

-- on demand, and the budget
select tests.become('ada');
select isnt(public.classify_message(m), null, 'TRI-1 a message is classified on demand') from story;
select throws_ok($$ select public.classify_message(gen_random_uuid()) $$, 'PT404', 'message_not_found', 'not an unknown one');
select tests.become('ben');
select throws_ok($$ select public.classify_message(m) from story $$, 'PT404', 'message_not_found', 'nor somebody else''s');
select tests.become('eve');
select lives_ok($$ select public.change_workspace(tests.id('acme'), '{"ai_budget_usd": 0.2}') $$, 'TRI-3 an admin sets a budget');
select is(public.ai_budget(tests.id('acme')), '{"budget_usd": 0.2, "spent_usd": 0.25, "left_usd": -0.05}', 'TRI-3 what was spent and what is left is told');
select tests.become('ada');
select throws_ok($$ select public.classify_message(m) from story $$, 'PT402', 'ai_budget_spent', 'TRI-3 a spent budget refuses clearly');
select * from finish();
