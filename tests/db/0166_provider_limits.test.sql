-- Provider limits of 0166: budget, pause, circuit (ING-10, F4, F5).
select plan(36);
select tests.cast_of_acme();
create temporary table account as select tests.connection('ada') as id, tests.connection('ben') as other;
create function pg_temp.spend(units integer, seconds numeric, per_minute integer default 6000, project integer default 1200000) returns record language sql as $$
  select s from worker.spend_budget((select id from account), units, 'gmail', per_minute, project, '2026-06-01T12:00:00Z'::timestamptz + make_interval(secs => seconds)) s $$;
create function pg_temp.wait(units integer, seconds numeric, per_minute integer default 6000, project integer default 1200000) returns text language sql as $$
  select s.wait_ms || coalesce(' ' || s.reason, '') from pg_temp.spend(units, seconds, per_minute, project) as s (wait_ms integer, reason text, must_report boolean) $$;
create function pg_temp.must_report(seconds numeric) returns boolean language sql as $$
  select s.must_report from pg_temp.spend(20, seconds) as s (wait_ms integer, reason text, must_report boolean) $$;
create function pg_temp.report(outcome text, seconds numeric, retry_after_ms bigint default null) returns void language sql as $$
  select worker.report_provider_call((select id from account), 'gmail', outcome, retry_after_ms, '2026-06-01T12:00:00Z'::timestamptz + make_interval(secs => seconds)) $$;
create function pg_temp.limits() returns private.provider_limits language sql as $$
  select x from private.provider_limits x where x.connection_id = (select id from account) and x.provider = 'gmail' $$;
create function pg_temp.anew() returns void language sql as $$ delete from private.provider_limits; delete from private.project_budgets $$;

-- the budget
select is(pg_temp.wait(5980, 0), '0', 'ING-10 spend_budget() lets a burst of a whole minute pass');
select is(pg_temp.wait(20, 0.5), '0', 'ING-10 to the last unit');
select is(pg_temp.wait(20, 1), '60000 provider_budget_spent', 'ING-10 then the first units must leave the window');
select is(pg_temp.wait(5990, 1), '60500 provider_budget_spent', 'ING-10 and more units wait for more of them');
select is(pg_temp.wait(20, 60.9), '100 provider_budget_spent', 'ING-10 a minute after the spend is still a bit too early: calls arrive later than they were allowed');
select is(pg_temp.wait(5980, 61), '0', 'ING-10 what has left the window is free again');
select is(pg_temp.wait(20, 61.2), '300 provider_budget_spent', 'ING-10 and no more than that');
select throws_ok($$ select pg_temp.wait(6001, 0) $$, 'P0001', null, 'what can never fit is a mistake');
select throws_ok($$ select worker.spend_budget(gen_random_uuid(), 1) $$, 'PT404', 'connection_not_found', 'a connection that is gone spends nothing');
select is((select s.wait_ms from worker.spend_budget((select other from account), 6000, as_of => '2026-06-01T12:00:01Z') s), 0, 'F4 another mailbox has its own budget');
select is((select s.wait_ms from worker.spend_budget((select id from account), 100, 'google-calendar', as_of => '2026-06-01T12:00:01Z') s), 0, 'another API of the account has its own budget');

-- never more than the limit within any minute, however calls fall
select pg_temp.anew();
create temporary table arrivals (at numeric, units integer);
do $$
declare
  clock_seconds numeric := 0;
  answer text;
  wanted integer;
begin
  perform setseed(0.5);
  for turn in 1 .. 1500 loop
    wanted := (array[2, 5, 20, 20, 20, 100])[1 + floor(random() * 6)];
    answer := pg_temp.wait(wanted, clock_seconds);
    if answer = '0' then
      insert into arrivals values (clock_seconds + random(), wanted); -- it arrives up to a second later
      clock_seconds := clock_seconds + random() * 0.05;
    else
      clock_seconds := clock_seconds + split_part(answer, ' ', 1)::numeric / 1000;
    end if;
  end loop;
end $$;
select ok((select count(*) > 1000 and max(at) > 200 from arrivals), 'control: many calls over some minutes');
select cmp_ok((select max(total) from (select sum(b.units) as total from arrivals a join arrivals b on b.at > a.at - 60 and b.at <= a.at group by a.at) w),
  '<=', 6000::bigint, 'ING-11 no minute at the provider holds more than the limit');
select cmp_ok((select sum(units) from arrivals), '>=', (select 6000 * floor(max(at) / 61)::bigint from arrivals), 'ING-11 and no minute is wasted');

-- the project's budget
select pg_temp.anew();
insert into private.project_budgets values ('gmail', abs(hashtext((select id from account)::text) % 8), array['2026-06-01T12:00:01Z'::timestamptz], array[99]);
select is(pg_temp.wait(1, 0.5, 100, 800), '0', 'ING-10 the project has a budget too');
select is(pg_temp.wait(1, 0.5, 100, 800), '61500 project_budget_spent', 'ING-10 which all connections share, counted in whole seconds');

-- Retry-After
select pg_temp.anew();
select is(pg_temp.wait(20, 0), '0', 'a first call');
select is((pg_temp.limits()).paused_until, null, 'nothing is paused');
select pg_temp.report('rate_limited', 0.25, 60000);
select is(pg_temp.wait(20, 60.249), '1 provider_rate_limited', 'F4 no call a millisecond before Retry-After');
select is(pg_temp.must_report(60.25), true, 'F4 and one at its end, whose success is to be told');
select pg_temp.report('rate_limited', 61, 3600000), pg_temp.report('rate_limited', 61.1, 1000);
select is(pg_temp.wait(20, 3660.9), '100 provider_rate_limited', 'F4 an hour is an hour, and a shorter wish does not shorten a longer one');
select is((select s.wait_ms from worker.spend_budget((select other from account), 20, as_of => '2026-06-01T12:01:30Z') s), 0, 'F4 other mailboxes are not paused');
select pg_temp.report('rate_limited', 4000, 99999999999);
select is((pg_temp.limits()).paused_until, '2026-06-01T12:00:00Z'::timestamptz + interval '4000 seconds 1 day', 'F4 nobody is paused for more than a day at once');
select pg_temp.anew();
select pg_temp.must_report(0);
select pg_temp.report('rate_limited', 0), pg_temp.report('rate_limited', 0.1), pg_temp.report('rate_limited', 0.2);
select is((pg_temp.limits()).refused_count, 1, 'F4 calls refused together are one refusal');
select ok((pg_temp.limits()).paused_until between '2026-06-01T12:00:01Z' and '2026-06-01T12:00:01.25Z', 'F4 without Retry-After the first pause is a second');
select pg_temp.report('rate_limited', 10), pg_temp.report('rate_limited', 20), pg_temp.report('rate_limited', 40);
select ok((pg_temp.limits()).paused_until between '2026-06-01T12:00:48Z' and '2026-06-01T12:00:50Z', 'F4 the fourth eight');
select is(pg_temp.must_report(100), true, 'what went wrong before is not forgotten by itself');
select pg_temp.report('ok', 100);
select is(pg_temp.must_report(101), false, 'F4 but by a success');

-- the circuit
select pg_temp.anew();
select pg_temp.must_report(0);
select pg_temp.report('failed', 1), pg_temp.report('failed', 2);
select is(pg_temp.wait(20, 2), '0', 'F5 two failures are bad luck');
select pg_temp.report('failed', 3);
select is(pg_temp.wait(20, 4), '29000 provider_circuit_open', 'F5 the third in a row opens the circuit');
select is(pg_temp.wait(20, 33), '0', 'F5 after half a minute one call may try');
select is(pg_temp.wait(20, 33), '30000 provider_circuit_open', 'F5 and only one');
select pg_temp.report('failed', 34);
select is(pg_temp.wait(20, 63.5), '500 provider_circuit_open', 'F5 when it fails too, another in half a minute');
select pg_temp.wait(20, 64), pg_temp.report('ok', 64.1);
select is(pg_temp.wait(20, 64.2), '0', 'F5 a success closes the circuit');
select throws_ok($$ select pg_temp.report('maybe', 1) $$, 'P0001', 'Unknown outcome maybe', 'an unknown outcome is refused');
select tests.become('ada');
select throws_ok($$ select worker.spend_budget(gen_random_uuid(), 1) $$, '42501', null, 'people may not spend');

select * from finish();
