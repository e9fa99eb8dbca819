-- When a workspace sends (0345), and how often to one person (0550): NEW-6.
select plan(16);
select tests.cast_of_acme();
update public.workspaces set quiet_hours_start = '20:00', quiet_hours_end = '07:00' where id = tests.id('acme');
create function pg_temp.opens(moment text, zone text default 'Europe/Berlin') returns text language sql as $$
  select to_char(private.closed_until(tests.id('acme'), zone, moment::timestamptz) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') $$;

select is(pg_temp.opens('2026-12-23T12:00Z'), null, 'NEW-6 an ordinary noon is open');
select tests.become('ben');
select throws_ok($$ select public.set_holiday(tests.id('acme'), '2026-12-25', 'Christmas') $$, 'PT403', 'workspace_role_insufficient', 'NEW-6 members enter no holidays');
select tests.become('eve');
select public.set_holiday(tests.id('acme'), day, 'Christmas') from unnest('{2026-12-25, 2026-12-26, 2026-12-31}'::date[]) day;
select public.set_holiday(tests.id('acme'), '2026-12-31');
select is((select count(*) from public.holidays), 2::bigint, 'NEW-6 admins do');
select tests.become('cy');
select is((select count(*) from public.holidays), 0::bigint, 'NEW-6 Cy sees none');
select throws_ok($$ select public.set_holiday(tests.id('acme'), '2026-12-31', 'x') $$, 'PT404', 'workspace_not_found', 'NEW-6 and enters none');
select tests.become_nobody();
select is(pg_temp.opens('2026-12-25T12:00Z'), '2026-12-27 06:00', 'NEW-6 two holidays end with the quiet hours of the day after');
select is(pg_temp.opens('2026-12-24T21:00Z'), '2026-12-27 06:00', 'NEW-6 a night before a holiday too');
select is(pg_temp.opens('2026-12-26T22:30Z', 'Asia/Tokyo'), null, 'NEW-6 the day is the recipient''s: in Tokyo it is half past seven on the 27th');
update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00' where id = tests.id('acme');
select is(pg_temp.opens('2026-12-25T12:00Z'), '2026-12-26 23:00', 'NEW-6 without quiet hours a holiday ends at midnight');
insert into public.holidays (workspace_id, on_date, name) select tests.id('acme'), d::date, 'closed' from generate_series('2027-01-01'::date, '2028-12-31', '1 day') d;
select isnt(pg_temp.opens('2027-02-01T12:00Z'), null, 'NEW-6 a calendar full of holidays still ends');
delete from public.holidays;

-- one person, two of us
create function pg_temp.approved(who text) returns uuid language plpgsql as $$
declare
  account uuid := tests.connection(who, tests.id('acme'), 'gmail', tests.email(who));
  mail jsonb := tests.own_mail('q-' || who, jsonb_build_object('sent_at', now() - interval '3 days', 'sender_address', tests.email(who), 'internet_message_id', '<q-' || who || '@acme.test>'));
begin
  perform tests.deliver(account, mail, now());
  update public.nudges set status = 'drafted', body = 'Any news?', draft_version = 1 where owner_id = tests.id(who);
  perform tests.become(who);
  perform public.approve_nudge(id, 1) from public.nudges where owner_id = tests.id(who);
  perform tests.become_nobody();
  return (select outbound_message_id from public.nudges where owner_id = tests.id(who));
end
$$;
create temporary table mails as select pg_temp.approved('ada') as ada, pg_temp.approved('ben') as ben;
grant select on mails to public;
select is((select worker.begin_send(ada) ->> 'decision' from mails), 'send', 'NEW-6 Ada''s nudge to Bob leaves');
select is((select worker.begin_send(ben) - 'mail' - 'until' from mails), '{"decision": "wait", "reason": "recently_touched"}'::jsonb, 'NEW-6 Ben''s waits, though Ada''s is only being sent');
select is((select (worker.begin_send(ben) ->> 'until')::timestamptz = x.sending_at + interval '20 hours' from mails, public.outbound_messages x where x.id = ada), true, 'NEW-6 until the gap is over');
select tests.become('ben');
select is((select public.explain_send(n.id) - 'check_at' from public.nudges n), '{"state": "queued", "verdict": "wait", "reason": "recently_touched", "sent_at": null}'::jsonb, 'NEW-6 and Ben is told why');
select tests.become('cy');
select throws_ok($$ select public.explain_send((select ben from mails)) $$, 'PT404', 'nudge_not_approved', 'NEW-6 Cy is told nothing');
select tests.become('ben');
select public.send_nudge_now(n.id, 1) from public.nudges n;
select tests.become_nobody();
select is((select worker.begin_send(ben) ->> 'decision' from mails), 'send', 'NEW-6 a person may set the gap aside');
select * from finish();
