-- The webhook inbox: what providers post to us, verified, stored once and worked on later by a job. Providers repeat,
-- reorder and lose webhooks, so a row is only the news that something changed: whoever works on it reads the current
-- state at the provider by id, and older news never overwrites newer.
create table private.webhook_inbox (
  id uuid primary key default private.time_ordered_uuid(),
  provider text not null constraint webhook_inbox_provider_is_a_name check (provider ~ '^[a-z]+(-[a-z]+)*$'),
  connection_id uuid references public.connections (id) on delete cascade,
  provider_event_id text not null constraint webhook_inbox_event_id_is_short_text check (length(provider_event_id) between 1 and 255),
  queue text not null,
  job_id uuid,
  headers jsonb not null default '{}'
    constraint webhook_inbox_headers_are_few check (jsonb_typeof(headers) = 'object' and length(headers::text) <= 8192),
  body bytea constraint webhook_inbox_body_is_at_most_four_mebibytes check (octet_length(body) <= 4194304),
  state text not null default 'received'
    constraint webhook_inbox_state_is_known check (state in ('received', 'working', 'done', 'dead')),
  attempts integer not null default 0,
  last_error jsonb,
  received_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint webhook_inbox_unfinished_has_a_body check (state = 'done' or body is not null),
  constraint webhook_inbox_final_has_an_end check ((state in ('done', 'dead')) = (finished_at is not null)),
  -- one event, one row: where the connection is not known yet, the event id alone tells
  constraint webhook_inbox_event_is_stored_once unique nulls not distinct (connection_id, provider, provider_event_id)
);
comment on table private.webhook_inbox is 'Webhooks of providers. Written by receive_webhook() and settle_webhook(); ids stay for a month so that late repeats are recognised.';
comment on column private.webhook_inbox.id is 'Webhook id, time-ordered.';
comment on column private.webhook_inbox.provider is 'Who posted it.';
comment on column private.webhook_inbox.connection_id is 'Account it is about, when the address of the door or the signature tells.';
comment on column private.webhook_inbox.provider_event_id is 'The provider''s id of the event, or a hash of the body where it has none.';
comment on column private.webhook_inbox.queue is 'Queue that works on it. No foreign key: the job has it.';
comment on column private.webhook_inbox.job_id is 'Job that works on it. No foreign key: finished jobs move on and are trimmed.';
comment on column private.webhook_inbox.headers is 'The headers the door was told to keep, lower-case.';
comment on column private.webhook_inbox.body is 'The bytes that were verified; null once done, since nobody needs the content any more.';
comment on column private.webhook_inbox.state is 'received, working, done, or dead (needs an operator).';
comment on column private.webhook_inbox.attempts is 'Times work on it began.';
comment on column private.webhook_inbox.last_error is '{slug, at} of the last failure, without content.';
comment on column private.webhook_inbox.received_at is 'When it was stored.';
comment on column private.webhook_inbox.finished_at is 'When it was done or given up.';
create index webhook_inbox_not_done_idx on private.webhook_inbox (provider, received_at) where state <> 'done'; -- for watching and settling
create index webhook_inbox_finished_at_idx on private.webhook_inbox (finished_at) where finished_at is not null; -- for trimming
alter table private.webhook_inbox enable row level security;
-- no policies and no grants: functions only

create function private.enqueue_webhook(webhook_id uuid) returns void
language sql volatile
set search_path = ''
as $$
  update private.webhook_inbox w set job_id = private.enqueue(
    on_queue => w.queue, in_workspace => (select c.workspace_id from public.connections c where c.id = w.connection_id),
    payload => jsonb_build_object('webhook_id', w.id), unique_key => w.id::text)
  where w.id = webhook_id
$$;
revoke execute on function private.enqueue_webhook(uuid) from public, anon, authenticated, service_role;
comment on function private.enqueue_webhook(uuid) is 'Adds the job of a webhook.';

-- definer: the service role has no rights on the table.
create function worker.receive_webhook(
  provider text, queue text, provider_event_id text, headers jsonb, body_base64 text, connection_id uuid default null
) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  stored_id uuid;
begin
  -- Of many at once the first stores; the others wait for its commit and find the row, or store if it rolled back.
  insert into private.webhook_inbox as w (provider, connection_id, provider_event_id, queue, headers, body)
  values (receive_webhook.provider, receive_webhook.connection_id, receive_webhook.provider_event_id, receive_webhook.queue,
    receive_webhook.headers, decode(body_base64, 'base64'))
  on conflict on constraint webhook_inbox_event_is_stored_once do nothing
  returning w.id into stored_id;
  if stored_id is null then return 'duplicate'; end if;
  perform private.enqueue_webhook(stored_id);
  return 'stored';
end
$$;
revoke execute on function worker.receive_webhook(text, text, text, jsonb, text, uuid) from public, anon, authenticated;
grant execute on function worker.receive_webhook(text, text, text, jsonb, text, uuid) to service_role;
comment on function worker.receive_webhook(text, text, text, jsonb, text, uuid) is
  'Stores a verified webhook and enqueues its job in one transaction. Answers stored, or duplicate when the event was stored before.';

-- definer: see receive_webhook.
create function worker.read_webhook(webhook_id uuid) returns jsonb
language sql volatile security definer
set search_path = ''
as $$
  -- One that is done is not worked on again; a dead one is, when an operator has retried its job.
  update private.webhook_inbox w set state = 'working', attempts = w.attempts + 1, finished_at = null
  where w.id = webhook_id and w.state <> 'done'
  returning jsonb_build_object('provider', w.provider, 'connection_id', w.connection_id,
    'provider_event_id', w.provider_event_id, 'headers', w.headers, 'attempt', w.attempts, 'received_at', w.received_at,
    'body_base64', translate(encode(w.body, 'base64'), e'\n', ''))
$$;
revoke execute on function worker.read_webhook(uuid) from public, anon, authenticated;
grant execute on function worker.read_webhook(uuid) to service_role;
comment on function worker.read_webhook(uuid) is
  'Begins work on a webhook: {provider, connection_id, provider_event_id, headers, body_base64, attempt, received_at}; null when it is done or gone.';

-- definer: see receive_webhook.
create function worker.settle_webhook(
  webhook_id uuid, attempt integer, outcome text, slug text default null, as_of timestamptz default clock_timestamp()
) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if outcome not in ('done', 'retry', 'dead') then raise exception 'Unknown outcome %', outcome; end if;
  update private.webhook_inbox w set
    state = case outcome when 'retry' then 'received' else outcome end,
    finished_at = case when outcome <> 'retry' then as_of end,
    body = case when outcome <> 'done' then w.body end,
    last_error = case when outcome = 'done' then w.last_error else jsonb_build_object('slug', settle_webhook.slug, 'at', as_of) end
  -- a worker that comes back late must not settle the attempt of the one that took over
  where w.id = webhook_id and w.state = 'working' and w.attempts = attempt;
  return found;
end
$$;
revoke execute on function worker.settle_webhook(uuid, integer, text, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.settle_webhook(uuid, integer, text, text, timestamptz) to service_role;
comment on function worker.settle_webhook(uuid, integer, text, text, timestamptz) is
  'Ends an attempt (its number from read_webhook) at a webhook: done, retry (its job tries again) or dead. False when the attempt is over.';
