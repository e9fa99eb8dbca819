-- Profiles of 0100: read by team-mates, changed by the person.
select plan(17);
select tests.cast_of_acme();

select tests.become('ada');
select set_eq('select display_name from public.profiles', array['Ada', 'Ben', 'Eve'], 'TEN-1 Ada reads herself and her team-mates, not ex-members and strangers');
select lives_ok($$ update public.profiles set display_name = 'Ada L.', time_zone = 'Europe/Berlin', locale = 'de-DE',
  working_hours = '{"mon":[["08:00","16:00"]]}' where id = tests.id('ada') $$, 'TEN-1 Ada changes name, zone, locale and working hours');
select is((select time_zone::text from public.profiles where id = tests.id('ada')), 'Europe/Berlin', 'TEN-1 and they are changed');
select throws_ok($$ update public.profiles set time_zone = 'Mars/Olympus' where id = tests.id('ada') $$, 'PT422', 'time_zone_unknown', 'TEN-1 an unknown zone is refused');
select throws_ok($$ update public.profiles set time_zone = 'Mars/Olympus+3' where id = tests.id('ada') $$, 'PT422', 'time_zone_unknown',
  'TEN-1 a name that only looks like an offset is refused');
select throws_ok($$ update public.profiles set working_hours = '{"mon":[["17:00","09:00"]]}' where id = tests.id('ada') $$, 'PT422', 'working_hours_invalid',
  'TEN-1 malformed working hours are refused');
select throws_ok($$ update public.profiles set display_name = '   ' where id = tests.id('ada') $$, '23514', null, 'TEN-1 an empty name is refused');
select throws_ok($$ update public.profiles set locale = 'not a tag' where id = tests.id('ada') $$, '23514', null, 'TEN-1 a locale is a language tag');
select throws_ok($$ update public.profiles set email = 'eve@evil.test' where id = tests.id('ada') $$, '42501', null, 'the address belongs to Auth');
select throws_ok($$ insert into public.profiles (id, email, display_name) values (gen_random_uuid(), 'x@y.test', 'X') $$, '42501', null, 'nobody inserts a profile');
select throws_ok($$ delete from public.profiles $$, '42501', null, 'nobody deletes a profile');
update public.profiles set display_name = 'Not Ben' where id = tests.id('ben');

select tests.become('cy');
select set_eq('select display_name from public.profiles', array['Cy'], 'Cy reads only himself');
update public.profiles set display_name = 'Not Ada' where id = tests.id('ada');
select tests.become('dan');
select set_eq('select display_name from public.profiles', array['Dan'], 'Dan, who left, reads only himself');
select tests.become_anon();
select throws_ok('select * from public.profiles', '42501', null, 'anon reads no profile');
select tests.become_worker();
select is((select count(*) from public.profiles), 5::bigint, 'the worker reads every profile');
select throws_ok($$ update public.profiles set display_name = 'x' $$, '42501', null, 'the worker changes none');

select tests.become_nobody();
select set_eq('select display_name from public.profiles', array['Ada L.', 'Ben', 'Cy', 'Dan', 'Eve'], 'control: the rows are there and nobody else changed them');

select * from finish();
