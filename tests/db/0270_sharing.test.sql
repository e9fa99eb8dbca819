-- Sharing of 0270 (TEN-4): private until the account, or one conversation, is shared; counts for admins; ex-members.
select plan(45);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada, tests.connection('ben') as ben;
grant select on ids to public;
select tests.deliver((select ada from ids), jsonb_build_array(
  tests.mail('m1', '{"attachments":[{"part_id":"1","content_type":"a/b","byte_count":1,"content_hash":"x"}]}'), tests.mail('m2', '{"sender_address":"kim@globex.test"}')));
select tests.deliver((select ben from ids), tests.own_mail('b1', '{"sender_address":"ben@acme.test"}'));
create function tests.sees() returns text language sql stable as $$
  select concat_ws(' ', (select count(*) from public.connections), (select count(*) from public.conversations), (select count(*) from public.messages),
    (select count(*) from public.attachments), (select count(*) from public.contacts), (select count(*) from public.contact_methods)) $$;
create function tests.conversation(subject_word text) returns uuid language sql stable security definer as $$
  select id from public.conversations where subject = 'Offer ' || subject_word $$;
grant execute on function tests.sees(), tests.conversation(text) to public;

-- Private.
select is(tests.sees(), '2 3 3 1 3 3', 'TEN-4 control: two accounts, three conversations and messages, an attachment, three contacts');
select tests.become('ada');
select is(tests.sees(), '1 2 2 1 2 2', 'TEN-4 what came through a member''s own account is visible to that member');
select tests.become('ben');
select is(tests.sees(), '1 1 1 0 1 1', 'TEN-4 and to that member only');
select tests.become('eve');
select is(tests.sees(), '0 0 0 0 0 0', 'TEN-4 not to admins');

-- One conversation.
select tests.become('ben');
select throws_ok($$ select public.share_conversation(tests.conversation('m1')) $$, 'PT404', 'conversation_not_found', 'TEN-4 a team-mate shares nothing of Ada''s');
select throws_ok($$ select public.share_connection((select ada from ids)) $$, 'PT404', 'connection_not_found', 'TEN-4 nor her account');
select tests.become('eve');
select throws_ok($$ select public.share_conversation(tests.conversation('m1')) $$, 'PT404', 'conversation_not_found', 'TEN-4 nor does an admin');
select tests.become('cy');
select throws_ok($$ select public.share_connection((select ada from ids)) $$, 'PT404', 'connection_not_found', 'TEN-4 nor Cy');
select tests.become('ada');
select is((public.share_conversation(tests.conversation('m1'))).is_shared, true, 'TEN-4 the owner shares one conversation');
select tests.become('ben');
select is(tests.sees(), '1 2 2 1 2 2', 'TEN-4 team-mates see it with message, attachment and contact, and nothing else');
select is((select string_agg(subject, ' ' order by subject) from public.conversations), 'Offer b1 Offer m1', 'TEN-4 this one');
select tests.become('eve');
select is(tests.sees(), '0 1 1 1 1 1', 'TEN-4 admins see shared rows');
select tests.become('cy');
select is(tests.sees(), '0 0 0 0 0 0', 'TEN-4 Cy sees nothing');
select tests.become('dan');
select is(tests.sees(), '0 0 0 0 0 0', 'TEN-4 nor does Dan, who left');
select tests.become('ben');
select throws_ok($$ select public.share_conversation(tests.conversation('m1'), false) $$, 'PT404', 'conversation_not_found', 'TEN-4 a team-mate does not take it back');
select tests.become('ada');
select is((public.share_conversation(tests.conversation('m1'), false)).is_shared, false, 'TEN-4 the owner takes it back');
select tests.become('ben');
select is((select count(*) from public.messages) + (select count(*) from public.conversations) + (select count(*) from public.attachments), 2::bigint, 'TEN-4 then team-mates see it no more');

-- The account.
select tests.become('ada');
select is((public.share_connection((select ada from ids))).is_shared, true, 'TEN-4 the owner shares an account');
select tests.become('ben');
select is(tests.sees(), '2 3 3 1 3 3', 'TEN-4 team-mates see everything of it');
select tests.become('cy');
select is(tests.sees(), '0 0 0 0 0 0', 'TEN-4 Cy sees nothing');
select tests.deliver((select ada from ids), tests.mail('m3', '{"sender_address":"lou@globex.test"}'));
select tests.become('ben');
select is(tests.sees(), '2 4 4 1 4 4', 'TEN-4 and what arrives later');
select tests.become('ada');
select throws_ok($$ select public.share_conversation(tests.conversation('m3'), false) $$, 'PT409', 'connection_is_shared', 'TEN-4 one conversation of a shared account is not taken back alone');
select public.share_connection((select ada from ids), false);
select tests.become('ben');
select is((select concat_ws(' ', (select count(*) from public.connections), (select count(*) from public.conversations), (select count(*) from public.messages), (select count(*) from public.attachments))),
  '1 1 1 0', 'TEN-4 taking an account back takes everything back');
select tests.become('ada');
select set_eq($$ select subject from public.conversations $$, array['Offer m1', 'Offer m2', 'Offer m3'], 'TEN-4 control: its owner still has it');
select tests.become_nobody();
select set_eq($$ select action from public.audit_log where action ~ '^(conversation|connection)\.' and actor_id = tests.id('ada') $$,
  array['conversation.shared', 'conversation.unshared', 'connection.shared', 'connection.unshared'], 'TEN-4 sharing is audited');

-- Counts without bodies.
select tests.become('eve');
select results_eq($$ select p.display_name, c.connections, c.conversations, c.shared_conversations, c.waiting_on_them from public.workspace_counts(tests.id('acme')) c
    join public.profiles p on p.id = c.user_id order by 1 $$,
  $$ values ('Ada', 1::bigint, 3::bigint, 0::bigint, 0::bigint), ('Ben', 1, 1, 0, 1), ('Eve', 0, 0, 0, 0) $$, 'TEN-4 admins see counts');
select is((select count(*) from public.messages where owner_id = tests.id('ada')), 0::bigint, 'TEN-4 not private bodies');
select tests.become('ben');
select throws_ok($$ select public.workspace_counts(tests.id('acme')) $$, 'PT403', 'workspace_role_insufficient', 'TEN-4 members see no counts');
select tests.become('cy');
select throws_ok($$ select public.workspace_counts(tests.id('acme')) $$, 'PT404', 'workspace_not_found', 'TEN-4 nor does Cy');
select tests.become_anon();
select throws_ok($$ select public.workspace_counts(tests.id('acme')) $$, '42501', null, 'TEN-4 nor anon');

-- Full admin visibility.
select tests.become_nobody();
select is((select count(*) from public.contacts where is_shared) + (select count(*) from public.contact_methods where is_shared), 0::bigint,
  'TEN-4 what was taken back takes its people back');
select tests.become('ada');
select public.set_admin_visibility(tests.id('acme'), true);
select tests.become('eve');
select is((select count(*) from public.messages), 4::bigint, 'TEN-4 with full admin visibility an admin reads private rows');
select is(tests.sees(), '2 4 4 1 4 4', 'TEN-4 and everything else');
select throws_ok($$ select public.share_conversation(tests.conversation('m1')) $$, 'PT404', 'conversation_not_found', 'TEN-4 but shares nothing of others');
with changed as (update public.contacts set display_name = 'Eve was here' returning 1)
select is((select count(*) from changed), 0::bigint, 'TEN-4 and edits nothing of others');
select tests.become('ben');
select is((select count(*) from public.messages), 1::bigint, 'TEN-4 members do not');
select tests.become('cy');
select is((select count(*) from public.messages), 0::bigint, 'TEN-4 nor does Cy');
select tests.become('ada');
select public.set_admin_visibility(tests.id('acme'), false);
select tests.become('eve');
select is((select count(*) from public.messages), 0::bigint, 'TEN-4 when it is switched off admins see private rows no more');

-- Ex-members.
select tests.become('ben');
select lives_ok($$ select public.leave_workspace(tests.id('acme')) $$, 'Ben leaves');
select is(tests.sees(), '0 0 0 0 0 0', 'TEN-4 an ex-member sees nothing, not even what came through his account');
select tests.become_nobody();
select results_eq($$ select status, status_reason from public.connections where id = (select ben from ids) $$, $$ values ('paused', 'owner_left') $$, 'TEN-4 whose account rests');
select results_eq($$ select status, status_reason from public.connections where id = (select ada from ids) $$, $$ values ('active', null) $$, 'TEN-4 control: Ada''s works on');
select is((select count(*) from public.messages where owner_id = tests.id('ben')), 1::bigint, 'TEN-4 and whose mail stays in the tenant');
select tests.become('ada');
select is((select count(*) from public.conversations where owner_id = tests.id('ben')), 0::bigint, 'TEN-4 unread by others');
select throws_ok($$ select public.share_conversation(gen_random_uuid()) $$, 'PT404', 'conversation_not_found', 'TEN-4 nothing unknown is shared');

select * from finish();
