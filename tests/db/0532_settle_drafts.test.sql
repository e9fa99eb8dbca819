-- Nothing waits unseen for a draft (0530), and failed nudges can be given up or revived (0540).
select plan(11);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account;
select tests.deliver(account, tests.own_mail('q', '{"provider_thread_id": "t"}'), '2026-06-03T12:00Z') from story;
create function pg_temp.nudge() returns public.nudges language sql as $$ select n from public.nudges n order by id desc limit 1 $$;
create function pg_temp.jobs() returns text language sql as $$ select string_agg(state, ',' order by id) from private.jobs where queue = 'draft-nudge' $$;
grant select on story to public;
grant execute on function pg_temp.nudge() to public;

select is((pg_temp.nudge()).status || ' ' || pg_temp.jobs(), 'pending waiting', 'FUP-2 control: a planned nudge has a job for its draft');
select private.settle_drafts(now() + interval '1 hour');
select is(pg_temp.jobs(), 'waiting', 'FUP-2 a nudge whose job waits gets no second one');
delete from private.jobs;
select private.settle_drafts(now() + interval '1 minute');
select is(pg_temp.jobs(), null, 'FUP-2 a moment is left for the job to appear');
select private.settle_drafts(now() + interval '1 hour');
select private.settle_drafts(now() + interval '1 hour');
select is(pg_temp.jobs(), 'waiting', 'FUP-2 a lost job is made again, once');

update private.jobs set state = 'dead', finished_at = now();
select private.settle_drafts(now() + interval '1 hour');
select is((pg_temp.nudge()).status || ' ' || (pg_temp.nudge()).status_reason, 'failed worker_lost', 'FUP-2 a draft whose worker kept dying fails where its owner sees it');
select is((select reason from public.conversations c, private.nudge_decision(c.id, '2026-06-03T13:00Z')), 'failed_before', 'and no new nudge is planned for the same last word');

select tests.become('ada');
select is((public.edit_nudge((pg_temp.nudge()).id, 0, 'Any news, Bob?')).status, 'drafted', 'FUP-3 the owner writes it instead');
select tests.become_nobody();
update public.nudges set status = 'failed', status_reason = 'worker_lost';
select tests.deliver(account, tests.own_mail('q2', '{"provider_thread_id": "t", "sent_at": "2026-06-03T12:30Z"}'), '2026-06-05T12:00Z') from story;
select is((select string_agg(status, ',' order by id) from public.nudges), 'failed,pending', 'control: another last word has a nudge of its own');
select tests.become('ada');
select throws_ok($$ select public.edit_nudge((select id from public.nudges where status = 'failed'), 1, 'Hello?') $$, 'PT409', 'nudge_superseded', 'FUP-3 a failed nudge is not revived beside a newer one');
select is((public.cancel_nudge((select id from public.nudges where status = 'failed'))).status, 'cancelled', 'FUP-3 but it can be given up');
select is((select status from public.nudges where id = (pg_temp.nudge()).id), 'pending', 'FUP-3 and the newer one stands');
select * from finish();
