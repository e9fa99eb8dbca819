-- Notifications of 0190: one for each incident, read by whom they are for.
select plan(17);
select tests.cast_of_acme();
create temporary table account on commit drop as select tests.connection('ada') as id;
grant select on account to authenticated;
create function pg_temp.status(wanted text) returns void language sql as $$
  update public.connections set status = wanted, status_reason = case when wanted <> 'active' then 'grant_revoked' end where id = (select id from account)
$$;

select pg_temp.status('error');
select results_eq($$ select owner_id, workspace_id, kind, sentence, connection_id = (select id from account), read_at, resolved_at from public.notifications $$,
  $$ values (tests.id('ada'), tests.id('acme'), 'connection_needs_reconnect', 'The account Ada can no longer be used: its permission has ended', true, null::timestamptz, null::timestamptz) $$,
  'CON-5 an account that gets into error tells its owner');
select matches((select cure from public.notifications), 'Connect it again', 'and what to do');
update public.connections set status = 'error', status_reason = 'again';
select is((select count(*) from public.notifications), 1::bigint, 'CON-5 F12 once, however often it is found');
select pg_temp.status('active');
select isnt((select resolved_at from public.notifications), null, 'it is closed when the account works again');
select pg_temp.status('error');
select results_eq('select count(*), count(resolved_at) from public.notifications', 'values (1::bigint, 0::bigint)', 'an incident that comes back at once is the same one');
select pg_temp.status('active');
update public.notifications set created_at = now() - interval '2 hours';
select pg_temp.status('error');
select results_eq('select count(*), count(resolved_at) from public.notifications', 'values (2::bigint, 1::bigint)', 'one that comes back later is another');
select private.notify('connection_needs_reconnect', c, now() + interval '9 days') from public.connections c where c.id = (select id from account);
select is((select count(*) from public.notifications), 2::bigint, 'an open one is not told again, however old');
select pg_temp.status('paused');
select pg_temp.status('disconnected');
select is((select count(*) from public.notifications where resolved_at is null), 0::bigint, 'nothing is left to do for a disconnected account');

select tests.become('ada');
select is((select count(*) from public.list_notifications()), 2::bigint, 'its owner reads the list');
select is((select count(*) from public.list_notifications(page_size => 1)), 1::bigint, 'in pages');
select is((select count(*) from public.list_notifications(before_notification_id => (select id from public.list_notifications(page_size => 1)))), 1::bigint, 'by key');
select is(public.mark_notifications_read(array[(select id from public.list_notifications(page_size => 1)), gen_random_uuid()]), 1, 'and marks what is read');
select is((select count(*) from public.list_notifications()), 1::bigint, 'which leaves the unread list');
select is((select count(*) from public.list_notifications(only_unread => false)), 2::bigint, 'and stays in the whole one');
select throws_ok($$ update public.notifications set read_at = null $$, '42501', null, 'read is no plain column');
create temporary table hers on commit drop as select id from public.notifications;
grant select on hers to authenticated;
select tests.become('ben');
select is_empty('select 1 from public.list_notifications(only_unread => false)', 'a team-mate sees none of it');
select is(public.mark_notifications_read(array(select id from hers)), 0, 'and marks nothing');

select * from finish();
