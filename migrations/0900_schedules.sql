-- Every schedule, each with its reason. A schedule calls one SQL function with the moment as its argument; all are safe
-- to run twice, late, or not at all. cron.schedule() with a known name replaces the line, so this file can run again.

-- a lost ring must cost seconds, and a dead worker's job must come back within its lease plus these
select cron.schedule('sweep-jobs', '5 seconds', $$select private.sweep(now())$$);
-- a nudge is planned within half a minute of its moment; the tick reads one partial index
select cron.schedule('plan-nudges', '30 seconds', $$select private.plan_nudges(now())$$);
-- an approved mail whose job died is looked up again and stays visible until settled
select cron.schedule('settle-outbox', '*/5 * * * *', $$select private.settle_outbox(now())$$);
-- a nudge whose draft job was lost is drafted after all, or fails where its owner sees it
select cron.schedule('settle-drafts', '*/5 * * * *', $$select private.settle_drafts(now())$$);
-- whatever was missed is found again once a day, at an hour when nothing else runs
select cron.schedule('recheck-waiting', '20 3 * * *', $$select private.recheck_waiting_conversations(now())$$);
-- finished jobs are history after a week
select cron.schedule('trim-jobs', '40 3 * * *', $$delete from private.jobs where finished_at < now() - interval '7 days'$$);
-- pg_cron never trims its own log: a five-second line writes 17,280 rows a day
select cron.schedule('trim-cron-log', '50 * * * *', $$delete from cron.job_run_details where end_time < now() - interval '6 hours'$$);
