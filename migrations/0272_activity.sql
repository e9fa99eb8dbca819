-- Activity: what happened, as a feed (INB-3). One row for each event, written in the transaction of the event, by the triggers
-- of 0274 and the verbs. It says who, what and when, never what a mail says. Whoever may see the thing may see the event, and
-- nobody else: the audience is copied from the thing and follows it.
-- The primary key begins with what a partitioned table needs, so that the table can be partitioned by month where it grows large.
-- A frontend that listens adds the table to the publication supabase_realtime; its policies hold there as well.
create table public.activity_events (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  occurred_at timestamptz not null,
  id uuid not null default private.time_ordered_uuid(),
  owner_id uuid not null references public.profiles (id) on delete cascade,
  is_shared boolean not null,
  kind text not null constraint activity_events_kind_is_known check (kind in (
    'message_received', 'message_sent', 'message_bounced', 'contact_created', 'connection_added', 'connection_error', 'connection_recovered',
    'connection_shared', 'connection_unshared', 'viewed', 'snoozed', 'woken', 'resolved', 'reopened', 'archived', 'unarchived', 'starred',
    'unstarred', 'read', 'unread', 'tag_added', 'tag_removed', 'prioritised', 'shared', 'unshared',
    'nudge_planned', 'nudge_drafted', 'nudge_approved', 'nudge_sent', 'nudge_cancelled', 'nudge_failed')),
  actor_id uuid,
  conversation_id uuid,
  message_id uuid,
  nudge_id uuid,
  contact_id uuid,
  connection_id uuid,
  detail jsonb not null default '{}' constraint activity_events_detail_is_a_small_object
    check (jsonb_typeof(detail) = 'object' and pg_column_size(detail) <= 2000),
  primary key (workspace_id, occurred_at, id),
  foreign key (workspace_id, conversation_id) references public.conversations (workspace_id, id) on delete cascade
);
comment on table public.activity_events is 'What happened to whose thing. Append-only, kept for a year; goes with its conversation.';
comment on column public.activity_events.workspace_id is 'Workspace.';
comment on column public.activity_events.occurred_at is 'When it happened; for mail, when it was sent.';
comment on column public.activity_events.id is 'Event id, time-ordered.';
comment on column public.activity_events.owner_id is 'Owner of the thing it happened to.';
comment on column public.activity_events.is_shared is 'Copied from the thing, and changed with it.';
comment on column public.activity_events.kind is 'What happened.';
comment on column public.activity_events.actor_id is 'Who did it; null for the system and for people outside. No foreign key: it outlives the account.';
comment on column public.activity_events.conversation_id is 'Conversation it happened in.';
comment on column public.activity_events.message_id is 'Message, if one. No foreign key: the event outlives what retention deletes.';
comment on column public.activity_events.nudge_id is 'Nudge, if one. No foreign key, see message_id.';
comment on column public.activity_events.contact_id is 'Contact, if one. No foreign key, see message_id.';
comment on column public.activity_events.connection_id is 'Connection, if one. No foreign key, see message_id.';
comment on column public.activity_events.detail is 'Slugs and choices: reason, tag, until, priority, automatic_kind. Never content.';
create index activity_events_owner_idx on public.activity_events (owner_id, workspace_id, occurred_at desc, id desc); -- for one's own feed and for deleting a profile
create index activity_events_shared_idx on public.activity_events (workspace_id, occurred_at desc, id desc) where is_shared; -- for what the team shares
create index activity_events_conversation_idx on public.activity_events (workspace_id, conversation_id, occurred_at desc, id desc); -- for one conversation's history and its sharing
create index activity_events_contact_idx on public.activity_events (contact_id) where contact_id is not null; -- for a contact that is shared
create index activity_events_connection_idx on public.activity_events (connection_id) where connection_id is not null; -- for an account that is shared
create index activity_events_occurred_at_idx on public.activity_events using brin (occurred_at); -- for trimming; nearly free to write

alter table public.activity_events enable row level security;
create policy "people read what happened to their own and shared things" on public.activity_events for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.activity_events to authenticated, service_role;
-- not granted: insert, update, delete

create function private.note_activity(
  in_workspace uuid, for_owner uuid, shared boolean, what text, moment timestamptz, actor uuid default null, in_conversation uuid default null,
  of_message uuid default null, of_nudge uuid default null, of_contact uuid default null, of_connection uuid default null, detail jsonb default '{}'
) returns void
language plpgsql volatile -- where one statement would do: it keeps the plan, and every message notes one
set search_path = ''
as $$
begin
  insert into public.activity_events (
    workspace_id, occurred_at, owner_id, is_shared, kind, actor_id, conversation_id, message_id, nudge_id, contact_id, connection_id, detail)
  values (in_workspace, moment, for_owner, shared, what, actor, in_conversation, of_message, of_nudge, of_contact, of_connection, note_activity.detail);
end
$$;
revoke execute on function private.note_activity(uuid, uuid, boolean, text, timestamptz, uuid, uuid, uuid, uuid, uuid, uuid, jsonb)
  from public, anon, authenticated, service_role;
comment on function private.note_activity(uuid, uuid, boolean, text, timestamptz, uuid, uuid, uuid, uuid, uuid, uuid, jsonb) is
  'Appends one event with the audience of the thing it happened to.';

-- Which events are on the page, as private.page_of_conversations() does it: found by the rule of the policies, one part for each
-- way of it, and read by the list below as the person.
-- definer: see above.
create function private.page_of_activity(
  workspace_id uuid, kinds text[], conversation_id uuid, before_at timestamptz, before_id uuid, page_size integer
) returns table (occurred_at timestamptz, id uuid)
language plpgsql stable security definer rows 50 -- a page; with the thousand that is assumed, the list would read the whole workspace
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_variable
declare
  me uuid := private.require_user();
  sees_all boolean := workspace_id in (select private.my_open_workspace_ids());
begin
  if page_size is null or page_size not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  if workspace_id is null or workspace_id not in (select private.my_workspace_ids()) then return; end if;
  before_id := coalesce(before_id, '00000000-0000-0000-0000-000000000000');
  return query
  select p.at, p.event_id from (
    (select e.occurred_at as at, e.id as event_id from public.activity_events e
    where e.workspace_id = workspace_id and e.owner_id = me and (kinds is null or e.kind = any (kinds))
      and (conversation_id is null or e.conversation_id = conversation_id) and (before_at is null or (e.occurred_at, e.id) < (before_at, before_id))
    order by e.occurred_at desc, e.id desc limit page_size)
    union all
    (select e.occurred_at, e.id from public.activity_events e
    where e.workspace_id = workspace_id and e.is_shared and e.owner_id <> me and (kinds is null or e.kind = any (kinds))
      and (conversation_id is null or e.conversation_id = conversation_id) and (before_at is null or (e.occurred_at, e.id) < (before_at, before_id))
    order by e.occurred_at desc, e.id desc limit page_size)
    union all
    (select e.occurred_at, e.id from public.activity_events e
    where sees_all and e.workspace_id = workspace_id and not e.is_shared and e.owner_id <> me and (kinds is null or e.kind = any (kinds))
      and (conversation_id is null or e.conversation_id = conversation_id) and (before_at is null or (e.occurred_at, e.id) < (before_at, before_id))
    order by e.occurred_at desc, e.id desc limit page_size)
  ) p order by p.at desc, p.event_id desc limit page_size;
end
$$;
revoke execute on function private.page_of_activity(uuid, text[], uuid, timestamptz, uuid, integer) from public, anon;
grant execute on function private.page_of_activity(uuid, text[], uuid, timestamptz, uuid, integer) to authenticated;
comment on function private.page_of_activity(uuid, text[], uuid, timestamptz, uuid, integer) is 'Keys of a page of the feed, see public.list_activity.';

create function public.list_activity(
  workspace_id uuid, kinds text[] default null, conversation_id uuid default null,
  before_at timestamptz default null, before_id uuid default null, page_size integer default 50
) returns setof public.activity_events
language sql stable
set search_path = ''
as $$
  select e.* from private.page_of_activity(workspace_id, kinds, conversation_id, before_at, before_id, page_size) p
  join public.activity_events e on e.workspace_id = list_activity.workspace_id and e.occurred_at = p.occurred_at and e.id = p.id
  order by e.occurred_at desc, e.id desc
$$;
revoke execute on function public.list_activity(uuid, text[], uuid, timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_activity(uuid, text[], uuid, timestamptz, uuid, integer) to authenticated;
comment on function public.list_activity(uuid, text[], uuid, timestamptz, uuid, integer) is
  'What happened in the workspace that the caller may see, newest first, by kinds and conversation. Next page: before_at and before_id of the last row. Errors: page_size_invalid.';

create function private.trim_activity(as_of timestamptz, at_most integer default 50000) returns integer
language sql volatile
set search_path = ''
as $$
  with trimmed as (
    delete from public.activity_events e where (e.workspace_id, e.occurred_at, e.id) in (
      select x.workspace_id, x.occurred_at, x.id from public.activity_events x
      where x.occurred_at < as_of - interval '1 year' order by x.occurred_at limit at_most)
    returning 1)
  select count(*)::integer from trimmed
$$;
revoke execute on function private.trim_activity(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.trim_activity(timestamptz, integer) is 'Tick: forgets events older than a year; answers how many.';
