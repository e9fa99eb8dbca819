-- Suggested events of 0850 to 0854 (SCH-1): found once, overtaken by later mail, confirmed once, and never made by a mail alone.
select plan(57);
select tests.cast_of_acme();
create temporary table story on commit drop as select tests.connection('ada') as account, null::uuid as google;
grant all on story to public;
create function pg_temp.reply(name text, minutes integer, changes jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('sent_at', now() - make_interval(mins => minutes), 'in_reply_to', '<ask@globex.test>', 'references', '["<ask@globex.test>"]'::jsonb,
    'subject', 'Re: Offer ask', 'subject_base', 'offer ask') || changes $$;
create function pg_temp.at(hours integer) returns jsonb language sql as $$
  select jsonb_build_object('on', (now() + make_interval(hours => hours))::date, 'starts_at', now() + make_interval(hours => hours), 'ends_at', null) $$;
create function pg_temp.meeting(kind text, slots jsonb default '[]', more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('meeting', jsonb_build_object('kind', kind, 'slots', slots, 'length_minutes', null, 'place', null, 'time_zone', '+01:00', 'zone_source', 'header',
    'is_zone_ambiguous', false, 'evidence', '{"quote": "Could you send the offer?", "start": 0, "end": 25}'::jsonb, 'source', 'rules') || more) $$;
create function pg_temp.save(name text, found jsonb) returns text language sql as $$
  select worker.save_extraction(x.id, jsonb_build_object('content_hash', x.content_hash) || found, null, now()) from public.messages x where x.provider_message_id = name $$;
create function pg_temp.of(name text) returns public.event_suggestions language sql security definer as $$
  select s from public.event_suggestions s join public.messages x on x.id = s.message_id where x.provider_message_id = name $$;
create function pg_temp.settle(outcome text, slug text default null) returns text language sql security definer as $$
  select worker.settle_change(c.id, (worker.begin_change(c.id) ->> 'attempt')::integer, outcome, slug,
    case when outcome = 'applied' then tests.event(c.provider_event_id, jsonb_build_object('starts_at', c.body ->> 'starts_at', 'ends_at', c.body ->> 'ends_at')) end)
  from public.calendar_changes c where c.state = 'queued' $$;
grant execute on all functions in schema pg_temp to public;

-- found once, with its words, times, zone, place and people
select tests.deliver(account, tests.mail('ask', jsonb_build_object('sent_at', now() - interval '60 minutes', 'sender_utc_offset_minutes', 60, 'recipients',
  '[{"kind":"to","address":"ada@acme.test"},{"kind":"cc","address":"carl@globex.test","name":"Carl"},{"kind":"to","address":"undisclosed"}]'::jsonb)), now()) from story;
select is((c ->> 'utc_offset_minutes', c ->> 'contact_zone')::text, '(60,)', 'SCH-1 the worker is told whose clock the mail is on') from public.messages m, worker.extract_context(m.id) c;
select is(pg_temp.save('ask', pg_temp.meeting('propose', jsonb_build_array(pg_temp.at(24), pg_temp.at(48)), '{"length_minutes": 45, "place": "your office"}')), 'saved', 'SCH-1 what a mail proposes is stored');
select is((kind, side, status, title, length_minutes, place, zone, zone_source, owner_id = tests.id('ada'))::text, '(propose,them,suggested,"Offer ask",45,"your office",+01:00,header,t)',
  'SCH-1 as a suggestion with its length, its place and the zone of the writer') from pg_temp.of('ask');
select is((slots #>> '{1,on}', evidence ->> 'quote')::text, format('(%s,"Could you send the offer?")', (now() + interval '48 hours')::date), 'SCH-1 its alternatives and the words it rests on') from pg_temp.of('ask');
select is(attendees, '[{"name": "Bob Globex", "address": "bob@globex.test"}, {"name": "Carl", "address": "carl@globex.test"}]', 'SCH-1 its people stand in the headers; the reader is none of them') from pg_temp.of('ask');
select is(expires_at, now() + interval '48 hours', 'SCH-1 it ends with its last time') from pg_temp.of('ask');
select pg_temp.save('ask', pg_temp.meeting('propose', jsonb_build_array(pg_temp.at(72))));
select is((count(*), min(version), max(jsonb_array_length(slots)))::text, '(1,1,2)', 'SCH-1 read again it is the same suggestion') from public.event_suggestions;
select is((select count(*) from public.calendar_events), 0::bigint, 'SCH-1 no mail makes an event');

-- who sees it, and what they are shown
select tests.become('ada');
select public.create_event((public.my_calendar(tests.id('acme'))).id, jsonb_build_object('title', 'Dentist', 'starts_at', now() + interval '47 hours', 'ends_at', now() + interval '49 hours'));
select is((select array_agg(id) from public.list_event_suggestions(tests.id('acme'))), array[(pg_temp.of('ask')).id], 'SCH-1 Ada is shown it');
select is((select count(*) from public.list_event_suggestions(tests.id('acme'), 'created')), 0::bigint, 'SCH-1 by its state');
select is((select count(*) from public.list_event_suggestions(tests.id('acme'), 'any', now(), (pg_temp.of('ask')).id)), 0::bigint, 'SCH-1 the next page begins after the last row');
select throws_ok($$ select public.list_event_suggestions(tests.id('acme'), page_size => 0) $$, 'PT422', 'page_size_invalid', 'a page has a size');
select results_eq($$ select slot_number, ends_at - starts_at, is_free, busy #>> '{0,starts_at}' is not null from public.suggestion_slots((pg_temp.of('ask')).id) $$,
  $$ values (1, interval '45 minutes', true, false), (2, interval '45 minutes', false, true) $$, 'SCH-1 the time at which Ada is at the dentist is shown as taken');
select tests.become('ben');
select is((select count(*) from public.list_event_suggestions(tests.id('acme'), 'any')), 0::bigint, 'TEN-4 Ben sees no suggestion of Ada''s');
select throws_ok($$ select public.suggestion_slots((pg_temp.of('ask')).id) $$, 'PT404', 'event_suggestion_not_found', 'TEN-4 nor its times');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('ask')).id, 1, pg_temp.at(24)) $$, 'PT404', 'event_suggestion_not_found', 'TEN-4 nor confirms it');
select throws_ok($$ select public.dismiss_event_suggestion((pg_temp.of('ask')).id, 1) $$, 'PT404', 'event_suggestion_not_found', 'TEN-4 nor dismisses it');
select tests.become_nobody();
update public.messages set is_shared = true;
select tests.become('ben');
select is((select count(*) from public.list_event_suggestions(tests.id('acme'))), 1::bigint, 'TEN-4 shared with its message');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('ask')).id, 1, pg_temp.at(24)) $$, 'PT404', 'event_suggestion_not_found', 'TEN-4 it is still Ada who confirms it');
select tests.become_nobody();
update public.messages set is_shared = false;
select tests.become('ben');
select is((select count(*) from public.list_event_suggestions(tests.id('acme'))), 0::bigint, 'TEN-4 and taken back with it');

-- confirmed once, in the app
select tests.become('ada');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('ask')).id, 1) $$, 'PT422', 'event_slot_invalid', 'SCH-1 of two times one is chosen');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('ask')).id, 1, pg_temp.at(-1)) $$, 'PT422', 'event_slot_invalid', 'SCH-1 in the future');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('ask')).id, 1, '{"starts_at": "soon"}') $$, 'PT422', 'event_slot_invalid', 'SCH-1 that is a moment');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('ask')).id, 2, pg_temp.at(24)) $$, 'PT409', 'event_suggestion_changed', 'SCH-1 of the version that was read');
select is((s.status, s.version, s.event_id is not null, s.confirmed_at)::text, format('(created,2,t,"%s")', now()), 'SCH-1 confirmed, the event is there at once')
from public.confirm_event_suggestion((pg_temp.of('ask')).id, 1, pg_temp.at(24)) s;
select is((title, location, ends_at - starts_at, starts_at, is_pending)::text, format('("Offer ask","your office",00:45:00,"%s",f)', now() + interval '24 hours'), 'SCH-1 in Ada''s own calendar, as long as was said')
from public.calendar_events where id = (pg_temp.of('ask')).event_id;
select is((select array_agg(address order by address) from public.calendar_attendees where event_id = (pg_temp.of('ask')).event_id), '{bob@globex.test,carl@globex.test}', 'SCH-1 with the people of the headers');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('ask')).id, 2, pg_temp.at(24)) $$, 'PT409', 'event_suggestion_settled', 'SCH-1 asked again nothing is made');
select is((select count(*) from public.calendar_events where title = 'Offer ask'), 1::bigint, 'SCH-1 there is one event');
select is((select array_agg(distinct is_free) from public.suggestion_slots((pg_temp.of('ask')).id)), '{t}', 'SCH-1 what was made is no conflict with itself');

-- later mail: consent changes nothing, another time moves it
select tests.become_nobody();
select tests.deliver(account, tests.mail('fine', pg_temp.reply('fine', 50)), now()), tests.deliver(account, tests.mail('later', pg_temp.reply('later', 40)), now()) from story;
select pg_temp.save('fine', pg_temp.meeting('accept'));
select is((pg_temp.of('fine')).id, null, 'SCH-1 consent to what is in the calendar suggests nothing');
select pg_temp.save('later', pg_temp.meeting('move', jsonb_build_array(pg_temp.at(30))));
select is((kind, status, event_id = (pg_temp.of('ask')).event_id, length_minutes, place)::text, '(move,suggested,t,45,"your office")', 'SCH-1 another time is a suggestion to move that event') from pg_temp.of('later');
select is((status, status_reason)::text, '(superseded,moved)', 'SCH-1 which overtakes the one before') from pg_temp.of('ask');
select tests.become('ada');
select is((s.status, s.event_id = (pg_temp.of('ask')).event_id)::text, '(created,t)', 'SCH-1 the only time need not be named') from public.confirm_event_suggestion((pg_temp.of('later')).id, 1) s;
select is((select array_agg(starts_at) from public.calendar_events where title = 'Offer ask'), array[now() + interval '30 hours'], 'SCH-1 the event is moved, not made again');

-- told in the wrong order, declined, dismissed, expired
select tests.become_nobody();
select tests.deliver(account, tests.mail('between', pg_temp.reply('between', 45)), now()), tests.deliver(account, tests.mail('no', pg_temp.reply('no', 30)), now()),
  tests.deliver(account, tests.mail('then', pg_temp.reply('then', 20)), now()), tests.deliver(account, tests.own_mail('works', pg_temp.reply('works', 10)), now()) from story;
select pg_temp.save('between', pg_temp.meeting('propose', jsonb_build_array(pg_temp.at(60))));
select is((pg_temp.of('between')).status, 'superseded', 'SCH-1 an older mail that is read late suggests nothing');
select is((pg_temp.of('later')).status, 'created', 'SCH-1 and overtakes nothing');
select pg_temp.save('no', pg_temp.meeting('decline'));
select is(((pg_temp.of('later')).status, (pg_temp.of('later')).status_reason, (select status from public.calendar_events where title = 'Offer ask'))::text, '(superseded,declined,confirmed)', 'SCH-1 who declines is heard; the event stays until a person cancels it');
select pg_temp.save('then', pg_temp.meeting('propose', jsonb_build_array(pg_temp.at(90))));
select pg_temp.save('works', pg_temp.meeting('accept'));
select is((side, status, slots)::text, ('us', 'suggested', (pg_temp.of('then')).slots)::text, 'SCH-1 "that works" is about the one time the other side offered') from pg_temp.of('works');
select is(((pg_temp.of('then')).status, (pg_temp.of('then')).status_reason)::text, '(superseded,accepted)', 'SCH-1 and stands for it');
select tests.become('ada');
select is((public.dismiss_event_suggestion((pg_temp.of('works')).id, 1)).status, 'dismissed', 'SCH-1 dismissed');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('works')).id, 2) $$, 'PT409', 'event_suggestion_settled', 'SCH-1 it is settled');
select tests.become_nobody();
select pg_temp.save('works', pg_temp.meeting('accept'));
select is((pg_temp.of('works')).status, 'dismissed', 'SCH-1 and read again it stays dismissed');
select tests.deliver(account, tests.mail('past', jsonb_build_object('sent_at', now() - interval '3 days')), now()), tests.deliver(account, tests.mail('day', jsonb_build_object('sent_at', now() - interval '1 hour')), now()),
  tests.deliver(account, tests.mail('open', jsonb_build_object('sent_at', now() - interval '1 hour')), now()) from story;
select pg_temp.save('past', pg_temp.meeting('propose', jsonb_build_array(pg_temp.at(-48))));
select is((pg_temp.of('past')).status, 'expired', 'SCH-1 what has passed is not suggested');
select pg_temp.save('day', pg_temp.meeting('propose', '[{"on": "2999-06-01", "starts_at": null, "ends_at": null}]'));
select is((pg_temp.of('day')).expires_at, '2999-06-02T12:00:00Z', 'SCH-1 a day ends when it has ended everywhere');
select pg_temp.save('open', pg_temp.meeting('propose'));
select is((pg_temp.of('open')).expires_at, now() - interval '1 hour' + interval '14 days', 'SCH-1 without a time it waits two weeks');
select is(array[private.expire_event_suggestions(now() + interval '15 days'), private.expire_event_suggestions(now() + interval '15 days')], '{1,0}', 'SCH-1 then it is over, once');
select is((pg_temp.of('open')).status, 'expired', 'SCH-1 and says so');

-- at a provider: the way of every change
update story set google = tests.calendar(account);
select tests.become('ada');
select throws_ok($$ select public.confirm_event_suggestion((pg_temp.of('day')).id, 1) $$, 'PT422', 'event_slot_invalid', 'SCH-1 a day alone has no hour');
select is((s.status, s.version)::text, '(confirmed,2)', 'SCH-1 confirmed until the provider has it') from public.confirm_event_suggestion((pg_temp.of('day')).id, 1, pg_temp.at(100)) s;
select is((e.calendar_id = google, e.is_pending, c.action, c.notify, c.body -> 'attendees')::text, '(t,t,create,all,"[""bob@globex.test""]")', 'SCH-1 in the main calendar of the account, as a change that invites the guests')
from story, public.calendar_events e join public.calendar_changes c on c.event_id = e.id where e.id = (pg_temp.of('day')).event_id;
select tests.become_nobody();
select is(pg_temp.settle('failed', 'provider_refused'), 'failed', 'the provider refuses');
select is((status, status_reason)::text, '(failed,provider_refused)', 'SCH-1 so it failed, with the reason') from pg_temp.of('day');
select tests.become('ada');
select is((public.confirm_event_suggestion((pg_temp.of('day')).id, 3, pg_temp.at(101))).status, 'confirmed', 'SCH-1 and may be confirmed again');
select tests.become_nobody();
select is(pg_temp.settle('applied'), 'applied', 'the provider has it');
select is((s.status, e.is_pending, e.status)::text, '(created,f,confirmed)', 'SCH-1 then it is created') from pg_temp.of('day') s join public.calendar_events e on e.id = s.event_id;
select is((select count(*) from public.calendar_events where title like 'Event %' and status = 'confirmed'), 1::bigint, 'SCH-1 once');
select * from finish();
