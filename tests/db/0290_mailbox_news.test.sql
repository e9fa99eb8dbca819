-- Pushes, polls, watches, audits and the verbs of a mailbox: 0290, 0292, 0294 (ING-1, ING-10, NEW-1, F7, F8).
select plan(44);
select tests.cast_of_acme();
create temporary table account as select tests.connection('ada') as id, tests.connection('ben') as other;
grant select on account to public;
select private.start_mail_sync(id), private.start_mail_sync(other) from account;
create function pg_temp.jobs(kind text) returns bigint language sql as $$
  select count(*) from private.jobs where queue = 'sync-gmail' and payload ->> 'kind' = kind and connection_id = (select id from account) $$;
create function pg_temp.push(event text, history text, address text default 'ada@acme.test', as_of timestamptz default '2026-06-01T12:00:00Z') returns text
language sql as $$ select worker.receive_gmail_push(event, address, history, as_of) $$;
create function pg_temp.notified() returns text language sql as $$ select notified_cursor::text from private.sync_cursors where connection_id = (select id from account) $$;
update private.sync_cursors set state = 'live', cursor = 100, checked_at = '2026-06-01T12:00:00Z';
delete from private.jobs where queue = 'sync-gmail';

-- pushes
select is(pg_temp.push('p1', '110', 'Ada@Acme.test'), 'stored', 'ING-1 a push is taken, whatever the case of its address');
select is(pg_temp.jobs('sync'), 1::bigint, 'ING-1 and its mailbox will be read');
select is(pg_temp.push('p1', '110'), 'duplicate', 'F7 a repeat is told');
select is(pg_temp.push('p2', '18446744073709551615'), 'stored', 'the largest position there is');
select is(pg_temp.push('p3', '105'), 'stored', 'F8 a push that comes late');
select is(pg_temp.notified(), '18446744073709551615', 'F8 does not take the position back');
select is(pg_temp.jobs('sync'), 1::bigint, 'F7 many pushes are one job');
delete from private.jobs where queue = 'sync-gmail';
select is(pg_temp.push('p4', '100'), 'stored', 'F8 a push of what has been read');
select is(pg_temp.jobs('sync'), 0::bigint, 'F8 has no effect');
select is(pg_temp.push('p5', '110', 'nobody@acme.test'), 'unknown', 'a push for an address nobody connected is taken');
select results_eq($$ select last_error ->> 'slug', body, state from private.webhook_inbox where provider_event_id = 'p5' $$, $$ values ('mailbox_unknown', null::bytea, 'done') $$, 'told, and dropped');
select pg_temp.push('p6', '120');
select (select lease_token from worker.claim_jobs('sync-gmail', 'w', 1)) is not null;
select pg_temp.push('p7', '130'), pg_temp.push('p8', '140');
select results_eq($$ select state, held_by::text from private.jobs where queue = 'sync-gmail' order by state $$, $$ values ('leased', null), ('waiting', null) $$,
  'ING-1 what comes while the mailbox is read is read afterwards');
select is((select count(*) from worker.claim_jobs('sync-gmail', 'w2', 1)), 0::bigint, 'ING-1 by one worker at a time');
delete from private.jobs where queue = 'sync-gmail';

-- polls
update private.sync_cursors set notified_at = '2026-06-01T12:00:00Z', checked_at = '2026-06-01T12:00:00Z' where connection_id = (select id from account);
update private.sync_cursors set checked_at = '2026-06-01T12:25:00Z', notified_at = null where connection_id = (select other from account);
select is(private.poll_mailboxes('2026-06-01T12:29:00Z'), 0, 'ING-10 who was told lately is not asked, nor who was read four minutes ago');
select is(private.poll_mailboxes('2026-06-01T12:29:40Z'), 1, 'ING-10 a silent mailbox is read every five minutes');
select is(private.poll_mailboxes('2026-06-01T12:31:00Z'), 2, 'ING-10 also one whose last push is half an hour old');
select is((select count(*) from private.jobs where queue = 'sync-gmail' and payload ->> 'kind' = 'sync'), 2::bigint, 'ING-10 however often: one job each');
update private.sync_cursors set notified_at = '2026-06-01T12:59:00Z' where connection_id = (select id from account);
update private.sync_cursors set checked_at = '2026-06-01T13:05:00Z' where connection_id = (select other from account);
select is(private.poll_mailboxes('2026-06-01T13:01:00Z'), 1, 'ING-10 and every mailbox once an hour, whatever it is told');
update private.sync_cursors set checked_at = '2026-06-01T13:00:00Z';
select is(private.poll_mailboxes('2026-06-01T14:30:00Z', 1), 1, 'ING-10 a bounded part at a time');
update public.connections set status = 'paused' where id = (select id from account);
select is(private.poll_mailboxes('2026-06-01T14:30:00Z'), 1, 'ING-10 a paused account is left alone');
update public.connections set status = 'active' where id = (select id from account);
select is(private.silent_mailboxes('2026-06-01T14:30:00Z'), 0::bigint, 'an hour and a half is no silence yet');
select is(private.silent_mailboxes('2026-06-01T15:01:00Z'), 2::bigint, 'two hours are');

-- watches
delete from private.jobs where queue = 'sync-gmail';
select is(private.renew_watches('2026-06-01T12:00:00Z'), 2, 'ING-1 renew_watches() asks for what was never watched');
select is(private.renew_watches('2026-06-01T12:30:00Z'), 0, 'ING-1 not again within the hour');
select is(private.renew_watches('2026-06-01T13:00:01Z'), 2, 'ING-1 and again while it fails');
select worker.save_watch(id, '2026-06-08T13:00:00Z', array['Ada@Alias.test', 'not an address'], as_of => '2026-06-01T13:10:00Z') from account;
select is(private.renew_watches('2026-06-02T12:00:00Z'), 1, 'ING-1 what was renewed yesterday is left alone');
select is(private.renew_watches('2026-06-02T13:10:01Z', 1), 1, 'ING-1 until a day has passed');
select is((select own_addresses from public.connections where id = (select id from account)), array['ada@acme.test', 'ada@alias.test'], 'ING-1 aliases count as the owner''s own');
select is(private.expiring_watches('2026-06-06T12:00:00Z'), 0::bigint, 'two days and an hour are left');
select is(private.expiring_watches('2026-06-06T14:00:00Z'), 1::bigint, 'ING-1 the alarm: less than two days');

-- audits
delete from private.jobs where queue = 'sync-gmail';
select tests.deliver((select id from account), jsonb_build_array(
  tests.mail('a1', '{"labels": ["INBOX"], "received_at": "2026-06-01T10:00:00Z"}'), tests.mail('a2', '{"labels": ["INBOX"], "received_at": "2026-06-01T11:00:00Z"}'),
  tests.mail('junk', '{"labels": ["SPAM"], "received_at": "2026-06-01T11:00:00Z"}')));
select is(private.audit_mailboxes('2026-06-02T01:10:00Z'), 2, 'NEW-1 audit_mailboxes() compares every mailbox');
update private.jobs set run_at = now() where queue = 'sync-gmail';
create temporary table held as select j.id, j.lease_token as token, j.connection_id, j.payload from worker.claim_jobs('sync-gmail', 'w', 10) j;
delete from held where connection_id <> (select id from account);
select is((select payload - 'kind' from held), '{"from_on": "2026-05-26", "to_on": "2026-06-02"}', 'NEW-1 of the last week');
select is(worker.absent_messages((select id from account), '2026-06-01', '2026-06-02', array['a1']), array['a2'], 'NEW-1 what a list lacks is to be asked for; spam is not in the list');
select is(worker.absent_messages((select id from account), '2026-06-01', '2026-06-02', array['a1'], true), array['a2', 'junk'], 'F9 nor is what was emptied out of spam or trash, when the list has both');
select is(worker.listed_labels((select id from account), '2026-06-01', '{"UNREAD": ["a1"], "INBOX": ["a1", "a2", "junk"], "SPAM": []}'),
  '[{"id": "a1", "labels": ["INBOX", "UNREAD"]}, {"id": "junk", "labels": ["INBOX"]}]'::jsonb, 'F9 labels are compared by lists');
select is(worker.save_audit((select id from held), (select token from held), '2026-06-01', array['a1', 'a2', 'lost'], '{}', array['a2'], '{}', '2026-06-02T02:00:00Z'), 1, 'NEW-1 one is missing');
select tests.become('ada');
select results_eq('select direction, provider_count, stored_count, repaired_count, missing_count from public.mailbox_audits order by direction',
  $$ values ('inbound', 3, 2, 1, 1), ('outbound', 0, 0, 0, 0) $$, 'NEW-1 its owner reads the proof');
select tests.become('ben');
select is_empty('select 1 from public.mailbox_audits', 'and nobody else');
select tests.become_nobody();
select is(private.missing_messages('2026-06-02T03:00:00Z'), 1::bigint, 'NEW-1 what stays missing raises the alarm');

-- verbs
delete from private.jobs where queue = 'sync-gmail';
update private.sync_cursors set checked_at = now() - interval '1 minute', backfill_state = 'done', read_count = 7, page_token = 'p';
select tests.become('ada');
select is((select read_count from public.list_syncs(tests.id('acme'))), 7, 'ING-1 list_syncs() shows its owner how far it is');
select public.sync_now(id), public.sync_mailbox_since(id), public.audit_mailbox(id) from account;
select throws_ok($$ select public.audit_mailbox(id, '2026-01-01', '2026-06-01') from account $$, 'PT422', 'audit_window_invalid', 'half a year at once is too much');
select throws_ok($$ select public.sync_now(other) from account $$, 'PT404', 'connection_not_found', 'nobody reads a team-mate''s mailbox');
select tests.become_nobody();
select bag_eq($$ select payload ->> 'kind' || priority from private.jobs where queue = 'sync-gmail' $$, array['sync-1', 'backfill0', 'audit0'], 'ING-10 sync_now() goes before everything else');
update private.sync_cursors set checked_at = now();
select tests.become('ada');
select throws_ok($$ select public.sync_now(id) from account $$, 'PT429', 'sync_too_soon', 'ING-10 but not over and over');

select * from finish();
