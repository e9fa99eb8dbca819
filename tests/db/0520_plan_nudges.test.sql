-- Planning of 0520 (FUP-1): news, verbs and the tick call the same function; doubled and lost calls change nothing.
select plan(38);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account;
create function pg_temp.ask(thread text, at timestamptz, as_of timestamptz) returns uuid language sql as $$
  select (tests.deliver(account, tests.own_mail(thread, jsonb_build_object('provider_thread_id', thread, 'sent_at', at)), as_of) -> 0 ->> 'conversation_id')::uuid from story $$;
create function pg_temp.nudges(conversation uuid) returns text language sql as $$
  select coalesce(string_agg(concat_ws(' ', status, status_reason), ', ' order by created_at, id), 'none') from public.nudges where conversation_id = conversation $$;
create temporary table asked as select pg_temp.ask('t', '2026-06-01T12:00Z', '2026-06-01T12:01Z') as c;
grant select on asked to public;

-- the tick
select is((select next_check_at from public.conversations), '2026-06-02T20:00Z'::timestamptz, 'FUP-1 a question is looked at again after 32 hours');
select is(private.plan_nudges('2026-06-02T19:59Z'), 0, 'FUP-1 the tick leaves it alone before');
select is(private.plan_nudges('2026-06-02T20:00Z'), 1, 'FUP-1 the tick takes it when its moment has come');
select is(pg_temp.nudges(c), 'pending', 'FUP-1 a nudge is planned') from asked;
select is(private.plan_nudges('2026-06-02T20:00Z'), 0, 'FUP-1 a second tick finds nothing');
select private.reconsider_conversation(c, '2026-06-02T20:00Z'), private.reconsider_conversation(c, '2026-06-02T21:00Z') from asked;
select is(pg_temp.nudges(c), 'pending', 'FUP-1 reconsidering twice plans once') from asked;
select results_eq('select step, tone, recipient_address::text, recipient_name, subject, due_at, why ->> ''reason'' from public.nudges',
  $$ values (1, 'warm', 'bob@globex.test', 'Bob Globex', 'Offer t', '2026-06-02T20:00Z'::timestamptz, 'due') $$, 'FUP-1 the nudge knows to whom, when and why');
select results_eq($$ select queue, unique_key = (select id::text from public.nudges), state, payload -> 'nudge_id' = (select to_jsonb(id) from public.nudges) from private.jobs where queue = 'draft-nudge' $$,
  $$ values ('draft-nudge', true, 'waiting', true) $$, 'FUP-2 its draft is enqueued in the same transaction');
select throws_ok($$ insert into public.nudges (workspace_id, owner_id, connection_id, conversation_id, basis_message_id, step, tone, recipient_address, due_at, why, status, status_reason)
  select workspace_id, owner_id, connection_id, conversation_id, basis_message_id, 2, tone, recipient_address, due_at, why, 'failed', 'x' from public.nudges $$,
  '23505', null, 'FUP-4 two nudges never follow one last word');

-- a reply cancels, whoever was first
select tests.deliver(account, tests.mail('reply', '{"provider_thread_id": "t", "sent_at": "2026-06-02T20:00:30Z", "expects_reply": false}'), '2026-06-02T20:01Z') from story;
select is(pg_temp.nudges(c), 'cancelled replied', 'FUP-5 a reply cancels the waiting nudge') from asked;
select results_eq('select state from private.job_log', $$ values ('cancelled') $$, 'FUP-5 and the job of its draft');
select is((select next_check_at from public.conversations), null, 'FUP-1 a conversation that waits for nobody is not looked at');

-- our own further word
truncate asked;
insert into asked select pg_temp.ask('u', '2026-06-01T12:00Z', '2026-06-02T20:00Z');
select is(pg_temp.nudges(c), 'pending', 'a late import of a live question plans at once') from asked;
select tests.deliver(account, tests.own_mail('u2', '{"provider_thread_id": "u", "sent_at": "2026-06-02T20:05Z"}'), '2026-06-02T20:06Z') from story;
select is(pg_temp.nudges(c), 'cancelled we_wrote_again', 'FUP-1 our own reminder replaces the planned one') from asked;
select private.plan_nudges('2026-06-04T04:05Z');
select is(pg_temp.nudges(c), 'cancelled we_wrote_again, pending', 'FUP-1 and is followed up after the wait') from asked;

-- verbs
select tests.become('ada');
select public.resolve_conversations(array[c]) from asked;
select tests.become_nobody();
select is(pg_temp.nudges(c), 'cancelled we_wrote_again, cancelled resolved', 'FUP-1 resolving cancels') from asked;
select is((select actor_id from public.nudge_events where reason = 'resolved'), tests.id('ada'), 'FUP-3 and the history names who did it');
update public.conversations set status = 'snoozed', snoozed_until = '2026-06-10T09:00Z' where id in (select c from asked);
select private.reconsider_conversation(c, '2026-06-05T09:00Z') from asked;
select is((select next_check_at from public.conversations, asked where id = c), '2026-06-10T09:00Z'::timestamptz, 'FUP-1 a snooze is looked at when it ends');
select private.plan_nudges('2026-06-10T09:00Z');
select is((select status from public.conversations, asked where id = c), 'open', 'FUP-1 the tick opens what was snoozed');
select is(pg_temp.nudges(c), 'cancelled we_wrote_again, cancelled resolved, pending', 'FUP-1 and the follow-up goes on') from asked;

-- the fence: an old import wakes no backlog
truncate asked;
insert into asked select pg_temp.ask('old' || n, '2026-03-01T12:00Z', '2026-06-10T12:00Z') from generate_series(1, 20) n;
select is((select count(*) from public.nudges, asked where conversation_id = c), 0::bigint, 'FUP-1 importing old questions plans nothing');
select is((select count(*) from public.conversations, asked where id = c and next_check_at is not null), 0::bigint, 'FUP-1 nor later');
update public.conversations set recheck_at = '2026-06-11T03:20Z';
select is(private.recheck_waiting_conversations('2026-06-11T03:19Z'), 0, 'FUP-1 nothing is looked at again within a day');
select is(private.recheck_waiting_conversations('2026-06-11T03:20Z', 12), 12, 'FUP-1 the recheck marks what waits, a bounded number a time');
select is(private.recheck_waiting_conversations('2026-06-11T09:20Z', 12), 9, 'FUP-1 and goes on where it stopped, hours late or not');
select is((select count(*) from public.conversations, asked where id = c and next_check_at is not null), 20::bigint, 'FUP-1 so that all are marked, each once');
select is((select count(distinct recheck_at) from public.conversations, asked where id = c), 2::bigint, 'FUP-1 each a day after its own look');
select is(private.plan_nudges('2026-06-11T09:20Z', 15), 15, 'FUP-1 one tick takes a bounded number');
select is(private.plan_nudges('2026-06-11T09:20Z', 15), 6, 'FUP-1 the next takes the rest, the open question among them');
select is((select count(*) from public.nudges, asked where conversation_id = c), 0::bigint, 'FUP-1 a recheck plans no backlog either');
select is(private.recheck_waiting_conversations('2027-06-12T09:20Z'), 0, 'FUP-1 what has waited for more than a year is not marked');
select is(private.recheck_waiting_conversations('2027-06-13T09:21Z'), 0, 'FUP-1 nor in the way of others on the next day');
select is((select min(recheck_at) from public.conversations, asked where id = c), '2027-07-12T09:20Z'::timestamptz, 'FUP-1 but let by for a month');
set local enable_seqscan = off;
create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare
  line text;
  lines text := '';
begin
  for line in execute 'explain ' || query loop lines := lines || line || E'\n'; end loop;
  return lines;
end $$;
select matches(pg_temp.plan_of($$ select id from public.conversations where waiting_on = 'them' and status = 'open' and next_check_at is null
  and recheck_at <= now() order by recheck_at limit 10 for update skip locked $$), 'LockRows[^\n]*\n *->  Index Scan using conversations_recheck_idx', 'the recheck reads one index, in its order');
set local enable_seqscan = on;

-- settings
select tests.become('ada');
update public.workspaces set follow_up_window_days = 365 where id = tests.id('acme');
select tests.become_nobody();
select is((select count(*) from public.conversations, asked where id = c and next_check_at = now()), 20::bigint, 'changed settings make waiting conversations worth a look');

-- two halves of one exchange, each with a nudge of its own, turn out to be one
truncate asked;
insert into asked select pg_temp.ask('h' || n, '2026-06-09T12:00Z', '2026-06-11T12:00Z') from generate_series(1, 2) n;
select is((select count(*) from public.nudges, asked where conversation_id = c and status = 'pending'), 2::bigint, 'two questions, two nudges');
select is((select tests.deliver(account, tests.own_mail('both', '{"references": ["<h1@acme.test>", "<h2@acme.test>"], "sent_at": "2026-06-11T12:30Z"}'), '2026-06-11T12:31Z') -> 0 ->> 'outcome' from story),
  'stored', 'FUP-4 a message that joins two conversations with nudges is stored');
select is((select count(*) from public.nudges n where n.status = 'pending' and n.conversation_id in
  (select conversation_id from public.messages where provider_message_id in ('h1', 'h2', 'both'))), 0::bigint, 'FUP-4 the joined conversation keeps no stale nudge');

select * from finish();
