-- Label pushes: what a person does here with read state, star and inbox is done at the provider too, and the other way round.
-- What a person did here wins over news of the provider until it has been pushed; after that whatever comes later wins. Gmail
-- gives changes no time, so nothing finer can be told. News of the provider is never pushed back: there is no echo.
create table private.label_pushes (
  connection_id uuid not null,
  conversation_id uuid not null,
  is_read_changed boolean not null default false,
  is_star_changed boolean not null default false,
  is_inbox_changed boolean not null default false,
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (connection_id, conversation_id),
  foreign key (connection_id, conversation_id) references public.conversations (connection_id, id) on delete cascade
);
comment on table private.label_pushes is 'Conversations whose state at the provider is to follow ours. One row however often it changes: the worker reads the state of the moment.';
comment on column private.label_pushes.connection_id is 'Account.';
comment on column private.label_pushes.conversation_id is 'Conversation.';
comment on column private.label_pushes.is_read_changed is 'Whether UNREAD is to follow.';
comment on column private.label_pushes.is_star_changed is 'Whether STARRED is to follow.';
comment on column private.label_pushes.is_inbox_changed is 'Whether INBOX is to follow.';
comment on column private.label_pushes.version is 'Grows with each change: a push of an older one leaves the row.';
comment on column private.label_pushes.changed_at is 'Last change.';
alter table private.label_pushes enable row level security;
-- no policies and no grants: functions only

create function private.push_labels(c public.conversations, verb text, as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.label_pushes as p (connection_id, conversation_id, is_read_changed, is_star_changed, is_inbox_changed, changed_at)
  select c.connection_id, c.id, verb in ('read', 'unread'), verb in ('star', 'unstar'), verb in ('archive', 'unarchive'), as_of
  from private.sync_cursors s where s.connection_id = c.connection_id and s.stream = 'mail'
  on conflict (connection_id, conversation_id) do update set
    is_read_changed = p.is_read_changed or excluded.is_read_changed, is_star_changed = p.is_star_changed or excluded.is_star_changed,
    is_inbox_changed = p.is_inbox_changed or excluded.is_inbox_changed, version = p.version + 1, changed_at = excluded.changed_at;
  if found then perform private.request_mail_job(c.connection_id, 'push', priority => -1::smallint); end if;
end
$$;
revoke execute on function private.push_labels(public.conversations, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.push_labels(public.conversations, text, timestamptz) is
  'Marks a conversation of a followed mailbox for a push after a verb of 0260, and enqueues it; many at once are one job.';

-- Star: Gmail stars messages, people star conversations. Our star goes to the latest message, as in Gmail's own list, and taking
-- it off takes it off all. Inbox: a conversation is in the inbox while any of its messages is.
create function private.wanted_labels(p private.label_pushes) returns table (provider_message_id text, added text[], removed text[])
language sql stable
set search_path = ''
as $$
  select w.provider_message_id, w.added, w.removed from (
    select m.provider_message_id,
      array_remove(array[
        case when p.is_read_changed and m.direction = 'inbound' and m.read_at is null and not 'UNREAD' = any (m.labels) then 'UNREAD' end,
        case when p.is_star_changed and c.is_starred and m.id = l.last_id and not l.has_star then 'STARRED' end,
        case when p.is_inbox_changed and c.archived_at is null and m.direction = 'inbound' and not 'INBOX' = any (m.labels) then 'INBOX' end
      ], null) as added,
      array_remove(array[
        case when p.is_read_changed and (m.direction = 'outbound' or m.read_at is not null) and 'UNREAD' = any (m.labels) then 'UNREAD' end,
        case when p.is_star_changed and not c.is_starred and 'STARRED' = any (m.labels) then 'STARRED' end,
        case when p.is_inbox_changed and c.archived_at is not null and 'INBOX' = any (m.labels) then 'INBOX' end
      ], null) as removed
    from public.conversations c
    cross join lateral (
      select (array_agg(x.id order by x.sent_at desc, x.id desc))[1] as last_id, bool_or('STARRED' = any (x.labels)) as has_star
      from public.messages x where x.conversation_id = c.id and x.labels is not null and not private.is_thrown_away(x.removed_at, x.labels)) l
    join public.messages m on m.conversation_id = c.id
    where c.id = p.conversation_id and m.labels is not null and not private.is_thrown_away(m.removed_at, m.labels)) w
  where cardinality(w.added) + cardinality(w.removed) > 0
$$;
revoke execute on function private.wanted_labels(private.label_pushes) from public, anon, authenticated, service_role;
comment on function private.wanted_labels(private.label_pushes) is 'Which messages of a conversation are to get or lose which labels so that the provider shows what we show.';

-- definer: the service role has no rights on the table.
create function worker.read_label_pushes(connection_id uuid, at_most integer default 50) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('conversation_id', p.conversation_id, 'version', p.version, 'messages', (
    select coalesce(jsonb_agg(jsonb_build_object('id', w.provider_message_id, 'added', w.added, 'removed', w.removed) order by w.provider_message_id), '[]')
    from private.wanted_labels(p) w)) order by p.changed_at, p.conversation_id), '[]')
  from (select x.* from private.label_pushes x where x.connection_id = read_label_pushes.connection_id
    order by x.changed_at, x.conversation_id limit least(at_most, 500)) q
  join private.label_pushes p on p.connection_id = q.connection_id and p.conversation_id = q.conversation_id
$$;
revoke execute on function worker.read_label_pushes(uuid, integer) from public, anon, authenticated;
grant execute on function worker.read_label_pushes(uuid, integer) to service_role;
comment on function worker.read_label_pushes(uuid, integer) is
  'What is to be pushed, the oldest first: [{conversation_id, version, messages: [{id, added, removed}]}], by the state of now.';

-- definer: see read_label_pushes.
create function worker.settle_label_pushes(connection_id uuid, pushed jsonb) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  settled integer;
begin
  perform private.hold_inbox(settle_label_pushes.connection_id);
  -- our copy knows what was done at once; the provider's own news of it then changes nothing
  update public.messages m set labels = array(
    select distinct l from unnest(m.labels || private.text_array(w -> 'added')) l where not l = any (private.text_array(w -> 'removed')) order by l)
  from jsonb_array_elements(pushed) p, jsonb_array_elements(p -> 'messages') w
  where m.connection_id = settle_label_pushes.connection_id and m.provider_message_id = w ->> 'id' and m.labels is not null;
  delete from private.label_pushes x using jsonb_array_elements(pushed) p
  where x.connection_id = settle_label_pushes.connection_id and x.conversation_id = (p ->> 'conversation_id')::uuid
    and x.version = (p ->> 'version')::integer;
  get diagnostics settled = row_count;
  return settled;
end
$$;
revoke execute on function worker.settle_label_pushes(uuid, jsonb) from public, anon, authenticated;
grant execute on function worker.settle_label_pushes(uuid, jsonb) to service_role;
comment on function worker.settle_label_pushes(uuid, jsonb) is
  'Takes over what read_label_pushes() gave and the provider has done; answers how many conversations are settled. One that was changed since stays.';
