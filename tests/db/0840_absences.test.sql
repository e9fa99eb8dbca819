-- Absences that calendars tell (FUP-8), and what the governor makes of them.
select plan(16);
select tests.cast_of_acme();
update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00', touch_gap_hours = 0 where id = tests.id('acme');
create temporary table t on commit drop as select tests.calendar(tests.connection('ada')) as own,
  tests.calendar(tests.connection('ada'), 'bob@globex.test', '{"access_role": "reader"}') as bobs;
create function pg_temp.away(calendar uuid, name text, until_at timestamptz, changes jsonb default '{}') returns void language sql as $$
  select tests.tell_events(calendar, tests.event(name, jsonb_build_object('kind', 'out_of_office', 'starts_at', now() - interval '1 day', 'ends_at', until_at,
    'organizer_address', 'bob@globex.test', 'time_zone', 'UTC', 'provider_updated_at', clock_timestamp(), 'etag', name) || changes)) $$;
create function pg_temp.back() returns date language sql as $$
  select private.away_by_calendar(tests.id('acme'), tests.id('ada'), 'bob@globex.test', now()) $$;
create function pg_temp.day(days integer) returns timestamptz language sql as $$ select date_trunc('day', now()) + make_interval(days => days) $$;

select is(pg_temp.back(), null, 'FUP-8 nobody is away without a word');
select pg_temp.away(bobs, 'x', pg_temp.day(5), '{"kind": "default", "title": "Out of office"}') from t;
select is(pg_temp.back(), null, 'FUP-8 a title is no word');
select pg_temp.away(own, 'x', pg_temp.day(5)) from t;
select is(pg_temp.back(), null, 'FUP-8 nor is an event in Ada''s own calendar, whoever called it');
select pg_temp.away(bobs, 'y', pg_temp.day(5), '{"organizer_address": "mallory@evil.test"}') from t;
select is(pg_temp.back(), null, 'FUP-8 nor what others put into his');
select pg_temp.away(bobs, 'z', pg_temp.day(9), jsonb_build_object('starts_at', pg_temp.day(7))) from t;
select is(pg_temp.back(), null, 'FUP-8 an absence to come holds nothing up today');
select pg_temp.away(bobs, 'w', pg_temp.day(5)) from t;
select is(pg_temp.back(), pg_temp.day(5)::date, 'FUP-8 his own out-of-office event does: back on the day it ends');
select pg_temp.away(bobs, 'w', pg_temp.day(5) + interval '9 hours') from t;
select is(pg_temp.back(), pg_temp.day(5)::date, 'FUP-8 in the morning');
select pg_temp.away(bobs, 'w', pg_temp.day(5) + interval '15 hours') from t;
select is(pg_temp.back(), pg_temp.day(6)::date, 'FUP-8 in the afternoon he is back the day after');
select is(private.away_by_calendar(tests.id('acme'), tests.id('ben'), 'bob@globex.test', now()), null, 'TEN-4 what Ada may read of him holds up nobody else');

-- the governor
select tests.deliver(tests.connection('ada'), tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '3 days')), now() - interval '3 days' + interval '1 minute');
select is((private.nudge_decision(id, now())).reason, 'out_of_office', 'FUP-8 no nudge is planned while he is away') from public.conversations;
select pg_temp.away(bobs, 'w', now() - interval '1 hour') from t;
select isnt((private.nudge_decision(id, now())).reason, 'out_of_office', 'FUP-8 an absence that is cut short ends at once') from public.conversations;
select private.plan_nudges(now());
update public.nudges set status = 'drafted', body = 'Any news?', draft_version = 1;
select tests.become('ada');
select public.approve_nudge(id, 1) from public.nudges;
select tests.become_nobody();
create function pg_temp.gate() returns text language sql as $$ select (private.send_gate(o, now())).reason from public.outbound_messages o $$;
select is(pg_temp.gate(), null, 'FUP-8 it may be sent');
select pg_temp.away(bobs, 'w', pg_temp.day(5)) from t;
select is(pg_temp.gate(), 'out_of_office', 'FUP-8 until he is away again, also after the approval');
select pg_temp.away(bobs, 'w', now() - interval '1 hour') from t;
select pg_temp.away(own, 'mine', pg_temp.day(8), '{"organizer_address": "ada@acme.test"}') from t;
select is(pg_temp.gate(), null, 'FUP-8 what Ada approved leaves while she is away');
update public.workspaces set autopilot_mode = 'autonomous';
update public.outbound_messages set approved_via = 'autopilot', approved_by = null;
select is(pg_temp.gate(), 'owner_out_of_office', 'FUP-8 what the autopilot approved waits for her');
select is((select (private.send_gate(o, now())).check_at from public.outbound_messages o), pg_temp.day(8), 'FUP-8 until she is back');
select * from finish();
