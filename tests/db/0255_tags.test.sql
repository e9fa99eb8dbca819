-- Tags of 0255 (INB-1): made, renamed, coloured, deleted; one's own or the workspace's; nobody learns a word from elsewhere.
select plan(28);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada, tests.connection('ben') as ben;
grant select on ids to public;
select tests.deliver((select ada from ids), jsonb_build_array(tests.mail('m1'), tests.mail('m2')));
select tests.deliver((select ben from ids), tests.mail('m3', '{"recipients":[{"kind":"to","address":"ben@acme.test","name":"Ben"}]}'));
create function tests.conversation(subject_word text) returns uuid language sql stable security definer as $$
  select id from public.conversations where subject = 'Offer ' || subject_word $$;
create function tests.tag(given text) returns uuid language sql stable security definer as $$ select id from public.tags where name = given order by id limit 1 $$;
grant execute on all functions in schema tests to public;

select tests.become('ada');
select results_eq($$ select name, colour, is_shared from public.create_tag(tests.id('acme'), '  Hot Lead ', 'red') $$, $$ values ('hot lead', 'red', false) $$, 'INB-1 a tag has a lower-case name and a colour');
select is((select id from public.create_tag(tests.id('acme'), 'HOT LEAD')), tests.tag('hot lead'), 'INB-1 making it twice answers the same');
select is((select colour from public.tags), 'red', 'INB-1 and keeps its colour');
select throws_ok($$ select public.create_tag(tests.id('acme'), 'x', 'mauve') $$, 'PT422', 'tag_colour_unknown', 'INB-1 a colour is one of nine');
select throws_ok($$ select public.create_tag(tests.id('acme'), 'a,b') $$, 'PT422', 'tag_invalid', 'INB-1 a tag has no comma');
select throws_ok($$ select public.create_tag(gen_random_uuid(), 'x') $$, 'PT404', 'workspace_not_found', 'INB-1 a tag has a workspace of the caller');
select is((select count(*) from public.tag_conversations(array[tests.conversation('m1'), tests.conversation('m2')], 'hot lead')), 2::bigint, 'INB-1 to many at once');
select is((select count(*) from public.tag_conversations(array[tests.conversation('m1')], 'new word')), 1::bigint, 'INB-1 with a word that is new');
select is((select colour from public.tags where name = 'new word'), 'grey', 'INB-1 it becomes a tag');
select is((select outcome from public.tag_conversations(array[tests.conversation('m1')], 'new word')), 'unchanged', 'INB-1 once');
select throws_ok($$ select public.change_tag(tests.tag('new word'), 'hot lead') $$, 'PT409', 'tag_exists', 'INB-1 two tags do not become one by a name');
select results_eq($$ select name, colour from public.change_tag(tests.tag('hot lead'), 'Warm', 'blue') $$, $$ values ('warm', 'blue') $$, 'INB-1 renamed and coloured');
select set_eq('select subject, tags from public.conversations', $$ values ('Offer m1', array['new word', 'warm']), ('Offer m2', array['warm']) $$, 'INB-1 on every conversation');
select is((select name from public.delete_tag(tests.tag('new word'))), 'new word', 'INB-1 deleted');
select is((select tags from public.conversations where subject = 'Offer m1'), array['warm'], 'INB-1 and off every conversation');
select is((select previous -> 'tags' from public.tag_conversations(array[tests.conversation('m2')], 'warm', false)), '["warm"]', 'INB-1 the answer tells what was before');

select tests.become('ben');
select is_empty('select 1 from public.tags', 'TEN-4 a team-mate does not see the tags of others');
select throws_ok($$ select public.change_tag(tests.tag('warm'), 'mine') $$, 'PT404', 'tag_not_found', 'TEN-4 nor renames them');
select is((select count(*) from public.tag_conversations(array[tests.conversation('m3')], 'warm')), 1::bigint, 'TEN-4 and may use the same word for himself');
select tests.become('cy');
select is_empty('select 1 from public.tags', 'Cy sees no tag');
select throws_ok($$ select public.delete_tag(tests.tag('warm')) $$, 'PT404', 'tag_not_found', 'and deletes none');
select tests.become('ada');
select is((select is_shared from public.create_tag(tests.id('acme'), 'warm', is_shared => true)), true, 'INB-1 a tag for the whole workspace');
select tests.become_nobody();
select is((select count(*) from public.tags where name = 'warm'), 1::bigint, 'INB-1 takes the place of everybody''s own');
select tests.become('ben');
select is((select colour from public.tags where name = 'warm'), 'blue', 'TEN-4 then a team-mate sees it');
select throws_ok($$ select public.change_tag(tests.tag('warm'), 'cold') $$, 'PT403', 'workspace_role_insufficient', 'INB-1 but it is renamed by its maker or a manager');
select tests.become('eve');
select is((select name from public.change_tag(tests.tag('warm'), 'cold')), 'cold', 'INB-1 an admin may');
select tests.become('ben');
select is((select tags from public.conversations where subject = 'Offer m3'), array['cold'], 'INB-1 on everybody''s conversations');
select tests.become('ada');
select is((select tags from public.conversations where subject = 'Offer m1'), array['cold'], 'INB-1 on private ones too');

select * from finish();
