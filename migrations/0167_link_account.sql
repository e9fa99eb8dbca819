-- Linking: what becomes of an authorization that succeeded. The account is recognised by the provider's own id, then by its
-- address, so that connecting again, or connecting what was imported from files, makes no second connection.

-- definer: nobody has rights on the tables.
create function worker.link_account(
  person uuid, state_hash text, connection_id uuid, account jsonb, ciphertext text, nonce text, key_id text,
  refresh_fingerprint text, access_expires_at timestamptz, as_of timestamptz default clock_timestamp()
) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s private.oauth_states;
  mailbox public.email_address := lower(account ->> 'address');
  known public.connections;
begin
  perform private.act_for(person);
  select * into s from private.oauth_states x where x.state_hash = decode(link_account.state_hash, 'hex') for update;
  if not found or s.status <> 'finishing' or s.owner_id <> person then return jsonb_build_object('problem', 'state_used'); end if;
  perform private.require_role(s.workspace_id, 'member');
  -- two windows that connect the same account take turns
  perform pg_advisory_xact_lock(hashtextextended(s.workspace_id::text || person || 'link', 0));
  select * into known from public.connections c
  where c.workspace_id = s.workspace_id and c.owner_id = person and c.channel = 'email' and (
    case when s.connection_id is not null then c.id = s.connection_id
      else c.provider_account_id = account ->> 'provider_account_id' or c.address = mailbox end)
  order by (c.provider_account_id = account ->> 'provider_account_id') desc nulls last limit 1 for update;
  if known.status = 'erasing' then return jsonb_build_object('problem', 'connection_is_erased'); end if;
  -- An account of another id is another account, even under the same address, which may have been given to somebody else.
  if s.connection_id is not null and known.id is null
    or known.provider_account_id <> account ->> 'provider_account_id'
    or known.id is not null and known.provider_account_id is null and mailbox::text <> all (known.own_addresses)
  then
    return jsonb_build_object('problem', 'account_mismatch');
  end if;
  -- Connecting again must not quietly end what the account is used for.
  if not known.features <@ array(select jsonb_array_elements_text(account -> 'features')) then
    return jsonb_build_object('problem', 'scope_missing');
  end if;
  -- The tokens are sealed for one connection: for another they have to be sealed again.
  if known.id is not null and known.id <> link_account.connection_id then
    return jsonb_build_object('connection_id', known.id, 'is_linked', false);
  end if;
  if known.id is null then
    insert into public.connections (id, workspace_id, owner_id, channel, provider, address, own_addresses, display_name, features, scopes, provider_account_id)
    values (link_account.connection_id, s.workspace_id, person, 'email', 'gmail', mailbox, array[mailbox::text], left(mailbox, 120),
      s.features, array(select jsonb_array_elements_text(account -> 'scopes')), account ->> 'provider_account_id');
  else
    update public.connections c set provider = 'gmail', status = 'active', status_reason = null,
      provider_account_id = account ->> 'provider_account_id',
      own_addresses = case when mailbox::text = any (c.own_addresses) then c.own_addresses else c.own_addresses || mailbox::text end,
      features = array(select unnest(c.features) union select unnest(s.features) order by 1),
      scopes = array(select jsonb_array_elements_text(account -> 'scopes'))
    where c.id = known.id;
  end if;
  insert into private.connection_secrets as x (connection_id, ciphertext, nonce, key_id, client_id, refresh_fingerprint, access_expires_at, refreshed_at, updated_at)
  values (link_account.connection_id, link_account.ciphertext, link_account.nonce, link_account.key_id, s.client_id,
    link_account.refresh_fingerprint, link_account.access_expires_at, as_of, as_of)
  on conflict on constraint connection_secrets_pkey do update set version = x.version + 1, ciphertext = excluded.ciphertext, nonce = excluded.nonce,
    key_id = excluded.key_id, client_id = excluded.client_id, refresh_fingerprint = excluded.refresh_fingerprint,
    access_expires_at = excluded.access_expires_at, refreshed_at = as_of, updated_at = as_of, refresh_lease = null,
    refresh_lease_until = null, retry_at = null, failure_count = 0, refused_at = null;
  if 'mail' = any (s.features) then perform private.start_mail_sync(link_account.connection_id, as_of); end if;
  update private.oauth_states x set status = 'finished', linked_connection_id = link_account.connection_id where x.state_hash = s.state_hash;
  perform private.audit(s.workspace_id, case when known.id is null then 'connection.connected' else 'connection.reconnected' end,
    'connection', link_account.connection_id::text, null, jsonb_build_object('features', s.features, 'client_id', s.client_id));
  return jsonb_build_object('connection_id', link_account.connection_id, 'is_linked', true);
end
$$;
revoke execute on function worker.link_account(uuid, text, uuid, jsonb, text, text, text, text, timestamptz, timestamptz) from public, anon, authenticated;
grant execute on function worker.link_account(uuid, text, uuid, jsonb, text, text, text, text, timestamptz, timestamptz) to service_role;
comment on function worker.link_account(uuid, text, uuid, jsonb, text, text, text, text, timestamptz, timestamptz) is
  'Links account {provider_account_id, address, scopes, features} to whoever is finishing, with tokens sealed for connection_id: {connection_id, is_linked}; not linked when they must be sealed for that connection instead; or {problem: account_mismatch | scope_missing | connection_is_erased | state_used}.';
