-- Metrics questions of 0490 to 0592 (PRM-2): fixed statements as the person; counts of Ada, Ben and Cy differ.
select plan(66);
select tests.cast_of_acme();
-- Wednesday 3 June 2026; Ada is in Berlin, two hours ahead of UTC
update public.profiles set time_zone = 'Europe/Berlin' where id = tests.id('ada');
create temporary table story as select tests.connection('ada') as account, tests.connection('ben') as bens, tests.connection('ada', mailbox => 'team@acme.test') as team;
grant select on story to public;
create function pg_temp.at(day int, hour int) returns jsonb language sql as $$ select jsonb_build_object('sent_at', make_timestamptz(2026, 6, day, hour, 0, 0, 'UTC')) $$;
create function pg_temp.reply(name text, to_name text, at jsonb, host text default 'globex.test') returns jsonb language sql as $$
  select jsonb_build_object('in_reply_to', '<' || to_name || '@' || host || '>', 'references', jsonb_build_array('<' || to_name || '@' || host || '>'), 'subject_base', 'offer ' || lower(to_name)) || at $$;
-- Bob asks on Monday at 8 and again at 9, Ada answers at 11; he writes back three hours later
select tests.deliver(account, tests.mail('one', pg_temp.at(1, 8)), '2026-06-03T12:00Z'), tests.deliver(account, tests.mail('more', pg_temp.reply('more', 'one', pg_temp.at(1, 9))), '2026-06-03T12:00Z'),
  tests.deliver(account, tests.own_mail('answer', pg_temp.reply('answer', 'more', pg_temp.at(1, 11))), '2026-06-03T12:00Z'),
  tests.deliver(account, tests.mail('back', pg_temp.reply('back', 'answer', pg_temp.at(1, 14), 'acme.test') || '{"text_new": "Fine", "expects_reply": false, "expects_reply_evidence": null}'), '2026-06-03T12:00Z') from story;
-- Carla asks late on Tuesday, in Berlin on Wednesday, and has no answer; a newsletter; spam; one to the team's mailbox, which is shared; one of Ben's
select tests.deliver(account, tests.mail('two', pg_temp.at(2, 23) || '{"sender_address": "carla@initech.test", "sender_name": "Carla"}'), '2026-06-03T12:00Z'),
  tests.deliver(account, tests.mail('news', pg_temp.at(2, 10) || '{"sender_address": "news@shop.test", "sender_name": "Shop", "automatic_kind": "mailing_list", "expects_reply": false, "expects_reply_evidence": null}'), '2026-06-03T12:00Z'),
  tests.deliver(account, tests.mail('junk', pg_temp.at(2, 11) || '{"sender_address": "junk@spam.test"}'), '2026-06-03T12:00Z'),
  tests.deliver(team, tests.mail('hello', pg_temp.at(3, 7) || '{"sender_address": "dora@globex.test", "sender_name": "Dora"}'), '2026-06-03T12:00Z'),
  tests.deliver(bens, tests.mail('bens', pg_temp.at(2, 9) || '{"recipients": [{"kind": "to", "address": "ben@acme.test"}]}'), '2026-06-03T12:00Z') from story;
-- Ada asked Emil on Tuesday and waits
select tests.deliver(account, tests.own_mail('ask', pg_temp.at(2, 8) || '{"recipients": [{"kind": "to", "address": "emil@globex.test", "name": "Emil"}]}'), '2026-06-03T12:00Z') from story;
update public.messages set labels = '{SPAM}' where provider_message_id = 'junk';
select tests.become('ada');
select public.share_connection(team) from story;
select public.create_task(tests.id('acme'), '{"title": "Send the offer", "due_on": "2026-06-02"}');
select public.change_task((public.create_task(tests.id('acme'), '{"title": "Sleep"}')).id, '{"status": "done"}');
select public.create_tag(tests.id('acme'), 'deal');
select public.tag_conversations(array(select conversation_id from public.messages where provider_message_id = 'two'), 'deal');
select tests.become_nobody();
select worker.save_triage(m.id, jsonb_build_object('priority', 'normal', 'category', 'finance', 'sentiment', 'neutral', 'actionability', 'reply', 'needs_reply', true, 'summary', 'x',
  'confidence', 1, 'engine', 'rules', 'model', 'rules', 'prompt_version', '1', 'content_hash', m.content_hash), null, now()) from public.messages m where m.provider_message_id = 'two';
insert into public.promises (workspace_id, owner_id, message_id, side, promised_by, quote, evidence, state, settled_at, source)
select m.workspace_id, m.owner_id, m.id, p.side, m.sender_address, p.quote, '{}', p.state, case when p.state = 'kept' then now() end, 'rules'
from public.messages m join (values ('back', 'them', 'I will pay', 'made'), ('answer', 'us', 'I will send it', 'kept'), ('two', 'them', 'I will call', 'due')) p (name, side, quote, state) on p.name = m.provider_message_id;
insert into public.nudges (workspace_id, owner_id, connection_id, conversation_id, basis_message_id, step, status, tone, recipient_address, body, due_at, why, sent_at, is_shared)
select m.workspace_id, m.owner_id, m.connection_id, m.conversation_id, m.id, 1, 'sent', 'warm', n.address, 'Any news?', m.sent_at, '{}', m.sent_at + interval '1 hour', m.is_shared
from public.messages m join (values ('answer', 'bob@globex.test'), ('hello', 'dora@globex.test')) n (name, address) on n.name = m.provider_message_id;

create function pg_temp.ask(metric text, filters jsonb default '{}', from_at timestamptz default '2026-06-01T00:00Z', until_at timestamptz default '2026-06-04T00:00Z') returns jsonb language sql as $$
  select public.answer_metric(metric, tests.id('acme'), from_at, until_at, filters) $$;
create function pg_temp.n(metric text, filters jsonb default '{}') returns int language sql as $$ select (pg_temp.ask(metric, filters) ->> 'value')::int $$;
create function pg_temp.names(ids jsonb) returns text language sql as $$
  select string_agg(m.provider_message_id, ',' order by m.sent_at, m.id) from public.messages m where m.id in (select value::uuid from jsonb_array_elements_text(ids)) $$;

grant execute on function pg_temp.ask(text, jsonb, timestamptz, timestamptz), pg_temp.n(text, jsonb), pg_temp.names(jsonb) to public;

select tests.become('ada');
select is(pg_temp.n('received'), 6, 'PRM-2 received: Bob''s three, Carla, the shop, Dora; spam is nobody''s mail');
select is(pg_temp.ask('received') -> 'parts', '{"human": 5, "mailing_list": 1}', 'PRM-2 by what they are');
select is(pg_temp.names(pg_temp.ask('received') -> 'message_ids'), 'one,more,back,news,two,hello', 'PRM-2 with the messages it rests on');
select is((pg_temp.ask('received', '{}', '2026-06-01T09:00Z', '2026-06-01T14:00Z') ->> 'value')::int, 1, 'PRM-2 the window takes its start and leaves out its end');
select is((pg_temp.ask('received', '{}', null, null) ->> 'value')::int, 6, 'PRM-2 and may be open');
select is(pg_temp.n('sent'), 2, 'PRM-2 sent');
select is(pg_temp.n('received', '{"address": "Bob@globex.test"}'), 3, 'PRM-2 of one address');
select is(pg_temp.n('sent', '{"address": "emil@globex.test"}'), 1, 'PRM-2 to one address');
select is(pg_temp.n('received', jsonb_build_object('contact_id', (select contact_id from public.contact_methods where value = 'carla@initech.test'))), 1, 'PRM-2 of one contact');
select is(pg_temp.n('received', jsonb_build_object('connection_ids', jsonb_build_array(team))), 1, 'PRM-2 through one account') from story;
select is(pg_temp.n('received', '{"connection_ids": []}'), 0, 'through none');
select is(pg_temp.n('received', '{"tag": "Deal"}'), 1, 'PRM-2 with a tag');
select is(pg_temp.n('received', '{"category": "finance"}'), 1, 'PRM-2 of a category');
select is(pg_temp.n('received', '{"category": "support"}'), 0, 'control: of another');
select results_eq($$ select r ->> 'address', (r ->> 'received')::int, (r ->> 'sent')::int from jsonb_array_elements(pg_temp.ask('by_source') -> 'rows') r $$,
  $$ values ('ada@acme.test', 5, 2), ('team@acme.test', 1, 0) $$, 'PRM-2 by_source');
select results_eq($$ select r ->> 'address', r ->> 'name', (r ->> 'received')::int from jsonb_array_elements(pg_temp.ask('by_sender') -> 'rows') r $$,
  $$ values ('bob@globex.test', 'Bob Globex', 3), ('dora@globex.test', 'Dora', 1), ('carla@initech.test', 'Carla', 1), ('news@shop.test', 'Shop', 1) $$, 'PRM-2 by_sender, the busiest and latest first');
select is(pg_temp.n('by_sender'), 4, 'PRM-2 of how many');
select results_eq($$ select r ->> 'day', (r ->> 'received')::int, (r ->> 'sent')::int from jsonb_array_elements(pg_temp.ask('by_day') -> 'rows') r $$,
  $$ values ('2026-06-01', 3, 1), ('2026-06-02', 1, 1), ('2026-06-03', 2, 0) $$, 'PRM-2 by_day in the person''s zone: Tuesday at 23 UTC is Wednesday in Berlin');
select is(pg_temp.ask('by_day') ->> 'time_zone', 'Europe/Berlin', 'which is named');
select is(pg_temp.ask('response_times') -> 'parts', '{"mine": {"n": 1, "median_seconds": 10800, "p90_seconds": 10800}, "theirs": {"n": 1, "median_seconds": 10800, "p90_seconds": 10800}}',
  'PRM-2 response_times count from the first word that waited');
select is(pg_temp.ask('response_times') ->> 'value', '10800', 'PRM-2 the value is my median');
select is(pg_temp.names(pg_temp.ask('response_times') -> 'message_ids'), 'answer,back', 'PRM-2 and rests on the replies');
select is(pg_temp.ask('response_times', '{}', '2026-06-01T12:00Z') -> 'parts' -> 'mine' ->> 'n', '0', 'what was answered before the window is left out');
select is(pg_temp.ask('response_times', '{}', '2026-06-01T12:00Z') -> 'parts' -> 'theirs' ->> 'median_seconds', '10800', 'but what was asked before it counts');
select results_eq($$ select r ->> 'address', (r ->> 'received')::int, (r ->> 'sent')::int, r ->> 'contact_id' is not null from jsonb_array_elements(pg_temp.ask('top_contacts') -> 'rows') r limit 1 $$,
  $$ values ('bob@globex.test', 3, 1, true) $$, 'PRM-2 top_contacts');
select is(pg_temp.n('top_contacts'), 4, 'PRM-2 people only: Bob, Carla, Dora, Emil');
select is(pg_temp.n('unanswered_since'), 3, 'PRM-2 unanswered_since: Carla, Dora, and Bob''s last word');
select results_eq($$ select r ->> 'name', (r ->> 'needs_reply')::boolean from jsonb_array_elements(pg_temp.ask('unanswered_since') -> 'rows') r $$,
  $$ values ('Dora', true), ('Carla', true), ('Bob Globex', false) $$, 'PRM-2 newest first, and whether they wait for it');
select is((pg_temp.ask('unanswered_since', '{}', '2026-06-02T00:00Z') ->> 'value')::int, 2, 'PRM-2 since Tuesday');
select is(jsonb_array_length(pg_temp.ask('unanswered_since') -> 'conversation_ids'), 3, 'PRM-2 with their conversations');
select is(pg_temp.n('needing_reply'), 2, 'PRM-2 needing_reply');
select is(pg_temp.n('needing_reply', '{"tag": "deal"}'), 1, 'PRM-2 with a tag');
select is(pg_temp.n('needing_reply', '{"address": "carla@initech.test"}'), 1, 'PRM-2 of one person');
select is(pg_temp.n('needing_reply', '{"category": "finance"}'), 1, 'PRM-2 of a category');
select results_eq($$ select r ->> 'name', r ->> 'evidence' from jsonb_array_elements(pg_temp.ask('waiting_on_them') -> 'rows') r $$, $$ values ('Emil', 'Could you send the offer?') $$, 'PRM-2 waiting_on_them, and the sentence that asks');
select public.resolve_conversations(array(select conversation_id from public.messages where provider_message_id = 'back'));
select is(pg_temp.n('unanswered_since'), 2, 'what is resolved waits no more');
select is(pg_temp.n('open_tasks'), 1, 'PRM-2 open_tasks');
select is(pg_temp.ask('open_tasks') -> 'parts', '{"snoozed": 0, "suggested": 0, "overdue": 1}', 'PRM-2 and which are overdue');
select is((pg_temp.ask('open_tasks', '{}', '2026-06-03T00:00Z') ->> 'value')::int, 0, 'PRM-2 by their day');
select is(pg_temp.n('open_tasks', '{"address": "bob@globex.test"}'), 0, 'a task of no message is of no person');
select is(pg_temp.ask('promises') -> 'parts', '{"us": {"made": 0, "due": 0, "kept": 1, "moved": 0, "dropped": 0}, "them": {"made": 1, "due": 1, "kept": 0, "moved": 0, "dropped": 0}}', 'PRM-2 promises of both sides');
select results_eq($$ select r ->> 'quote' from jsonb_array_elements(pg_temp.ask('promises', '{"address": "bob@globex.test"}') -> 'rows') r $$, $$ values ('I will pay'), ('I will send it') $$,
  'PRM-2 what Bob and I promised each other, word for word');
select is(pg_temp.n('nudges'), 2, 'PRM-2 nudges sent');
select is(pg_temp.ask('nudges') -> 'parts', '{"answered": 1}', 'PRM-2 and after how many they wrote');
select throws_ok($$ select pg_temp.ask('lost_mail') $$, 'PT422', 'metric_unknown', 'PRM-2 an unknown metric');
select throws_ok($$ select pg_temp.ask(null) $$, 'PT422', 'metric_unknown', 'or none');
select tests.become_nobody();
select ok((select bool_and(cure ~ ('\m' || metric || '\M')) from private.problems, unnest(array['received', 'sent', 'by_source', 'by_sender', 'by_day', 'response_times', 'top_contacts', 'needing_reply',
  'unanswered_since', 'waiting_on_them', 'open_tasks', 'promises', 'nudges']) metric where slug = 'metric_unknown'), 'PRM-2 the cure names every metric');
select tests.become('ada');
select throws_ok($$ select pg_temp.ask('received', '{"subject": "x"}') $$, 'PT422', 'metric_filter_unknown', 'an unknown filter');
select throws_ok($$ select pg_temp.ask('received', '{"contact_id": "x"}') $$, 'PT422', 'metric_filter_unknown', 'an id that is none');
select throws_ok($$ select pg_temp.ask('received', jsonb_build_object('contact_id', gen_random_uuid())) $$, 'PT422', 'metric_filter_unknown', 'a contact that is not there');
select throws_ok($$ select pg_temp.ask('received', '{"connection_ids": "x"}') $$, 'PT422', 'metric_filter_unknown', 'a list that is none');
select throws_ok($$ select pg_temp.ask('received', '{"audience": "world"}') $$, 'PT422', 'metric_filter_unknown', 'an audience that is none');
select throws_ok($$ select pg_temp.ask('received', '{}', '2026-06-02', '2026-06-01') $$, 'PT422', 'metric_window_invalid', 'a window that ends before it begins');
select is(pg_temp.n('received', '{"tag": "x'' or true --"}'), 0, 'PRM-2 text is a value and nothing else');

-- others
select tests.become('ben');
select is(pg_temp.n('received'), 1, 'PRM-2 Ben''s own mail');
select is(pg_temp.n('received', '{"audience": "all"}'), 2, 'PRM-2 and with what is shared with him');
select is(pg_temp.n('unanswered_since', '{"audience": "all"}'), 2, 'PRM-2 whom we have not answered');
select is(pg_temp.n('open_tasks', '{"audience": "all"}') + pg_temp.n('promises', '{"audience": "all"}'), 0, 'none of Ada''s tasks and promises');
select is(pg_temp.n('nudges', '{"audience": "all"}'), 1, 'the nudge of the shared conversation');
select tests.become('eve');
select is(pg_temp.n('received', '{"audience": "all"}'), 1, 'an admin counts what is shared');
select tests.become('ada');
select public.set_admin_visibility(tests.id('acme'), true);
select tests.become('eve');
select is(pg_temp.n('received', '{"audience": "all"}'), 7, 'PRM-2 and everything, where the workspace has decided so');
select is(pg_temp.n('received'), 0, 'but has none of her own');
select tests.become('cy');
select throws_ok($$ select pg_temp.ask('received') $$, 'PT404', 'workspace_not_found', 'SEC-1 Cy has no such workspace');
select throws_ok($$ select public.answer_metric('received', gen_random_uuid()) $$, 'PT404', 'workspace_not_found', 'SEC-1 and no other answer for one that is not there');
select is((select (public.answer_metric('received', workspace_id) ->> 'value')::int from public.workspace_members where user_id = auth.uid()), 0, 'control: in his own he has an answer');
select tests.become_anon();
select throws_ok($$ select public.answer_metric('received', tests.id('acme')) $$, '42501', null, 'nobody asks without signing in');
select * from finish();
