-- What a person does with an account of theirs (0162): rest it, wake it, say which addresses are theirs.
select plan(25);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account;
grant select on story to public;
create function pg_temp.ask(thread text, changes jsonb default '{}') returns uuid language sql as $$
  select (tests.deliver(account, tests.own_mail(thread, jsonb_build_object('provider_thread_id', thread, 'sent_at', now() - interval '3 days') || changes), now()) -> 0 ->> 'conversation_id')::uuid from story $$;
create function pg_temp.nudges(conversation uuid) returns text language sql as $$
  select coalesce(string_agg(concat_ws(' ', status, status_reason), ', ' order by id), 'none') from public.nudges where conversation_id = conversation $$;
create temporary table asked (name text, c uuid);
grant select on asked to public;

-- pause_connection
select tests.become('ada');
select results_eq($$ select c.status, c.status_reason from story, public.pause_connection(account) c $$, $$ values ('paused', 'paused_by_person') $$, 'CON-1 Ada rests her account');
select tests.become_nobody();
insert into asked select 'rested', pg_temp.ask('rested');
select is(pg_temp.nudges(c), 'none', 'FUP-1 nothing is planned for an account that rests') from asked where name = 'rested';
select private.plan_nudges(now() + interval '1 day'), private.recheck_waiting_conversations(now() + interval '2 days'), private.plan_nudges(now() + interval '2 days');
select is(pg_temp.nudges(c), 'none', 'FUP-1 nor later, whoever looks') from asked where name = 'rested';
select tests.become('ada');
select is((select public.explain_follow_up(c) ->> 'reason' from asked), 'connection_paused', 'FUP-1 and Ada is told why');
select results_eq($$ select c.status, c.status_reason from story, public.pause_connection(account, false) c $$, $$ values ('active', null::text) $$, 'CON-1 Ada wakes it');
select tests.become_nobody();
select is((select next_check_at from public.conversations, asked where id = c), now(), 'FUP-1 what waits is looked at in the next tick');
select private.plan_nudges(now());
select is(pg_temp.nudges(c), 'pending', 'FUP-1 and planned') from asked where name = 'rested';
select tests.become('ada');
select public.pause_connection(account) from story;
select tests.become_nobody();
select private.plan_nudges(now() + interval '1 day'), private.reconsider_conversation(c, now() + interval '1 day') from asked;
select is(pg_temp.nudges(c), 'pending', 'FUP-3 a second rest cancels nothing: what is planned waits') from asked where name = 'rested';
select tests.deliver(account, tests.mail('answer', '{"provider_thread_id": "rested", "expects_reply": false}'::jsonb || jsonb_build_object('sent_at', now())), now()) from story;
select is(pg_temp.nudges(c), 'cancelled replied', 'FUP-5 but an answer does') from asked where name = 'rested';
select tests.become('ada');
select public.pause_connection(account, false), public.share_connection(account) from story;
select tests.become('ben');
select is((select count(*) from public.connections, story where id = account), 1::bigint, 'control: Ben sees the shared account');
select throws_ok('select public.pause_connection(account) from story', 'PT404', 'connection_not_found', 'CON-1 but does not rest it');
select throws_ok($$ select public.add_own_address(account, 'ben@home.test') from story $$, 'PT404', 'connection_not_found', 'CON-1 nor says whose addresses it has');
select throws_ok('select public.share_connection(account, false) from story', 'PT404', 'connection_not_found', 'TEN-4 nor stops sharing it');
select tests.become('cy');
select throws_ok('select public.pause_connection(account) from story', 'PT404', 'connection_not_found', 'Cy knows no such account');
select throws_ok('select public.pause_connection(gen_random_uuid())', 'PT404', 'connection_not_found', 'nor one that does not exist: the answer is the same');
select tests.become_nobody();

-- add_own_address: what was stored before is judged again
insert into asked select 'from home', (tests.deliver(account, tests.mail('home', '{"provider_thread_id": "home", "sender_address": "ada@home.test", "sender_name": "Ada",
  "recipients": [{"kind": "to", "address": "bob@globex.test", "name": "Bob"}]}'::jsonb || jsonb_build_object('sent_at', now() - interval '3 days')), now()) -> 0 ->> 'conversation_id')::uuid from story;
insert into asked select 'to home', pg_temp.ask('note', '{"recipients": [{"kind": "to", "address": "ada@home.test", "name": "Ada"}]}');
select is((select waiting_on from public.conversations, asked where id = c and name = 'from home'), 'us', 'control: mail from an unknown address waits for us');
select is(pg_temp.nudges(c), 'pending', 'control: a note to it waits for an answer') from asked where name = 'to home';
select tests.become('ada');
select ok('ada@home.test' = any ((public.add_own_address(account, ' Ada@Home.test ')).own_addresses), 'ING-4 Ada says that the address is hers') from story;
select tests.become_nobody();
select results_eq($$ select direction, read_at is not null from public.messages where provider_message_id = 'home' $$, $$ values ('outbound', true) $$, 'ING-4 her mail was hers all along');
select results_eq($$ select waiting_on, 'ada@home.test' = any (participant_addresses) from public.conversations, asked where id = c and name = 'from home' $$, $$ values ('them', false) $$,
  'ING-4 so its conversation waits for Bob');
select is((select recipient_address::text from public.nudges n, asked where conversation_id = c and name = 'from home'), 'bob@globex.test', 'FUP-1 who gets a nudge');
select is(pg_temp.nudges(c), 'cancelled no_recipient', 'FUP-1 and nobody reminds herself') from asked where name = 'to home';
select tests.become('ada');
select is(cardinality((public.add_own_address(account, 'ada@home.test')).own_addresses), 2, 'ING-4 saying it twice adds it once') from story;
select throws_ok($$ select public.add_own_address(account, '  ') from story $$, 'PT422', 'email_address_invalid', 'an empty address is refused');
select throws_ok($$ select public.add_own_address(account, 'no address') from story $$, 'PT422', 'email_address_invalid', 'so is what is none');

select * from finish();
