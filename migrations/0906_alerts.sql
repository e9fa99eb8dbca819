-- Alerts for operators: one row from the moment a number crosses its threshold until it has been calm for a while. People
-- of a workspace are told about their own things elsewhere; nothing here names a tenant or holds content.
create table private.alert_rules (
  name text primary key constraint alert_rules_name_is_snake_case check (name ~ '^[a-z][a-z0-9_]*$'),
  metric text not null,
  raise_above numeric not null,
  calm_below numeric not null,
  calm_for interval not null default '5 minutes' constraint alert_rules_calm_for_is_not_negative check (calm_for >= interval '0'),
  meaning text not null,
  cure text not null,
  is_active boolean not null default true,
  constraint alert_rules_calm_is_not_above_raise check (calm_below <= raise_above)
);
comment on table private.alert_rules is 'What is worth waking somebody for. Written by migrations; operators change thresholds or switch a rule off.';
comment on column private.alert_rules.name is 'Rule.';
comment on column private.alert_rules.metric is 'A number of private.metrics().';
comment on column private.alert_rules.raise_above is 'Above this an alert opens.';
comment on column private.alert_rules.calm_below is 'At or below this it is over; between the two an open alert stays open, so that it does not flap.';
comment on column private.alert_rules.calm_for is 'How long it must have been calm before the alert closes.';
comment on column private.alert_rules.meaning is 'What has happened.';
comment on column private.alert_rules.cure is 'What an operator does about it.';
comment on column private.alert_rules.is_active is 'Off: opens nothing, and closes what is open.';
alter table private.alert_rules enable row level security;
-- no policies and no grants: functions only

insert into private.alert_rules (name, metric, raise_above, calm_below, meaning, cure) values
  ('queue_is_behind', 'oldest_due_seconds', 300, 60, 'A job has been due for more than five minutes',
    'See rings and leased of the queue: no ring heard means wrong Vault entries or a failing function, many leased means raise its workers'),
  ('jobs_fail', 'error_percent', 20, 10, 'More than a fifth of the attempts of the last hour failed',
    'Read last_error of the waiting and dead jobs of the queue'),
  ('jobs_are_dead', 'dead_jobs', 0, 0, 'Jobs used up their attempts', 'Remove the cause, then retry or drop them'),
  ('leases_are_stuck', 'stuck_leases', 0, 0, 'Leases ended and nobody took the jobs back', 'The sweep does not run or fails: see the schedules'),
  ('schedule_is_late', 'missed_runs', 2, 1, 'A schedule has not succeeded for three of its periods',
    'Read its last failure in cron.job_run_details; after downtime it catches up by itself'),
  ('outbox_is_unsettled', 'unsettled_seconds', 1800, 900, 'A mail left more than half an hour ago and its outcome is not known',
    'It is looked up at the provider until it is known; see the connection of the message'),
  ('webhooks_are_behind', 'oldest_webhook_seconds', 300, 60, 'A webhook has waited for more than five minutes', 'See the queue that works on it'),
  ('webhooks_are_dead', 'dead_webhooks', 0, 0, 'Webhooks could not be worked on', 'Remove the cause, then private.retry_webhook(id)'),
  ('rings_fail', 'failed_rings', 10, 2, 'Functions did not answer more than ten rings within ten minutes',
    'A 401 means another worker key in Vault than in the functions; a timeout means that a function works before it answers'),
  ('watches_expire', 'expiring_watches', 0, 0, 'Gmail will stop telling of new mail within two days for some accounts',
    'Read last_error of the watch jobs in sync-gmail; the topic must let gmail-api-push@system.gserviceaccount.com publish'),
  ('mailboxes_are_silent', 'silent_mailboxes', 0, 0, 'An active mailbox has not been read for two hours', 'See queue sync-gmail and the schedule poll-mailboxes'),
  ('messages_are_missing', 'missing_messages', 0, 0, 'Messages that the provider holds could not be stored, though they were tried again',
    'Read public.mailbox_audits and the slugs in public.sync_failures'),
  ('doorbell_is_unconfigured', 'is_unconfigured', 0, 0, 'The database does not know where to ring', 'Set the Vault secrets project_url and worker_secret_key');

create table private.alerts (
  id uuid primary key default private.time_ordered_uuid(),
  rule text not null,
  subject text not null,
  value numeric not null,
  worst_value numeric not null,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  calm_since timestamptz,
  closed_at timestamptz,
  constraint alerts_closed_were_calm check (closed_at is null or calm_since is not null)
);
comment on table private.alerts is 'Open and past alerts. Written by private.raise_alerts().';
comment on column private.alerts.id is 'Alert id.';
comment on column private.alerts.rule is 'Rule. No foreign key: what happened outlives its rule.';
comment on column private.alerts.subject is 'Queue, schedule, provider or part it is about.';
comment on column private.alerts.value is 'Last value while it was open.';
comment on column private.alerts.worst_value is 'Highest value while it was open.';
comment on column private.alerts.opened_at is 'When the threshold was crossed.';
comment on column private.alerts.seen_at is 'When it was last above the threshold.';
comment on column private.alerts.calm_since is 'Since when it is calm; null while it is not.';
comment on column private.alerts.closed_at is 'When it had been calm long enough.';
create unique index alerts_open_idx on private.alerts (rule, subject) where closed_at is null; -- for one open alert per rule and subject
create index alerts_closed_at_idx on private.alerts (closed_at) where closed_at is not null; -- for trimming
alter table private.alerts enable row level security;
-- no policies and no grants: functions only

-- The log of the database is where operators' tools listen, on every plan; health() has what is open.
create function private.log_alert() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise log '%', jsonb_build_object('event', case when new.closed_at is null then 'alert.opened' else 'alert.closed' end,
    'rule', new.rule, 'subject', new.subject, 'value', new.value, 'worst_value', new.worst_value,
    'opened_at', new.opened_at, 'closed_at', new.closed_at);
  return null;
end
$$;
revoke execute on function private.log_alert() from public, anon, authenticated, service_role;
comment on function private.log_alert() is 'After an alert opens or closes: one line of JSON in the log of the database.';
create trigger log_opened_alert after insert on private.alerts
  for each row when (new.closed_at is null) execute function private.log_alert();
create trigger log_closed_alert after update on private.alerts
  for each row when (old.closed_at is null and new.closed_at is not null) execute function private.log_alert();

create function private.raise_alerts(as_of timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
  with measured as materialized (
    select r.name as rule, m.subject, m.value, r.raise_above, r.calm_below
    from private.alert_rules r join private.metrics(as_of) m on m.metric = r.metric where r.is_active),
  raised as (
    insert into private.alerts as a (rule, subject, value, worst_value, opened_at, seen_at)
    select m.rule, m.subject, m.value, m.value, as_of, as_of from measured m where m.value > m.raise_above
    on conflict (rule, subject) where closed_at is null do update set value = excluded.value,
      worst_value = greatest(a.worst_value, excluded.value), seen_at = greatest(a.seen_at, excluded.seen_at), calm_since = null
    returning 1),
  calmed as (
    -- what has no number any more (nothing is due, the queue went) is calm; a rule that is off closes at the second look
    update private.alerts a set value = coalesce(n.value, a.value),
      calm_since = case when coalesce(n.value <= n.calm_below, true) then coalesce(a.calm_since, as_of) end,
      closed_at = case when coalesce(n.value <= n.calm_below, true) and a.calm_since <= as_of - coalesce(n.calm_for, interval '0') then as_of end
    from (
      select o.id, m.value, m.calm_below, r.calm_for from private.alerts o
      left join private.alert_rules r on r.name = o.rule and r.is_active
      left join measured m on m.rule = o.rule and m.subject = o.subject
      where o.closed_at is null and coalesce(m.value <= m.raise_above, true)) n
    where a.id = n.id and a.closed_at is null
    returning 1)
  select count(*)::integer from raised
$$;
revoke execute on function private.raise_alerts(timestamptz) from public, anon, authenticated, service_role;
comment on function private.raise_alerts(timestamptz) is
  'Tick: opens, keeps and closes alerts as the metrics say; answers how many are above their threshold.';

create function private.trim_alerts(as_of timestamptz, at_most integer default 10000) returns integer
language sql volatile
set search_path = ''
as $$
  with trimmed as (
    delete from private.alerts a where a.id = any (array(
      select x.id from private.alerts x where x.closed_at < as_of - interval '90 days' order by x.closed_at limit at_most))
    returning 1)
  select count(*)::integer from trimmed
$$;
revoke execute on function private.trim_alerts(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.trim_alerts(timestamptz, integer) is 'Tick: forgets alerts that closed 90 days ago; answers how many.';
