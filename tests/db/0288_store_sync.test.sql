-- How far a mailbox is read, and what is stored with it: 0280, 0286, 0288 (ING-1, ING-8, ING-10, F8, F9).
select plan(50);
select tests.cast_of_acme();
create temporary table account as select tests.connection('ada') as id, tests.connection('ben', via => 'import') as imported;
grant select on account to public;
create temporary table held (id uuid, token uuid);
grant select on held to public;
-- The job of a kind, claimed as its worker does.
create function pg_temp.claim(kind text) returns void language plpgsql as $$
begin
  delete from held;
  update private.jobs set state = 'waiting', lease_token = null, lease_until = null where queue = 'sync-gmail' and state = 'leased';
  delete from private.jobs where queue = 'sync-gmail' and payload ->> 'kind' <> kind;
  perform private.request_mail_job((select id from account), kind);
  insert into held select j.id, j.lease_token from worker.claim_jobs('sync-gmail', 'test', 1) j;
end $$;
create function pg_temp.store(batch jsonb, progress jsonb default null, as_of timestamptz default '2026-06-01T13:00:00Z') returns jsonb language sql as $$
  select worker.store_sync((select id from held), (select token from held), batch, progress, as_of) $$;
create function pg_temp.cursor() returns private.sync_cursors language sql as $$
  select s from private.sync_cursors s where s.connection_id = (select id from account) $$;
create function pg_temp.live_mail(id text, labels text[], changes jsonb default '{}') returns jsonb language sql as $$
  select tests.mail(id, jsonb_build_object('provider_thread_id', 't-' || id, 'labels', labels, 'received_at', '2026-06-01T12:00:00Z', 'provider_updated_at', null) || changes) $$;
create function pg_temp.message(known text) returns public.messages language sql as $$ select m from public.messages m where m.provider_message_id = known $$;
create function pg_temp.conversation(known text) returns public.conversations language sql as $$
  select c from public.conversations c where c.id = (pg_temp.message(known)).conversation_id $$;

-- begin
select is(private.start_mail_sync((select imported from account)), false, 'an import is not followed');
select is(private.start_mail_sync((select id from account), '2026-06-01T12:00:00Z'), true, 'ING-1 start_mail_sync() begins to follow a Gmail account');
select is(private.start_mail_sync((select id from account)), false, 'once');
select results_eq('select state, cursor, backfill_state, backfill_since from pg_temp.cursor()',
  $$ values ('new', null::public.history_position, 'waiting', '2025-06-01T12:00:00Z'::timestamptz) $$, 'nothing is read yet, a year is to be');
select is((select count(*) from private.jobs where queue = 'sync-gmail' and connection_id = (select id from account)), 1::bigint, 'one job begins');
select pg_temp.claim('sync');
select is((select worker.read_mailbox(id, token) ->> 'state' from held), 'new', 'its worker reads the state under its lease');
select throws_ok($$ select worker.read_mailbox((select id from held), gen_random_uuid()) $$, 'PT409', 'lease_lost', 'and nobody without it');
select is(pg_temp.store('{}', '{"kind": "start", "to": "18446744073709551000", "estimate": 3}') ->> 'cursor', '18446744073709551000', 'ING-1 a position larger than a bigint is kept as it is');
select bag_eq($$ select payload ->> 'kind' from private.jobs where queue = 'sync-gmail' and state = 'waiting' $$, array['backfill', 'watch'], 'older mail and pushes follow');
select throws_ok($$ select pg_temp.store('{}', '{"kind": "start", "to": "1"}') $$, 'PT409', 'cursor_moved', 'what has begun does not begin again');

-- changes: both or neither
select throws_ok($$ select pg_temp.store('{}', '{"kind": "changes", "from": "9", "to": "18446744073709551010"}') $$, 'PT409', 'cursor_moved', 'F8 a worker that read from elsewhere stores nothing');
select is(pg_temp.store(jsonb_build_object('items', jsonb_build_array(pg_temp.live_mail('m1', '{INBOX,UNREAD}'))),
  '{"kind": "changes", "from": "18446744073709551000", "to": "18446744073709551010", "is_end": true}') #>> '{results,0,outcome}', 'stored', 'ING-1 messages and cursor are stored together');
select results_eq('select cursor::text, checked_at from pg_temp.cursor()', $$ values ('18446744073709551010', '2026-06-01T13:00:00Z'::timestamptz) $$, 'ING-1 and it is known to be complete');
select is((pg_temp.store('{}', '{"kind": "changes", "from": "18446744073709551010", "to": "7"}')) ->> 'cursor', '18446744073709551010', 'F8 a position never goes back');
select is((pg_temp.store('{}', '{"kind": "changes", "from": "18446744073709551010", "to": "18446744073709551020", "is_end": true}')) ->> 'cursor',
  '18446744073709551020', 'ING-1 an empty stretch moves it too');
select is(pg_temp.store(jsonb_build_object('items', jsonb_build_array(pg_temp.live_mail('m1', '{INBOX,UNREAD}')))) #>> '{results,0,outcome}', 'duplicate', 'ING-8 the same message again is a duplicate');
select is((select count(*) from public.messages), 1::bigint, 'ING-8 and no second row');
update private.jobs set lease_until = now() - interval '1 minute' where id = (select id from held);
select private.sweep(now());
select throws_ok($$ select pg_temp.store('{}', '{"kind": "changes", "from": "18446744073709551020", "to": "18446744073709551030"}') $$, 'PT409', 'lease_lost', 'who lost the lease stores nothing');

-- labels, read state, star, inbox
select pg_temp.claim('sync');
select results_eq($$ select labels, read_at is null, received_at from pg_temp.message('m1') $$,
  $$ values ('{INBOX,UNREAD}'::text[], true, '2026-06-01T12:00:00Z'::timestamptz) $$, 'what it is filed under is kept');
select results_eq($$ select unread_count, is_starred, archived_at is null from pg_temp.conversation('m1') $$, $$ values (1, false, true) $$, 'the conversation is in the inbox, unread');
select pg_temp.store('{"labels": [{"id": "m1", "removed": ["UNREAD"]}, {"id": "m1", "added": ["STARRED"]}]}');
select results_eq($$ select unread_count, is_starred from pg_temp.conversation('m1') $$, $$ values (0, true) $$, 'INB-1 read and starred there is read and starred here');
select pg_temp.store('{"labels": [{"id": "m1", "removed": ["INBOX", "STARRED"]}, {"id": "m1", "added": ["UNREAD"]}]}');
select results_eq($$ select unread_count, is_starred, archived_at, archived_via from pg_temp.conversation('m1') $$,
  $$ values (1, false, '2026-06-01T13:00:00Z'::timestamptz, 'provider') $$, 'INB-1 and archived there is archived here, which is told apart');
select pg_temp.store('{"labels": [{"id": "m1", "labels": ["INBOX"]}, {"id": "nobody knows", "added": ["STARRED"]}]}');
select results_eq($$ select unread_count, archived_at, archived_via from pg_temp.conversation('m1') $$, $$ values (0, null::timestamptz, null) $$, 'INB-1 back in the inbox, by a full list');
select is((select count(*) from private.label_pushes), 0::bigint, 'INB-1 news of the provider are not pushed back');
select pg_temp.store(jsonb_build_object('items', jsonb_build_array(pg_temp.live_mail('filtered', '{UNREAD,Label_7}'), pg_temp.live_mail('starred', '{INBOX,STARRED}'),
  tests.own_mail('ours', '{"provider_thread_id": "t-ours", "labels": ["SENT"], "received_at": "2026-06-01T12:00:00Z"}'))));
select results_eq($$ select archived_via, is_starred from (values ('filtered'), ('starred'), ('ours')) v (id), pg_temp.conversation(v.id) $$,
  $$ values ('provider', false), (null, true), (null, false) $$, 'what a filter archived is archived, a star is kept, and what we wrote is not archived');

-- a person's own change waits to be pushed
select tests.become('ada');
select public.mark_conversations_read(array[(select conversation_id from public.messages where provider_message_id = 'filtered')]);
select public.archive_conversations(array[(select conversation_id from public.messages where provider_message_id = 'm1')]);
select public.star_conversations(array[(select conversation_id from public.messages where provider_message_id = 'm1')]);
select public.tag_conversations(array[(select conversation_id from public.messages where provider_message_id = 'm1')], 'vip');
select tests.become_nobody();
select is((select count(*) from private.jobs where queue = 'sync-gmail' and payload ->> 'kind' = 'push'), 1::bigint, 'INB-1 three verbs are one push');
select pg_temp.store('{"labels": [{"id": "m1", "added": ["STARRED"]}, {"id": "m1", "removed": ["STARRED"]}, {"id": "filtered", "removed": ["UNREAD"]}, {"id": "filtered", "added": ["UNREAD"]}]}');
select results_eq($$ select is_starred, archived_via from pg_temp.conversation('m1') $$, $$ values (true, 'app') $$, 'INB-1 what a person did last here wins until it is pushed');
select isnt((pg_temp.message('filtered')).read_at, null, 'INB-1 also what they have read');
select is((select jsonb_agg(p -> 'messages' order by p ->> 'conversation_id' = (pg_temp.message('filtered')).conversation_id::text)
    from jsonb_array_elements(worker.read_label_pushes((select id from account))) p),
  '[[{"id": "m1", "added": ["STARRED"], "removed": ["INBOX"]}], [{"id": "filtered", "added": [], "removed": ["UNREAD"]}]]'::jsonb, 'INB-1 the push does what differs, by message');
create temporary table pushed as select worker.read_label_pushes((select id from account)) as it;
select tests.become('ada');
select public.star_conversations(array[(select conversation_id from public.messages where provider_message_id = 'm1')], false);
select tests.become_nobody();
select is(worker.settle_label_pushes((select id from account), (select it from pushed)), 1, 'INB-1 a conversation changed while it was pushed is pushed again');
select is((select jsonb_agg(p -> 'messages') from jsonb_array_elements(worker.read_label_pushes((select id from account))) p),
  '[[{"id": "m1", "added": [], "removed": ["STARRED"]}]]'::jsonb, 'INB-1 with what it is now');
select worker.settle_label_pushes((select id from account), worker.read_label_pushes((select id from account)));
select is((select count(*) from private.label_pushes), 0::bigint, 'INB-1 then nothing waits');
select pg_temp.store('{"labels": [{"id": "m1", "added": ["STARRED"], "removed": ["INBOX"]}, {"id": "m1", "removed": ["STARRED"]}]}');
select results_eq($$ select is_starred, archived_via, tags from pg_temp.conversation('m1') $$, $$ values (false, 'app', '{vip}'::text[]) $$, 'INB-1 the echo of our own change changes nothing');

-- gone, and thrown away
select tests.become('ada');
select is((select count(*) from public.messages where provider_message_id = 'm1'), 1::bigint, 'control: Ada sees her message');
select tests.become_nobody();
select pg_temp.store('{"removed": ["m1", "nobody knows"]}');
select tests.become('ada');
select is((select count(*) from public.messages where provider_message_id = 'm1'), 0::bigint, 'ING-1 what the provider deleted nobody sees');
select tests.become_nobody();
select isnt((pg_temp.message('m1')).removed_at, null, 'ING-1 but its row stays');
select is((pg_temp.conversation('m1')).message_count, 0, 'and its conversation counts it no more');
select is((pg_temp.conversation('m1')).tags, '{vip}'::text[], 'F9 what a person added stays');
select is(pg_temp.store(jsonb_build_object('items', jsonb_build_array(pg_temp.live_mail('m1', '{INBOX}')))) #>> '{results,0,outcome}', 'duplicate', 'F8 a late copy of it');
select is((pg_temp.message('m1')).removed_at, null, 'F8 that the provider still gave shows it again');
select tests.deliver((select id from account), tests.own_mail('asked', '{"labels": ["SENT"], "provider_thread_id": "t-asked", "sent_at": "2026-06-01T09:00:00Z"}'), '2026-06-01T09:00:00Z');
select is((select reason from private.nudge_decision((pg_temp.message('asked')).conversation_id, '2026-06-20T12:00:00Z')), 'due', 'control: an unanswered question is due');
select pg_temp.store('{"labels": [{"id": "asked", "added": ["TRASH"]}]}');
select is((select reason from private.nudge_decision((pg_temp.message('asked')).conversation_id, '2026-06-20T12:00:00Z')), 'question_thrown_away', 'what its owner threw away is not followed up');
select pg_temp.store(jsonb_build_object('labels', '[{"id": "asked", "removed": ["TRASH"]}]'::jsonb, 'items', jsonb_build_array(pg_temp.live_mail('reply', '{INBOX}',
  '{"provider_thread_id": "t-asked", "in_reply_to": "<asked@acme.test>", "sent_at": "2026-06-02T09:00:00Z", "expects_reply": false}'))));
select pg_temp.store('{"removed": ["reply"]}');
select is((select reason from private.nudge_decision((pg_temp.message('asked')).conversation_id, '2026-06-20T12:00:00Z')), 'replied', 'ING-1 a reply that was deleted was still given: nobody is reminded');

-- one bad message never stops the rest
select is(pg_temp.store(jsonb_build_object('failed', '[{"id": "broken", "slug": "mail_unreadable"}]'::jsonb,
    'items', jsonb_build_array(pg_temp.live_mail('bad', '{INBOX}', '{"direction": "sideways"}'), pg_temp.live_mail('good', '{INBOX}')))) #>> '{results,1,outcome}',
  'stored', 'ING-10 one bad message never stops the rest');
select bag_eq('select provider_message_id, reason, attempt_count from public.sync_failures', $$ values ('broken', 'mail_unreadable', 1), ('bad', 'message_not_stored', 1) $$, 'ING-10 and is told');
select is(worker.unknown_messages((select id from account), '[{"id": "new"}, {"id": "good"}, {"id": "broken"}, {"id": "other"}]'), array['new', 'other'], 'unknown_messages() leaves out what is stored or could not be');
select is(worker.unknown_messages((select id from account), '[{"id": "new", "thread_id": "t-asked"}, {"id": "other", "thread_id": "spam"}]', known_threads_only => true), array['new'],
  'and, in spam and trash, what belongs to no thread of ours');

-- the gap
select pg_temp.store('{}', '{"kind": "gap", "from": "18446744073709551020", "to": "18446744073709551300"}', '2026-06-10T12:00:00Z');
select results_eq('select state, cursor::text, resync_since from pg_temp.cursor()', $$ values ('resync', '18446744073709551020', '2026-05-31T13:00:00Z'::timestamptz) $$,
  'F9 the old cursor is kept while the gap is closed, from a day before the last look');
select pg_temp.store(jsonb_build_object('items', jsonb_build_array(pg_temp.live_mail('lost', '{INBOX}'))), '{"kind": "resync"}', '2026-06-10T12:01:00Z');
select pg_temp.store('{"removed": ["starred"]}', '{"kind": "resync", "is_end": true}', '2026-06-10T12:02:00Z');
select results_eq('select state, cursor::text from pg_temp.cursor()', $$ values ('live', '18446744073709551300') $$, 'F9 then the new one counts');
select results_eq('select from_cursor::text, to_cursor::text, found_count, removed_count, closed_at from public.sync_gaps',
  $$ values ('18446744073709551020', '18446744073709551300', 1, 1, '2026-06-10T12:02:00Z'::timestamptz) $$, 'F9 and the gap is told, with what was missing in it');

select * from finish();
