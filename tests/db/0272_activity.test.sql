-- The feed (INB-3): an event for everything that happens, seen by whoever sees the thing, and by nobody else.
select plan(30);
select tests.cast_of_acme();
create temporary table ids on commit drop as select tests.connection('ada') as ada;
grant select on ids to public;
select tests.deliver((select ada from ids), jsonb_build_array(
  tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '5 days')),
  tests.mail('old', '{"sent_at":"2020-01-01T00:00:00Z","sender_address":"old@globex.test"}')), now());
create function tests.it() returns uuid language sql stable security definer as $$ select id from public.conversations where subject = 'Offer q' $$;
create function tests.feed() returns text language sql volatile as $$ select string_agg(distinct kind, ' ' order by kind) from public.list_activity(tests.id('acme')) $$;
grant execute on all functions in schema tests to public;

select tests.become('ada');
select is(tests.feed(), 'connection_added contact_created message_sent nudge_planned', 'INB-3 an account, a message, its contact and its nudge');
select is((select count(*) from public.activity_events where kind like 'message%'), 1::bigint, 'INB-3 what the feed would forget at once is not written');
select is((select detail ->> 'step' from public.activity_events where kind = 'nudge_planned'), '1', 'INB-3 with the choices made');
select public.snooze_conversations(array[tests.it()], now() + interval '1 hour');
select public.reopen_conversations(array[tests.it()]);
select public.reopen_conversations(array[tests.it()]);
select public.star_conversations(array[tests.it()]);
select public.tag_conversations(array[tests.it()], 'deal');
select public.archive_conversations(array[tests.it()]);
select public.archive_conversations(array[tests.it()], false);
select results_eq($$ select kind, count(*)::int from public.activity_events where actor_id = tests.id('ada') and conversation_id = tests.it() and kind not like 'nudge%' group by 1 order by 1 $$,
  $$ values ('archived', 1), ('reopened', 1), ('snoozed', 1), ('starred', 1), ('tag_added', 1), ('unarchived', 1) $$, 'INB-3 every verb once, and nothing for what changed nothing');
select is((select detail from public.activity_events where kind = 'tag_added'), '{"tag": "deal"}', 'INB-3 which tag');
select isnt_empty($$ select 1 from public.list_activity(tests.id('acme'), array['nudge_cancelled']) $$, 'INB-3 the snooze cancelled the nudge');
select results_eq($$ select distinct kind from public.list_activity(tests.id('acme'), array['starred', 'archived']) order by 1 $$, $$ values ('archived'), ('starred') $$, 'INB-3 by kinds');
select is((select count(*) from public.list_activity(tests.id('acme'), conversation_id => tests.it(), kinds => array['connection_added'])), 0::bigint, 'INB-3 by conversation');
select throws_ok($$ select public.list_activity(tests.id('acme'), page_size => 0) $$, 'PT422', 'page_size_invalid', 'INB-3 a page is not empty');

-- private until shared, and private again
select tests.become('ben');
select is(tests.feed(), null, 'TEN-4 a team-mate learns nothing of a private conversation');
select tests.become('eve');
select is(tests.feed(), null, 'TEN-4 nor does an admin');
select is_empty('select 1 from public.activity_events', 'TEN-4 nor from the table');
select tests.become('cy');
select is(tests.feed(), null, 'nor Cy');
select tests.become('ada');
select public.share_conversations(array[tests.it()]);
select tests.become('ben');
select is(tests.feed(), 'archived contact_created message_sent nudge_cancelled nudge_planned reopened shared snoozed starred tag_added unarchived', 'TEN-4 sharing shows its history, and no account');
select public.resolve_conversations(array[tests.it()]);
select tests.become('ada');
select is((select actor_id from public.activity_events where kind = 'resolved'), tests.id('ben'), 'INB-3 the owner sees who resolved it');
select results_eq($$ select outcome, is_shared_now from public.share_conversations(array[tests.it()], false) $$, $$ values ('changed', false) $$, 'INB-1 taken back');
select results_eq($$ select outcome from public.share_conversations(array[tests.it(), gen_random_uuid()], false) order by 1 $$, $$ values ('not_found'), ('unchanged') $$, 'INB-1 each of many');
select tests.become('ben');
select is(tests.feed(), null, 'TEN-4 and hides it again, what he did himself included');

-- time and news
select tests.become_nobody();
select tests.become('ada');
select public.snooze_conversations(array[tests.it()], now() + interval '1 hour');
select tests.become_nobody();
select set_config('request.jwt.claims', '', true);
select private.plan_nudges(now() + interval '2 hours');
select is((select status from public.conversations where id = tests.it()), 'open', 'INB-1 a snooze ends by the schedule');
select results_eq($$ select actor_id from public.activity_events where kind = 'woken' $$, $$ values (null::uuid) $$, 'INB-3 which nobody did');
select tests.become('ada');
select public.snooze_conversations(array[tests.it()], now() + interval '1 hour');
select tests.become_nobody();
select tests.deliver((select ada from ids), tests.mail('answer', jsonb_build_object('in_reply_to', '<q@acme.test>', 'sent_at', now())), now());
select is((select status from public.conversations where id = tests.it()), 'open', 'INB-1 an answer ends a snooze');
select is((select count(*) from public.activity_events where kind = 'woken'), 2::bigint, 'INB-3 noted as well');
update public.connections set status = 'error', status_reason = 'token_revoked' where id = (select ada from ids);
update public.connections set status = 'active', status_reason = null where id = (select ada from ids);
select results_eq($$ select kind, detail ->> 'reason' from public.activity_events where kind ~ 'error|recovered' order by id $$,
  $$ values ('connection_error', 'token_revoked'), ('connection_recovered', null) $$, 'INB-3 an account in error, and well again');

-- what was joined keeps its history
select tests.deliver((select ada from ids), jsonb_build_array(
  tests.mail('x1', jsonb_build_object('sent_at', now(), 'subject', 'Left')),
  tests.mail('x2', jsonb_build_object('sent_at', now(), 'subject', 'Right'))), now());
select private.merge_conversations((select id from public.conversations where subject = 'Left'), (select id from public.conversations where subject = 'Right'));
select is((select count(*) from public.activity_events e join public.conversations c on c.id = e.conversation_id where c.subject = 'Left'), 2::bigint, 'INB-3 joined conversations keep their events');

-- pages and trimming
select tests.become('ada');
create function pg_temp.walk() returns setof uuid language plpgsql as $$
declare
  last_row public.activity_events;
  row public.activity_events;
  got boolean;
begin
  loop
    got := false;
    for row in select * from public.list_activity(tests.id('acme'), before_at => last_row.occurred_at, before_id => last_row.id, page_size => 3) loop
      got := true;
      last_row := row;
      return next row.id;
    end loop;
    exit when not got;
  end loop;
end
$$;
select set_eq('select * from pg_temp.walk()', 'select id from public.activity_events', 'INB-3 keyset pages walk every event');
select is((select count(*) from pg_temp.walk()), (select count(*) from public.activity_events), 'INB-3 once');
select throws_ok($$ insert into public.activity_events select * from public.activity_events limit 1 $$, '42501', null, 'INB-3 people write no events');
select throws_ok($$ update public.activity_events set kind = 'read' $$, '42501', null, 'INB-3 and change none');
select tests.become_nobody();
select is(private.trim_activity(now() + interval '11 months'), 0, 'INB-3 a year is kept');
select cmp_ok(private.trim_activity(now() + interval '2 years', 3), '=', 3, 'INB-3 older is trimmed, a bounded part at a time');

select * from finish();
