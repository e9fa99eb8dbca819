-- Rotation of the keys that seal secrets, while everything runs: whoever opens knows the old keys and the new one, and each
-- row moves to the new one by a compare-and-set on its ciphertext, so a refresh that comes in between wins. Authorizations under
-- way are left out: they are over in ten minutes, and an old key has to stay that long anyway.

-- definer: nobody has rights on the tables.
create function worker.list_seals(
  except_key text, after_kind text default '', after_id uuid default '00000000-0000-0000-0000-000000000000', max_count integer default 100
) returns table (kind text, id uuid, workspace_id uuid, bound_to text, ciphertext text, nonce text, key_id text)
language sql stable security definer
set search_path = ''
as $$
  select s.* from (
    (select 'connection_secrets' as kind, x.connection_id as id, c.workspace_id, x.connection_id::text as bound_to, x.ciphertext, x.nonce, x.key_id
    from private.connection_secrets x join public.connections c on c.id = x.connection_id
    where x.key_id <> except_key and ('connection_secrets', x.connection_id) > (after_kind, after_id)
    order by x.connection_id limit max_count)
    union all
    (select 'oauth_clients', x.id, x.workspace_id, x.client_id, x.ciphertext, x.nonce, x.key_id from private.oauth_clients x
    where x.key_id <> except_key and ('oauth_clients', x.id) > (after_kind, after_id)
    order by x.id limit max_count)
    union all
    (select 'revocations', x.id, x.workspace_id, x.connection_id::text, x.ciphertext, x.nonce, x.key_id from private.revocations x
    where x.key_id <> except_key and ('revocations', x.id) > (after_kind, after_id)
    order by x.id limit max_count)) s
  order by s.kind, s.id limit max_count
$$;
revoke execute on function worker.list_seals(text, text, uuid, integer) from public, anon, authenticated;
grant execute on function worker.list_seals(text, text, uuid, integer) to service_role;
comment on function worker.list_seals(text, text, uuid, integer) is
  'Secrets that another key sealed, still sealed, by kind and id; bound_to is what the seal names besides the workspace. Next page: the last kind and id.';

-- definer: see list_seals.
create function worker.replace_seal(kind text, id uuid, old_ciphertext text, ciphertext text, nonce text, key_id text) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  -- the content is the same, so the version stays
  case kind
    when 'connection_secrets' then
      update private.connection_secrets s set ciphertext = replace_seal.ciphertext, nonce = replace_seal.nonce, key_id = replace_seal.key_id
      where s.connection_id = replace_seal.id and s.ciphertext = old_ciphertext;
    when 'oauth_clients' then
      update private.oauth_clients s set ciphertext = replace_seal.ciphertext, nonce = replace_seal.nonce, key_id = replace_seal.key_id
      where s.id = replace_seal.id and s.ciphertext = old_ciphertext;
    when 'revocations' then
      update private.revocations s set ciphertext = replace_seal.ciphertext, nonce = replace_seal.nonce, key_id = replace_seal.key_id
      where s.id = replace_seal.id and s.ciphertext = old_ciphertext;
    else
      raise exception 'Unknown kind %', kind;
  end case;
  return found;
end
$$;
revoke execute on function worker.replace_seal(text, uuid, text, text, text, text) from public, anon, authenticated;
grant execute on function worker.replace_seal(text, uuid, text, text, text, text) to service_role;
comment on function worker.replace_seal(text, uuid, text, text, text, text) is
  'Puts the same secret under another key; false when it has changed since it was read.';

-- definer: see list_seals.
create function worker.count_seals() returns table (key_id text, seal_count bigint)
language sql stable security definer
set search_path = ''
as $$
  select s.key_id, count(*) from (
    select x.key_id from private.connection_secrets x
    union all select x.key_id from private.oauth_clients x
    union all select x.key_id from private.revocations x
    union all select x.key_id from private.oauth_states x where x.expires_at > now()) s
  group by s.key_id order by s.key_id
$$;
revoke execute on function worker.count_seals() from public, anon, authenticated;
grant execute on function worker.count_seals() to service_role;
comment on function worker.count_seals() is 'How many secrets each key seals: a key that seals none can be taken away.';
