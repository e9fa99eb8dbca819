-- Health: what an operator, the health door and `npm start` ask: is everything here, and does the work flow?

-- definer: reads queues, schedules and Vault, none of which the service role may.
create function worker.health(as_of timestamptz default clock_timestamp()) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'database_time', as_of,
    'is_configured', (select count(*) = 2 from vault.decrypted_secrets where name in ('project_url', 'worker_secret_key')),
    'extensions', (select jsonb_object_agg(extname, extversion) from pg_catalog.pg_extension
      where extname in ('pg_cron', 'pg_net', 'vector', 'supabase_vault', 'pgcrypto')),
    'schedules', (select count(*) from cron.job where active),
    'queues', (
      select coalesce(jsonb_object_agg(q.name, jsonb_build_object(
        'is_paused', q.is_paused,
        'due', (select count(*) from private.jobs j where j.queue = q.name and j.state = 'waiting' and j.run_at <= as_of),
        'leased', (select count(*) from private.jobs j where j.queue = q.name and j.state = 'leased'),
        'dead', (select count(*) from private.jobs j where j.queue = q.name and j.state = 'dead'),
        'oldest_due_seconds', (select extract(epoch from as_of - min(j.run_at))::integer from private.jobs j
          where j.queue = q.name and j.state = 'waiting' and j.run_at <= as_of))), '{}')
      from private.queues q),
    'uncertain_outbound', (select count(*) from public.outbound_messages where state = 'uncertain'))
$$;
revoke execute on function worker.health(timestamptz) from public, anon, authenticated;
grant execute on function worker.health(timestamptz) to service_role;
comment on function worker.health(timestamptz) is 'Counts only: extensions, schedules, queue depth and age, dead jobs, uncertain outbound messages.';
