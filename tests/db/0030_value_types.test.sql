-- Value types of 0030: what they take, and the one slug with which they refuse.
select plan(23);

select has_domain('public', 'time_zone', 'time_zone is a domain');
select lives_ok($$ select 'Europe/Berlin'::public.time_zone, 'America/Argentina/Buenos_Aires'::public.time_zone, 'UTC'::public.time_zone,
    'America/Port-au-Prince'::public.time_zone, 'Etc/GMT-14'::public.time_zone $$,
  'time_zone takes IANA names');
select throws_ok($$ select 'Mars/Olympus'::public.time_zone $$, 'PT422', 'time_zone_unknown', 'time_zone refuses a name nobody knows');
select throws_ok($$ select 'CEST'::public.time_zone $$, 'PT422', 'time_zone_unknown', 'time_zone refuses abbreviations, which have no summer time');
select throws_ok($$ select 'EST5EDT,M3.2.0,M11.1.0'::public.time_zone $$, 'PT422', 'time_zone_unknown', 'time_zone refuses POSIX rules');
select throws_ok($$ select 'Mars/Olympus+3'::public.time_zone $$, 'PT422', 'time_zone_unknown', 'time_zone refuses POSIX rules that look like a name');
select throws_ok($$ select 'Etc/GMT+13'::public.time_zone $$, 'PT422', 'time_zone_unknown', 'time_zone refuses offsets IANA does not name');
select throws_ok($$ select ''::public.time_zone $$, 'PT422', 'time_zone_unknown', 'time_zone refuses the empty name');
select lives_ok($$ select null::public.time_zone $$, 'time_zone may be null');

select lives_ok($$ select 'bob+offers@globex.test'::public.email_address, 'jörg@müller.test'::public.email_address $$,
  'email_address takes plus signs and international letters');
select throws_ok($$ select 'Bob@globex.test'::public.email_address $$, 'PT422', 'email_address_invalid', 'email_address is lower case');
select throws_ok($$ select 'bob'::public.email_address $$, 'PT422', 'email_address_invalid', 'email_address needs a domain');
select throws_ok($$ select 'bob@globex.test, eve@evil.test'::public.email_address $$, 'PT422', 'email_address_invalid',
  'email_address is one address, never a list');
select throws_ok($$ select (repeat('a', 65) || '@globex.test')::public.email_address $$, 'PT422', 'email_address_invalid',
  'email_address keeps the length limits of RFC 5321');

select lives_ok($$ select 'acme-2'::public.slug $$, 'slug takes words and digits');
select throws_ok($$ select 'Acme 2'::public.slug $$, '23514', null, 'slug refuses capitals and spaces');
select throws_ok($$ select '-acme'::public.slug $$, '23514', null, 'slug refuses a leading hyphen');

select lives_ok($$ select '{"mon":[["09:00","12:00"],["13:00","24:00"]],"sun":[]}'::public.working_hours $$,
  'working_hours takes rising intervals up to midnight');
select throws_ok($$ select '{"mon":[["09:00","12:00"],["11:00","17:00"]]}'::public.working_hours $$, 'PT422', 'working_hours_invalid',
  'working_hours refuses overlapping intervals');
select throws_ok($$ select '{"mon":[["17:00","09:00"]]}'::public.working_hours $$, 'PT422', 'working_hours_invalid',
  'working_hours refuses an interval that ends before it starts');
select throws_ok($$ select '{"monday":[]}'::public.working_hours $$, 'PT422', 'working_hours_invalid', 'working_hours refuses unknown days');
select throws_ok($$ select '{"mon":[["9","17"]]}'::public.working_hours $$, 'PT422', 'working_hours_invalid', 'working_hours refuses malformed times');
select throws_ok($$ select '[]'::public.working_hours $$, 'PT422', 'working_hours_invalid', 'working_hours refuses anything but an object');

select * from finish();
