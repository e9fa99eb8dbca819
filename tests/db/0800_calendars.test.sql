-- Calendars, events and who may see what of them (CAL-1, TEN-4).
select plan(30);
select tests.cast_of_acme();
create temporary table t on commit drop as
select tests.calendar(tests.connection('ada')) as own;
grant select on t to public;
select tests.tell_events(t.own, jsonb_build_array(
  tests.event('review', '{"starts_at": "2026-06-01T12:00Z", "ends_at": "2026-06-01T13:00Z", "title": "Quarterly review", "location": "Room 7"}'),
  tests.event('private', '{"starts_at": "2026-06-01T12:30Z", "ends_at": "2026-06-01T14:00Z", "visibility": "private"}'),
  tests.event('free', '{"starts_at": "2026-06-01T18:00Z", "ends_at": "2026-06-01T19:00Z", "transparency": "free"}'),
  tests.event('declined', '{"starts_at": "2026-06-01T20:00Z", "ends_at": "2026-06-01T21:00Z", "my_response": "declined"}'),
  tests.event('home', '{"is_all_day": true, "starts_at": null, "ends_at": null, "starts_on": "2026-06-02", "ends_on": "2026-06-03", "kind": "working_location"}'),
  tests.event('away', '{"starts_at": "2026-06-05T22:00Z", "ends_at": "2026-06-15T22:00Z", "kind": "out_of_office", "title": "Holiday"}'),
  tests.event('trade fair', '{"is_all_day": true, "starts_at": null, "ends_at": null, "starts_on": "2026-07-01", "ends_on": "2026-07-11"}'))) from t;
create function pg_temp.titles(from_at timestamptz, until_at timestamptz, of_kind text default null) returns text language sql as $$
  select string_agg(title, ', ' order by starts_at, id) from public.list_events(tests.id('acme'), from_at, until_at, of_kind => of_kind) $$;
grant execute on all functions in schema pg_temp to public;

select tests.become('ada');
select is(pg_temp.titles('2026-06-01', '2026-06-02'), 'Quarterly review, Event private, Event free, Event declined, Event home',
  'CAL-1 a day lists what is on, all-day events by the midnights of their calendar''s zone');
select is(pg_temp.titles('2026-06-10', '2026-06-11'), 'Holiday', 'CAL-1 an event that began long before and goes on is on');
select is(pg_temp.titles('2026-07-05', '2026-07-06'), 'Event trade fair', 'CAL-1 so is one of whole days');
select is(pg_temp.titles('2026-06-15T22:00Z', '2026-06-16'), null, 'CAL-1 what ends at a moment is not on from then');
select is(pg_temp.titles('2026-01-01', '2027-01-01', 'out_of_office'), 'Holiday', 'CAL-1 out-of-office periods are listed by their kind');
select results_eq($$ select starts_on, ends_on, starts_at from public.list_events(tests.id('acme'), '2026-07-05', '2026-07-06') $$,
  $$ values ('2026-07-01'::date, '2026-07-11'::date, '2026-06-30T22:00Z'::timestamptz) $$, 'CAL-1 all-day events say their days');
select results_eq($$ with recursive pages (n, id, at) as (
    (select 1, id, starts_at from public.list_events(tests.id('acme'), '2026-01-01', page_size => 1))
    union all select n + 1, x.id, x.starts_at from pages, lateral public.list_events(tests.id('acme'), '2026-01-01', after_at => at, after_id => pages.id, page_size => 1) x)
  select count(*), count(distinct id) from pages $$, 'values (7::bigint, 7::bigint)', 'CAL-1 pages of one go through all events, each once');
select is((select string_agg(title, ',') from public.list_events(tests.id('acme'), '2026-01-01', search => 'room review')), 'Quarterly review', 'CAL-1 words of title and place are found');
select throws_ok($$ select * from public.list_events(tests.id('acme'), of_kind => 'party') $$, 'PT422', 'event_kind_unknown', 'CAL-1 a kind that does not exist is no empty list');
select throws_ok($$ select * from public.list_events(tests.id('acme'), page_size => 201) $$, 'PT422', 'page_size_invalid', 'CAL-1 pages are bounded');
select is((select count(*) from public.calendar_attendees where address = 'bob@globex.test'), 7::bigint, 'CAL-1 Ada sees whom she asked');

select tests.become('ben');
select is((select count(*) from public.calendars) + (select count(*) from public.calendar_events) + (select count(*) from public.calendar_attendees)
  + (select count(*) from public.calendar_instances), 0::bigint, 'TEN-4 Ben sees nothing of a calendar that is not shared');
select results_eq($$ select starts_at, ends_at from public.busy_times(tests.id('acme'), array[tests.id('ada')], '2026-06-01', '2026-06-08') $$,
  $$ values ('2026-06-01T12:00Z'::timestamptz, '2026-06-01T14:00Z'::timestamptz), ('2026-06-05T22:00Z', '2026-06-08') $$,
  'TEN-4 but when she is busy: joined, cut to the range, without what is free, declined or a place of work');
select throws_ok($$ select * from public.busy_times(tests.id('acme'), array[tests.id('ada')], '2026-01-01', '2027-01-01') $$, 'PT422', 'range_invalid', 'TEN-4 no year at once');
select throws_ok($$ select private.busy_blocks(tests.id('acme'), array[tests.id('ada')], now(), now()) $$, '42501', null, 'TEN-4 and not past the check');
select tests.become('cy');
select throws_ok($$ select * from public.busy_times(tests.id('acme'), array[tests.id('ada')], '2026-06-01', '2026-06-02') $$, 'PT404', 'workspace_not_found', 'TEN-4 Cy does not learn even that');
select is_empty($$ select * from public.busy_times((select workspace_id from public.workspace_members where user_id = tests.id('cy')), array[tests.id('ada')], '2026-06-01', '2026-06-02') $$,
  'TEN-4 nor through a workspace of his own');
select is((select count(*) from public.calendar_instances), 0::bigint, 'TEN-4 Cy sees no instance');

select tests.become('ada');
select public.share_connection(id) from public.connections;
select tests.become('ben');
select is((select string_agg(title, ', ' order by starts_at) from public.list_events(tests.id('acme'), '2026-06-01', '2026-06-02', owner_id => tests.id('ada'))),
  'Quarterly review, Event free, Event declined, Event home', 'TEN-4 sharing the account shares its events, except private ones');
select is((select count(*) from public.calendar_attendees where address = 'bob@globex.test'), 6::bigint, 'TEN-4 and their attendees');
select throws_ok($$ select public.sync_calendars((select id from public.connections limit 1)) $$, 'PT404', 'connection_not_found', 'ING-10 only the owner has a shared account read');
select throws_ok($$ select public.select_calendar((select id from public.calendars limit 1), false) $$, 'PT404', 'calendar_not_found', 'CAL-1 and chooses what is read');
select tests.become_nobody();
select tests.tell_events(own, tests.event('later', '{"starts_at": "2026-06-01T09:00Z", "ends_at": "2026-06-01T10:00Z"}')) from t;
select tests.become('ben');
select is((select count(*) from public.calendar_instances i join public.calendar_events e on e.id = i.event_id where e.provider_event_id = 'later'), 1::bigint, 'TEN-4 what comes later is shared as well');
select tests.become('ada');
select public.share_connection(id, false) from public.connections;
select tests.become('ben');
select is((select count(*) from public.calendars) + (select count(*) from public.calendar_events) + (select count(*) from public.calendar_attendees)
  + (select count(*) from public.calendar_instances), 0::bigint, 'TEN-4 until it is taken back');

select tests.become('ada');
update public.calendars set is_hidden = true;
select is(pg_temp.titles('2026-06-01', '2026-06-02'), null, 'CAL-1 a hidden calendar is not listed');
select isnt_empty($$ select * from public.busy_times(tests.id('acme'), array[tests.id('ada')], '2026-06-01', '2026-06-02') $$, 'CAL-1 but counts as busy');
select public.select_calendar(own, false) from t;
select is_empty($$ select * from public.busy_times(tests.id('acme'), array[tests.id('ada')], '2026-06-01', '2026-06-02') $$, 'CAL-1 one that is not selected does not');
select is((public.my_calendar(tests.id('acme'))).id, (public.my_calendar(tests.id('acme'))).id, 'CAL-1 everybody has one in-app calendar, however often it is asked for');
select tests.become('cy');
select throws_ok($$ select public.my_calendar(tests.id('acme')) $$, 'PT404', 'workspace_not_found', 'CAL-1 Cy has none in Acme');
select tests.become_nobody();
select is((select count(*) from public.calendars where connection_id is null), 1::bigint, 'CAL-1 and exactly one was made');
select * from finish();
