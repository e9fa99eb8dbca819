-- Inbox verbs of 0260 (INB-1): snooze, resolve, reopen, archive, star, read, tag; for one's own and shared conversations.
select plan(40);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada;
grant select on ids to public;
select tests.deliver((select ada from ids), jsonb_build_array(tests.mail('m1'), tests.mail('m1b', '{"in_reply_to":"<m1@globex.test>","sent_at":"2026-06-01T12:30:00Z"}'), tests.mail('m2')));
create function tests.conversation(subject_word text) returns uuid language sql stable security definer as $$
  select id from public.conversations where subject = 'Offer ' || subject_word $$;
grant execute on function tests.conversation(text) to public;
create function tests.both() returns uuid[] language sql stable as $$ select array[tests.conversation('m1'), tests.conversation('m2')] $$;
grant execute on function tests.both() to public;

select tests.become('ada');
select results_eq($$ select status, snoozed_until from public.snooze_conversations(tests.both(), now() + interval '1 day') $$,
  $$ values ('snoozed', now() + interval '1 day'), ('snoozed', now() + interval '1 day') $$, 'INB-1 snooze many until a moment');
select throws_ok($$ select public.snooze_conversations(tests.both(), now()) $$, 'PT422', 'snooze_not_in_future', 'INB-1 a snooze ends in the future');
select throws_ok($$ select public.snooze_conversations(tests.both(), null) $$, 'PT422', 'snooze_not_in_future', 'INB-1 and has an end');
select results_eq($$ select status, snoozed_until from public.reopen_conversations(array[tests.conversation('m1')]) $$, $$ values ('open', null::timestamptz) $$, 'INB-1 reopen ends a snooze');
select results_eq($$ select status, snoozed_until from public.resolve_conversations(array[tests.conversation('m2')]) $$, $$ values ('resolved', null::timestamptz) $$, 'INB-1 resolve');
select is((select status from public.reopen_conversations(array[tests.conversation('m2')])), 'open', 'INB-1 reopen ends a resolution');
select is((select archived_at from public.archive_conversations(array[tests.conversation('m1')])), now(), 'INB-1 archive');
select is((select archived_at from public.archive_conversations(array[tests.conversation('m1')], false)), null, 'INB-1 and back');
select is((select is_starred from public.star_conversations(array[tests.conversation('m1')])), true, 'INB-1 star');
select is((select is_starred from public.star_conversations(array[tests.conversation('m1')], false)), false, 'INB-1 and off');
select is((select unread_count from public.conversations where id = tests.conversation('m1')), 2, 'INB-1 control: two unread messages');
select is((select unread_count from public.mark_conversations_read(array[tests.conversation('m1')])), 0, 'INB-1 read');
select is((select count(*) from public.messages where read_at is null), 1::bigint, 'INB-1 the messages too, and of this conversation only');
select is((select unread_count from public.mark_conversations_read(array[tests.conversation('m1')], false)), 1, 'INB-1 unread marks the latest');
select is((select provider_message_id from public.messages where conversation_id = tests.conversation('m1') and read_at is null), 'm1b', 'INB-1 which is their latest');
select tests.deliver((select ada from ids), tests.own_mail('reply', '{"in_reply_to":"<m1b@globex.test>","sent_at":"2026-06-01T12:40:00Z"}'));
select is((select unread_count from public.conversations where id = tests.conversation('m1')), 0, 'INB-1 who has answered has read');
select is((select unread_count from public.mark_conversations_read(array[tests.conversation('m1')], false)), 1, 'INB-1 and may mark it unread all the same');

select is((select tags from public.tag_conversations(array[tests.conversation('m1')], ' Urgent ')), array['urgent'], 'INB-1 a tag is lower case');
select is((select tags from public.tag_conversations(array[tests.conversation('m1')], 'budget')), array['budget', 'urgent'], 'INB-1 a second one');
select is((select tags from public.tag_conversations(array[tests.conversation('m1')], 'URGENT')), array['budget', 'urgent'], 'INB-1 the same one once');
select is((select tags from public.tag_conversations(array[tests.conversation('m1')], 'urgent', false)), array['budget'], 'INB-1 and off');
select throws_ok($$ select public.tag_conversations(tests.both(), '  ') $$, 'PT422', 'tag_invalid', 'INB-1 a tag is not empty');
select throws_ok($$ select public.tag_conversations(tests.both(), repeat('x', 41)) $$, 'PT422', 'tag_invalid', 'INB-1 nor long');

-- Every verb, every other person.
create temporary table verbs on commit drop as select unnest(array[
  'snooze_conversations(%s, now() + interval ''1 day'')', 'resolve_conversations(%s)', 'reopen_conversations(%s)', 'archive_conversations(%s)',
  'star_conversations(%s)', 'mark_conversations_read(%s)', 'tag_conversations(%s, ''x'')']) as call;
grant select on verbs to public;
create function pg_temp.refused(wanted text) returns text language plpgsql as $$
declare
  verb text;
  answers text[] := '{}';
begin
  for verb in select call from verbs loop
    begin
      execute format('select public.' || verb, wanted);
      answers := answers || verb;
    exception when others then
      answers := answers || (sqlstate || ' ' || sqlerrm);
    end;
  end loop;
  return (select string_agg(distinct answer, ', ') from unnest(answers) answer);
end
$$;
grant execute on function pg_temp.refused(text) to public;
select is(pg_temp.refused('array[gen_random_uuid()]'), 'PT404 conversation_not_found', 'INB-1 no verb works on an unknown id');
select is(pg_temp.refused('array[]::uuid[]'), 'PT404 conversation_not_found', 'INB-1 nor on none');
select results_eq($$ select outcome, count(*)::int from public.star_conversations(tests.both() || gen_random_uuid()) group by 1 order by 1 $$,
  $$ values ('changed', 2), ('not_found', 1) $$, 'INB-1 each of many gets its own result');
select throws_ok($$ select public.star_conversations(array_fill(tests.conversation('m1'), array[501])) $$, 'PT422', 'conversations_too_many', 'INB-1 five hundred at once');
select is((select count(*) from public.star_conversations(tests.both(), false)), 2::bigint, 'INB-1 and off again');
select tests.become('ben');
select is(pg_temp.refused('tests.both()'), 'PT404 conversation_not_found', 'TEN-4 no verb of a team-mate works on private conversations');
select tests.become('eve');
select is(pg_temp.refused('tests.both()'), 'PT404 conversation_not_found', 'TEN-4 nor of an admin');
select tests.become('cy');
select is(pg_temp.refused('tests.both()'), 'PT404 conversation_not_found', 'nor of Cy');
select tests.become_nobody();
select set_config('role', 'authenticated', true);
select is(pg_temp.refused('tests.both()'), 'PT401 sign_in_required', 'nor of nobody');
select tests.become('ada');
select ok((public.set_admin_visibility(tests.id('acme'), true)).admins_see_everything, 'the owner opens the rows to admins');
select tests.become('eve');
select isnt_empty('select 1 from public.conversations', 'TEN-4 control: then the admin reads them');
select is(pg_temp.refused('tests.both()'), 'PT404 conversation_not_found', 'TEN-4 but full admin visibility is for reading only');
select tests.become('ada');
select public.share_conversation(tests.conversation('m1'));
select tests.become('ben');
select is((select is_starred from public.star_conversations(array[tests.conversation('m1')])), true, 'TEN-4 a shared conversation is worked on by a team-mate');
select results_eq($$ select outcome, status from public.resolve_conversations(tests.both()) order by 1 $$, $$ values ('changed', 'resolved'), ('not_found', null) $$,
  'TEN-4 and a private one beside it is not found');
select is((select outcome from public.reopen_conversations(array[tests.conversation('m1')])), 'changed', 'TEN-4 the control of the two is undone');
select tests.become('cy');
select is(pg_temp.refused('array[tests.conversation(''m1'')]'), 'PT404 conversation_not_found', 'and not by Cy');
select tests.become_nobody();
select results_eq($$ select subject, status, is_starred, tags from public.conversations order by subject $$,
  $$ values ('Offer m1', 'open', true, array['budget']), ('Offer m2', 'open', false, '{}') $$, 'control: nothing of the refused was done');

select * from finish();
