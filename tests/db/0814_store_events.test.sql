-- Reading a calendar: pages, versions, full listings (ING-5, ING-8, F8, F9).
select plan(38);
select tests.cast_of_acme();
create temporary table t on commit drop as select tests.calendar(tests.connection('ada')) as cal;
create function pg_temp.cal() returns uuid language sql as $$ select cal from t $$;
create function pg_temp.event(name text) returns public.calendar_events language sql as $$
  select e from public.calendar_events e where e.calendar_id = pg_temp.cal() and e.provider_event_id = name $$;
create function pg_temp.tell(items jsonb, next_page text default null, as_of timestamptz default clock_timestamp()) returns jsonb language sql as $$
  select tests.tell_events(pg_temp.cal(), items, next_page, as_of) $$;
create function pg_temp.on_at(name text) returns text language sql as $$
  select string_agg(to_char(i.starts_at at time zone 'UTC', 'MM-DD HH24:MI'), ', ' order by i.starts_at)
  from public.calendar_instances i join public.calendar_events e on e.id = i.event_id where e.provider_event_id = name $$;
create temporary view cursors as select k.* from private.calendar_cursors k, t where k.calendar_id = t.cal;
grant select on t to public;
grant execute on all functions in schema pg_temp to public;

-- first listing
select is((select sync_token is null and calendar_id is not null from cursors), true, 'ING-5 a selected calendar has a cursor without a token');
select is(worker.begin_calendar_sync(id, '2026-06-10T08:00Z') - '{cursor_id,workspace_id,connection_id,calendar_id,version}'::text[],
  '{"provider_calendar_id": "primary", "time_zone": "Europe/Berlin", "page_token": null, "is_full": true, "sync_token": null, "full_since": "2026-03-12T00:00:00+00:00"}',
  'ING-5 its first listing is a full one, back to 90 days ago') from cursors;
select is(pg_temp.tell(jsonb_build_array(tests.event('a'), tests.event('b'), tests.event('bad', '{"starts_at": "no time"}')), 'page 2', '2026-06-10T08:00Z'),
  '{"outcome": "stored", "counts": {"stored": 2, "failed": 1}, "is_wanted_again": false}', 'ING-10 one bad event never stops the rest');
select is((select page_token from cursors), 'page 2', 'ING-5 the position after a page is committed with it');
select is(worker.begin_calendar_sync(id) ->> 'page_token', 'page 2', 'ING-5 a killed run goes on there') from cursors;
select is(worker.store_calendar_page(id, version - 1, jsonb_build_array(tests.event('late')), null, 'late'), '{"outcome": "stale", "counts": {}, "is_wanted_again": false}',
  'ING-5 the page of an earlier run is refused') from cursors;
select is(pg_temp.event('late'), null, 'ING-5 and nothing of it is kept');
select is(pg_temp.tell(tests.event('c')) ->> 'outcome', 'stored', 'ING-5 the last page');
select is((select (sync_token like 'token %', page_token, full_began_at)::text from cursors), '(t,,)', 'ING-5 brings the token');
select cmp_ok((select next_sync_at - synced_at from cursors), '=', '5 minutes'::interval, 'ING-10 without a push channel it is read again in five minutes');
select is(pg_temp.on_at('a'), '06-01 12:00', 'ING-5 a single event has one instance');

-- versions
select is(pg_temp.tell(tests.event('a')) -> 'counts', '{"unchanged": 1}', 'ING-8 the same version again changes nothing');
select is(pg_temp.tell(tests.event('a', '{"title": "New", "provider_updated_at": "2026-05-02T00:00Z", "etag": "\"2\"", "starts_at": "2026-06-01T11:00Z"}')) -> 'counts', '{"updated": 1}', 'ING-8 a newer one does');
select is(pg_temp.tell(tests.event('a', '{"title": "Old"}')) -> 'counts', '{"older": 1}', 'ING-8 an older one does not');
select is(((pg_temp.event('a')).title, pg_temp.on_at('a'))::text, '(New,"06-01 11:00")', 'ING-8 the newer one stays');
select pg_temp.tell(tests.event('a', '{"provider_updated_at": "2026-05-03T00:00Z", "attendees": [{"address": "bob@globex.test", "response": "accepted"}]}'));
select is((select array_agg((address, response, responded_at)::text) from public.calendar_attendees where event_id = (pg_temp.event('a')).id),
  array['(bob@globex.test,accepted,"2026-05-03 00:00:00+00")'], 'ING-5 answers come with the event, and when they were seen');
select pg_temp.tell(tests.event('a', '{"provider_updated_at": "2026-05-04T00:00Z", "attendees": [{"address": "bob@globex.test", "response": "accepted"}]}'));
select is((select responded_at from public.calendar_attendees where event_id = (pg_temp.event('a')).id), '2026-05-03Z', 'ING-5 an unchanged answer keeps its time');
select pg_temp.tell('{"provider_event_id": "a", "status": "cancelled"}');
select is(((pg_temp.event('a')).status, (pg_temp.event('a')).title, pg_temp.on_at('a'))::text, '(cancelled,"Event a",)', 'ING-5 a deletion told by its id alone leaves the event as cancelled, without instance');
select is(pg_temp.tell('{"provider_event_id": "never seen", "status": "cancelled"}') -> 'counts', '{"ignored": 1}', 'ING-5 the deletion of something unknown is nothing');

-- full again: token expired
select ok(worker.restart_calendar_sync(id, version, 'sync_token_expired', '2026-06-10T09:00Z'), 'F9 after a 410 the calendar is listed anew') from cursors;
select is((select sync_token like 'token %' from cursors), true, 'F9 the old token is kept until then');
update public.calendar_events set seen_at = '2026-06-10T08:00Z';
select pg_temp.tell(jsonb_build_array(tests.event('b'), tests.event('x')), 'page 2', '2026-06-10T09:01Z');
select is((select sync_token like 'token %' from cursors), true, 'F9 also between its pages');
select is((pg_temp.event('c')).status, 'confirmed', 'F9 nothing is gone before the end');
select is(pg_temp.tell(jsonb_build_array(tests.event('y')), null, '2026-06-10T09:02Z') -> 'counts', '{"stored": 1, "gone": 1}', 'F9 then what was not told of is');
select is(((pg_temp.event('b')).status, (pg_temp.event('c')).status, pg_temp.on_at('c'))::text, '(confirmed,cancelled,)', 'F9 without duplicates or loss');
select is(pg_temp.tell(tests.event('c')) -> 'counts', '{"updated": 1}', 'F9 the same version told later brings it back');
update public.calendar_events set starts_at = '2026-01-01', ends_at = '2026-01-02', seen_at = '2026-01-01' where provider_event_id = 'c';
delete from public.calendar_instances where event_id = (pg_temp.event('c')).id;
update private.calendar_cursors set sync_token = null where calendar_id = pg_temp.cal();
select pg_temp.tell(jsonb_build_array(tests.event('b'), tests.event('x'), tests.event('y')), null, '2026-06-10T10:00Z');
select is((pg_temp.event('c')).status, 'confirmed', 'F9 what ended before the range of the listing is history and stays');

-- series and exceptions
select pg_temp.tell(jsonb_build_array(
  tests.event('s_0608', '{"recurring_event_id": "s", "original_starts_at": "2026-06-08T12:00Z", "starts_at": "2026-06-08T15:00Z", "ends_at": "2026-06-08T16:00Z"}')));
select is(((pg_temp.event('s_0608')).series_id, pg_temp.on_at('s_0608'))::text, '(,"06-08 15:00")', 'ING-5 an exception whose series is unknown (one was asked to a single instance) takes place');
select pg_temp.tell(tests.event('s', '{"recurrence": ["RRULE:FREQ=WEEKLY"]}'));
select is((pg_temp.event('s_0608')).series_id, (pg_temp.event('s')).id, 'ING-5 a series that comes later takes its exceptions');
select is((select count(*) from private.jobs where queue = 'expand-series' and payload ->> 'event_id' = (pg_temp.event('s')).id::text), 1::bigint, 'ING-5 and is expanded');
create function pg_temp.expand(starts text[], ends text default null, version bigint default null) returns boolean language sql as $$
  select worker.save_instances((pg_temp.event('s')).id, coalesce(version, (pg_temp.event('s')).series_version),
    (select jsonb_agg(jsonb_build_object('starts_at', s, 'ends_at', s::timestamptz + interval '1 hour')) from unnest(starts) s), ends, null, '2026-05-02', '2027-07-07') $$;
select is(worker.read_series((pg_temp.event('s')).id) -> 'replaced', '["2026-06-08T12:00:00+00:00"]', 'ING-5 without the instances its exceptions stand in for');
select is(pg_temp.expand('{2026-06-01T12:00Z}', version => (pg_temp.event('s')).series_version - 1), false, 'ING-5 an expansion of what the series was is refused');
select pg_temp.expand('{2026-06-01T12:00Z,2026-06-15T12:00Z}');
select pg_temp.tell(tests.event('s_0615', '{"recurring_event_id": "s", "original_starts_at": "2026-06-15T12:00Z", "status": "cancelled", "starts_at": null, "ends_at": null}'));
select is((pg_temp.on_at('s'), pg_temp.on_at('s_0608'), pg_temp.on_at('s_0615'))::text, '("06-01 12:00","06-08 15:00",)', 'ING-5 a cancelled instance is gone at once');
select pg_temp.expand('{2026-06-01T12:00Z}', '2026-06-01T12:00:00Z');
select is((pg_temp.on_at('s'), pg_temp.on_at('s_0608'))::text, '("06-01 12:00",)', 'ING-5 "this and following": what came after the end of a series is gone');
select pg_temp.tell(tests.event('s', '{"recurrence": ["RRULE:FREQ=WEEKLY"], "status": "cancelled", "provider_updated_at": "2026-05-09T00:00Z"}'));
select is((pg_temp.on_at('s'), pg_temp.on_at('s_0608'))::text, '(,)', 'ING-5 a cancelled series takes all along');

-- the list of calendars
select is((select count(*) from private.calendar_cursors), 2::bigint, 'ING-5 one cursor for the list, one for the calendar');
select tests.become('ada');
select public.select_calendar(pg_temp.cal(), false);
select tests.become_nobody();
select tests.calendar(tests.connection('ada'), 'primary', '{"name": "Renamed", "time_zone": "Mars/Olympus"}');
select is((select (name, is_selected, time_zone)::text from public.calendars), '(Renamed,f,UTC)', 'F9 a listing renames, and keeps what the person chose; an unknown zone costs no calendar');
select is(worker.begin_calendar_sync(id), null, 'CAL-1 what is not selected is not read') from cursors;
select * from finish();
