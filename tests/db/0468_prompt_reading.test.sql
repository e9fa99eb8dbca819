-- Reading for answers of 0468 to 0472 (PRM-1, PRM-2, NEW-11): windows, promises, people, coverage, each as the person.
select plan(33);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, tests.connection('ben') as bens;
grant select on story to public;
select tests.deliver(account, tests.mail('one', jsonb_build_object('sent_at', now() - interval '3 hours', 'sender_name', 'Bob Tanaka')), now()) from story;
select tests.deliver(account, tests.mail('two', jsonb_build_object('sent_at', now() - interval '1 hour', 'sender_address', 'dana@initech.test', 'sender_name', 'Dana Whitfield', 'subject_base', 'else', 'subject', 'Else')), now()) from story;
select tests.deliver(account, tests.own_mail('ours', jsonb_build_object('sent_at', now() - interval '30 minutes')), now()) from story;
select tests.deliver(bens, tests.mail('bens', jsonb_build_object('sent_at', now() - interval '2 hours', 'sender_address', 'bob@hooli.test', 'sender_name', 'Bob Marsh', 'subject_base', 'hooli', 'subject', 'Hooli')), now()) from story;
select worker.save_extraction(x.id, jsonb_build_object('content_hash', x.content_hash, 'promises', jsonb_build_array(jsonb_build_object(
  'side', case x.direction when 'inbound' then 'them' else 'us' end, 'quote', 'I will call', 'due_on', '2026-12-01', 'source', 'rules', 'evidence', '{"start": 0, "end": 11}'::jsonb))), null, now())
from public.messages x where x.provider_message_id in ('one', 'ours', 'bens');

select tests.become('ada');
select is((select array_agg(provider_message_id) from public.list_messages(tests.id('acme')) l join public.messages m using (id)), array['ours', 'two', 'one'], 'PRM-2 the mail of a window, newest first');
select is((select count(*) from public.list_messages(tests.id('acme'), now() - interval '2 hours', now() - interval '45 minutes')), 1::bigint, 'within it');
select is((select count(*) from public.list_messages(tests.id('acme'), addresses => array['bob@globex.test'])), 2::bigint, 'from somebody and to them');
select is((select count(*) from public.list_messages(tests.id('acme'), connection_ids => array[gen_random_uuid()])), 0::bigint, 'of an account');
select is((select count(*) from public.list_messages(tests.id('acme'), page_size => 2) l, public.list_messages(tests.id('acme'), before_at => l.sent_at, before_id => l.id)), 3::bigint, 'in pages by key');
select throws_ok($$ select public.list_messages(tests.id('acme'), page_size => 0) $$, 'PT422', 'page_size_invalid', 'of some size');
select is((select array_agg(given_by order by given_by) from (select side as given_by from public.list_promises(tests.id('acme'))) x), array['them', 'us'], 'NEW-3 promises of both sides');
select is((select promised_by from public.list_promises(tests.id('acme'), given_by => 'them')), 'bob@globex.test', 'NEW-3 theirs');
select is((select count(*) from public.list_promises(tests.id('acme'), addresses => array['bob@globex.test'])), 2::bigint, 'NEW-3 of somebody and to them');
select is((select count(*) from public.list_promises(tests.id('acme'), addresses => array['dana@initech.test'])), 0::bigint, 'and of nobody else');
select is((select count(*) from public.list_promises(tests.id('acme'), until_at => now() - interval '2 hours')), 1::bigint, 'by when they were given');
select is((select count(*) from public.list_promises(tests.id('acme'), states => array['kept'])), 0::bigint, 'by what became of them');
select throws_ok($$ select public.list_promises(tests.id('acme'), given_by => 'we') $$, 'PT422', 'promise_filter_unknown', 'by known words only');
select throws_ok($$ select public.list_promises(tests.id('acme'), states => array['lost']) $$, 'PT422', 'promise_filter_unknown', 'here, too');

-- people
create function pg_temp.who(name text) returns text[] language sql as $$
  select array_agg(display_name || ' ' || match order by display_name) from public.find_people(tests.id('acme'), name) $$;
select is(pg_temp.who('Bob'), array['Bob Globex name'], 'PRM-1 a first name is who the caller knows by it');
select is(pg_temp.who('bob@globex.test'), array['Bob Globex address'], 'PRM-1 an address');
select is(pg_temp.who('Initech'), array['Dana Whitfield organisation'], 'PRM-1 an organisation');
select is(pg_temp.who('Dana Witfield'), array['Dana Whitfield near'], 'PRM-1 a name spelled nearly so');
select is(pg_temp.who('ob'), null, 'a part of a name is nobody');
select is(pg_temp.who('Hooli'), null, 'SEC-1 whom a team-mate knows is nobody');
select public.create_entity(tests.id('acme'), 'organisation', 'Initech', array['The Auditors']);
select is(pg_temp.who('the auditors'), array['Dana Whitfield organisation'], 'PRM-5 another name of an entity');
select is((select count(*) from public.list_conversations_with(tests.id('acme'), array['bob@globex.test'])), 2::bigint, 'PRM-2 the conversations with somebody');
select is((select count(*) from public.list_conversations_with(tests.id('acme'), array['bob@hooli.test'])), 0::bigint, 'SEC-1 but none of a team-mate');

-- shared, and strangers
select tests.become('ben');
select public.share_connection(bens) from story;
select tests.become('ada');
select is(pg_temp.who('Bob'), array['Bob Globex name', 'Bob Marsh name'], 'TEN-4 whom a team-mate shares is known');
select is((select count(*) from public.list_messages(tests.id('acme'))), 4::bigint, 'TEN-4 and so is the mail');
select tests.become('cy');
select is_empty('select 1 from public.list_messages(tests.id(''acme''))', 'SEC-1 a stranger finds no mail');
select is_empty('select 1 from public.list_promises(tests.id(''acme''))', 'SEC-1 no promise');
select is_empty('select 1 from public.find_people(tests.id(''acme''), ''Bob'')', 'SEC-1 nobody');
select is_empty('select 1 from public.list_conversations_with(tests.id(''acme''), array[''bob@globex.test''])', 'SEC-1 and no conversation');
select is(public.answer_coverage(tests.id('acme')), '{"connections": [], "message_count": 0, "untriaged_count": 0}', 'SEC-1 nor how much there is');

-- coverage
select tests.become_nobody();
update public.connections set status = 'error', status_reason = 'test' where id = (select account from story);
select tests.become('ada');
select is(c #>> '{message_count}', '4', 'NEW-11 how much there is to look at') from public.answer_coverage(tests.id('acme')) c;
select is(c #>> '{untriaged_count}', '3', 'NEW-11 how much of it nobody has classified') from public.answer_coverage(tests.id('acme')) c;
select is(c #>> '{connections,0,status}', 'error', 'NEW-11 and that an account is broken') from public.answer_coverage(tests.id('acme')) c;

select * from finish();
