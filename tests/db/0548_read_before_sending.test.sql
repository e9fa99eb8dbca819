-- Reading before sending, 0548 (FUP-5): nothing leaves while the answer may lie unread at the provider.
select plan(8);
select tests.cast_of_acme();
update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00' where id = tests.id('acme');
create temporary table story as select tests.connection('ada') as account, null::uuid as n, null::uuid as o;
grant select on story to public;
select tests.deliver(account, tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '3 days', 'provider_thread_id', 't')), now()) from story;
update story set n = (select id from public.nudges);
create function pg_temp.draft() returns void language sql as $$
  select worker.save_nudge_draft(n, 0, '{"body": "Any news?"}', '{"action": "draft_nudge", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from story $$;
select pg_temp.draft();
select tests.become('ada');
select public.approve_nudge(n, 1) from story;
select tests.become_nobody();
update story set o = (select id from public.outbound_messages);

update public.connections set provider = 'gmail' where id = (select account from story);
insert into private.sync_cursors (connection_id, stream, workspace_id, owner_id, state, cursor, backfill_state, checked_at)
select c.id, 'mail', c.workspace_id, c.owner_id, 'live', 1, 'done', now() - interval '2 hours' from public.connections c where c.id = (select account from story);
delete from private.jobs where queue = 'sync-gmail';
create function pg_temp.begin() returns jsonb language sql as $$ select worker.begin_send(o, now() + interval '1 minute') from story $$;
create temporary table answers as select 'stale' as name, pg_temp.begin() as answer;

select is((select answer ->> 'decision' from answers where name = 'stale'), 'wait', 'FUP-5 a mailbox that was not read lately is read before anything leaves');
select is((select answer ->> 'reason' from answers where name = 'stale'), 'mailbox_not_read', 'NEW-6 and the wait says why');
select is((select (answer ->> 'until')::timestamptz - now() from answers where name = 'stale'), interval '2 minutes', 'FUP-5 looked at again after a minute at most');
select results_eq($$ select unique_key like 'sync:%', priority::int from private.jobs where queue = 'sync-gmail' $$, $$ values (true, -1) $$,
  'FUP-5 the mailbox is asked for news at once');
select is((select state from public.outbound_messages), 'queued', 'FUP-4 the mail stays approved');

-- read, and nothing came
update private.sync_cursors set checked_at = now() + interval '30 seconds';
select is(pg_temp.begin() ->> 'decision', 'send', 'FUP-5 once it has been read the mail leaves');

-- an account whose mailbox nobody follows, such as an import with a token
update public.outbound_messages set state = 'queued', sending_at = null, attempts = 0;
delete from private.sync_cursors;
select is((select g.verdict from public.outbound_messages x, private.send_gate(x, now()) g), 'send', 'a mailbox that is not followed is not waited for');
select is(private.reading_due_at((select account from story), now()), null, 'reading_due_at() has nothing to say of it');

select * from finish();
