-- Alerts of 0906 (OPS-3): opened once, kept, closed after calm, never flapping. Moments are passed, not waited for.
select plan(23);
select tests.cast_of_acme();
insert into private.queues (name, function_slug) values ('test', 'health');
-- only the rule under test speaks
update private.alert_rules set is_active = (name = 'queue_is_behind');
create function pg_temp.at(minutes numeric) returns timestamptz language sql as $$ select now() + minutes * interval '1 minute' $$;
create function pg_temp.due(minutes numeric) returns void language sql as $$
  delete from private.jobs; insert into private.jobs (queue, run_at) values ('test', pg_temp.at(minutes)) $$;
create function pg_temp.alerts() returns table (subject text, value numeric, worst numeric, is_open boolean) language sql as $$
  select subject, value, worst_value, closed_at is null from private.alerts order by opened_at $$;

select is(private.raise_alerts(now()), 0, 'OPS-3 nothing is wrong: no alert');
select pg_temp.due(0);
select is(private.raise_alerts(pg_temp.at(5)), 0, 'OPS-3 on the threshold: no alert');
select is(private.raise_alerts(pg_temp.at(6)), 1, 'OPS-3 above it: an alert');
select results_eq('select * from pg_temp.alerts()', $$ values ('test', 360::numeric, 360::numeric, true) $$, 'OPS-3 it names the queue and the value');
select private.raise_alerts(pg_temp.at(6)), private.raise_alerts(pg_temp.at(7)), private.raise_alerts(pg_temp.at(7));
select results_eq('select * from pg_temp.alerts()', $$ values ('test', 420::numeric, 420::numeric, true) $$, 'OPS-3 it is not repeated while it lasts');
select results_eq('select opened_at, seen_at from private.alerts', 'select pg_temp.at(6), pg_temp.at(7)', 'it says since when, and when it was last so');
select throws_ok($$ insert into private.alerts (rule, subject, value, worst_value, opened_at, seen_at) values ('queue_is_behind', 'test', 1, 1, now(), now()) $$,
  '23505', null, 'OPS-3 a rule has one open alert for a subject');

-- between the two thresholds it neither opens nor closes
select pg_temp.due(6);
select private.raise_alerts(pg_temp.at(8)), private.raise_alerts(pg_temp.at(20) - interval '11 minutes');
select results_eq('select value, worst, is_open from pg_temp.alerts()', $$ values (180::numeric, 420::numeric, true) $$, 'OPS-3 below the threshold and not yet calm it stays open');
select is((select calm_since from private.alerts), null, 'and is not calm');

-- calm, but not for long enough
delete from private.jobs;
select private.raise_alerts(pg_temp.at(10)), private.raise_alerts(pg_temp.at(13));
select results_eq('select calm_since, closed_at from private.alerts', 'select pg_temp.at(10), null::timestamptz', 'OPS-3 calm for three minutes it stays open');
select pg_temp.due(7);
select private.raise_alerts(pg_temp.at(14));
select results_eq('select calm_since, closed_at is null from private.alerts', $$ values (null::timestamptz, true) $$, 'OPS-3 what comes back within five minutes is the same alert');
delete from private.jobs;
select private.raise_alerts(pg_temp.at(15)), private.raise_alerts(pg_temp.at(20));
select results_eq('select closed_at, worst_value from private.alerts', 'select pg_temp.at(20), 420::numeric', 'OPS-3 calm for five minutes it closes, and keeps its worst value');
select private.raise_alerts(pg_temp.at(21));
select results_eq('select closed_at from private.alerts', 'select pg_temp.at(20)', 'OPS-3 a closed alert is left alone');
select pg_temp.due(20);
select private.raise_alerts(pg_temp.at(30));
select results_eq('select worst, is_open from pg_temp.alerts()', $$ values (420::numeric, false), (600, true) $$, 'OPS-3 what happens again later is another alert');

-- late by hours, then caught up: one row, no burst
select is(private.raise_alerts(pg_temp.at(600)), 1, 'OPS-3 a run that is hours late keeps the one alert');
select is((select count(*) from private.alerts where closed_at is null), 1::bigint, 'OPS-3 and opens no other');

-- a rule that is off, a subject that went
update private.alert_rules set is_active = false;
select private.raise_alerts(pg_temp.at(601)), private.raise_alerts(pg_temp.at(602));
select is((select count(*) from private.alerts where closed_at is null), 0::bigint, 'OPS-3 a rule that is switched off closes its alert');
update private.alert_rules set is_active = true where name = 'jobs_are_dead';
insert into private.jobs (queue, state, finished_at) values ('test', 'dead', now());
select is(private.raise_alerts(pg_temp.at(700)), 1, 'OPS-3 one dead job is worth an alert');
delete from private.jobs;
delete from private.queues where name = 'test';
select private.raise_alerts(pg_temp.at(701)), private.raise_alerts(pg_temp.at(706));
select is((select count(*) from private.alerts where closed_at is null), 0::bigint, 'OPS-3 what is about a queue that went closes');

select is_empty('select name from private.alert_rules where length(meaning) < 20 or length(cure) < 20', 'OPS-3 every rule says what happened and what to do');
select is(private.trim_alerts(pg_temp.at(706) + interval '90 days', 1), 1, 'OPS-2 trim_alerts() is bounded and forgets after ninety days');
select is((select count(*) from private.alerts), 2::bigint, 'OPS-2 one a run here');
select is(private.trim_alerts(pg_temp.at(0) + interval '89 days'), 0, 'OPS-2 and not before');

select * from finish();
