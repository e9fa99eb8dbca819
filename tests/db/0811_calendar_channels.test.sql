-- Push channels, and what keeps calendars read without them (ING-5, ING-10, F7).
select plan(23);
select tests.cast_of_acme();
create temporary table t on commit drop as select tests.calendar(tests.connection('ada')) as cal, gen_random_uuid() as one, gen_random_uuid() as two;
create temporary view cur as select k.* from private.calendar_cursors k, t where k.calendar_id = t.cal;
create function pg_temp.work(as_of text) returns jsonb language sql as $$ select worker.calendar_channel_work(id, as_of::timestamptz) from cur $$;
create function pg_temp.push(channel uuid, state text, number numeric, at timestamptz) returns text language sql as $$
  select worker.note_calendar_push(channel, 'resource', state, number, at) $$;
create function pg_temp.syncs() returns bigint language sql as $$ select count(*) from private.jobs where queue = 'sync-calendar' and payload ->> 'cursor_id' = (select id::text from cur) $$;

select is(pg_temp.work('2026-06-01'), '{"needs_channel": true, "stop": []}', 'ING-5 a calendar without a channel needs one');
select ok(worker.begin_calendar_channel(id, one, encode(sha256('secret'), 'hex'), now() + interval '7 days'), 'ING-5 it is recorded before the provider is asked') from cur, t;
select is(pg_temp.work(now()::text), '{"needs_channel": false, "stop": []}', 'ING-5 nobody asks for a second meanwhile');
select is(worker.calendar_channel(one), jsonb_build_object('connection_id', tests.connection('ada'), 'token_hash', encode(sha256('secret'), 'hex')), 'ING-5 the door knows it by the hash of its secret') from t;
select worker.settle_calendar_channel(one, 'active', 'resource', '2026-06-08') from t;
select is(pg_temp.work('2026-06-06T23:00Z'), '{"needs_channel": false, "stop": []}', 'ING-5 an active one is enough');
select is(private.calendar_poll_interval(cal, '2026-06-06'), '15 minutes', 'ING-10 with push the poll is every 15 minutes') from t;
select is(pg_temp.work('2026-06-07T01:00Z') ->> 'needs_channel', 'true', 'ING-5 a day before it ends it is renewed');
select worker.begin_calendar_channel(id, two, encode(sha256('other'), 'hex'), now() + interval '7 days') from cur, t;
select worker.settle_calendar_channel(two, 'active', 'resource two', now() + interval '7 days') from t;
update private.calendar_channels set expires_at = now() + interval '8 hours' where id = (select one from t);
select is(pg_temp.work(now()::text), jsonb_build_object('needs_channel', false, 'stop', jsonb_build_array(jsonb_build_object('channel_id', one, 'resource_id', 'resource'))),
  'ING-5 then the old one is to be stopped') from t;
select worker.settle_calendar_channel(one, 'ended') from t;
select is(pg_temp.work(now()::text) -> 'stop', '[]', 'ING-5 once');

-- messages
delete from private.jobs;
select is(pg_temp.push(two, 'sync', 1, now()), 'nothing', 'ING-5 the first message only says that the channel is open') from t;
select is(pg_temp.push(two, 'exists', 2, now()), 'asked', 'ING-5 a change has the calendar read') from t;
select is((select array_agg(distinct pg_temp.push(two, 'exists', n, now())) from generate_series(3, 100) n), '{asked}', 'F7 a hundred changes') from t;
select is(pg_temp.syncs(), 1::bigint, 'F7 are one reading');
update private.jobs set state = 'leased', lease_token = gen_random_uuid(), lease_until = now() + interval '1 minute', place = null, held_by = null;
select worker.begin_calendar_sync(id, now() - interval '1 second') from cur;
select is(pg_temp.push(two, 'exists', 101, now()), 'wait', 'F8 one that comes while an older state is being read waits') from t;
select is(worker.store_calendar_page(id, version, '[]', null, 'token', now()) ->> 'is_wanted_again', 'true', 'F8 and the reading knows that more is wanted') from cur;
select worker.begin_calendar_sync(id, now() + interval '1 second') from cur;
select is(pg_temp.push(two, 'exists', 101, now()), 'nothing', 'F8 until a later one has begun') from t;
select is((select last_message_number from private.calendar_channels, t where id = two), 101::numeric, 'F8 the highest number is kept');
select pg_temp.push(two, 'exists', 7, now()) from t;
select is((select last_message_number from private.calendar_channels, t where id = two), 101::numeric, 'F8 whatever comes late');
select is(pg_temp.push(gen_random_uuid(), 'exists', 1, now()), 'nothing', 'F7 a message of no channel of ours is nothing');

-- the poll
delete from private.jobs;
update private.calendar_cursors set next_sync_at = '2026-06-01T12:00Z';
select is((private.plan_calendar_syncs('2026-06-01T11:59Z'), private.plan_calendar_syncs('2026-06-01T12:00Z'), private.plan_calendar_syncs('2026-06-01T12:01Z'))::text, '(0,2,0)',
  'ING-10 a calendar is read when its time has come, whatever was pushed');
update public.connections set status = 'error', status_reason = 'test';
update private.calendar_cursors set next_sync_at = '2026-06-01T12:00Z';
select is(private.plan_calendar_syncs('2026-06-01T12:00Z'), 0, 'ING-10 not through an account in error');
delete from private.jobs;
update public.connections set status = 'active', status_reason = null;
select is((select count(*) from private.jobs where queue = 'sync-calendar'), 1::bigint, 'ING-5 an account that is well again is read at once');
select is(private.trim_calendar_channels(now() + interval '60 days'), 1, 'ING-5 channels that ended are forgotten');
select * from finish();
