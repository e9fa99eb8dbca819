-- Connecting an account by OAuth: start (the person asks), return (the provider's answer comes through a browser, which proves
-- nothing about who sits there), finish (the app brings the answer with the token of the person who is signed in). Only who
-- started can finish: a link that was forwarded or stolen attaches nobody's account to anybody. Every step happens once.
create table private.oauth_states (
  state_hash bytea primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  provider text not null constraint oauth_states_provider_is_known check (provider in ('google')),
  features text[] not null,
  redirect_to text not null,
  client_id text not null,
  connection_id uuid,
  ciphertext text not null,
  nonce text not null,
  key_id text not null,
  status text not null default 'started'
    constraint oauth_states_status_is_known check (status in ('started', 'returned', 'finishing', 'finished', 'failed')),
  linked_connection_id uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade
);
comment on table private.oauth_states is 'Authorizations under way. Written by the connect door; gone a day after they end.';
comment on column private.oauth_states.state_hash is 'SHA-256 of the state parameter; the state itself is nowhere stored.';
comment on column private.oauth_states.workspace_id is 'Where the account will work.';
comment on column private.oauth_states.owner_id is 'Who started, and alone may finish.';
comment on column private.oauth_states.provider is 'Who was asked: an answer of another provider is refused.';
comment on column private.oauth_states.features is 'What the account is to be used for.';
comment on column private.oauth_states.redirect_to is 'Where in the app the browser goes afterwards; checked against the allowed targets before it was stored.';
comment on column private.oauth_states.client_id is 'OAuth client of the request.';
comment on column private.oauth_states.connection_id is 'The connection that is connected again; only its own account may answer.';
comment on column private.oauth_states.ciphertext is 'Base64 of the sealed {verifier, nonce} of PKCE and OpenID Connect, tag included.';
comment on column private.oauth_states.nonce is 'Base64 of the 96-bit nonce of the seal.';
comment on column private.oauth_states.key_id is 'Which key of TOKEN_ENCRYPTION_KEYS sealed it.';
comment on column private.oauth_states.status is 'started, returned (the provider answered), finishing (its code is being used), finished or failed.';
comment on column private.oauth_states.linked_connection_id is 'What came of it, for a finish that is repeated. No foreign key: it may be gone again.';
comment on column private.oauth_states.created_at is 'When it was started.';
comment on column private.oauth_states.expires_at is 'Not usable afterwards.';
create index oauth_states_workspace_id_owner_id_connection_id_idx on private.oauth_states (workspace_id, owner_id, connection_id); -- for deleting a workspace, person or connection
create index oauth_states_owner_id_created_at_idx on private.oauth_states (owner_id, created_at); -- for the number a person has under way
create index oauth_states_expires_at_idx on private.oauth_states (expires_at); -- for forgetting
alter table private.oauth_states enable row level security;
-- no policies and no grants: functions only

-- definer: nobody has rights on the table.
create function worker.start_oauth(
  person uuid, workspace_id uuid, provider text, features text[], redirect_to text, client_id text, connection_id uuid,
  state_hash text, ciphertext text, nonce text, key_id text, as_of timestamptz default clock_timestamp()
) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  account public.connections;
  asked text[];
begin
  perform private.act_for(person);
  perform private.require_role(start_oauth.workspace_id, 'member');
  if start_oauth.connection_id is not null then
    select * into account from public.connections c
    where c.id = start_oauth.connection_id and c.workspace_id = start_oauth.workspace_id and c.owner_id = person and c.status <> 'erasing';
    if not found then perform private.problem('connection_not_found'); end if;
  end if;
  if (select count(*) from private.oauth_states s where s.owner_id = person and s.created_at > as_of - interval '10 minutes') >= 30 then
    perform private.problem('too_many_connect_attempts');
  end if;
  -- what a known account is used for already is asked for again
  asked := array(select unnest(start_oauth.features) union select unnest(account.features) order by 1);
  insert into private.oauth_states (state_hash, workspace_id, owner_id, provider, features, redirect_to, client_id, connection_id,
    ciphertext, nonce, key_id, created_at, expires_at)
  values (decode(start_oauth.state_hash, 'hex'), start_oauth.workspace_id, person, start_oauth.provider, asked,
    start_oauth.redirect_to, start_oauth.client_id, account.id,
    start_oauth.ciphertext, start_oauth.nonce, start_oauth.key_id, as_of, as_of + interval '10 minutes');
  return jsonb_build_object('login_hint', account.address, 'features', to_jsonb(asked));
end
$$;
revoke execute on function worker.start_oauth(uuid, uuid, text, text[], text, text, uuid, text, text, text, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.start_oauth(uuid, uuid, text, text[], text, text, uuid, text, text, text, text, timestamptz) to service_role;
comment on function worker.start_oauth(uuid, uuid, text, text[], text, text, uuid, text, text, text, text, timestamptz) is
  'Begins an authorization for ten minutes; answers {features, login_hint}, with those of a known connection. Errors: workspace_not_found, connection_not_found, too_many_connect_attempts.';

-- definer: see start_oauth.
create function worker.return_oauth(state_hash text, provider text, is_granted boolean, as_of timestamptz default clock_timestamp()) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s private.oauth_states;
  problem text;
begin
  select * into s from private.oauth_states x where x.state_hash = decode(return_oauth.state_hash, 'hex') for update;
  if not found then return jsonb_build_object('problem', 'state_unknown'); end if;
  problem := case
    when s.provider <> return_oauth.provider then 'provider_mixed_up'
    when s.status <> 'started' then 'state_used'
    when s.expires_at <= as_of then 'state_expired' end;
  if problem is null then
    update private.oauth_states x set status = case when is_granted then 'returned' else 'failed' end where x.state_hash = s.state_hash;
  end if;
  return jsonb_strip_nulls(jsonb_build_object('problem', problem, 'redirect_to', s.redirect_to));
end
$$;
revoke execute on function worker.return_oauth(text, text, boolean, timestamptz) from public, anon, authenticated;
grant execute on function worker.return_oauth(text, text, boolean, timestamptz) to service_role;
comment on function worker.return_oauth(text, text, boolean, timestamptz) is
  'Takes the provider''s answer, once: {redirect_to, problem: state_unknown | state_used | state_expired | provider_mixed_up}.';

-- definer: see start_oauth.
create function worker.finish_oauth(person uuid, state_hash text, as_of timestamptz default clock_timestamp()) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  s private.oauth_states;
begin
  select * into s from private.oauth_states x where x.state_hash = decode(finish_oauth.state_hash, 'hex') for update;
  if not found then return jsonb_build_object('problem', 'state_unknown'); end if;
  -- Not burned by a stranger: who started may still come.
  if s.owner_id <> person then return jsonb_build_object('problem', 'started_by_somebody_else'); end if;
  -- The app may ask twice (a page that renders twice, an answer that got lost).
  if s.status = 'finished' then return jsonb_build_object('connection_id', s.linked_connection_id); end if;
  if s.status <> 'returned' then return jsonb_build_object('problem', 'state_used'); end if;
  if s.expires_at <= as_of then return jsonb_build_object('problem', 'state_expired'); end if;
  update private.oauth_states x set status = 'finishing' where x.state_hash = s.state_hash;
  return jsonb_build_object('workspace_id', s.workspace_id, 'features', to_jsonb(s.features), 'client_id', s.client_id,
    'secret', jsonb_build_object('ciphertext', s.ciphertext, 'nonce', s.nonce, 'key_id', s.key_id));
end
$$;
revoke execute on function worker.finish_oauth(uuid, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.finish_oauth(uuid, text, timestamptz) to service_role;
comment on function worker.finish_oauth(uuid, text, timestamptz) is
  'Claims the use of the provider''s code for whoever started: {workspace_id, features, client_id, secret}, {connection_id} when it was finished before, or {problem}.';

-- definer: see start_oauth.
create function worker.fail_oauth(state_hash text) returns void
language sql volatile security definer
set search_path = ''
as $$
  update private.oauth_states s set status = 'failed'
  where s.state_hash = decode(fail_oauth.state_hash, 'hex') and s.status = 'finishing'
$$;
revoke execute on function worker.fail_oauth(text) from public, anon, authenticated;
grant execute on function worker.fail_oauth(text) to service_role;
comment on function worker.fail_oauth(text) is 'Ends an authorization that came to nothing.';

create function private.trim_oauth_states(as_of timestamptz) returns void
language sql volatile
set search_path = ''
as $$
  delete from private.oauth_states s where s.state_hash = any (array(
    select o.state_hash from private.oauth_states o where o.expires_at < as_of - interval '1 day' limit 10000))
$$;
revoke execute on function private.trim_oauth_states(timestamptz) from public, anon, authenticated, service_role;
comment on function private.trim_oauth_states(timestamptz) is 'Tick: forgets authorizations a day after they ended.';

insert into private.problems (slug, status, sentence, cure) values
  ('too_many_connect_attempts', 429, 'Cannot connect: too many attempts are under way', 'Wait ten minutes and try again.');
