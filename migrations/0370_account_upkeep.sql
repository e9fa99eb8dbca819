-- Upkeep of accounts: access tokens are refreshed before somebody has to wait for it.
insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts, backoff_base_seconds, backoff_cap_seconds) values
  ('refresh-tokens', 'tend-accounts', 60, 10, 8, 5, 600),
  -- a provider that is down for a day must still hear that a grant is over
  ('revoke-access', 'tend-accounts', 60, 5, 20, 30, 14400),
  ('erase-accounts', 'tend-accounts', 120, 1, 20, 10, 3600);

create function private.refresh_tokens_ahead(as_of timestamptz, max_count integer default 500) returns integer
language sql volatile
set search_path = ''
as $$
  with due as (
    select s.connection_id from private.connection_secrets s
    join public.connections c on c.id = s.connection_id and c.status = 'active'
    where s.refresh_fingerprint is not null and s.access_expires_at < as_of + interval '10 minutes'
      and coalesce(s.retry_at <= as_of, true) and coalesce(s.refresh_lease_until <= as_of, true)
    order by s.access_expires_at limit max_count),
  enqueued as (
    select private.enqueue('refresh-tokens', null, jsonb_build_object('connection_id', d.connection_id), d.connection_id::text,
      run_at => as_of, through_connection => d.connection_id) as job_id from due d)
  select count(*)::integer from enqueued where job_id is not null
$$;
revoke execute on function private.refresh_tokens_ahead(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.refresh_tokens_ahead(timestamptz, integer) is
  'Tick: enqueues a refresh for tokens that end within ten minutes, the first to end first; answers how many.';
