-- Every schedule, each with its reason. A schedule calls one SQL function with the moment as its argument. Each is safe to
-- run twice, late, or not at all, and does a bounded part: after downtime the next runs go on where it stopped, so there is
-- neither a gap nor a burst. pg_cron itself never makes up for a run it missed.
-- cron.schedule() with a known name replaces the line, so this file can run again.

-- a lost ring must cost seconds, and a dead worker's job must be claimed again within its lease plus five seconds: one is left for the sweep and the claim
select cron.schedule('sweep-jobs', '4 seconds', $$select private.sweep(now())$$);
-- a nudge is planned within half a minute of its moment; the tick reads one partial index
select cron.schedule('plan-nudges', '30 seconds', $$select private.plan_nudges(now())$$);
-- an approved mail whose job died is looked up again and stays visible until settled
select cron.schedule('settle-outbox', '*/5 * * * *', $$select private.settle_outbox(now())$$);
-- a nudge whose draft job was lost is drafted after all, or fails where its owner sees it
select cron.schedule('settle-drafts', '*/5 * * * *', $$select private.settle_drafts(now())$$);
-- the same for drafts of answers somebody waits for
select cron.schedule('settle-reply-drafts', '*/5 * * * *', $$select private.settle_reply_drafts(now())$$);
-- a webhook whose job ended without a word is dead, and an alert says so
select cron.schedule('settle-webhooks', '*/5 * * * *', $$select private.settle_webhooks(now())$$);
-- the poll behind the push: each calendar knows when it is next read, at most 15 minutes after the last time; the same run
-- opens a new push channel before the old one ends
select cron.schedule('plan-calendar-syncs', '* * * * *', $$select private.plan_calendar_syncs(now())$$);
-- series are written 400 days ahead and again when less than 370 are left; a bounded part each hour
select cron.schedule('roll-series', '25 * * * *', $$select private.roll_series(now())$$);
-- pushes of Gmail may be lost: a silent mailbox is read within five minutes
select cron.schedule('poll-mailboxes', '*/5 * * * *', $$select private.poll_mailboxes(now())$$);
-- Google ends a push after seven days: renewed every day, an hour's part at a time, so that they are spread
select cron.schedule('renew-watches', '15 * * * *', $$select private.renew_watches(now())$$);
-- the proof that nothing was lost: the last week of every mailbox is compared with the provider while few people work
select cron.schedule('audit-mailboxes', '10 1 * * *', $$select private.audit_mailboxes(now())$$);
-- a change of a calendar whose job died is looked up again and stays visible until settled
select cron.schedule('settle-changes', '*/5 * * * *', $$select private.settle_changes(now())$$);
-- a task comes back within a minute of the moment it was put off to
select cron.schedule('wake-tasks', '* * * * *', $$select private.wake_tasks(now())$$);
-- promises whose day has passed are due; a quarter of an hour is soon enough for a day, and some are of an hour
select cron.schedule('promises-fall-due', '*/15 * * * *', $$select private.let_promises_fall_due(now())$$);
-- a suggested meeting whose times have passed leaves the list; a quarter of an hour is soon enough
select cron.schedule('expire-event-suggestions', '*/15 * * * *', $$select private.expire_event_suggestions(now())$$);
-- who asked for it has next steps of the last hour; each person knows when theirs were made, so ten minutes spread them
select cron.schedule('make-proposals', '*/10 * * * *', $$select private.make_hourly_proposals(now())$$);
-- operators hear within a minute; every minute, because some thresholds are five
select cron.schedule('raise-alerts', '* * * * *', $$select private.raise_alerts(now())$$);
-- whatever was missed is found again within a day; 2,500 in five minutes are half of what the planner can take in the same time
select cron.schedule('recheck-waiting', '*/5 * * * *', $$select private.recheck_waiting_conversations(now())$$);
-- a workspace that has grown beyond an exact search gets a graph within the hour
select cron.schedule('plan-graphs', '5 * * * *', $$select private.plan_graphs(now())$$);
-- its graph is filled in parts of two seconds, and read when it is full
select cron.schedule('fill-graphs', '* * * * *', $$select private.fill_graphs(now())$$);
-- a graph that no longer finds what an exact search finds is not used; compared while few people work
select cron.schedule('probe-graphs', '40 2 * * *', $$select private.probe_graphs(now())$$);
-- finished jobs are history after a week; fifty thousand an hour, so that a busy week is not forgotten in one transaction
select cron.schedule('trim-jobs', '40 * * * *', $$select private.trim_jobs(now())$$);
-- late repeats of a webhook are recognised for a month, then its id is forgotten; hourly, a bounded part each
select cron.schedule('trim-webhooks', '10 * * * *', $$select private.trim_webhooks(now())$$);
-- push channels that ended a month ago are history
select cron.schedule('trim-calendar-channels', '35 3 * * *', $$select private.trim_calendar_channels(now())$$);
-- closed alerts are history after three months
select cron.schedule('trim-alerts', '30 3 * * *', $$select private.trim_alerts(now())$$);
-- pg_cron never trims its own log: a four-second line writes 21,600 rows a day
select cron.schedule('trim-cron-log', '50 * * * *', $$select private.trim_cron_log(now())$$);
-- the feed reaches back a year; hourly, a bounded part each
select cron.schedule('trim-activity', '20 * * * *', $$select private.trim_activity(now())$$);
-- nobody waits for a token: those that end within ten minutes are refreshed before; each line of work is bounded
select cron.schedule('refresh-tokens', '* * * * *', $$select private.refresh_tokens_ahead(now())$$);
-- attempts to connect are of no use a day later
select cron.schedule('trim-oauth-states', '45 * * * *', $$select private.trim_oauth_states(now())$$);
-- a provider that has not confirmed a revocation for a month never will
select cron.schedule('trim-revocations', '55 3 * * *', $$select private.trim_revocations(now())$$);
