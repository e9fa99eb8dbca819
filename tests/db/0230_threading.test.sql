-- Threading of 0230 (INB-2): the provider's id, then Message-IDs in any order of arrival, then subject and people.
select plan(43);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada, tests.connection('ben') as ben;

-- The messages in each conversation of Ada's account, as one line: "a b | c" is two conversations.
create function tests.threads() returns text
language sql volatile
as $$
  select string_agg(members, ' | ' order by members) from (
    select string_agg(provider_message_id, ' ' order by provider_message_id) as members
    from public.messages where connection_id = (select ada from ids) group by conversation_id) t
$$;
create function tests.empty_inbox() returns void language sql volatile as $$
  delete from public.conversations; delete from public.contacts $$;
create function tests.from_them(reference text, address text, changes jsonb default '{}') returns jsonb language sql immutable as $$
  select tests.mail(reference, jsonb_build_object('sender_address', address) || changes) $$;
-- Every order in which n pieces may arrive.
create function tests.orders(pieces jsonb[]) returns setof jsonb[] language sql immutable as $$
  with recursive o (done, rest) as (
    select array[]::jsonb[], pieces
    union all
    select o.done || o.rest[n], o.rest[:n - 1] || o.rest[n + 1:] from o, generate_subscripts(o.rest, 1) n)
  select done from o where cardinality(rest) = 0 $$;
-- How these mails end up, in every order, one by one and in one batch: one line when the order makes no difference.
create function tests.threads_in_any_order(variadic pieces jsonb[]) returns setof text
language plpgsql volatile
as $$
declare
  sequence jsonb[];
  piece jsonb;
  found text[] := '{}';
begin
  for sequence in select tests.orders(pieces) loop
    perform tests.empty_inbox();
    foreach piece in array sequence loop perform tests.deliver((select ada from ids), piece); end loop;
    found := found || tests.threads();
    perform tests.empty_inbox();
    perform tests.deliver((select ada from ids), to_jsonb(sequence));
    found := found || tests.threads();
  end loop;
  return query select distinct unnest(found);
end
$$;

-- By the provider's thread.
select results_eq($$ select tests.threads_in_any_order(tests.mail('a', '{"provider_thread_id":"t"}'),
  tests.from_them('b', 'kim@globex.test', '{"provider_thread_id":"t"}'), tests.mail('c', '{"provider_thread_id":"other"}')) $$,
  array['a b | c'], 'INB-2 messages of one provider thread are one conversation');
select tests.empty_inbox();
select tests.deliver((select ada from ids), tests.mail('a', '{"provider_thread_id":"t"}'));
select tests.deliver((select ben from ids), tests.mail('a', '{"provider_thread_id":"t"}'));
select is((select count(*) from public.conversations), 2::bigint, 'INB-2 threads never cross accounts');
select tests.empty_inbox();
select tests.deliver((select ada from ids), tests.mail('a', '{"provider_thread_id":"t"}'));
select tests.deliver((select ada from ids), tests.from_them('evil', 'mallory@evil.test', '{"in_reply_to":"thread:t","references":["thread:t"]}'));
select is(tests.threads(), 'a | evil', 'INB-2 a header does not pass for a provider''s thread');
select tests.empty_inbox();
select tests.deliver((select ada from ids), tests.mail('a', '{"provider_thread_id":""}'));
select tests.deliver((select ada from ids), tests.from_them('b', 'kim@globex.test', '{"provider_thread_id":"","internet_message_id":"<>"}'));
select tests.deliver((select ada from ids), tests.from_them('c', 'kim@globex.test', '{"internet_message_id":"<>"}'));
select is(tests.threads(), 'a | b | c', 'INB-2 empty ids join nothing');

-- By References and In-Reply-To, whatever the order.
select results_eq($$ select tests.threads_in_any_order(tests.mail('a'), tests.own_mail('b', '{"in_reply_to":"<a@globex.test>"}')) $$,
  array['a b'], 'INB-2 a reply joins by In-Reply-To, child before parent too');
select results_eq($$ select tests.threads_in_any_order(tests.mail('a'), tests.own_mail('b', '{"references":["<a@globex.test>"]}'),
  tests.mail('c', '{"references":["<a@globex.test>","<b@acme.test>"],"in_reply_to":"<b@acme.test>"}')) $$,
  array['a b c'], 'INB-2 three by References in every order');
select results_eq($$ select tests.threads_in_any_order(tests.mail('a'), tests.mail('c', '{"in_reply_to":"<b@acme.test>"}'),
  tests.own_mail('b', '{"in_reply_to":"<a@globex.test>"}')) $$,
  array['a b c'], 'INB-2 two pieces are joined when the message between them arrives');
select results_eq($$ select tests.threads_in_any_order(tests.mail('a'),
  tests.mail('c', '{"references":["<a@globex.test>","<lost@acme.test>"]}'), tests.mail('d', '{"references":["<lost@acme.test>"]}')) $$,
  array['a c d'], 'INB-2 a message that never arrives still holds its thread together');
select results_eq($$ select tests.threads_in_any_order(tests.own_mail('note', '{"recipients":[{"kind":"to","address":"ada@acme.test","name":null}]}'),
  tests.own_mail('more', '{"recipients":[{"kind":"to","address":"ada@acme.test","name":null}],"in_reply_to":"<note@acme.test>"}')) $$,
  array['more note'], 'INB-2 notes to oneself are a conversation without others');
select results_eq($$ select tests.threads_in_any_order(tests.mail('a', '{"subject":"Hello","subject_base":"hello"}'),
  tests.mail('b', '{"subject":"Hello","subject_base":"hello"}')) $$, array['a | b'], 'INB-2 control: two new mails of one person are two conversations');

-- A Message-ID is not proof.
select results_eq($$ select tests.threads_in_any_order(tests.mail('a'), tests.from_them('evil', 'mallory@evil.test', '{"in_reply_to":"<a@globex.test>"}')) $$,
  array['a | evil'], 'INB-2 a stranger''s forged References does not get in, before or after');
select results_eq($$ select tests.threads_in_any_order(tests.mail('a'), tests.from_them('evil', 'mallory@evil.test', '{"references":["<a@globex.test>"]}'),
    tests.own_mail('b', '{"references":["<a@globex.test>"],"in_reply_to":"<a@globex.test>"}')) $$,
  array['a b | evil'], 'INB-2 nor draws our answer into a conversation of his own');
select results_eq($$ select tests.threads_in_any_order(tests.mail('a'), tests.from_them('evil', 'mallory@evil.test', '{"references":["<a@globex.test>"]}'),
    tests.mail('c', '{"references":["<a@globex.test>"],"in_reply_to":"<b@acme.test>"}')) $$,
  array['a c | evil'], 'INB-2 nor their next message');
select results_eq($$ select tests.threads_in_any_order(tests.own_mail('a'), tests.from_them('b', 'bob@private.test', '{"in_reply_to":"<a@acme.test>"}')) $$,
  array['a b'], 'INB-2 a reply from another address of theirs to our Message-ID gets in');
select results_eq($$ select tests.threads_in_any_order(tests.mail('a', '{"recipients":[{"kind":"to","address":"ada@acme.test","name":null},{"kind":"cc","address":"kim@globex.test","name":null}]}'),
  tests.from_them('b', 'kim@globex.test', '{"in_reply_to":"<a@globex.test>"}')) $$, array['a b'], 'INB-2 who was in copy belongs to it');

-- A mail to very many.
create function tests.newsletter(changes jsonb default '{}') returns jsonb language sql immutable as $$
  select tests.own_mail('news', jsonb_build_object('recipients',
    (select jsonb_agg(jsonb_build_object('kind', 'bcc', 'address', 'reader' || n || '@list.test', 'name', null)) from generate_series(1, 30) n)) || changes) $$;
create function tests.answer(n integer, changes jsonb default '{}') returns jsonb language sql immutable as $$
  select tests.from_them('r' || n, 'reader' || n || '@list.test', '{"in_reply_to":"<news@acme.test>","references":["<news@acme.test>"]}' || changes) $$;
select results_eq($$ select tests.threads_in_any_order(tests.newsletter(), tests.answer(1), tests.answer(2)) $$, array['news | r1 | r2'],
  'INB-2 newsletter replies stay apart, in any order');
select tests.empty_inbox();
select tests.deliver((select ada from ids), to_jsonb(array[tests.newsletter('{"provider_thread_id":"t"}'), tests.answer(1, '{"provider_thread_id":"t"}'),
  tests.answer(2, '{"provider_thread_id":"t"}')]));
select is(tests.threads(), 'news | r1 | r2', 'INB-2 even when the provider holds them in one thread');
select tests.deliver((select ada from ids), tests.own_mail('thanks', '{"recipients":[{"kind":"to","address":"reader1@list.test","name":null}],
  "provider_thread_id":"t","in_reply_to":"<r1@globex.test>","references":["<news@acme.test>","<r1@globex.test>"]}'));
select is(tests.threads(), 'news | r1 thanks | r2', 'INB-2 and our answer to one goes to that one');
select tests.deliver((select ada from ids), tests.answer(1, '{"provider_message_id":"r1b","internet_message_id":"<r1b@x>","provider_thread_id":"t",
  "in_reply_to":"<thanks@acme.test>","references":["<news@acme.test>","<r1@globex.test>","<thanks@acme.test>"]}'));
select is(tests.threads(), 'news | r1 r1b thanks | r2', 'INB-2 as does what comes back');
select ok((select is_broadcast from public.conversations c join public.messages m on m.conversation_id = c.id where m.provider_message_id = 'news'),
  'INB-2 the newsletter is marked as such');
select tests.empty_inbox();
select tests.deliver((select ada from ids), tests.answer(1, '{"in_reply_to":null,"references":[]}'));
select tests.deliver((select ada from ids), tests.newsletter('{"in_reply_to":"<r1@globex.test>"}'));
select is(tests.threads(), 'news r1', 'INB-2 control: a reply of ours to many stays in the thread it answers');

-- By subject and people.
create function tests.lost(reference text, sent_at text, changes jsonb default '{}') returns jsonb language sql immutable as $$
  select tests.mail(reference, jsonb_build_object('subject', 'Re: Offer', 'subject_base', 'offer', 'sent_at', sent_at) || changes) $$;
create function tests.offer(changes jsonb default '{}') returns jsonb language sql immutable as $$
  select tests.own_mail('a', '{"subject":"Offer","subject_base":"offer"}' || changes) $$;
select tests.empty_inbox();
select tests.deliver((select ada from ids), tests.offer());
select tests.deliver((select ada from ids), tests.lost('b', '2026-06-20T12:00:00Z'));
select is(tests.threads(), 'a b', 'INB-2 a reply that lost its headers joins by subject and people');
select tests.empty_inbox();
select tests.deliver((select ada from ids), to_jsonb(array[tests.offer(), tests.lost('b', '2026-06-01T12:30:00Z')]));
select is(tests.threads(), 'a b', 'INB-2 in one batch too');
select tests.empty_inbox();
select tests.deliver((select ada from ids), tests.offer());
select tests.deliver((select ada from ids), tests.lost('b', '2026-07-20T12:00:00Z'), '2026-07-20T13:00:00Z');
select is(tests.threads(), 'a | b', 'INB-2 not after thirty days');
select tests.deliver((select ada from ids), tests.lost('c', '2026-06-10T12:00:00Z', '{"sender_address":"mallory@evil.test"}'));
select is(tests.threads(), 'a | b | c', 'INB-2 not by somebody else');
select tests.deliver((select ada from ids), tests.lost('d', '2026-06-10T12:00:00Z', '{"subject":"Offer"}'));
select is(tests.threads(), 'a | b | c | d', 'INB-2 not a new mail with an old subject');
select tests.deliver((select ada from ids), tests.lost('e', '2026-06-10T12:00:00Z', '{"in_reply_to":"<elsewhere@globex.test>"}'));
select is(tests.threads(), 'a | b | c | d e', 'INB-2 also when a relay has rewritten the id it names');
select tests.deliver((select ada from ids), tests.lost('f', '2026-06-10T12:00:00Z', '{"subject":"Re:","subject_base":""}'));
select is(tests.threads(), 'a | b | c | d e | f', 'INB-2 not without a subject');

-- What joining does to what people decided.
select tests.empty_inbox();
select tests.deliver((select ada from ids), to_jsonb(array[tests.mail('a'), tests.mail('c', '{"in_reply_to":"<b@acme.test>","sent_at":"2026-06-01T12:40:00Z"}')]));
update public.conversations set tags = array['old'], archived_at = now(), status = 'resolved' where subject = 'Offer a';
update public.conversations set tags = array['new'], is_starred = true where subject = 'Offer c';
select tests.become('ada');
select public.share_conversation(id) from public.conversations where subject = 'Offer a';
select tests.become_nobody();
create temporary table joined on commit drop as
  select tests.deliver((select ada from ids), tests.own_mail('b', '{"in_reply_to":"<a@globex.test>","sent_at":"2026-06-01T12:20:00Z"}')) -> 0 as answer;
select results_eq($$ select answer ->> 'is_new_conversation', answer ->> 'conversation_id' from joined $$,
  $$ select 'false', id::text from public.conversations $$, 'INB-2 a joined conversation is answered by its id');
select is(tests.threads(), 'a b c', 'INB-2 the pieces are one');
select results_eq($$ select tags, is_starred, status, archived_at, message_count, unread_count from public.conversations $$,
  $$ values (array['new', 'old'], true, 'open', null::timestamptz, 3, 1) $$, 'INB-2 tags and star are kept, the newer piece decides whether it is open');
select results_eq($$ select is_shared from public.conversations union all select is_shared from public.messages $$, array[false, false, false, false],
  'TEN-4 private wins over shared, for the conversation and every message');
select results_eq($$ select count(*) from private.conversation_keys k where not exists (select from public.conversations c where c.id = k.conversation_id) $$, array[0::bigint],
  'INB-2 no key leads nowhere');
select tests.deliver((select ada from ids), tests.mail('d', '{"in_reply_to":"<c@globex.test>","sent_at":"2026-06-01T12:50:00Z"}'));
select is(tests.threads(), 'a b c d', 'INB-2 and the keys of both pieces lead to it');

-- Two pieces in which we both asked and were both not answered.
select tests.empty_inbox();
select tests.deliver((select ada from ids), to_jsonb(array[tests.own_mail('a'), tests.own_mail('c', '{"in_reply_to":"<b@globex.test>","sent_at":"2026-06-01T12:40:00Z"}')]),
  '2026-06-05T12:00:00Z');
select is((select count(*) from public.nudges where status = 'pending'), 2::bigint, 'INB-2 control: both pieces have a nudge');
select is(tests.deliver((select ada from ids), tests.mail('b', '{"in_reply_to":"<a@acme.test>","sent_at":"2026-06-01T12:20:00Z"}'), '2026-06-05T12:10:00Z') -> 0 ->> 'outcome',
  'stored', 'INB-2 pieces with a nudge each can be joined');
select is(tests.threads(), 'a b c', 'INB-2 and are');
select is((select count(*) from public.nudges n where status in ('pending', 'drafted', 'approved', 'sending')), 1::bigint, 'INB-2 with one nudge for the last word');

select is(private.message_keys('{"internet_message_id":"<a@x>","in_reply_to":"<b@x>","references":["<b@x>","","<>"," "],"provider_thread_id":"9"}'),
  array['<a@x>', '<b@x>', 'thread:9'], 'message_keys() names each id once and no empty one');
select is(private.message_keys('{}'), '{}', 'message_keys() of a message without ids is empty');
select is(length((private.message_keys(jsonb_build_object('internet_message_id', repeat('x', 5000))))[1]), 900, 'message_keys() cuts what no index can hold');
select is(private.message_participants(tests.mail('a', '{"recipients":[{"kind":"to","address":"ada@acme.test"},{"kind":"cc","address":"kim@x.test"},{"kind":"cc","address":"bob@globex.test"}]}'),
  array['ada@acme.test']), array['bob@globex.test', 'kim@x.test'], 'message_participants() names the others once, sender first');
select is(cardinality(private.message_participants(tests.own_mail('a', jsonb_build_object('recipients',
  (select jsonb_agg(jsonb_build_object('kind', 'to', 'address', n || '@x.test')) from generate_series(1, 10000) n))), array['ada@acme.test'])), 200,
  'message_participants() stops at two hundred');
select is(cardinality(participant_addresses), 200, 'a conversation remembers two hundred people at most') from (
  select tests.deliver((select ada from ids), tests.own_mail('big', jsonb_build_object('recipients',
    (select jsonb_agg(jsonb_build_object('kind', 'to', 'address', n || '@x.test')) from generate_series(1, 300) n)))) -> 0 ->> 'conversation_id' as id) d
join public.conversations c on c.id = d.id::uuid;

select * from finish();
