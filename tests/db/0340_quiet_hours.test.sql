-- quiet_until() of 0340: local wall time, so that it holds across daylight saving.
select plan(27);

create function pg_temp.until(zone text, moment text, starts time default '20:00', ends time default '07:00') returns text
language sql as $$ select to_char(private.quiet_until(zone, starts, ends, moment::timestamptz) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') $$;

select is(pg_temp.until('UTC', '2026-06-01T12:00Z'), null, 'noon is not quiet');
select is(pg_temp.until('UTC', '2026-06-01T19:59:59Z'), null, 'the second before is not quiet');
select is(pg_temp.until('UTC', '2026-06-01T20:00Z'), '2026-06-02 07:00', 'quiet hours begin with their first second');
select is(pg_temp.until('UTC', '2026-06-02T06:59:59Z'), '2026-06-02 07:00', 'the early morning belongs to the same night');
select is(pg_temp.until('UTC', '2026-06-02T07:00Z'), null, 'quiet hours end before their last moment');
select is(pg_temp.until('UTC', '2026-06-02T12:30Z', '12:00', '13:00'), '2026-06-02 13:00', 'quiet hours may lie within a day');
select is(pg_temp.until('UTC', '2026-06-02T13:00Z', '12:00', '13:00'), null, 'and end there');
select is(pg_temp.until('UTC', '2026-06-02T03:00Z', '09:00', '09:00'), null, 'equal ends mean no quiet hours');

-- Berlin: summer time begins 2026-03-29 02:00 and ends 2026-10-25 03:00
select is(pg_temp.until('Europe/Berlin', '2026-03-28T21:00Z'), '2026-03-29 05:00', 'Berlin: the short night ends at seven summer time');
select is(pg_temp.until('Europe/Berlin', '2026-10-24T21:00Z'), '2026-10-25 06:00', 'Berlin: the long night ends at seven winter time');
select is(pg_temp.until('Europe/Berlin', '2026-10-25T00:30Z'), '2026-10-25 06:00', 'Berlin: half past two, the first');
select is(pg_temp.until('Europe/Berlin', '2026-10-25T01:30Z'), '2026-10-25 06:00', 'Berlin: half past two, the second');
select is(pg_temp.until('Europe/Berlin', '2026-03-28T23:00Z', '20:00', '02:30'), '2026-03-29 01:30', 'Berlin: an end the clocks skip is an hour later');
-- New York: 2026-03-08 and 2026-11-01
select is(pg_temp.until('America/New_York', '2026-03-08T02:00Z'), '2026-03-08 11:00', 'New York: spring');
select is(pg_temp.until('America/New_York', '2026-11-01T02:00Z'), '2026-11-01 12:00', 'New York: autumn');
select is(pg_temp.until('America/New_York', '2026-11-01T05:45Z', '20:00', '01:30'), null, 'New York: a quarter to two, the first, is past half past one');
select is(pg_temp.until('America/New_York', '2026-11-01T06:15Z', '20:00', '01:30'), '2026-11-01 06:30', 'New York: a quarter past one comes twice');
-- Kolkata has no summer time and half an hour of its own
select is(pg_temp.until('Asia/Kolkata', '2026-03-29T14:29Z'), null, 'Kolkata: one minute to eight in the evening');
select is(pg_temp.until('Asia/Kolkata', '2026-03-29T14:30Z'), '2026-03-30 01:30', 'Kolkata: eight in the evening');
-- Lord Howe moves by half an hour: 2026-04-05 and 2026-10-04
select is(pg_temp.until('Australia/Lord_Howe', '2026-04-04T12:00Z'), '2026-04-04 20:30', 'Lord Howe: the night winter time begins');
select is(pg_temp.until('Australia/Lord_Howe', '2026-10-03T12:00Z'), '2026-10-03 20:00', 'Lord Howe: the night summer time begins');

-- What must hold anywhere, at any moment of a year, an hour apart
create temporary table nights as
  select zone, moment, starts, ends, private.quiet_until(zone, starts, ends, moment) as ends_at
  from unnest(array['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Casablanca', 'Europe/Dublin']) zone,
    (values (time '20:00', time '07:00'), ('22:30', '02:30'), ('00:00', '01:00'), ('12:00', '13:30')) hours (starts, ends),
    generate_series('2026-01-01T00:00Z'::timestamptz, '2026-12-31T23:45Z', '1 hour') moment;
select is((select count(*) from nights where ends_at <= moment), 0::bigint, 'quiet hours never end in the past');
select is((select count(*) from nights where ends_at > moment + interval '13 hours'), 0::bigint, 'quiet hours never last a day');
select is((select count(*) from nights where private.quiet_until(zone, starts, ends, ends_at) is not null), 0::bigint,
  'when quiet hours end it is not quiet, so nothing waits for ever');
select ok((select count(*) > 10000 from nights where ends_at is not null) and (select count(*) > 10000 from nights where ends_at is null),
  'both were tried');

-- outgoing_hash: what an approval is bound to
select isnt(private.outgoing_hash('a', 'b', 'c'), private.outgoing_hash('ab', '', 'c'), 'NEW-7 the hash tells fields apart');
select is(private.outgoing_hash('a', 'b', 'c'), private.outgoing_hash('a', 'b', 'c'), 'NEW-7 the hash of the same is the same');

select * from finish();
