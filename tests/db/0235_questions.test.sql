-- Questions (0235): whom a thread owes a reminder, when several people are on it. Ada asked Bob at noon of 1 June.
select plan(22);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account;

-- Runs mails through the one way in, tells who is reminded of what, and undoes it.
create function pg_temp.after(variadic mails jsonb[]) returns text language plpgsql as $$
declare
  answer text;
  mail jsonb;
begin
  foreach mail in array tests.own_mail('q', '{"provider_thread_id": "t"}') || mails loop
    perform tests.deliver(account, mail, '2026-06-03T12:00Z') from story;
  end loop;
  select string_agg(concat_ws(' ', c.waiting_on, d.reason, d.facts ->> 'recipient_address', b.provider_message_id), ' | ' order by c.created_at)
  into answer from public.conversations c, private.nudge_decision(c.id, '2026-06-03T12:00Z') d
  left join public.messages b on b.id = (d.facts ->> 'basis_message_id')::uuid;
  raise exception using errcode = 'ZZ000', message = answer;
exception when sqlstate 'ZZ000' then return sqlerrm;
end
$$;
create function pg_temp.us(reference text, at text, to_whom text, changes jsonb default '{}') returns jsonb language sql as $$
  select tests.own_mail(reference, jsonb_build_object('provider_thread_id', 't', 'sent_at', '2026-06-01T' || at || 'Z', 'expects_reply', false,
    'recipients', (select jsonb_agg(jsonb_build_object('kind', split_part(x, ':', 1), 'address', split_part(x, ':', 2), 'name', null)) from unnest(string_to_array(to_whom, ' ')) x)) || changes) $$;
create function pg_temp.them(reference text, at text, who text, changes jsonb default '{}') returns jsonb language sql as $$
  select tests.mail(reference, jsonb_build_object('provider_thread_id', 't', 'sent_at', '2026-06-01T' || at || 'Z', 'expects_reply', false,
    'sender_address', who, 'recipients', '[{"kind": "to", "address": "ada@acme.test", "name": null}]'::jsonb) || changes) $$;

select is(pg_temp.after(variadic '{}'), 'them due bob@globex.test q', 'FUP-1 Bob was asked, Bob is reminded');
select is(pg_temp.after(pg_temp.us('fwd', '13:00', 'to:carl@rival.test')), 'them due bob@globex.test q', 'FUP-1 a forward for information reminds Bob, not Carl, and quotes nobody''s question to Carl');
select is(pg_temp.after(pg_temp.us('note', '13:00', 'to:press@globex.test cc:bob@globex.test')), 'them due bob@globex.test note', 'FUP-1 a note to others with Bob in copy is our last word to Bob');
select is(pg_temp.after(pg_temp.us('ask-ben', '13:00', 'to:ben@acme.test', '{"expects_reply": true}'), pg_temp.them('from-ben', '14:00', 'ben@acme.test', '{"in_reply_to": "<ask-ben@acme.test>", "references": ["<q@acme.test>", "<ask-ben@acme.test>"]}')),
  'them due bob@globex.test q', 'FUP-1 what Ben answers does not answer for Bob');
select is(pg_temp.after(pg_temp.us('ask-ben', '13:00', 'to:ben@acme.test', '{"expects_reply": true}')), 'them due ben@acme.test ask-ben', 'FUP-1 the latest open question comes first');

select alike(pg_temp.after(pg_temp.them('a', '13:00', 'bob@globex.test')), 'nobody replied%', 'FUP-5 an answer of who was asked ends it');
select alike(pg_temp.after(pg_temp.them('a', '13:00', 'bob@home.test', '{"in_reply_to": "<q@acme.test>"}')), 'nobody replied%', 'FUP-5 from another address, naming the question');
select alike(pg_temp.after(pg_temp.us('ps', '12:10', 'to:bob@globex.test'), pg_temp.them('a', '11:58', 'bob@globex.test', '{"in_reply_to": "<q@acme.test>"}')), 'nobody%', 'FUP-5 from a slow clock, naming the question and not our last word');
select alike(pg_temp.after(pg_temp.them('a', '13:00', 'bob@globex.test', '{"automatic_kind": "calendar"}')), 'nobody%', 'FUP-5 an acceptance in the calendar is an answer');
select is(pg_temp.after(pg_temp.them('a', '13:00', 'mallory@evil.test', '{"recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "cc", "address": "bob@globex.test"}]}')),
  'them due bob@globex.test q', 'FUP-5 a stranger with Bob in copy does not answer for him');
select is(pg_temp.after(pg_temp.them('a', '13:00', 'bob@globex.test', '{"automatic_kind": "notification", "in_reply_to": "<q@acme.test>"}')), 'them due bob@globex.test q', 'FUP-1 a receipt is no answer, and does not end the follow-up');
select is(pg_temp.after(pg_temp.them('a', '13:00', 'mailer-daemon@globex.test', '{"automatic_kind": "bounce", "bounce": {"recipients": [{"address": "bob@globex.test", "is_hard": false}]}}')),
  'them due bob@globex.test q', 'FUP-1 nor does a delay notice');
select alike(pg_temp.after(pg_temp.them('a', '13:00', 'bob@globex.test', '{"expects_reply": true}')), 'us replied%', 'FUP-1 who is asked back answers before reminding');

select is(pg_temp.after(pg_temp.us('two', '13:00', 'to:carl@globex.test to:dora@globex.test', '{"expects_reply": true, "text_new": "Dora, could you send it?"}')), 'them due dora@globex.test two', 'FUP-1 of several the one who is called by name');
select is(pg_temp.after(pg_temp.us('two', '13:00', 'to:carl@globex.test to:dora@globex.test', '{"expects_reply": true, "text_new": "Could you send it?"}')), 'them several_recipients', 'FUP-1 of several without a sign nobody');
select is(pg_temp.after(pg_temp.us('plus', '13:00', 'to:ada+notes@acme.test', '{"expects_reply": true}')), 'them no_recipient', 'FUP-1 our own plus-address is nobody else');
select is(pg_temp.after(pg_temp.us('list', '13:00', 'to:dev@lists.globex.test', '{"expects_reply": true}')), 'them recipient_is_a_machine dev@lists.globex.test list', 'FUP-1 a list is not reminded');

-- the same mail from another export is the same last word
select is((select tests.deliver(account, tests.own_mail('x1', '{"provider_message_id": "import:1", "internet_message_id": "<x@acme.test>", "content_hash": "x"}')) -> 0 ->> 'outcome' from story), 'stored', 'ING-8 control');
select is((select tests.deliver(account, tests.own_mail('x2', '{"provider_message_id": "import:2", "internet_message_id": "<x@acme.test>", "content_hash": "x"}')) -> 0 ->> 'outcome' from story), 'duplicate', 'ING-8 the same mail in another export is stored once');
select is((select tests.deliver(account, tests.own_mail('x3', '{"provider_message_id": "import:3", "internet_message_id": "<x@acme.test>", "content_hash": "y"}')) -> 0 ->> 'outcome' from story), 'stored', 'ING-8 another mail under the same id is kept');
select is((select tests.deliver(account, tests.own_mail('u', '{"provider_message_id": "import:u", "sent_at": null}'), '2026-06-03T12:00Z') -> 0 ->> 'outcome' from story), 'stored', 'ING-7 an undated mail of an archive is stored');
select is((select expects_reply from public.messages where provider_message_id = 'import:u'), false, 'FUP-1 and asks nothing today');
select * from finish();
