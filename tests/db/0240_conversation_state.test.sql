-- Conversation state of 0240: who owes the next message, computed from the messages alone.
select plan(39);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada;

-- Stores one exchange and answers "who since evidence". A message is a name and a minute of the day; the name says
-- what it is: ask, tell (ours), question, answer (theirs), away, bounce, soft, receipt, list.
create function tests.item(word text, minute text, changes jsonb default '{}') returns jsonb
language sql immutable
as $$
  select case
    when word in ('ask', 'tell') then tests.own_mail(word || minute, told.facts)
    else tests.mail(word || minute, told.facts)
  end
  from (select jsonb_build_object('sent_at', '2026-06-01T' || minute || ':00Z', 'provider_thread_id', 't', 'expects_reply', word in ('ask', 'question'),
    'expects_reply_evidence', case when word in ('ask', 'question') then word || minute end,
    'automatic_kind', case word when 'away' then 'out_of_office' when 'bounce' then 'bounce' when 'soft' then 'bounce' when 'receipt' then 'auto_reply'
      when 'list' then 'mailing_list' else 'human' end,
    'bounce', case when word in ('bounce', 'soft') then jsonb_build_object('recipients',
      jsonb_build_array(jsonb_build_object('address', 'bob@globex.test', 'status', '5.1.1', 'is_hard', word = 'bounce'))) end) || changes as facts) told
$$;
create function tests.state(variadic items jsonb[]) returns text
language plpgsql volatile
as $$
begin
  delete from public.conversations;
  perform tests.deliver((select ada from ids), to_jsonb(items));
  return (select concat_ws(' ', waiting_on, to_char(waiting_since at time zone 'UTC', 'HH24:MI'), waiting_evidence) from public.conversations);
end
$$;

select is(tests.state(tests.item('ask', '10:00')), 'them 10:00 ask10:00', 'we asked: they owe an answer, since we asked');
select is(tests.state(tests.item('tell', '10:00')), 'nobody', 'we told: nobody owes anything');
select is(tests.state(tests.item('question', '10:00')), 'us 10:00 question10:00', 'they asked: we owe an answer');
select is(tests.state(tests.item('answer', '10:00')), 'nobody', 'they told: nobody');
select is(tests.state(tests.item('ask', '10:00'), tests.item('answer', '11:00')), 'nobody', 'we asked, they answered: nobody');
select is(tests.state(tests.item('ask', '10:00'), tests.item('question', '11:00')), 'us 11:00 question11:00', 'we asked, they asked back: we');
select is(tests.state(tests.item('question', '10:00'), tests.item('tell', '11:00')), 'nobody', 'they asked, we answered: nobody');
select is(tests.state(tests.item('question', '10:00'), tests.item('ask', '11:00')), 'them 11:00 ask11:00', 'they asked, we asked back: they');
select is(tests.state(tests.item('ask', '10:00'), tests.item('answer', '11:00'), tests.item('tell', '12:00')), 'nobody', 'asked, answered, thanked: nobody');
select is(tests.state(tests.item('ask', '10:00'), tests.item('answer', '11:00'), tests.item('ask', '12:00')), 'them 12:00 ask12:00', 'asked, answered, asked again: they');
select is(tests.state(tests.item('ask', '10:00'), tests.item('tell', '10:05')), 'them 10:05 ask10:00', 'a question, then the forgotten attachment: they, since our last word');
select is(tests.state(tests.item('ask', '10:00'), tests.item('ask', '12:00')), 'them 12:00 ask12:00', 'we asked twice: they, since the later');
select is(tests.state(tests.item('answer', '10:00'), tests.item('ask', '10:00')), 'nobody', 'both in the same second: theirs counts as the answer');
select is(tests.state(tests.item('question', '10:00'), tests.item('ask', '10:00')), 'us 10:00 question10:00', 'and their question in the same second is owed');
select is(tests.state(tests.item('ask', '10:00'), tests.item('answer', '09:50', '{"in_reply_to":"<ask10:00@acme.test>"}')), 'nobody',
  'an answer from a clock that runs behind is an answer when it names our message');
select is(tests.state(tests.item('ask', '10:00'), tests.item('answer', '09:50', '{"references":["<ask10:00@acme.test>"]}')), 'nobody', 'in References too');
select is(tests.state(tests.item('ask', '10:00'), tests.item('question', '09:50', '{"in_reply_to":"<ask10:00@acme.test>"}')), 'us 10:00 question09:50',
  'and a question back from such a clock is owed since the later of both');
select is(tests.state(tests.item('ask', '10:00'), tests.item('answer', '09:50')), 'them 10:00 ask10:00', 'control: a mail before ours that names nothing is no answer');
select is(tests.state(tests.item('ask', '10:00'), tests.item('away', '10:01')), 'them 10:00 ask10:00', 'an out-of-office reply is no answer');
select is(tests.state(tests.item('ask', '10:00'), tests.item('receipt', '10:01', '{"in_reply_to":"<ask10:00@acme.test>"}')), 'them 10:00 ask10:00', 'nor is an automatic receipt');
select is(tests.state(tests.item('ask', '10:00'), tests.item('away', '10:01', '{"expects_reply":true}')), 'them 10:00 ask10:00', 'nor does it ask us anything');
select is(tests.state(tests.item('ask', '10:00'), tests.item('bounce', '10:01')), 'nobody', 'a mail that could not be delivered is not unanswered');
select is(tests.state(tests.item('ask', '10:00'), tests.item('soft', '10:01')), 'them 10:00 ask10:00', 'a delay notice changes nothing');
select is(tests.state(tests.item('ask', '10:00'), tests.item('bounce', '10:01'), tests.item('ask', '11:00')), 'them 11:00 ask11:00', 'asked again after a bounce: they');
select is(tests.state(tests.item('away', '10:00')), 'nobody', 'an automatic mail alone: nobody');
select is(tests.state(tests.item('list', '10:00', '{"expects_reply":true}')), 'nobody', 'a list that asks everybody: nobody');

-- The order of arrival changes nothing.
select is(tests.state(tests.item('ask', '12:00'), tests.item('answer', '11:00'), tests.item('ask', '10:00')), 'them 12:00 ask12:00', 'newest first is the same as oldest first');

-- What else a conversation says about itself.
select tests.state(tests.item('question', '10:00'), tests.item('tell', '11:00'), tests.item('away', '11:01'), tests.item('question', '12:00', '{"sender_address":"kim@globex.test","sender_name":"Kim"}'));
select results_eq($$ select c.message_count, c.unread_count, c.subject, to_char(c.last_message_at at time zone 'UTC', 'HH24:MI'), to_char(c.last_inbound_at at time zone 'UTC', 'HH24:MI'),
    to_char(c.last_outbound_at at time zone 'UTC', 'HH24:MI'), c.is_automated, p.display_name, m.provider_message_id
  from public.conversations c join public.contacts p on p.id = c.contact_id join public.messages m on m.id = c.head_message_id $$,
  $$ values (4, 2, 'Offer question10:00', '12:00', '12:00', '11:00', false, 'Kim', 'question12:00') $$,
  'counts, subject of the first, moments of both sides, who wrote last, the head');
create temporary table before on commit drop as select * from public.conversations;
select private.refresh_conversation(id) from public.conversations;
select results_eq($$ select to_jsonb(c) - 'updated_at' from public.conversations c $$, $$ select to_jsonb(b) - 'updated_at' from before b $$, 'refreshing twice changes nothing');
select tests.state(tests.item('ask', '10:00'), tests.item('away', '10:01'));
select is((select is_automated from public.conversations), false, 'an out-of-office reply does not make an exchange automatic');
select tests.state(tests.item('list', '10:00'));
select is((select is_automated from public.conversations), true, 'a list is automatic');
select tests.state(tests.item('ask', '10:00'));
select is((select is_automated from public.conversations), false, 'a mail of ours that nobody answered is not');

-- Sharing is carried to every row below a conversation.
select tests.state(tests.item('ask', '10:00', '{"attachments":[{"part_id":"1","content_type":"a/b","byte_count":1,"content_hash":"x"}]}'));
select private.set_conversation_shared(id, true) from public.conversations;
create function tests.shared() returns text language sql volatile as $$
  select concat_ws(' ', (select bool_and(is_shared) from public.conversations), (select bool_and(is_shared) from public.messages), (select bool_and(is_shared) from public.attachments)) $$;
select is(tests.shared(), 't t t', 'TEN-4 sharing reaches conversation, message and attachment');
select tests.deliver((select ada from ids), tests.item('answer', '11:00', '{"attachments":[{"part_id":"1","content_type":"a/b","byte_count":1,"content_hash":"x"}]}'));
select is(tests.shared(), 't t t', 'TEN-4 and what arrives later');
select private.set_conversation_shared(id, false) from public.conversations;
select is((select count(*) from public.messages where is_shared) + (select count(*) from public.attachments where is_shared), 0::bigint, 'TEN-4 taking back reaches all');

-- A clock that runs ahead.
select tests.state(tests.item('question', '10:00', '{"sent_at":"2099-01-01T00:00:00Z"}'));
select is((select sent_at from public.messages), '2026-06-02T13:00:00Z'::timestamptz, 'a Date far ahead counts as a day after its arrival at most');
select tests.state(tests.item('question', '10:00', '{"sent_at":null}'));
select is((select sent_at from public.messages), '2026-06-01T13:00:00Z'::timestamptz, 'no Date counts as its arrival');
select is((select waiting_on from public.conversations), 'us', 'and is asked all the same');
select is(private.waiting_state(gen_random_uuid())::text, '(nobody,,,)', 'an empty conversation waits for nobody');

select * from finish();
