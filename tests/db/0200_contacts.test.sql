-- Contacts of 0200: met through mail, one owner's until shared, names chosen by people stay.
select plan(28);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada, tests.connection('ben') as ben;
grant select on ids to public;
create function tests.name_of(address text, owner text default 'ada') returns text language sql stable as $$
  select c.display_name from public.contacts c join public.contact_methods m on m.contact_id = c.id where m.value = address and c.owner_id = tests.id(owner) $$;
grant execute on function tests.name_of(text, text) to public;

select is((tests.deliver((select ada from ids), tests.mail('m1')) -> 0 ->> 'new_contact_count')::integer, 1, 'a first mail makes a contact');
select is((tests.deliver((select ada from ids), tests.mail('m2')) -> 0 ->> 'new_contact_count')::integer, 0, 'a second one none');
select is((tests.deliver((select ben from ids), tests.mail('m1')) -> 0 ->> 'new_contact_count')::integer, 1, 'TEN-4 for Ben the same person is a contact of his own');
select tests.become('ada');
select results_eq('select display_name, display_name_source, is_shared from public.contacts', $$ values ('Bob Globex', 'header', false) $$, 'TEN-4 Ada sees hers only');
select tests.become('ben');
select is((select count(*) from public.contacts), 1::bigint, 'TEN-4 Ben sees his only');
select tests.become('cy');
select is_empty('select 1 from public.contacts union all select 1 from public.contact_methods', 'Cy sees none');
select tests.become_nobody();
select is((select count(*) from public.contacts), 2::bigint, 'control: there are two');

select tests.deliver((select ada from ids), tests.mail('m3', '{"sent_at":"2026-06-01T12:30:00Z","sender_name":"Robert Globex"}'));
select is(tests.name_of('bob@globex.test'), 'Robert Globex', 'newer mail renames a contact');
select tests.deliver((select ada from ids), tests.mail('m4', '{"sent_at":"2020-01-01T00:00:00Z","sender_name":"Bobby"}'));
select is(tests.name_of('bob@globex.test'), 'Robert Globex', 'older mail does not');
select results_eq($$ select first_seen_at, last_seen_at from public.contacts where owner_id = tests.id('ada') $$,
  $$ values ('2020-01-01T00:00:00Z'::timestamptz, '2026-06-01T12:30:00Z'::timestamptz) $$, 'but it moves the first sight');
select tests.become('ada');
update public.contacts set display_name = 'Bob (buyer)', time_zone = 'America/New_York';
select is((select display_name_source from public.contacts), 'person', 'a name chosen by a person is remembered as such');
select tests.deliver((select ada from ids), tests.mail('m5', '{"sent_at":"2026-06-01T12:45:00Z","sender_name":"Robert Globex"}'));
select is((select display_name from public.contacts), 'Bob (buyer)', 'and no mail overwrites it');
select throws_ok($$ update public.contacts set time_zone = 'Mars/Olympus' $$, 'PT422', 'time_zone_unknown', 'a zone is an IANA name');
select throws_ok($$ update public.contacts set away_until = '2026-07-01' $$, '42501', null, 'absence comes from mail');
select throws_ok($$ update public.contacts set is_shared = true $$, '42501', null, 'TEN-4 sharing follows the conversation');
select throws_ok($$ insert into public.contacts (workspace_id, owner_id, first_seen_at, last_seen_at) values (tests.id('acme'), tests.id('ada'), now(), now()) $$, '42501', null,
  'nobody inserts a contact');
select throws_ok($$ delete from public.contacts $$, '42501', null, 'nobody deletes one');

select tests.deliver((select ada from ids), tests.mail('away', '{"sender_address":"kim@globex.test","sender_name":"Kim","automatic_kind":"out_of_office","returns_on":"2026-06-20"}'));
select is((select away_until from public.contacts where display_name = 'Kim'), date '2026-06-20', 'an out-of-office reply says when they are back');
select tests.deliver((select ada from ids), tests.mail('away2', '{"sender_address":"lou@globex.test","sender_name":"Lou","automatic_kind":"out_of_office"}'));
select is((select away_until from public.contacts where display_name = 'Lou'), date '2026-06-08', 'or a week later when it does not');
select is((tests.deliver((select ada from ids), tests.mail(kind, jsonb_build_object('sender_address', kind || '@globex.test', 'automatic_kind', kind))) -> 0
  ->> 'new_contact_count')::integer, 0, 'no contact comes from a ' || kind)
from unnest(array['bounce', 'notification', 'mailing_list']) kind;
select is((tests.deliver((select ada from ids), tests.own_mail('many', jsonb_build_object('recipients',
    (select jsonb_agg(jsonb_build_object('kind', 'to', 'address', 'p' || n || '@list.test', 'name', null)) from generate_series(1, 21) n)))) -> 0
  ->> 'new_contact_count')::integer, 0, 'nor from a mail of ours to more than twenty');
select is((tests.deliver((select ada from ids), tests.own_mail('few', '{"recipients":[{"kind":"to","address":"q1@list.test","name":" "},
    {"kind":"cc","address":"q2@list.test","name":"Q"},{"kind":"bcc","address":"q3@list.test","name":null},{"kind":"to","address":"ada@acme.test","name":null},
    {"kind":"to","address":"not an address","name":"X"},{"kind":"to","address":"","name":null}]}')) -> 0
  ->> 'new_contact_count')::integer, 2, 'but from to and cc of the others: not from bcc, ourselves, or what no mail can be sent to');
select is((select outcome from jsonb_to_recordset(tests.deliver((select ada from ids),
  tests.mail('odd', '{"sender_address":"\"john doe\"@globex.test"}'))) as r (outcome text)), 'stored', 'a mail from such an address is stored all the same');

-- What a team-mate sees of a contact after its conversation was shared: the person with the address.
select tests.become('ada');
select public.share_conversation(id) from public.conversations where subject = 'Offer m1';
select tests.become('ben');
select is((select display_name from public.contacts where owner_id = tests.id('ada')), 'Bob (buyer)', 'TEN-4 Ben sees the contact of a shared conversation');
select is((select value from public.contact_methods where owner_id = tests.id('ada')), 'bob@globex.test', 'TEN-4 with the address');
select tests.deliver((select ada from ids), tests.own_mail('pair', '{"recipients":[{"kind":"to","address":"moe@globex.test","name":"Moe"},
  {"kind":"to","address":"nan@globex.test","name":"Nan"}]}'));
select tests.become('ada');
select public.share_conversation(id) from public.conversations where subject = 'Offer pair';
select tests.deliver((select ada from ids), tests.mail('answer', '{"sender_address":"nan@globex.test","in_reply_to":"<pair@acme.test>"}'));
select tests.become('ben');
select set_eq($$ select c.display_name, m.value from public.contacts c left join public.contact_methods m on m.contact_id = c.id where c.owner_id = tests.id('ada') $$,
  $$ values ('Bob (buyer)', 'bob@globex.test'), ('Moe', 'moe@globex.test'), ('Bob Globex', 'nan@globex.test') $$,
  'TEN-4 and everybody who writes on one, with the address');

select * from finish();
