-- The one way in, 0250 and 0252 (ING-8): once, in any order, newer over older, one bad item alone.
select plan(37);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada, tests.connection('ada', tests.id('acme'), 'import', 'ada@old.test') as old;
create function tests.outcome(item jsonb, live boolean default true) returns text
language sql volatile
as $$ select tests.deliver(case when live then (select ada from ids) else (select old from ids) end, item) -> 0 ->> 'outcome' $$;
create function tests.texts() returns text language sql volatile as $$ select string_agg(text_new, ' | ' order by text_new) from public.messages $$;
create function tests.version(text text, hour integer, changes jsonb default '{}') returns jsonb language sql immutable as $$
  select tests.mail('v', jsonb_build_object('text_new', text, 'content_hash', text, 'provider_updated_at', format('2026-06-01T%s:00:00Z', hour)) || changes) $$;

select is(tests.outcome(tests.mail('m1')), 'stored', 'ING-8 a new message is stored');
select is(tests.outcome(tests.mail('m1')), 'duplicate', 'ING-8 the same provider message twice is a duplicate');
select is((select count(*) from public.messages), 1::bigint, 'ING-8 and one row');
select results_eq($$ select r ->> 'reference', r ->> 'outcome' from jsonb_array_elements(tests.deliver((select ada from ids), jsonb_build_array(tests.mail('m1'), tests.mail('m2'), tests.mail('m2')))) r $$,
  $$ values ('m1', 'duplicate'), ('m2', 'stored'), ('m2', 'duplicate') $$, 'ING-8 within a batch too, answered in order');
select is((select count(*) from public.messages), 2::bigint, 'ING-8 control: two messages');
select is((select count(*) from public.conversations where message_count = 1), 2::bigint, 'ING-8 duplicates are not counted');

select is(tests.outcome(tests.version('one', 10)), 'stored', 'ING-8 a first version');
select is(tests.outcome(tests.version('two', 11)), 'updated', 'ING-8 an edit updates');
select is((select text_new from public.messages where provider_message_id = 'v'), 'two', 'ING-8 with its text');
select is(tests.outcome(tests.version('one', 10)), 'duplicate', 'ING-8 an older version changes nothing');
select is(tests.outcome(tests.version('other', 11)), 'duplicate', 'ING-8 nor one as old');
select is((select text_new from public.messages where provider_message_id = 'v'), 'two', 'ING-8 the newer text stands');
select is(tests.outcome(tests.version('two', 15)), 'duplicate', 'ING-8 a newer version that says the same is a duplicate');
select is(tests.outcome(tests.version('between', 13)), 'duplicate', 'ING-8 and keeps the versions before it out');
select is((select text_new from public.messages where provider_message_id = 'v'), 'two', 'ING-8 still the newer text');
delete from public.conversations;
select tests.outcome(tests.version('two', 11));
select is(tests.outcome(tests.version('one', 10)), 'duplicate', 'ING-8 when the edit arrives first, the original comes too late');
delete from public.conversations;
select tests.outcome(tests.version('plain', 10, '{"provider_updated_at":null}'));
select is(tests.outcome(tests.version('dated', 10)), 'updated', 'ING-8 a dated version follows one without date');
select is(tests.outcome(tests.version('asked', 12, '{"expects_reply":false}')), 'updated', 'an edit that takes the question back');
select is((select waiting_on from public.conversations), 'nobody', 'is answered: nobody waits any more');

-- Imported first, seen live later, and the other way round.
delete from public.conversations;
select is(tests.outcome(tests.mail('import:x', '{"internet_message_id":"<x@globex.test>","content_hash":"x","provider_updated_at":null}')), 'stored', 'ING-8 a message from a file');
select is(tests.outcome(tests.mail('live1', '{"internet_message_id":"<x@globex.test>","content_hash":"x","provider_thread_id":"t9"}')), 'duplicate', 'ING-8 the live copy is the same message');
select results_eq('select provider_message_id, provider_updated_at is not null from public.messages', $$ values ('live1', true) $$, 'ING-8 the import copy is adopted by the live id');
select is((select provider_thread_id from public.conversations), 't9', 'and learns the provider''s thread');
select is(tests.outcome(tests.mail('import:x', '{"internet_message_id":"<x@globex.test>","content_hash":"x","provider_updated_at":null}')), 'duplicate', 'ING-8 the file again is a duplicate');
select is((select provider_message_id from public.messages), 'live1', 'ING-8 and the live id stays');
select tests.outcome(tests.mail('live2', '{"sender_address":"kim@globex.test","provider_thread_id":"t9"}'));
select is((select count(*) from public.conversations), 1::bigint, 'INB-2 a later live message finds the imported conversation by its thread');
select is(tests.outcome(tests.mail('live3', '{"internet_message_id":"<x@globex.test>","content_hash":"else"}')), 'stored', 'ING-8 control: the same Message-ID that says something else is another message');

-- One bad item never stops the rest.
delete from public.conversations;
select results_eq($$ select r ->> 'reference', r ->> 'outcome', r -> 'error' ->> 'slug' from jsonb_array_elements(tests.deliver((select ada from ids),
    jsonb_build_array(tests.mail('good1'), tests.mail('bad', '{"direction":"sideways"}'), tests.mail('good2')))) r $$,
  $$ values ('good1', 'stored', null), ('bad', 'failed', 'message_not_stored'), ('good2', 'stored', null) $$, 'ING-8 one bad item never stops the rest');
select ok(tests.deliver((select ada from ids), tests.mail('bad', '{"sent_at":"secret words of the mail"}')) -> 0 -> 'error' ->> 'detail' !~ 'secret', 'the error quotes nothing of the mail');
select is(tests.texts(), 'Could you send the offer? | Could you send the offer?', 'control: both good ones are there, nothing of the bad one');
select is(tests.deliver((select ada from ids), '[]'), '[]', 'an empty batch is answered by nothing');
select throws_ok($$ select tests.deliver(gen_random_uuid(), tests.mail('m')) $$, 'PT404', 'connection_not_found', 'an unknown connection is refused');

-- What a file says was read.
delete from public.conversations;
select tests.outcome(tests.mail('f' || n, jsonb_build_object('sent_at', '2026-06-01T12:0' || n || ':00Z', 'headers', headers::jsonb)), false)
from (values (1, '{"status":["RO"]}'), (2, '{"status":["O"]}'), (3, '{"x-gmail-labels":["Inbox,Unread"]}'), (4, '{"x-gmail-labels":["Inbox,Opened"]}'), (5, '{}')) files (n, headers);
select is((select string_agg(provider_message_id, ' ' order by provider_message_id) from public.messages where read_at is not null), 'f1 f4', 'a file says what was read');

-- New words bring a conversation back; older ones and machines do not.
delete from public.conversations;
select tests.outcome(tests.mail('w1', '{"provider_thread_id":"w"}'));
update public.conversations set status = 'resolved', archived_at = now();
select tests.outcome(tests.mail('w0', '{"provider_thread_id":"w","sent_at":"2026-05-01T12:00:00Z"}'));
select tests.outcome(tests.mail('w2', '{"provider_thread_id":"w","sent_at":"2026-06-01T12:10:00Z","automatic_kind":"out_of_office"}'));
select results_eq('select status, archived_at is not null from public.conversations', $$ values ('resolved', true) $$, 'older mail and out-of-office replies leave a resolved conversation alone');
select tests.outcome(tests.mail('w3', '{"provider_thread_id":"w","sent_at":"2026-06-01T12:20:00Z"}'));
select results_eq('select status, archived_at is not null from public.conversations', $$ values ('open', false) $$, 'new words from a person bring it back');

select tests.become('ada');
select throws_ok($$ select worker.store_messages((select id from public.connections limit 1), '[]', now()) $$, '42501', null, 'people store nothing themselves');
select tests.become_worker();
select lives_ok($$ select worker.store_messages((select id from public.connections limit 1), '[]', now()) $$, 'the worker does');

select * from finish();
