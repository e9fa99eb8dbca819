-- The inbox list of 0262 (INB-1): filters, search, pages.
select plan(34);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada;
grant select on ids to public;
select tests.deliver((select ada from ids), jsonb_build_array(
  tests.mail('a', '{"subject":"Invoice 4711","text_new":"Please pay the Rechnung","sent_at":"2026-06-01T10:00:00Z"}'),
  tests.mail('b', '{"subject":"Lunch","text_new":"Sushi on Friday?","sender_address":"kim@globex.test","sender_name":"Kim Needle","sent_at":"2026-06-01T11:00:00Z"}'),
  tests.own_mail('c', '{"subject":"Contract","text_new":"Did you sign?","text_quoted":"sushi","sent_at":"2026-06-01T12:00:00Z"}'),
  tests.mail('d', '{"subject":"FYI","text_new":"No answer needed","expects_reply":false,"sent_at":"2026-06-01T12:30:00Z"}')));
create function tests.list(variadic filters text[]) returns text language plpgsql volatile as $$
declare
  found text;
begin
  execute format('select string_agg(subject, '' | '') from public.list_conversations(tests.id(''acme'')%s)', (select string_agg(', ' || f, '') from unnest(filters) f)) into found;
  return found;
end
$$;
grant execute on function tests.list(text[]) to public;

select tests.become('ada');
select is(tests.list(null), 'FYI | Contract | Lunch | Invoice 4711', 'INB-1 newest first');
select is(tests.list('search => ''invoice'''), 'Invoice 4711', 'INB-1 search in subjects');
select is(tests.list('search => ''RECHNUNG'''), 'Invoice 4711', 'INB-1 search in texts, whatever the case');
select is(tests.list('search => ''needle'''), 'Lunch', 'INB-1 search for a name');
select is(tests.list('search => ''kim@globex.test'''), 'Lunch', 'INB-1 search for an address');
select is(tests.list('search => ''sushi'''), 'Lunch', 'INB-1 quoted text is not found');
select is(tests.list('search => ''sushi or sign'''), 'Contract | Lunch', 'INB-1 search for one or the other');
select is(tests.list('search => ''please -rechnung'''), null, 'INB-1 search without a word');
select is(tests.list('search => ''"pay the"'''), 'Invoice 4711', 'INB-1 search for a phrase');
select is(tests.list('search => ''  '''), 'FYI | Contract | Lunch | Invoice 4711', 'INB-1 an empty search box filters nothing');
select is(tests.list('waiting_on => ''us'''), 'Lunch | Invoice 4711', 'INB-1 needs reply');
select is(tests.list('waiting_on => ''them'''), 'Contract', 'INB-1 they owe an answer');
select is(tests.list('waiting_on => ''nobody'''), 'FYI', 'INB-1 nobody does');
select is(tests.list('is_unread => true'), 'FYI | Lunch | Invoice 4711', 'INB-1 unread');
select is(tests.list('is_unread => false'), 'Contract', 'INB-1 read');
select public.star_conversations(array(select id from public.conversations where subject = 'Lunch'));
select is(tests.list('is_starred => true'), 'Lunch', 'INB-1 starred');
select is(tests.list('is_starred => false'), 'FYI | Contract | Invoice 4711', 'INB-1 not starred');
select public.tag_conversations(array(select id from public.conversations where subject in ('Lunch', 'FYI')), 'Food');
select is(tests.list('tag => ''FOOD'''), 'FYI | Lunch', 'INB-1 by tag');
select is(tests.list('tag => ''food''', 'is_starred => true'), 'Lunch', 'INB-1 filters together');
select public.snooze_conversations(array(select id from public.conversations where subject = 'FYI'), now() + interval '1 day');
select is(tests.list('status => ''snoozed'''), 'FYI', 'INB-1 by status');
select is(tests.list('channel => ''email'''), 'Contract | Lunch | Invoice 4711', 'INB-1 by channel; what is snoozed is not in the inbox');
select is(tests.list('status => ''any'''), 'FYI | Contract | Lunch | Invoice 4711', 'INB-1 unless one asks for any status');
select throws_ok($$ select tests.list('channel => ''slack''') $$, 'PT422', 'filter_unknown', 'INB-1 a channel that does not exist is told, not an empty inbox');
select is(tests.list(format('contact_id => %L', id)), 'Lunch', 'INB-1 by contact') from public.contacts where display_name = 'Kim Needle';
select public.archive_conversations(array(select id from public.conversations where subject = 'Contract'));
select is(tests.list(null), 'Lunch | Invoice 4711', 'INB-1 archived conversations leave the inbox');
select is(tests.list('is_archived => true'), 'Contract', 'INB-1 and are listed by themselves');
select is(tests.list('is_archived => null'), 'Contract | Lunch | Invoice 4711', 'INB-1 or with the rest');
select throws_ok($$ select public.list_conversations(tests.id('acme'), page_size => 0) $$, 'PT422', 'page_size_invalid', 'INB-1 a page is not empty');
select throws_ok($$ select public.list_conversations(tests.id('acme'), page_size => 201) $$, 'PT422', 'page_size_invalid', 'INB-1 nor huge');

select tests.become('ben');
select is(tests.list('is_archived => null'), null, 'TEN-4 a team-mate lists none of it');
select tests.become('cy');
select is(tests.list('is_archived => null'), null, 'Cy lists none of it');
select is(tests.list('search => ''invoice'''), null, 'and finds none');

-- Twenty conversations, five of them in the same second, in pages of three.
select tests.become_nobody();
delete from public.conversations;
select tests.deliver((select ada from ids), jsonb_agg(tests.mail('p' || n, jsonb_build_object('sent_at', format('2026-06-01T%s:00:00Z', lpad(greatest(n, 5)::text, 2, '0'))))), '2026-06-02T00:00:00Z')
from generate_series(1, 20) n;
select tests.become('ada');
create function pg_temp.walk() returns text[] language plpgsql as $$
declare
  seen text[] := '{}';
  last_at timestamptz;
  last_id uuid;
  row public.conversations;
  got integer;
begin
  for page in 1..20 loop
    got := 0;
    for row in select * from public.list_conversations(tests.id('acme'), before_at => last_at, before_id => last_id, page_size => 3) loop
      seen := seen || row.subject;
      last_at := row.last_message_at;
      last_id := row.id;
      got := got + 1;
    end loop;
    exit when got = 0;
  end loop;
  return seen;
end
$$;
select is(cardinality(pg_temp.walk()), 20, 'INB-1 keyset pages walk every row');
select is((select count(distinct subject) from unnest(pg_temp.walk()) subject), 20::bigint, 'INB-1 once');

select * from finish();
