-- Making, changing, deleting and answering events (CAL-1): in-app at once, at a provider as changes that are applied once.
select plan(60);
select tests.cast_of_acme();
create temporary table t on commit drop as select tests.calendar(tests.connection('ada')) as google,
  tests.calendar(tests.connection('ada'), 'holidays', '{"access_role": "reader"}') as read_only, null::uuid as own;
grant all on t to public;
create temporary table e on commit drop as select * from public.calendar_events limit 0;
create temporary view c with (security_invoker = true) as select x.* from public.calendar_changes x, e where x.event_id = e.id order by x.id desc limit 1;
grant all on e to public;
grant select on c to public;
create function pg_temp.on_at(event uuid) returns text language sql security definer as $$
  select string_agg(to_char(i.starts_at at time zone 'UTC', 'MM-DD HH24:MI'), ', ' order by i.starts_at)
  from public.calendar_instances i join public.calendar_events e on e.id = i.event_id where event in (e.id, e.series_id) $$;
create function pg_temp.expand(event uuid, starts text[]) returns boolean language sql security definer as $$
  select worker.save_instances(event, (select series_version from public.calendar_events where id = event),
    (select jsonb_agg(jsonb_build_object('starts_at', s, 'ends_at', s::timestamptz + interval '1 hour')) from unnest(starts) s), null, null, '2026-01-01', '2027-07-01') $$;
create function pg_temp.refusal(event jsonb) returns text language plpgsql as $$
declare told text;
begin
  perform public.create_event((select own from t), event);
  return 'made';
exception when others then
  get stacked diagnostics told = pg_exception_detail;
  return sqlerrm || coalesce(substring(told from ' \(.*\)$'), '');
end $$;
grant execute on all functions in schema pg_temp to public;

-- in-app
select tests.become('ada');
update t set own = (public.my_calendar(tests.id('acme'))).id;
insert into e select x.* from t, public.create_event(own, '{"title": "Lunch", "starts_at": "2026-06-01T12:00Z", "ends_at": "2026-06-01T13:00Z", "attendees": ["Bob@globex.test "]}') x;
select is((title, status, is_pending, transparency, is_organizer, time_zone)::text, '(Lunch,confirmed,f,busy,t,)', 'CAL-1 an in-app event is there at once') from e;
select is(pg_temp.on_at(id), '06-01 12:00', 'CAL-1 with its instance') from e;
select is((select array_agg(address) from public.calendar_attendees where event_id = (select id from e)), '{bob@globex.test}', 'CAL-1 and its attendees');
select is((select count(*) from public.calendar_changes), 0::bigint, 'CAL-1 nobody is asked for it');
select is((public.update_event(id, '{"starts_at": "2026-06-01T14:00Z"}')).ends_at, '2026-06-01T15:00Z', 'CAL-1 a new start keeps the length') from e;
select is((pg_temp.on_at(id), (select (title, sequence)::text from public.calendar_events x where x.id = e.id))::text, '("06-01 14:00","(Lunch,1)")', 'CAL-1 what is not named stays') from e;
select is((x.is_all_day, x.starts_on, x.ends_on, x.starts_at)::text, '(t,2026-06-03,2026-06-04,"2026-06-03 00:00:00+00")', 'CAL-1 it becomes a whole day') from e, public.update_event(id, '{"starts_on": "2026-06-03"}') x;
select is((x.is_all_day, x.starts_on, x.ends_at)::text, '(f,,"2026-06-03 10:00:00+00")', 'CAL-1 and a meeting again') from e, public.update_event(id, '{"starts_at": "2026-06-03T09:00Z"}') x;
select throws_ok($$ select public.update_event(id, '{"title": "x"}', etag => 'old') from e $$, 'PT409', 'event_changed', 'CAL-1 an old version is not changed');
select is((public.delete_event(id)).status, 'cancelled', 'CAL-1 deleted') from e;
select is(pg_temp.on_at(id), null, 'CAL-1 it takes no time') from e;
select throws_ok($$ select public.update_event(id, '{}') from e $$, 'PT409', 'event_is_gone', 'CAL-1 and changes no more');
select throws_ok($$ select public.respond_to_event(id, 'accepted') from e $$, 'PT409', 'event_is_gone', 'CAL-1 nor is it answered');

-- a series of one's own
delete from e;
insert into e select x.* from t, public.create_event(own, '{"title": "Gym", "starts_at": "2026-06-01T07:00Z", "ends_at": "2026-06-01T08:00Z", "time_zone": "Europe/Berlin", "recurrence": ["RRULE:FREQ=DAILY"]}') x;
select tests.become_nobody();
select is((select count(*) from private.jobs where queue = 'expand-series'), 1::bigint, 'CAL-1 a series is expanded');
select pg_temp.expand(id, '{2026-06-01T07:00Z,2026-06-02T07:00Z,2026-06-03T07:00Z}') from e;
select tests.become('ada');
select public.update_event(id, '{"starts_at": "2026-06-02T09:00Z"}', instance_at => '2026-06-02T07:00Z') from e;
select public.delete_event(id, instance_at => '2026-06-03T07:00Z') from e;
select is(pg_temp.on_at(id), '06-01 07:00, 06-02 09:00', 'CAL-1 one instance is moved, one cancelled') from e;
select throws_ok($$ select public.delete_event(id, instance_at => '2026-06-03T07:00Z') from e $$, 'PT404', 'event_not_found', 'CAL-1 an instance that is not there');
select public.delete_event(id) from e;
select is(pg_temp.on_at(id), null, 'CAL-1 a deleted series takes all along') from e;

-- what makes no event
select is(pg_temp.refusal('{"title": "x"}'), 'event_invalid (it has no start)', 'CAL-1 an event needs a start');
select is(pg_temp.refusal('{"starts_at": "2026-06-02T09:00Z", "ends_at": "2026-06-02T08:00Z"}'), 'event_invalid (it ends before it begins)', 'CAL-1 and an end after it');
select is(pg_temp.refusal('{"starts_at": "soon"}'), 'event_invalid (a moment or day has the wrong form)', 'CAL-1 a moment');
select is(pg_temp.refusal('{"starts_at": "infinity"}'), 'event_invalid (a moment or day has the wrong form)', 'CAL-1 that comes');
select is(pg_temp.refusal('{"starts_at": "2026-06-02T09:00Z", "starts_on": "2026-06-02"}'), 'event_invalid (moments or days, not both)', 'CAL-1 one of both');
select is(pg_temp.refusal('{"starts_on": "2026-06-02", "ends_on": "2026-06-02"}'), 'event_invalid (it ends before it begins)', 'CAL-1 a day ends the day after');
select is(pg_temp.refusal('{"starts_on": "2026-06-02", "owner_id": "x"}'), 'event_invalid (there is no owner_id)', 'CAL-1 no other fields');
select is(pg_temp.refusal('{"starts_on": "2026-06-02", "recurrence": ["RRULE:FREQ=SECONDLY"]}'), 'event_invalid (recurrence)', 'CAL-1 no rule within a day');
select is(pg_temp.refusal('{"starts_on": "2026-06-02", "recurrence": ["RRULE:FREQ=DAILY\nATTENDEE:mailto:x@y.z"]}'), 'event_invalid (recurrence)', 'F23 no line in a line');
select is(pg_temp.refusal('{"starts_on": "2026-06-02", "attendees": ["bob@globex.test\nBcc: x@y.z"]}'), 'email_address_invalid', 'F23 no header in an address');
select is(pg_temp.refusal('{"starts_on": "2026-06-02", "time_zone": "Mars/Olympus"}'), 'time_zone_unknown', 'CAL-1 a zone of this world');
select is(pg_temp.refusal('[]'), 'event_invalid (event must be an object)', 'CAL-1 an object');

-- at a provider
delete from e;
insert into e select x.* from t, public.create_event(google, '{"title": "Pilot", "starts_at": "2026-06-01T12:00Z", "ends_at": "2026-06-01T13:00Z", "attendees": ["bob@globex.test"], "with_conference": true}') x;
select is((title, status, is_pending, conference_status)::text, '(Pilot,confirmed,t,pending)', 'CAL-1 an event at a provider is pending') from e;
select is(provider_event_id, replace(id::text, '-', ''), 'CAL-1 under an id of ours') from e;
select is(pg_temp.on_at(id), '06-01 12:00', 'CAL-1 and takes its time already') from e;
select is((action, state, notify, body - 'attendees')::text, '(create,queued,all,"{""title"": ""Pilot"", ""ends_at"": ""2026-06-01T13:00:00+00:00"", ""starts_at"": ""2026-06-01T12:00:00+00:00"", ""time_zone"": ""Europe/Berlin"", ""with_conference"": true}")', 'CAL-1 it becomes a change; guests are invited') from c;
select throws_ok($$ select public.update_event(id, '{"title": "x"}') from e $$, 'PT409', 'event_change_pending', 'CAL-1 one change after the other');
select tests.become('ben');
select is((select count(*) from c), 0::bigint, 'TEN-4 Ben sees no change of Ada''s');
select throws_ok($$ select public.update_event(id, '{}') from e $$, 'PT404', 'event_not_found', 'TEN-4 and makes none');
select throws_ok($$ select public.create_event(google, '{}') from t $$, 'PT404', 'calendar_not_found', 'TEN-4 nor an event');
select tests.become('ada');
select throws_ok($$ select public.create_event(read_only, '{"starts_on": "2026-06-01"}') from t $$, 'PT409', 'calendar_is_read_only', 'CAL-1 a calendar that may only be read');
select public.suppress_address(tests.id('acme'), 'stop@globex.test');
select throws_ok($$ select public.create_event(google, '{"starts_on": "2026-06-01", "attendees": ["stop@globex.test"]}') from t $$, 'PT409', 'attendee_suppressed', 'CMP-7 nobody is invited whom the workspace must not write to');
select lives_ok($$ select public.create_event(google, '{"starts_on": "2026-06-01", "attendees": ["stop@globex.test"]}', notify => 'nobody') from t $$, 'CMP-7 unless nothing is sent');

-- the change path
select tests.become_nobody();
create function pg_temp.begin() returns jsonb language sql as $$ select worker.begin_change(id) from c $$;
create function pg_temp.settle(outcome text, slug text default null, item jsonb default null) returns text language sql as $$ select worker.settle_change(id, attempts, outcome, slug, item) from c $$;
select is(pg_temp.begin() - '{change_id,workspace_id,connection_id,body,provider_event_id}'::text[],
  '{"decision": "apply", "attempt": 1, "action": "create", "provider_calendar_id": "primary", "expected_etag": null, "notify": "all"}', 'CAL-1 the first attempt applies it');
select is(state, 'applying', 'CAL-1 which is committed before the call') from c;
select is(pg_temp.begin() ->> 'decision', 'look_up', 'CAL-1 whoever finds it looks it up');
select is((state, attempts)::text, '(uncertain,2)', 'NEW-7 and it is uncertain until then') from c;
select is(worker.settle_change(id, 1, 'not_applied', 'x'), 'gone', 'CAL-1 the attempt that lost it settles nothing') from c;
select is(pg_temp.settle('not_applied', 'not_found_at_provider'), 'queued', 'CAL-1 not there: it may be applied');
select is(pg_temp.begin() ->> 'decision', 'apply', 'CAL-1 again');
select is(pg_temp.settle('applied', null, tests.event((select provider_event_id from e), '{"title": "Pilot", "conference_status": "pending", "etag": "\"7\""}')), 'applied', 'CAL-1 applied');
select is((is_pending, etag, status)::text, '(f,"""7""",confirmed)', 'CAL-1 the event is what the provider made of it') from public.calendar_events where id = (select id from e);
select is(pg_temp.begin() ->> 'decision', 'stop', 'CAL-1 and never again');
select is((select run_at > now() + interval '1 second' from private.jobs where queue = 'sync-calendar' and payload ->> 'cursor_id' = (select id::text from private.calendar_cursors, t where calendar_id = google) order by created_at desc limit 1), false, 'CAL-1 it is read again no later than it would be');

select tests.become('ada');
select public.update_event(id, '{"title": "Pilot II"}') from e;
select is((action, expected_etag, state)::text, '(update,"""7""",queued)', 'CAL-1 a change is of the version that was seen') from c;
select tests.become_nobody();
select pg_temp.begin();
select is(pg_temp.settle('failed', 'event_changed'), 'failed', 'CAL-1 and fails when there is another');
select is((select title from public.calendar_events where id = (select id from e)), 'Pilot', 'CAL-1 nothing has happened');
select tests.become('ada');
select public.delete_event(id) from e;
select tests.become_nobody();
select pg_temp.begin();
select pg_temp.settle('applied');
select is((status, pg_temp.on_at(id))::text, '(cancelled,)', 'CAL-1 deleted') from public.calendar_events where id = (select id from e);

-- answers
select tests.tell_events(google, tests.event('invitation', '{"my_response": "needs_action", "is_organizer": false, "organizer_address": "bob@globex.test"}')) from t;
delete from e;
insert into e select * from public.calendar_events where provider_event_id = 'invitation';
select tests.become('ada');
select throws_ok($$ select public.respond_to_event(id, 'perhaps') from e $$, 'PT422', 'event_invalid', 'CAL-1 an answer is one of three');
select public.respond_to_event(id, 'declined') from e;
select is((action, body, notify)::text, '(respond,"{""response"": ""declined""}",all)', 'CAL-1 the organiser is told') from c;

-- lost jobs
select tests.become_nobody();
delete from private.jobs where queue = 'change-calendar';
update public.calendar_changes set created_at = now() - interval '10 minutes' where state = 'queued';
select is(private.settle_changes(now()), 2, 'CAL-1 a change whose job is lost');
select is((select count(*) from private.jobs where queue = 'change-calendar'), 2::bigint, 'CAL-1 gets another');
delete from private.jobs where queue = 'change-calendar';
select private.settle_changes(now() + interval '2 days');
select is((select array_agg(distinct state_reason) from public.calendar_changes where state = 'failed' and state_reason <> 'event_changed'), '{outcome_unknown}', 'CAL-1 after a day a person must look');
select * from finish();
