-- Memory of 0416 to 0447 (VEC-1, VEC-2, PRM-5): what is embedded when, by whom it is found, and that it goes with its object.
select plan(31);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, null::uuid as m, null::uuid as n;
grant select on story to public;
select tests.deliver(account, tests.mail('roof', jsonb_build_object('text_for_embedding', 'Roof leaks', 'text_new', 'The roof over hall three leaks', 'sent_at', now())), now()) from story;
update story set m = (select id from public.messages);
create function pg_temp.remember(of_type text, wanted uuid, model text default 'hash-v1') returns text language sql as $$
  select worker.save_embeddings(of_type, wanted, c ->> 'content_hash', model, jsonb_build_array(jsonb_build_object('text', c ->> 'body', 'dimensions', 2,
    'embedding', '[1,1' || repeat(',0', 1534) || ']'))) from worker.embedding_context(of_type, wanted) c $$;
create function pg_temp.find(words text, changes text default '') returns setof uuid language plpgsql as $$
begin return query execute format('select object_id from public.search_memory(tests.id(''acme''), %L%s)', words, changes); end $$;
grant execute on function pg_temp.find(text, text) to public;

select is((select payload from private.jobs where queue = 'embed' and payload ->> 'object_type' = 'message'), (select jsonb_build_object('object_type', 'message', 'object_id', m) from story), 'VEC-1 a new message has a job, of ids only');
select is(pg_temp.remember('message', m), 'saved', 'VEC-1 its chunks are stored') from story;
select results_eq('select dimensions, model, is_shared, owner_id from public.embeddings', $$ values (2, 'hash-v1', false, tests.id('ada')) $$, 'VEC-1 with model and dimensions');
select is((select attstorage from pg_attribute where attrelid = 'public.embeddings'::regclass and attname = 'embedding'), 'p', 'vectors are stored inline');
select is(worker.save_embeddings('message', m, 'other words', 'hash-v1', '[]'), 'superseded', 'what was read of other words is not stored') from story;
select is(worker.save_embeddings('message', gen_random_uuid(), '', 'hash-v1', '[]'), 'gone', 'nor of what is gone');
select is((select (c #>> '{stored,has_vector}')::boolean from story, worker.embedding_context('message', m) c), true, 'VEC-1 what is stored is told');
select is(worker.embed_again('hash-v1', 10), 0, 'VEC-1 nothing is stale');
delete from private.jobs where queue = 'embed';
select is(worker.embed_again('better-model', 10), 1, 'VEC-1 after a change of model everything is embedded again');
select throws_ok($$ select worker.save_embeddings('message', m, c ->> 'content_hash', 'm', '[{"text": "x", "dimensions": 3, "embedding": "[1,2,3]"}]') from story, worker.embedding_context('message', m) c $$,
  '22000', null, 'a vector of another length is refused');

-- notes and entities are people's
select tests.become('ada');
select public.create_note(tests.id('acme'), 'Grandmother bakes on Sunday', 'Plum cake');
select public.create_entity(tests.id('acme'), 'project', 'Northgate', array['NG', 'the gate'], 'Migration of the warehouse');
select throws_ok($$ select public.create_entity(tests.id('acme'), 'project', ' northgate') $$, 'PT422', 'entity_invalid', 'PRM-5 an entity is made once');
select throws_ok($$ insert into public.notes (workspace_id, owner_id, body) values (tests.id('acme'), tests.id('ben'), 'Forged') $$, '42501', null, 'PRM-5 nobody writes in another''s name');
select lives_ok($$ update public.notes set body = 'Grandmother bakes on Saturday' $$, 'PRM-5 one''s own note is changed');
select tests.become('ben');
select is((select count(*) from public.notes), 0::bigint, 'PRM-5 Ben does not see it');
select is_empty($$ update public.notes set body = 'Ben was here' returning id $$, 'PRM-5 nor change it');
select throws_ok($$ select public.delete_note(gen_random_uuid()) $$, 'PT404', 'note_not_found', 'PRM-5 nor delete what is not his');
select tests.become_nobody();
update story set n = (select id from public.notes);
select is((select count(*) from private.jobs where queue = 'embed' and payload ->> 'object_type' in ('note', 'entity')), 2::bigint, 'VEC-1 notes and entities have jobs');
select is(pg_temp.remember('note', n), 'saved', 'a note is remembered') from story;
select is(pg_temp.remember('entity', e.id), 'saved', 'an entity is remembered') from public.entities e;

-- search
select tests.become('ada');
select results_eq($$ select pg_temp.find('roof') $$, $$ select m from story $$, 'VEC-2 words find');
select results_eq($$ select pg_temp.find('Nortgate') $$, $$ select id from public.entities $$, 'VEC-2 PRM-5 a name is found although it is misspelled');
select results_eq($$ select pg_temp.find('the gate') limit 1 $$, $$ select id from public.entities $$, 'PRM-5 and under its other names');
select is_empty($$ select pg_temp.find('roof', ', object_types => array[''note'']') $$, 'VEC-2 the type is a filter');
select is_empty($$ select pg_temp.find('roof', ', connection_ids => array[gen_random_uuid()]') $$, 'VEC-2 the source is a filter');
select throws_ok($$ select pg_temp.find('roof', ', max_count => 1000') $$, 'PT422', 'page_size_invalid', 'too many');
select throws_ok($$ select pg_temp.find('roof', ', object_types => array[''secret'']') $$, 'PT422', 'filter_unknown', 'an unknown type');
select throws_ok($$ select pg_temp.find(' ') $$, 'PT422', 'text_empty', 'nothing to look for');
select public.share_conversation(conversation_id) from public.messages;
select is((public.share_note(id)).is_shared, true, 'PRM-5 a note is shared') from public.notes;
select tests.become('ben');
select results_eq($$ select pg_temp.find('roof') $$, $$ select m from story $$, 'VEC-2 what is shared is found by the others');
select results_eq($$ select pg_temp.find('grandmother') $$, $$ select n from story $$, 'PRM-5 and so is a shared note');
select tests.become_nobody();
delete from public.messages;
select is((select count(*) from public.embeddings where object_type = 'message'), 0::bigint, 'VEC-1 chunks go with their message');
select * from finish();
