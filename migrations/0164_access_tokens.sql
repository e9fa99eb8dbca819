-- Access tokens: one refresh for each expiry, whoever asks and however many. A lease in the row of the secret says who asks
-- the provider; the others wait for what that one stores. Tokens are stored before they are used: a rotated refresh token that
-- only a worker's memory knew would be lost with the worker.

-- definer: nobody has rights on the secrets.
create function worker.begin_token_use(
  connection_id uuid, workspace_id uuid, valid_seconds integer default 60, refused_version bigint default null,
  as_of timestamptz default clock_timestamp()
) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  account public.connections;
  s private.connection_secrets;
  lease uuid := gen_random_uuid();
  is_usable boolean;
begin
  select * into account from public.connections c
  where c.id = begin_token_use.connection_id and c.workspace_id = begin_token_use.workspace_id;
  if account.status is null then return jsonb_build_object('verdict', 'reconnect', 'slug', 'connection_not_found'); end if;
  if account.status not in ('active', 'paused') then
    return jsonb_build_object('verdict', 'reconnect', 'slug', coalesce(account.status_reason, 'connection_' || account.status));
  end if;
  select * into s from private.connection_secrets x where x.connection_id = account.id;
  if s.connection_id is null then return jsonb_build_object('verdict', 'reconnect', 'slug', 'connection_has_no_token'); end if;
  is_usable := s.version is distinct from refused_version;
  if is_usable and coalesce(s.access_expires_at > as_of + make_interval(secs => valid_seconds), true) then
    return private.token_in_use(account, s);
  end if;
  if s.refresh_fingerprint is null then
    return jsonb_build_object('verdict', 'reconnect', 'slug', case when is_usable then 'connection_has_no_token' else 'grant_revoked' end);
  end if;
  -- Whoever lets an account in error work again has one more question to the provider, three times an hour at most.
  if s.refused_at > as_of - interval '20 minutes' then return jsonb_build_object('verdict', 'reconnect', 'slug', 'grant_revoked'); end if;
  -- A new token that is refused at once is not too old; another one would be refused as well.
  if not is_usable and s.refreshed_at > as_of - interval '1 minute' then
    return jsonb_build_object('verdict', 'later', 'slug', 'token_refused', 'retry_after_seconds', 60);
  end if;
  if coalesce(s.retry_at <= as_of, true) then
    update private.connection_secrets x set refresh_lease = lease, refresh_lease_until = as_of + interval '20 seconds'
    where x.connection_id = s.connection_id and x.version = s.version and coalesce(x.refresh_lease_until <= as_of, true);
    if found then
      return private.token_in_use(account, s) || jsonb_build_object('verdict', 'refresh', 'lease', lease);
    end if;
  end if;
  -- Somebody else asks, or the provider needs a pause: what is left of the old token is good for a short call.
  if is_usable and s.access_expires_at > as_of + interval '20 seconds' then return private.token_in_use(account, s); end if;
  if s.retry_at > as_of then
    return jsonb_build_object('verdict', 'later', 'slug', 'token_endpoint_unavailable',
      'retry_after_seconds', ceil(extract(epoch from s.retry_at - as_of)));
  end if;
  return jsonb_build_object('verdict', 'wait');
end
$$;
revoke execute on function worker.begin_token_use(uuid, uuid, integer, bigint, timestamptz) from public, anon, authenticated;
grant execute on function worker.begin_token_use(uuid, uuid, integer, bigint, timestamptz) to service_role;
comment on function worker.begin_token_use(uuid, uuid, integer, bigint, timestamptz) is
  'What to do for an access token that lasts valid_seconds: {verdict: use | refresh | wait | later | reconnect, slug, retry_after_seconds, lease, version, client_id, scopes, secret}. refused_version: the provider did not take the token of that version.';

create function private.token_in_use(account public.connections, s private.connection_secrets) returns jsonb
language sql immutable
set search_path = ''
as $$
  select jsonb_build_object('verdict', 'use', 'version', s.version, 'client_id', s.client_id, 'scopes', to_jsonb(account.scopes),
    'secret', jsonb_build_object('ciphertext', s.ciphertext, 'nonce', s.nonce, 'key_id', s.key_id))
$$;
revoke execute on function private.token_in_use(public.connections, private.connection_secrets) from public, anon, authenticated, service_role;
comment on function private.token_in_use(public.connections, private.connection_secrets) is 'The sealed tokens of a connection, as begin_token_use() answers them.';

-- definer: see begin_token_use. By version, not by lease: an answer that came late is kept while nobody stored a newer one.
create function worker.save_access_token(
  connection_id uuid, version bigint, ciphertext text, nonce text, key_id text, refresh_fingerprint text,
  access_expires_at timestamptz, as_of timestamptz default clock_timestamp()
) returns boolean
language sql volatile security definer
set search_path = ''
as $$
  with saved as (
    update private.connection_secrets s set version = s.version + 1, ciphertext = save_access_token.ciphertext,
      nonce = save_access_token.nonce, key_id = save_access_token.key_id,
      refresh_fingerprint = save_access_token.refresh_fingerprint, access_expires_at = save_access_token.access_expires_at,
      refreshed_at = as_of, refresh_lease = null, refresh_lease_until = null, retry_at = null, failure_count = 0,
      refused_at = null, updated_at = as_of
    where s.connection_id = save_access_token.connection_id and s.version = save_access_token.version
    returning 1)
  select exists (select 1 from saved)
$$;
revoke execute on function worker.save_access_token(uuid, bigint, text, text, text, text, timestamptz, timestamptz) from public, anon, authenticated;
grant execute on function worker.save_access_token(uuid, bigint, text, text, text, text, timestamptz, timestamptz) to service_role;
comment on function worker.save_access_token(uuid, bigint, text, text, text, text, timestamptz, timestamptz) is
  'Stores refreshed tokens in place of `version`; false when newer ones are there, which are to be used instead.';

-- definer: see begin_token_use.
create function worker.fail_token_refresh(
  connection_id uuid, version bigint, lease uuid, outcome text, slug text, retry_after_seconds integer default null,
  as_of timestamptz default clock_timestamp()
) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  -- the account before its secret: the order in which connecting locks them
  perform 1 from public.connections c where c.id = fail_token_refresh.connection_id for no key update;
  update private.connection_secrets s set refresh_lease = null, refresh_lease_until = null, failure_count = s.failure_count + 1,
    refused_at = case when outcome = 'refused' then as_of else s.refused_at end,
    retry_at = case when outcome = 'later' then as_of + make_interval(secs =>
      greatest(least(coalesce(retry_after_seconds, 0), 1200), least(300, 5 * power(2, least(s.failure_count, 10))))) end
  where s.connection_id = fail_token_refresh.connection_id and s.version = fail_token_refresh.version and s.refresh_lease = lease;
  if not found then return false; end if;
  if outcome = 'refused' then
    update public.connections c set status = 'error', status_reason = slug
    where c.id = fail_token_refresh.connection_id and c.status = 'active';
  end if;
  return true;
end
$$;
revoke execute on function worker.fail_token_refresh(uuid, bigint, uuid, text, text, integer, timestamptz) from public, anon, authenticated;
grant execute on function worker.fail_token_refresh(uuid, bigint, uuid, text, text, integer, timestamptz) to service_role;
comment on function worker.fail_token_refresh(uuid, bigint, uuid, text, text, integer, timestamptz) is
  'Ends a refresh without tokens. refused: the grant is gone, the account needs its owner; later: the token endpoint could not answer, nothing is said about the account. False when somebody else took over.';
