-- Search, the newer filters and the counts (INB-1): what is found, by whom, and that counts and lists agree.
select plan(48);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada, tests.connection('ada', via => 'import', mailbox => 'old@acme.test') as old,
  tests.connection('ben') as ben;
grant select on ids to public;
select tests.deliver((select ada from ids), jsonb_build_array(
  tests.mail('a', '{"subject":"Invoices of May","text_new":"Please pay the Rechnung 100%","importance_score":0.9,"sent_at":"2026-06-01T10:00:00Z"}'),
  tests.mail('b', '{"subject":"Lunch","text_new":"Sushi on Friday?","sender_address":"kim.needle@globex.test","sender_name":"Kimberley Needleman","sent_at":"2026-06-01T11:00:00Z",
    "attachments":[{"part_id":"2","file_name":"menu.pdf","content_type":"application/pdf","byte_count":3,"content_hash":"ab"}]}'),
  tests.mail('n', '{"subject":"Your newsletter","text_new":"Buy now","sender_address":"news@shop.test","sender_name":"Shop","automatic_kind":"mailing_list","expects_reply":false,
    "importance_score":0.1,"sent_at":"2026-06-01T11:30:00Z","attachments":[{"part_id":"2","content_type":"image/png","byte_count":3,"is_inline":true,"content_hash":"ac"}]}'),
  tests.own_mail('c', '{"subject":"Contract","text_new":"Did you sign?","recipients":[{"kind":"to","address":"zed@initech.test","name":"Zed Zeppelin"}],"sent_at":"2026-06-01T12:00:00Z"}')));
select tests.deliver((select old from ids), tests.mail('o', '{"subject":"Old times","text_new":"Remember the lighthouse?","sender_address":"opa@old.test","sender_name":"Opa","sent_at":"2026-05-01T10:00:00Z"}'));
select tests.deliver((select ben from ids), tests.mail('p', '{"subject":"Secret of Ben","text_new":"The lighthouse code","sender_address":"spy@old.test","sender_name":"Spy Needleman","sent_at":"2026-05-02T10:00:00Z"}'));
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
select is(tests.list('search => ''invoice'''), 'Invoices of May', 'INB-1 the stem of an English word');
select is(tests.list('search => ''rech'''), 'Invoices of May', 'INB-1 the beginning of a word, while one types');
select is(tests.list('search => ''"pay the rech"'''), null, 'INB-1 not inside a phrase');
select is(tests.list('search => ''re'''), null, 'INB-1 nor by two letters');
select is(tests.list('search => ''lunch -sus'''), 'Lunch', 'INB-1 a word left out is left out whole');
select is(tests.list('search => ''lunch -sushi'''), null, 'INB-1 control: the whole word is');
select is(tests.list('search => ''initech'''), 'Contract', 'INB-1 the domain of a recipient');
select is(tests.list('search => ''zeppelin contract'''), 'Contract', 'INB-1 a recipient''s name and a word');
select is(tests.list('search => ''edlema'''), 'Lunch', 'INB-1 a part of a name');
select is(tests.list('search => ''Nedleman'''), 'Lunch', 'INB-1 a name spelled nearly so');
select is(tests.list('search => ''m.needle@glo'''), 'Lunch', 'INB-1 a part of an address');
select is(tests.list('search => ''100%'''), 'Invoices of May', 'INB-1 a sign of patterns is no pattern');
select is(tests.list('search => ''%%%'''), null, 'INB-1 nor finds everything');
select is(tests.list('search => ''!?'''), null, 'INB-1 signs alone find nothing');
select is(tests.list('search => ''" or ( & | :* <->'''), null, 'INB-1 no search is an error');
select is(tests.list('search => ''lighthouse'''), 'Old times', 'TEN-4 a search finds one''s own, not a team-mate''s');
select is(tests.list('needs_reply => true'), 'Lunch | Invoices of May | Old times', 'INB-1 needs reply');
select is(tests.list('needs_reply => false'), 'Contract | Your newsletter', 'INB-1 needs none');
select is(tests.list('priority => ''high'''), 'Invoices of May', 'INB-1 priority by rule: they ask us in person');
select is(tests.list('priority => ''low'''), 'Your newsletter', 'INB-1 a program wrote');
select is((select priority from public.prioritise_conversations(array(select id from public.conversations where subject = 'Lunch'), 'urgent')), 'urgent', 'INB-1 priority by hand');
select tests.deliver((select ada from ids), tests.mail('b2', '{"in_reply_to":"<b@globex.test>","subject":"Re: Lunch","text_new":"ok","sender_address":"kim.needle@globex.test","importance_score":0.5,"expects_reply":false,"sent_at":"2026-06-01T11:05:00Z"}'));
select is(tests.list('priority => ''urgent'''), 'Lunch', 'INB-1 is not overwritten by the rule');
select is((select priority from public.prioritise_conversations(array(select id from public.conversations where subject = 'Lunch'), null)), 'normal', 'INB-1 until it is given back');
select is(tests.list('has_attachment => true'), 'Lunch', 'INB-1 with a file, pictures in the text not counted');
select is(tests.list('has_attachment => false'), 'Contract | Your newsletter | Invoices of May | Old times', 'INB-1 without');
select is(tests.list('automatic_kind => ''mailing_list'''), 'Your newsletter', 'INB-1 automatic kind');
select is(tests.list('automatic_kind => ''human'''), 'Contract | Lunch | Invoices of May | Old times', 'INB-1 written by people');
select is(tests.list(format('connection_id => %L', (select old from ids))), 'Old times', 'INB-1 by account');
select is(tests.list('from_at => ''2026-06-01T10:00Z''', 'until_at => ''2026-06-01T11:30Z'''), 'Lunch | Invoices of May', 'INB-1 by date, the end not included');
select throws_ok($$ select tests.list('priority => ''huge''') $$, 'PT422', 'filter_unknown', 'INB-1 an unknown priority is told');
select throws_ok($$ select tests.list('audience => ''ours''') $$, 'PT422', 'filter_unknown', 'INB-1 an unknown audience is told');
select is((select preview from public.conversations where subject = 'Contract'), 'Did you sign?', 'INB-1 a row shows how the latest message begins');

-- counts and lists agree
select results_eq($$ select inbox, unread, waiting_on_us, waiting_on_them, starred, snoozed from public.folder_counts(tests.id('acme')) $$,
  $$ values (5::bigint, 4::bigint, 2::bigint, 1::bigint, 0::bigint, 0::bigint) $$, 'INB-1 counts of the folders');
select public.star_conversations(array(select id from public.conversations where subject in ('Contract', 'Lunch')));
select public.snooze_conversations(array(select id from public.conversations where subject = 'Lunch'), now() + interval '1 day');
select public.archive_conversations(array(select id from public.conversations where subject = 'Your newsletter'));
select results_eq($$ select inbox, unread, waiting_on_us, waiting_on_them, starred, snoozed from public.folder_counts(tests.id('acme')) $$,
  $$ select (select count(*) from public.list_conversations(tests.id('acme'))), (select count(*) from public.list_conversations(tests.id('acme'), is_unread => true)),
    (select count(*) from public.list_conversations(tests.id('acme'), waiting_on => 'us')), (select count(*) from public.list_conversations(tests.id('acme'), waiting_on => 'them')),
    (select count(*) from public.list_conversations(tests.id('acme'), is_starred => true)), (select count(*) from public.list_conversations(tests.id('acme'), status => 'snoozed')) $$,
  'INB-1 each count is the length of its list');
select public.share_conversation((select id from public.conversations where subject = 'Contract'));
select is(tests.list('audience => ''shared'''), 'Contract', 'INB-1 what is shared');

-- an admin whom the workspace lets see everything, and the same admin without that
select tests.become('eve');
select is(tests.list('status => ''any''', 'is_archived => null'), 'Contract', 'TEN-4 an admin lists what is shared');
select is(tests.list('search => ''lighthouse'''), null, 'TEN-4 and finds nothing private');
select tests.become('ada');
select ok((public.set_admin_visibility(tests.id('acme'), true)).admins_see_everything, 'the owner opens the rows to admins');
select tests.become('eve');
select is(tests.list('search => ''lighthouse'''), 'Secret of Ben | Old times', 'TEN-4 then an admin finds everybody''s');
select results_eq($$ select inbox, snoozed from public.folder_counts(tests.id('acme')) $$,
  $$ select (select count(*) from public.list_conversations(tests.id('acme'))), (select count(*) from public.list_conversations(tests.id('acme'), status => 'snoozed')) $$,
  'TEN-4 and counts what the list shows');
select is((select inbox from public.folder_counts(tests.id('acme'))), 4::bigint, 'TEN-4 which is everybody''s');
select tests.become('ada');
select ok(not (public.set_admin_visibility(tests.id('acme'), false)).admins_see_everything, 'and closes them again');

select tests.become('ben');
select is(tests.list('status => ''any''', 'is_archived => null'), 'Contract | Secret of Ben', 'TEN-4 a team-mate lists his own and what is shared');
select is(tests.list('audience => ''mine'''), 'Secret of Ben', 'INB-1 and may ask for his own alone');
select is(tests.list('search => ''zeppelin'''), 'Contract', 'TEN-4 finds the people of a shared one');
select is(tests.list('search => ''needleman'''), 'Secret of Ben', 'TEN-4 and none of a private one');
select is((select starred from public.folder_counts(tests.id('acme'))), 1::bigint, 'TEN-4 counts what he may see');
select tests.become('cy');
select is((select sum(inbox + unread + waiting_on_us + waiting_on_them + starred + snoozed) from public.folder_counts(tests.id('acme'))), 0::numeric, 'Cy counts nothing');

select * from finish();
