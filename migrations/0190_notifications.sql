-- Notifications: what a person has to know or do, told once for each incident. An incident that comes back within an hour is the
-- same one. This table is the list in the app; other ways of telling read it.
create table private.notification_kinds (
  kind text primary key constraint notification_kinds_kind_is_snake_case check (kind ~ '^[a-z][a-z0-9_]+$'),
  sentence text not null constraint notification_kinds_sentence_has_no_full_stop check (sentence !~ '\.$'),
  cure text not null
);
comment on table private.notification_kinds is 'Catalogue of what people are told. Written by migrations only.';
comment on column private.notification_kinds.kind is 'Stable name.';
comment on column private.notification_kinds.sentence is 'What happened; %s stands for the name of the account.';
comment on column private.notification_kinds.cure is 'What the person can do about it.';
alter table private.notification_kinds enable row level security;
-- no policies and no grants: only private.notify() reads it

create table public.notifications (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null references private.notification_kinds (kind)
    constraint notifications_kind_is_snake_case check (kind ~ '^[a-z][a-z0-9_]+$'),
  connection_id uuid,
  sentence text not null,
  cure text not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  resolved_at timestamptz,
  foreign key (workspace_id, owner_id, connection_id) references public.connections (workspace_id, owner_id, id) on delete cascade
);
comment on table public.notifications is 'What a person has to know or do. Written by private.notify().';
comment on column public.notifications.id is 'Time-ordered id.';
comment on column public.notifications.workspace_id is 'Workspace it is about.';
comment on column public.notifications.owner_id is 'Who is told.';
comment on column public.notifications.kind is 'What happened, for clients to branch on.';
comment on column public.notifications.connection_id is 'The account it is about, if any.';
comment on column public.notifications.sentence is 'What happened, for people.';
comment on column public.notifications.cure is 'What to do about it.';
comment on column public.notifications.created_at is 'When the incident began.';
comment on column public.notifications.read_at is 'When the person marked it as read.';
comment on column public.notifications.resolved_at is 'When there was nothing left to do.';
create index notifications_unread_idx on public.notifications (owner_id, id desc) where read_at is null; -- for the unread list
create index notifications_owner_id_id_idx on public.notifications (owner_id, id desc); -- for the whole list, and for deleting a profile
create index notifications_kind_idx on public.notifications (kind); -- for changing the catalogue
create index notifications_workspace_id_owner_id_connection_id_idx
  on public.notifications (workspace_id, owner_id, connection_id, kind, created_at); -- for one notice an incident, and for deleting a connection

alter table public.notifications enable row level security;
create policy "people read their own notifications" on public.notifications for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.notifications to authenticated;
-- not granted: insert, delete, and update: mark_notifications_read() does it

create function private.notify(of_kind text, about public.connections, as_of timestamptz default clock_timestamp()) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- callers hold the row of the connection: two cannot find nothing at the same moment
  update public.notifications n set resolved_at = null
  where n.id = (select o.id from public.notifications o
    where o.workspace_id = about.workspace_id and o.owner_id = about.owner_id and o.connection_id = about.id and o.kind = of_kind
      and (o.resolved_at is null or o.created_at > as_of - interval '1 hour')
    order by o.created_at desc limit 1);
  if found then return; end if;
  insert into public.notifications (workspace_id, owner_id, kind, connection_id, sentence, cure, created_at)
  select about.workspace_id, about.owner_id, k.kind, about.id, format(k.sentence, about.display_name), k.cure, as_of
  from private.notification_kinds k where k.kind = of_kind;
end
$$;
revoke execute on function private.notify(text, public.connections, timestamptz) from public, anon, authenticated, service_role;
comment on function private.notify(text, public.connections, timestamptz) is
  'Tells the owner of an account something, unless they were told about this incident before.';

create function private.tell_of_account_trouble() returns trigger
language plpgsql security definer -- definer: whoever finds the trouble has no rights on notifications
set search_path = ''
as $$
begin
  if new.status = 'error' then
    perform private.notify('connection_needs_reconnect', new);
  else
    update public.notifications n set resolved_at = clock_timestamp()
    where n.workspace_id = new.workspace_id and n.owner_id = new.owner_id and n.connection_id = new.id
      and n.kind = 'connection_needs_reconnect' and n.resolved_at is null;
  end if;
  return null;
end
$$;
revoke execute on function private.tell_of_account_trouble() from public, anon, authenticated, service_role;
comment on function private.tell_of_account_trouble() is 'After an account got into error or out of it, whoever noticed: tells its owner, or closes the notice.';
create trigger tell_of_account_trouble after update of status on public.connections
  for each row when ((new.status = 'error') <> (old.status = 'error')) execute function private.tell_of_account_trouble();

create function public.list_notifications(before_notification_id uuid default null, only_unread boolean default true, page_size integer default 50)
returns setof public.notifications
language sql stable
set search_path = ''
as $$
  select n.* from public.notifications n
  where n.owner_id = (select auth.uid()) and (not only_unread or n.read_at is null)
    and (before_notification_id is null or n.id < before_notification_id)
  order by n.id desc limit least(greatest(page_size, 1), 200)
$$;
revoke execute on function public.list_notifications(uuid, boolean, integer) from public, anon;
grant execute on function public.list_notifications(uuid, boolean, integer) to authenticated;
comment on function public.list_notifications(uuid, boolean, integer) is
  'The caller''s notifications, the newest first. Next page: before_notification_id = the last id.';

-- definer: the column is not granted, because nobody marks what they cannot see.
create function private.mark_notifications_read(wanted uuid[]) returns integer
language sql volatile security definer
set search_path = ''
as $$
  with marked as (
    update public.notifications n set read_at = now()
    where n.id = any (wanted) and n.owner_id = private.require_user() and n.read_at is null
      and n.workspace_id = any (array(select private.my_workspace_ids()))
    returning 1)
  select count(*)::integer from marked
$$;
revoke execute on function private.mark_notifications_read(uuid[]) from public, anon;
grant execute on function private.mark_notifications_read(uuid[]) to authenticated;
comment on function private.mark_notifications_read(uuid[]) is 'See public.mark_notifications_read.';

create function public.mark_notifications_read(notification_ids uuid[]) returns integer
language sql volatile
set search_path = ''
as $$ select private.mark_notifications_read(notification_ids) $$;
revoke execute on function public.mark_notifications_read(uuid[]) from public, anon;
grant execute on function public.mark_notifications_read(uuid[]) to authenticated;
comment on function public.mark_notifications_read(uuid[]) is 'Marks the caller''s notifications as read; answers how many were not yet.';

insert into private.notification_kinds (kind, sentence, cure) values
  ('connection_needs_reconnect', 'The account %s can no longer be used: its permission has ended',
    'Connect it again. Nothing is lost: what waits goes on by itself.');
