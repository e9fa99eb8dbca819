-- Health: what an operator, the health door and `npm start` ask: is everything here, and does the work flow?

-- definer: reads queues, schedules and Vault, none of which the service role may.
create function worker.health(as_of timestamptz default clock_timestamp()) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'database_time', as_of,
    'is_configured', private.is_configured(),
    'extensions', (select jsonb_object_agg(extname, extversion) from pg_catalog.pg_extension
      where extname in ('pg_cron', 'pg_net', 'vector', 'supabase_vault', 'pgcrypto')),
    -- a failure of a schedule can quote a row: it stays in cron.job_run_details
    'schedules', (select coalesce(jsonb_object_agg(s.name, to_jsonb(s) - 'name' - 'last_failure'), '{}') from private.schedule_state(as_of) s),
    'queues', (select coalesce(jsonb_object_agg(q.queue, to_jsonb(q) - 'queue'), '{}') from private.queue_metrics(as_of) q),
    'outbox', (select coalesce(jsonb_object_agg(o.state, to_jsonb(o) - 'state'), '{}') from private.outbox_metrics(as_of) o),
    'webhooks', (select coalesce(jsonb_object_agg(w.provider, to_jsonb(w) - 'provider'), '{}') from private.webhook_metrics(as_of) w),
    'rings', (select to_jsonb(r) from private.ring_metrics(as_of) r),
    'alerts', (select coalesce(jsonb_agg(jsonb_build_object('rule', a.rule, 'subject', a.subject, 'value', a.value, 'worst_value', a.worst_value,
        'opened_at', a.opened_at, 'meaning', r.meaning, 'cure', r.cure) order by a.opened_at), '[]')
      from private.alerts a left join private.alert_rules r on r.name = a.rule where a.closed_at is null))
$$;
revoke execute on function worker.health(timestamptz) from public, anon, authenticated;
grant execute on function worker.health(timestamptz) to service_role;
comment on function worker.health(timestamptz) is
  'Extensions, schedules, queues, outbox, webhooks, rings and open alerts: numbers and names of ours, nothing of a tenant.';
