-- Messages, attachments and conversations of 0210 and 0220 (ING-7): the record, and who reads it.
select plan(30);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada;
grant select on ids to public;
create function tests.visible() returns text language sql stable as $$
  select concat_ws(' ', (select count(*) from public.conversations), (select count(*) from public.messages), (select count(*) from public.attachments)) $$;
grant execute on function tests.visible() to public;
update public.workspaces set retention_days = 90 where id = tests.id('acme');

select tests.deliver((select ada from ids), tests.mail('m1', '{"provider_thread_id":"t1","headers":{"x-mailer":["Mutt"]},"html":"<p>Hi</p>",
  "text_quoted":"> old","text_signature":"Bob","automatic_evidence":["none"],"importance_score":0.7,"raw_base64":"RnJvbTogYm9i",
  "attachments":[{"part_id":"2","file_name":"offer.pdf","content_type":"application/pdf","byte_count":1000,"content_id":null,"is_inline":false,"content_hash":"aa"}]}'));

select tests.become('ada');
select results_eq($$ select direction, sender_address, sender_name, recipients -> 0 ->> 'address', text_new, html, sent_at, provider_message_id,
    internet_message_id, headers -> 'x-mailer' ->> 0, text_for_embedding, importance_score from public.messages $$,
  $$ values ('inbound', 'bob@globex.test', 'Bob Globex', 'ada@acme.test', 'Could you send the offer?', '<p>Hi</p>', '2026-06-01T12:00:00Z'::timestamptz, 'm1',
    '<m1@globex.test>', 'Mutt', 'Could you send the offer?', 0.7) $$, 'ING-7 one record with direction, people, text, provider ids and headers');
select is((select expires_at from public.messages), '2026-06-01T13:00:00Z'::timestamptz + interval '90 days', 'ING-7 expires_at is ingestion plus retention');
select results_eq('select file_name, content_type, byte_count, is_inline from public.attachments', $$ values ('offer.pdf', 'application/pdf', 1000, false) $$,
  'ING-7 with its attachments');
select results_eq($$ select subject, provider_thread_id, message_count, unread_count, waiting_on, is_shared, participant_addresses from public.conversations $$,
  $$ values ('Offer m1', 't1', 1, 1, 'us', false, array['bob@globex.test']) $$, 'ING-7 in its conversation');
select throws_ok('select * from private.message_sources', '42501', null, 'ING-7 raw mail is kept apart');
select throws_ok(format('update public.%I set workspace_id = tests.id(''acme'')', name), '42501', null, 'nobody updates ' || name)
from unnest(array['messages', 'attachments', 'conversations']) name;
select throws_ok(format('delete from public.%I', name), '42501', null, 'nobody deletes ' || name)
from unnest(array['messages', 'attachments', 'conversations']) name;
select throws_ok($$ insert into public.messages (workspace_id) values (tests.id('acme')) $$, '42501', null, 'nobody inserts messages');

select is(tests.visible(), '1 1 1', 'TEN-4 the owner of the account sees everything of it');
select tests.become('ben');
select is(tests.visible(), '0 0 0', 'TEN-4 a team-mate nothing');
select tests.become('eve');
select is(tests.visible(), '0 0 0', 'TEN-4 an admin no private rows');
select tests.become('dan');
select is(tests.visible(), '0 0 0', 'an ex-member nothing');
select tests.become('cy');
select is(tests.visible(), '0 0 0', 'Cy nothing');
select tests.become_anon();
select throws_ok('select tests.visible()', '42501', null, 'anon nothing');
select tests.become_worker();
select is(tests.visible(), '1 1 1', 'the worker reads everything');
select throws_ok('select * from private.message_sources', '42501', null, 'but no raw mail from the table');
select throws_ok('delete from public.messages', '42501', null, 'and deletes nothing');
select throws_ok($$ insert into public.messages (workspace_id) values (tests.id('acme')) $$, '42501', null, 'and inserts nothing');

select tests.become_nobody();
select is((select convert_from(raw, 'utf8') from private.message_sources), 'From: bob', 'ING-7 control: the raw mail is there');
create temporary table elsewhere on commit drop as
  select c.id, tests.connection('cy', (select workspace_id from public.workspace_members where user_id = tests.id('cy'))) as connection_id,
    (select workspace_id from public.workspace_members where user_id = tests.id('cy')) as workspace_id
  from public.conversations c;
select throws_ok($$ insert into public.messages (workspace_id, owner_id, connection_id, conversation_id, provider_message_id, direction, sender_address, sent_at, content_hash, expires_at)
  select workspace_id, tests.id('cy'), connection_id, id, 'x', 'inbound', 'x@y.test', now(), 'x', now() from elsewhere $$, '23503', null,
  'no message of Cy''s tenant can point into Acme''s conversation');
select throws_ok($$ insert into public.conversations (workspace_id, owner_id, connection_id)
  select workspace_id, tests.id('cy'), (select ada from ids) from elsewhere $$, '23503', null, 'no conversation of Cy''s tenant can use Ada''s account');
select throws_ok($$ insert into public.attachments (workspace_id, owner_id, message_id, part_id, content_type, byte_count, content_hash)
  select e.workspace_id, tests.id('cy'), m.id, '9', 'x/y', 1, 'x' from elsewhere e, public.messages m $$, '23503', null, 'no attachment of Cy''s tenant can hang on Ada''s message');
select throws_ok($$ insert into public.messages (workspace_id, owner_id, connection_id, conversation_id, provider_message_id, direction, sender_address, sent_at, content_hash, expires_at)
  select workspace_id, owner_id, connection_id, conversation_id, provider_message_id, 'inbound', 'x@y.test', now(), 'x', now() from public.messages $$, '23505', null,
  'ING-8 a provider message is unique in its account');
delete from auth.users where id = tests.id('ben');
select is((select count(*) from public.messages), 1::bigint, 'another person''s account takes nothing of Ada''s along');
delete from public.connections where id = (select ada from ids);
select is(tests.visible(), '0 0 0', 'disconnecting takes conversations, messages and attachments along');
select is_empty('select 1 from private.message_sources union all select 1 from private.conversation_keys', 'raw mail and keys too');

select * from finish();
