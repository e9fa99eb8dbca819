-- One conversation in full (INB-1): messages by pages, files, tags, nudge, who was asked; looking is noted, reading only when told.
select plan(23);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada;
grant select on ids to public;
select tests.deliver((select ada from ids), jsonb_build_array(
  tests.mail('m1', jsonb_build_object('sent_at', now() - interval '9 days', 'attachments', '[{"part_id":"2","file_name":"plan.pdf","content_type":"application/pdf","byte_count":3,"content_hash":"ab"}]'::jsonb)),
  tests.mail('m2', jsonb_build_object('in_reply_to', '<m1@globex.test>', 'sent_at', now() - interval '8 days')),
  tests.own_mail('m3', jsonb_build_object('in_reply_to', '<m2@globex.test>', 'sent_at', now() - interval '7 days', 'expects_reply_evidence', 'Is Friday fine?'))), now());
create temporary table it on commit drop as select id from public.conversations;
grant select on it to public;
update public.messages set read_at = null where direction = 'inbound';
select private.refresh_conversation(id) from it;

select tests.become('ada');
select public.tag_conversations(array[(select id from it)], 'deal');
create temporary table seen on commit drop as select public.open_conversation((select id from it), page_size => 2) as it;
grant select on seen to public;
select is((select it -> 'conversation' ->> 'subject' from seen), 'Offer m1', 'INB-1 the conversation');
select is((select jsonb_path_query_array(it, '$.messages[*].direction') from seen), '["inbound", "outbound"]', 'INB-1 its newest messages, oldest first');
select is((select it -> 'earlier' ->> 'before_id' from seen), (select it -> 'messages' -> 0 ->> 'id' from seen), 'INB-1 and how to read on');
select results_eq($$ select m.direction, m.attachments -> 0 ->> 'file_name' from public.conversation_messages((select id from it),
    (select (it -> 'earlier' ->> 'before_at')::timestamptz from seen), (select (it -> 'earlier' ->> 'before_id')::uuid from seen)) m $$,
  $$ values ('inbound', 'plan.pdf') $$, 'INB-1 the earlier page, with its files');
select is((select public.open_conversation(id) -> 'earlier' from it), 'null', 'INB-1 nothing earlier than everything');
select results_eq($$ select it -> 'tags' -> 0 ->> 'name', it -> 'tags' -> 0 ->> 'colour' from seen $$, $$ values ('deal', 'grey') $$, 'INB-1 tags with colours');
select results_eq($$ select it -> 'asked' ->> 'address', it -> 'asked' ->> 'question', it -> 'asked' ->> 'name' from seen $$,
  $$ values ('bob@globex.test', 'Is Friday fine?', 'Bob Globex') $$, 'INB-1 who was asked what');
select is((select it -> 'nudge' ->> 'status' from seen), 'pending', 'INB-1 the nudge on it');
select is((select it -> 'contact' ->> 'display_name' from seen), 'Bob Globex', 'INB-1 the contact');
select is((select unread_count from public.conversations), 2, 'INB-1 opening does not mark read');
select is((select count(*) from public.activity_events where kind = 'viewed' and actor_id = tests.id('ada')), 1::bigint, 'INB-3 opening twice is noted as one look');
select is((select (public.open_conversation(id, mark_read => true) -> 'conversation' ->> 'unread_count')::integer from it), 0, 'INB-1 unless told to');
select is((select count(*) from public.activity_events where kind = 'read'), 1::bigint, 'INB-3 which is noted');
select throws_ok($$ select public.open_conversation((select id from it), page_size => 0) $$, 'PT422', 'message_page_size_invalid', 'INB-1 a page of messages is not empty');
select throws_ok($$ select public.open_conversation(gen_random_uuid()) $$, 'PT404', 'conversation_not_found', 'INB-1 an unknown id');

select tests.become('ben');
select throws_ok($$ select public.open_conversation((select id from it)) $$, 'PT404', 'conversation_not_found', 'TEN-4 a team-mate does not open it');
select is_empty($$ select * from public.conversation_messages((select id from it)) $$, 'TEN-4 nor reads its messages');
select tests.become('cy');
select throws_ok($$ select public.open_conversation((select id from it)) $$, 'PT404', 'conversation_not_found', 'nor does Cy');
select tests.become('ada');
select ok((public.set_admin_visibility(tests.id('acme'), true)).admins_see_everything, 'the owner opens the rows to admins');
select tests.become('eve');
select is((select public.open_conversation(id) -> 'conversation' ->> 'subject' from it), 'Offer m1', 'TEN-4 then an admin may look');
select throws_ok($$ select public.open_conversation((select id from it), mark_read => true) $$, 'PT404', 'conversation_not_found', 'TEN-4 but changes nothing');
select tests.become('ada');
select is((select count(*) from public.activity_events where kind = 'viewed' and actor_id = tests.id('eve')), 1::bigint, 'TEN-4 and the owner sees that they looked');
select is((select previous ->> 'unread_count' from public.mark_conversations_read(array(select id from it), false)), '0', 'INB-1 what was before stands in the answer');

select * from finish();
