-- What memory is made of, 0446 (VEC-1, VEC-2): conversations, drafts and contacts have jobs, the audience of the thing itself, and go with it.
select plan(41);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, null::uuid as v, null::uuid as k;
grant select on story to public;
create function pg_temp.remember(of_type text, wanted uuid) returns text language sql as $$
  select worker.save_embeddings(of_type, wanted, c ->> 'content_hash', 'm', jsonb_build_array(jsonb_build_object('text', c ->> 'body')))
  from worker.embedding_context(of_type, wanted) c $$;
create function pg_temp.find(words text, types text default null) returns setof uuid language sql as $$
  select object_id from public.search_memory(tests.id('acme'), words, object_types => case when types is not null then array[types] end) $$;
create function pg_temp.jobs(of_type text) returns bigint language sql as $$
  select count(*) from private.jobs where queue = 'embed' and payload ->> 'object_type' = of_type $$;
grant execute on all functions in schema pg_temp to public;
select tests.deliver(account, tests.mail('roof', jsonb_build_object('text_new', 'The roof leaks', 'sent_at', now() - interval '2 hours')), now()) from story;
update story set v = (select id from public.conversations), k = (select contact_id from public.conversations);

-- a conversation
select is(pg_temp.jobs('conversation'), 0::bigint, 'VEC-1 one message says it all by itself');
select is(worker.embedding_context('conversation', v), null, 'and there is nothing to embed') from story;
select tests.deliver(account, tests.mail('tiles', jsonb_build_object('text_new', 'The tiles are ordered', 'sent_at', now() - interval '1 hour',
  'in_reply_to', m.internet_message_id, 'subject', 'Re: ' || m.subject)), now()) from story, public.messages m;
select is((select count(*) from public.conversations), 1::bigint, 'control: it is one exchange');
select is(pg_temp.jobs('conversation'), 1::bigint, 'VEC-1 an exchange has a job');
select ok((select run_at from private.jobs where payload ->> 'object_type' = 'conversation') > now() + interval '1 minute', 'that waits for more of the same burst');
select is((select payload from private.jobs where payload ->> 'object_type' = 'conversation'), (select jsonb_build_object('object_type', 'conversation', 'object_id', v) from story), 'of ids only');
select matches((select worker.embedding_context('conversation', v) ->> 'body' from story), 'roof leaks\n.*tiles are ordered$', 'VEC-1 it holds who said what, in order');
select is(pg_temp.remember('conversation', v), 'saved', 'it is remembered') from story;
select results_eq('select workspace_id, owner_id, is_shared, connection_id from public.embeddings', $$ select tests.id('acme'), tests.id('ada'), false, account from story $$, 'VEC-1 with its audience and source');

-- a contact
select is(pg_temp.jobs('contact'), 1::bigint, 'VEC-1 a contact has a job, however many messages come');
select is(pg_temp.remember('contact', k), 'saved', 'it is remembered') from story;
select tests.become('ada');
select results_eq($$ select pg_temp.find('globex', 'contact') $$, $$ select k from story $$, 'VEC-2 and found by the company in its address');
select results_eq($$ select pg_temp.find('tile', 'conversation') $$, $$ select v from story $$, 'VEC-2 as the conversation is, by another form of a word');
update public.contacts set display_name = 'Robert Baker';
select tests.become('ben');
select is_empty($$ select pg_temp.find('globex tiles') $$, 'VEC-2 Ben finds neither before they are shared');
select tests.become('cy');
select is_empty($$ select pg_temp.find('globex tiles') $$, 'VEC-2 nor does Cy');
select tests.become_nobody();
select is(pg_temp.jobs('contact'), 1::bigint, 'VEC-1 another name is another job, one until it is done');
select is(pg_temp.remember('contact', k), 'saved', 'which knows it') from story;
select tests.become('ada');
select results_eq($$ select pg_temp.find('Roberd', 'contact') $$, $$ select k from story $$, 'VEC-2 the name is found though it is misspelled');
select public.share_conversation(v) from story;
select tests.become('ben');
select set_eq($$ select pg_temp.find('globex tiles') $$, $$ select v from story union all select k from story $$, 'VEC-2 what is shared is found by the others');
select is((select count(*) from public.embeddings), 2::bigint, 'and its chunks are read');
select tests.become('cy');
select is((select count(*) from public.embeddings), 0::bigint, 'by Cy they are not');
select tests.become('ada');
select public.share_conversation(v, false) from story;
select tests.become('ben');
select is_empty($$ select pg_temp.find('globex tiles') $$, 'VEC-2 what was taken back is not found any more');

-- a draft
select tests.become('ada');
create temporary table asked as select x.* from story cross join lateral public.request_drafts(v, tones => array['warm']) x;
select tests.become_nobody();
create function pg_temp.draft() returns uuid language sql security definer as $$ select id from pg_temp.asked $$;
grant execute on function pg_temp.draft() to public;
select is(pg_temp.jobs('draft'), 0::bigint, 'VEC-1 a draft nobody has written yet has no job');
select worker.save_reply_drafts(request_id, jsonb_build_array(jsonb_build_object('id', id, 'version', 0, 'body', 'The scaffolding comes on Monday', 'confidence', 0.5, 'flags', '[]'::jsonb)),
  '{"action": "draft_reply", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from asked;
select is(pg_temp.jobs('draft'), 1::bigint, 'VEC-1 a written one has');
select is(pg_temp.remember('draft', pg_temp.draft()), 'saved', 'it is remembered');
select tests.become('ada');
select results_eq($$ select pg_temp.find('scaffoldings', 'draft') $$, $$ select pg_temp.draft() $$, 'VEC-2 and found by whom it is of');
select tests.become('ben');
select is_empty($$ select pg_temp.find('scaffolding') $$, 'VEC-2 by Ben it is not');
select tests.become('ada');
select public.share_conversation(v) from story;
select tests.become('ben');
select results_eq($$ select pg_temp.find('scaffolding') $$, $$ select pg_temp.draft() $$, 'VEC-2 unless its conversation is shared');
select tests.become('cy');
select is_empty($$ select pg_temp.find('scaffolding') $$, 'VEC-2 by Cy never');
select tests.become('ada');
select public.share_conversation(v, false) from story;
select public.discard_draft(pg_temp.draft());
select tests.become_nobody();
select is((select count(*) from public.embeddings where object_type = 'draft'), 0::bigint, 'VEC-1 a draft that was discarded is forgotten');
select is(worker.embedding_context('draft', pg_temp.draft()), null, 'and not read again');

-- removed and deleted
select tests.become_nobody();
select is(pg_temp.remember('message', m.id), 'saved', 'control: a message is remembered') from public.messages m where m.text_new = 'The tiles are ordered';
delete from private.jobs where queue = 'embed';
update public.messages set removed_at = now() where text_new = 'The tiles are ordered';
select is((select count(*) from public.embeddings where object_type = 'message'), 0::bigint, 'VEC-1 what the provider threw away is forgotten');
select is(worker.embedding_context('message', m.id), null, 'and not read again') from public.messages m where m.removed_at is not null;
update public.messages set removed_at = null where text_new = 'The tiles are ordered';
select is(pg_temp.jobs('message'), 1::bigint, 'VEC-1 until it is back');
delete from public.messages where text_new = 'The tiles are ordered';
select is((select count(*) from public.embeddings where object_type = 'conversation'), 0::bigint, 'VEC-1 what a conversation quoted of a deleted message goes at once');
select is(pg_temp.jobs('conversation'), 1::bigint, 'and it is read anew');
delete from public.conversations;
select is((select count(*) from public.embeddings where object_type <> 'contact'), 0::bigint, 'VEC-1 what came through a conversation goes with it');
select is((select count(*) from public.embeddings where object_type = 'contact'), 1::bigint, 'control: the contact is still there');
delete from public.contacts;
select is((select count(*) from public.embeddings), 0::bigint, 'VEC-1 chunks go with their contact');
select throws_ok($$ insert into public.embeddings (workspace_id, owner_id, object_type, contact_id, chunk_index, chunk, content_hash, model, dimensions, happened_at)
  select tests.id('acme'), tests.id('ben'), 'contact', k, 0, 'x', 'x', 'm', 0, now() from story $$, '23503', null, 'a chunk has the owner of its contact');
select * from finish();
