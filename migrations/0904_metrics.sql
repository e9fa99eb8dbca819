-- Metrics: how the work flows, as numbers. What watches (alerts, health) reads these functions and no table.

create function private.queue_metrics(as_of timestamptz)
returns table (
  queue text, is_paused boolean, waiting bigint, due bigint, held bigint, leased bigint, stuck_leases bigint, dead bigint,
  oldest_due_seconds integer, done_last_minute bigint, done_last_5_minutes bigint, done_last_hour bigint, error_percent numeric
)
language sql stable
set search_path = ''
as $$
  select q.name, q.is_paused, coalesce(j.waiting, 0), coalesce(j.due, 0), coalesce(j.held, 0), coalesce(j.leased, 0),
    coalesce(j.stuck, 0), coalesce(j.dead, 0), extract(epoch from as_of - j.oldest_due)::integer,
    coalesce(e.last_minute, 0), coalesce(e.last_5_minutes, 0), coalesce(e.last_hour, 0),
    -- below twenty attempts a percentage says nothing
    case when coalesce(e.attempts, 0) + coalesce(j.dead_attempts, 0) < 20 then null
      else round(100 - 100.0 * e.last_hour / (e.attempts + coalesce(j.dead_attempts, 0)), 1) end
  from private.queues q
  left join (
    select x.queue,
      count(*) filter (where x.state = 'waiting') as waiting,
      count(*) filter (where x.state = 'waiting' and x.held_by is null and x.run_at <= as_of) as due,
      count(*) filter (where x.state = 'waiting' and x.held_by is not null) as held,
      count(*) filter (where x.state = 'leased') as leased,
      -- the sweep returns them within seconds of their end
      count(*) filter (where x.state = 'leased' and x.lease_until < as_of - interval '1 minute') as stuck,
      count(*) filter (where x.state = 'dead') as dead,
      sum(x.attempts) filter (where x.state = 'dead' and x.finished_at > as_of - interval '1 hour') as dead_attempts,
      min(x.run_at) filter (where x.state = 'waiting' and x.held_by is null and x.run_at <= as_of) as oldest_due
    from private.jobs x group by x.queue) j on j.queue = q.name
  left join (
    select l.queue, sum(l.attempts) as attempts, count(*) as last_hour,
      count(*) filter (where l.finished_at > as_of - interval '5 minutes') as last_5_minutes,
      count(*) filter (where l.finished_at > as_of - interval '1 minute') as last_minute
    from private.job_log l where l.state = 'done' and l.finished_at > as_of - interval '1 hour' group by l.queue) e on e.queue = q.name
$$;
revoke execute on function private.queue_metrics(timestamptz) from public, anon, authenticated, service_role;
comment on function private.queue_metrics(timestamptz) is
  'Depth, age, throughput, failed attempts (percent of those of jobs that ended within the hour), dead jobs and leases past their end, by queue.';

create function private.outbox_metrics(as_of timestamptz) returns table (state text, message_count bigint, oldest_seconds integer)
language sql stable
set search_path = ''
as $$
  select o.state, count(*), extract(epoch from as_of - min(coalesce(o.sending_at, o.not_before)))::integer
  from public.outbound_messages o where o.state in ('queued', 'sending', 'uncertain') group by o.state
$$;
revoke execute on function private.outbox_metrics(timestamptz) from public, anon, authenticated, service_role;
comment on function private.outbox_metrics(timestamptz) is
  'Unsettled outbound messages by state; seconds since the oldest attempt began, or since it might have (negative: not yet).';

create function private.webhook_metrics(as_of timestamptz)
returns table (provider text, unfinished bigint, dead bigint, oldest_seconds integer)
language sql stable
set search_path = ''
as $$
  select w.provider, count(*) filter (where w.state <> 'dead'), count(*) filter (where w.state = 'dead'),
    extract(epoch from as_of - min(w.received_at) filter (where w.state <> 'dead'))::integer
  from private.webhook_inbox w where w.state <> 'done' group by w.provider
$$;
revoke execute on function private.webhook_metrics(timestamptz) from public, anon, authenticated, service_role;
comment on function private.webhook_metrics(timestamptz) is 'Webhooks that are not done, by provider.';

create function private.ring_metrics(as_of timestamptz) returns table (unsent bigint, answered bigint, failed bigint, last_error text)
language sql stable
set search_path = ''
as $$
  select (select count(*) from net.http_request_queue), count(*), count(*) filter (where a.error is not null),
    (array_agg(a.error order by a.created desc) filter (where a.error is not null))[1]
  from (
    -- timed_out is null on some versions (https://github.com/supabase/pg_net/issues/180), error_msg is not
    select r.created, case when r.status_code between 200 and 299 then null else coalesce(r.error_msg, 'status ' || r.status_code, 'timed out') end as error
    from net._http_response r where r.created > as_of - interval '10 minutes') a
$$;
revoke execute on function private.ring_metrics(timestamptz) from public, anon, authenticated, service_role;
comment on function private.ring_metrics(timestamptz) is 'What became of the requests pg_net sent in the last ten minutes.';

create function private.is_configured() returns boolean
language sql stable
set search_path = ''
as $$ select count(*) = 2 from vault.decrypted_secrets where name in ('project_url', 'worker_secret_key') $$;
revoke execute on function private.is_configured() from public, anon, authenticated, service_role;
comment on function private.is_configured() is 'Whether the database knows where to ring, and with which key.';

create function private.metrics(as_of timestamptz) returns table (metric text, subject text, value numeric)
language sql stable
set search_path = ''
as $$
  select m.metric, m.subject, m.value from (
    select v.metric, q.queue, v.value from private.queue_metrics(as_of) q, lateral (values
      -- a paused queue waits on purpose
      ('oldest_due_seconds', case when not q.is_paused then q.oldest_due_seconds end::numeric), ('error_percent', q.error_percent),
      ('dead_jobs', q.dead::numeric), ('stuck_leases', q.stuck_leases::numeric)) v (metric, value)
    union all
    select 'missed_runs', s.name, s.missed_runs from private.schedule_state(as_of) s
    union all
    -- what waits for its owner to reconnect is looked up then: no operator can do anything about it
    select 'unsettled_seconds', 'outbox', extract(epoch from as_of - min(o.sending_at))::integer
    from public.outbound_messages o join public.connections c on c.id = o.connection_id and c.status = 'active' where o.state in ('sending', 'uncertain')
    union all
    select v.metric, w.provider, v.value from private.webhook_metrics(as_of) w, lateral (values
      ('oldest_webhook_seconds', w.oldest_seconds::numeric), ('dead_webhooks', w.dead::numeric)) v (metric, value)
    union all
    select 'failed_rings', 'doorbell', r.failed from private.ring_metrics(as_of) r
    union all
    select 'expiring_watches', 'gmail', private.expiring_watches(as_of)
    union all
    select 'silent_mailboxes', 'gmail', private.silent_mailboxes(as_of)
    union all
    select 'missing_messages', 'gmail', private.missing_messages(as_of)
    union all
    select 'is_unconfigured', 'doorbell', (not private.is_configured())::integer
  ) m (metric, subject, value)
  where m.value is not null
$$;
revoke execute on function private.metrics(timestamptz) from public, anon, authenticated, service_role;
comment on function private.metrics(timestamptz) is 'Every number an alert rule can watch: its name, what it is about, its value.';
