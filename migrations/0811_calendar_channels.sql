-- Push channels: Google posts "something changed" to a channel we opened, never what. A channel cannot be prolonged: a new
-- one is opened a day before the old one ends, then the old one is stopped, so that there is no moment without
-- (https://developers.google.com/workspace/calendar/api/guides/push). Whatever a channel loses the poll finds.
create table private.calendar_channels (
  id uuid primary key,
  workspace_id uuid not null,
  owner_id uuid not null,
  connection_id uuid not null,
  calendar_id uuid not null,
  token_hash bytea not null constraint calendar_channels_token_hash_is_sha256 check (octet_length(token_hash) = 32),
  state text not null default 'opening'
    constraint calendar_channels_state_is_known check (state in ('opening', 'active', 'stopping', 'ended', 'failed')),
  state_slug text,
  resource_id text,
  expires_at timestamptz not null,
  last_message_number numeric,
  last_message_at timestamptz,
  created_at timestamptz not null default now(),
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, calendar_id) references public.calendars (workspace_id, owner_id, id) on delete cascade,
  constraint calendar_channels_active_has_a_resource check (state not in ('active', 'stopping') or resource_id is not null)
);
comment on table private.calendar_channels is 'Channels on which a provider tells that a calendar changed. Written by the worker functions below.';
comment on column private.calendar_channels.id is 'Channel id, chosen by us.';
comment on column private.calendar_channels.workspace_id is 'Workspace.';
comment on column private.calendar_channels.owner_id is 'Owner of the connection.';
comment on column private.calendar_channels.connection_id is 'Account.';
comment on column private.calendar_channels.calendar_id is 'Calendar it watches.';
comment on column private.calendar_channels.token_hash is 'SHA-256 of the secret the provider repeats with each message; the secret itself is kept nowhere.';
comment on column private.calendar_channels.state is 'opening (asked for, outcome not known), active, stopping (replaced), ended or failed.';
comment on column private.calendar_channels.state_slug is 'Why it failed.';
comment on column private.calendar_channels.resource_id is 'The provider''s name of what is watched; needed to stop it.';
comment on column private.calendar_channels.expires_at is 'When the provider ends it.';
comment on column private.calendar_channels.last_message_number is 'Highest number of a message so far; it grows, with gaps.';
comment on column private.calendar_channels.last_message_at is 'When the last message came.';
comment on column private.calendar_channels.created_at is 'When it was asked for.';
create index calendar_channels_calendar_idx on private.calendar_channels (workspace_id, owner_id, calendar_id, state, expires_at); -- for the channel of a calendar
create index calendar_channels_connection_idx on private.calendar_channels (workspace_id, owner_id, connection_id); -- for deleting a connection
create index calendar_channels_expires_at_idx on private.calendar_channels (expires_at) where state in ('ended', 'failed', 'opening'); -- for trimming
alter table private.calendar_channels enable row level security;
-- no policies and no grants: functions only

-- With push every 15 minutes, without every 5; the list of calendars changes rarely.
create function private.calendar_poll_interval(of_calendar uuid, as_of timestamptz) returns interval
language sql stable
set search_path = ''
as $$
  select case
    when of_calendar is null then interval '1 hour'
    when exists (select from private.calendar_channels c join public.calendars x on x.id = c.calendar_id
      and x.workspace_id = c.workspace_id and x.owner_id = c.owner_id
      where x.id = of_calendar and c.state = 'active' and c.expires_at > as_of) then interval '15 minutes'
    else interval '5 minutes'
  end
$$;
revoke execute on function private.calendar_poll_interval(uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.calendar_poll_interval(uuid, timestamptz) is 'How long after a complete listing the next begins without being asked.';

-- definer: the service role has no rights on the table.
create function worker.calendar_channel_work(cursor_id uuid, as_of timestamptz default clock_timestamp()) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    -- one that failed is not tried again for a day: some calendars (holidays, rooms) know no push at all
    'needs_channel', not exists (select from private.calendar_channels c
      where c.workspace_id = k.workspace_id and c.owner_id = k.owner_id and c.calendar_id = k.calendar_id
        and (c.state = 'active' and c.expires_at > as_of + interval '1 day'
          or c.state = 'failed' and c.created_at > as_of - interval '1 day'
          or c.state = 'opening' and c.created_at > as_of - interval '10 minutes')),
    'stop', (select coalesce(jsonb_agg(jsonb_build_object('channel_id', c.id, 'resource_id', c.resource_id)), '[]') from private.calendar_channels c
      where c.workspace_id = k.workspace_id and c.owner_id = k.owner_id and c.calendar_id = k.calendar_id and c.expires_at > as_of
        -- one whose opening was never confirmed and that speaks all the same is stopped as well
        and (c.state = 'stopping' or c.state in ('opening', 'failed') and c.resource_id is not null and c.created_at < as_of - interval '10 minutes')))
  from private.calendar_cursors k where k.id = cursor_id and k.calendar_id is not null
$$;
revoke execute on function worker.calendar_channel_work(uuid, timestamptz) from public, anon, authenticated;
grant execute on function worker.calendar_channel_work(uuid, timestamptz) to service_role;
comment on function worker.calendar_channel_work(uuid, timestamptz) is 'What is to be done about the channels of a calendar: {needs_channel, stop: [{channel_id, resource_id}]}; null for a list of calendars.';

-- definer: see calendar_channel_work.
create function worker.begin_calendar_channel(cursor_id uuid, channel_id uuid, token_hash_hex text, expires_at timestamptz) returns boolean
language sql volatile security definer
set search_path = ''
as $$
  with made as (
    insert into private.calendar_channels (id, workspace_id, owner_id, connection_id, calendar_id, token_hash, expires_at)
    select begin_calendar_channel.channel_id, k.workspace_id, k.owner_id, k.connection_id, k.calendar_id, decode(token_hash_hex, 'hex'), begin_calendar_channel.expires_at
    from private.calendar_cursors k where k.id = cursor_id and k.calendar_id is not null
    returning 1)
  select exists (select from made)
$$;
revoke execute on function worker.begin_calendar_channel(uuid, uuid, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.begin_calendar_channel(uuid, uuid, text, timestamptz) to service_role;
comment on function worker.begin_calendar_channel(uuid, uuid, text, timestamptz) is 'Records a channel before the provider is asked for it.';

-- definer: see calendar_channel_work.
create function worker.settle_calendar_channel(channel_id uuid, state text, resource_id text default null, expires_at timestamptz default null, slug text default null)
returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  settled private.calendar_channels;
begin
  if settle_calendar_channel.state not in ('active', 'failed', 'ended') then raise exception 'Unknown state %', settle_calendar_channel.state; end if;
  update private.calendar_channels c set state = settle_calendar_channel.state, state_slug = slug,
    resource_id = coalesce(settle_calendar_channel.resource_id, c.resource_id), expires_at = coalesce(settle_calendar_channel.expires_at, c.expires_at)
  where c.id = channel_id returning * into settled;
  if settled.state = 'active' then
    update private.calendar_channels c set state = 'stopping'
    where c.workspace_id = settled.workspace_id and c.owner_id = settled.owner_id and c.calendar_id = settled.calendar_id
      and c.state = 'active' and c.id <> settled.id;
  end if;
end
$$;
revoke execute on function worker.settle_calendar_channel(uuid, text, text, timestamptz, text) from public, anon, authenticated;
grant execute on function worker.settle_calendar_channel(uuid, text, text, timestamptz, text) to service_role;
comment on function worker.settle_calendar_channel(uuid, text, text, timestamptz, text) is 'A channel is active (the one before it is then to be stopped), failed or ended.';

-- definer: see calendar_channel_work.
create function worker.calendar_channel(channel_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('connection_id', c.connection_id, 'token_hash', encode(c.token_hash, 'hex'))
  from private.calendar_channels c where c.id = channel_id
$$;
revoke execute on function worker.calendar_channel(uuid) from public, anon, authenticated;
grant execute on function worker.calendar_channel(uuid) to service_role;
comment on function worker.calendar_channel(uuid) is 'What the door needs to know a message by: {connection_id, token_hash}; null when there is no such channel.';

insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts, backoff_base_seconds, backoff_cap_seconds, max_workers) values
  ('calendar-push', 'sync-calendar', 30, 20, 12, 2, 600, 2);

-- definer: see calendar_channel_work.
create function worker.note_calendar_push(channel_id uuid, resource_id text, resource_state text, message_number numeric, received_at timestamptz) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  channel private.calendar_channels;
  cur private.calendar_cursors;
begin
  update private.calendar_channels c set resource_id = coalesce(c.resource_id, note_calendar_push.resource_id),
    last_message_number = greatest(c.last_message_number, message_number), last_message_at = greatest(c.last_message_at, received_at)
  where c.id = channel_id returning * into channel;
  -- `sync` only says that the channel is open
  if channel.id is null or resource_state = 'sync' then return 'nothing'; end if;
  -- before anything is asked of the queue: a listing that ends now sees that more is wanted
  update private.calendar_cursors k set wanted_at = greatest(k.wanted_at, received_at)
  where k.connection_id = channel.connection_id and k.calendar_id = channel.calendar_id returning * into cur;
  -- Messages say no more than "look": one listing that began after them answers them all.
  if cur.id is null or cur.began_at > received_at then return 'nothing'; end if;
  return case when private.enqueue_calendar_sync(cur.id) is null then 'wait' else 'asked' end;
end
$$;
revoke execute on function worker.note_calendar_push(uuid, text, text, numeric, timestamptz) from public, anon, authenticated;
grant execute on function worker.note_calendar_push(uuid, text, text, numeric, timestamptz) to service_role;
comment on function worker.note_calendar_push(uuid, text, text, numeric, timestamptz) is
  'A message of a channel: asked (the calendar will be read), nothing (it was read since, or there is nothing to read) or wait (it is being read from before the message).';
