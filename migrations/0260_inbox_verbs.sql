-- Inbox verbs: what a person does with conversations. All act on many ids at once and answer one row for each: what became of it,
-- how it is now, and how it was, which is what an "undo" needs. Doing it twice changes nothing more.
create type public.conversation_change as (
  id uuid, outcome text, status text, snoozed_until timestamptz, archived_at timestamptz, is_starred boolean, unread_count integer,
  priority text, tags text[], previous jsonb
);
comment on type public.conversation_change is
  'What a verb did to one conversation. outcome: changed, unchanged, tags_full, or not_found (also for what is not yours). previous: the same fields before, with unread_message_ids.';

-- Own, or shared by its account or alone. Full admin visibility is for reading only.
create function private.my_conversation_ids(wanted uuid[]) returns setof uuid
language sql stable security definer -- definer: the verbs lock rows people may not update directly
set search_path = ''
as $$
  select c.id from public.conversations c
  where c.id = any (wanted) and c.workspace_id = any (array(select private.my_workspace_ids()))
    and (c.owner_id = (select auth.uid()) or c.is_shared)
$$;
revoke execute on function private.my_conversation_ids(uuid[]) from public, anon;
grant execute on function private.my_conversation_ids(uuid[]) to authenticated;
comment on function private.my_conversation_ids(uuid[]) is 'Those of the wanted conversations the caller may act on.';

create function private.conversation_facts(c public.conversations) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('status', c.status, 'snoozed_until', c.snoozed_until, 'archived_at', c.archived_at, 'is_starred', c.is_starred,
    'unread_count', c.unread_count, 'priority', c.priority, 'tags', to_jsonb(c.tags), 'unread_message_ids', case when c.unread_count > 0 then (
      select jsonb_agg(m.id order by m.sent_at, m.id) from public.messages m
      where m.conversation_id = c.id and m.direction = 'inbound' and m.read_at is null) else '[]' end)
$$;
revoke execute on function private.conversation_facts(public.conversations) from public, anon, authenticated, service_role;
comment on function private.conversation_facts(public.conversations) is 'What the verbs change of a conversation, as it is.';

-- The one place every change by a person passes, whatever the verb: what follows from a change (the feed, labels at the
-- provider) hooks in here. Runs in the transaction of the change, with the conversation locked, and only when something changed.
create function private.note_state_change(
  before public.conversations, after public.conversations, verb text, argument text, actor uuid, as_of timestamptz
) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.note_activity(after.workspace_id, after.owner_id, after.is_shared,
    case verb when 'snooze' then 'snoozed' when 'resolve' then 'resolved' when 'reopen' then 'reopened' when 'archive' then 'archived'
      when 'unarchive' then 'unarchived' when 'star' then 'starred' when 'unstar' then 'unstarred' when 'read' then 'read'
      when 'unread' then 'unread' when 'tag' then 'tag_added' when 'untag' then 'tag_removed' when 'prioritise' then 'prioritised' end,
    as_of, actor, after.id, detail => jsonb_strip_nulls(jsonb_build_object(
      'tag', case when verb in ('tag', 'untag') then argument end, 'until', case when verb = 'snooze' then after.snoozed_until end,
      'priority', case when verb = 'prioritise' then after.priority end)));
  if verb in ('read', 'unread', 'star', 'unstar', 'archive', 'unarchive') then perform private.push_labels(after, verb, as_of); end if;
end
$$;
revoke execute on function private.note_state_change(public.conversations, public.conversations, text, text, uuid, timestamptz)
  from public, anon, authenticated, service_role;
comment on function private.note_state_change(public.conversations, public.conversations, text, text, uuid, timestamptz) is
  'What follows when a person changed a conversation: verb is snooze, resolve, reopen, archive, unarchive, star, unstar, read, unread, tag, untag or prioritise.';

-- Called with the conversation locked.
create function private.change_conversation(before public.conversations, verb text, argument text, as_of timestamptz) returns public.conversations
language plpgsql volatile
set search_path = ''
as $$
declare
  after public.conversations;
  is_changed boolean;
begin
  if verb = 'read' then
    update public.messages m set read_at = as_of where m.conversation_id = before.id and m.direction = 'inbound' and m.read_at is null;
    is_changed := found;
  elsif verb = 'unread' and before.unread_count = 0 then
    update public.messages m set read_at = null where m.id = (
      select x.id from public.messages x where x.conversation_id = before.id and x.direction = 'inbound' order by x.sent_at desc, x.id desc limit 1);
    is_changed := found;
  elsif verb <> 'unread' then
    update public.conversations c set
      status = case verb when 'snooze' then 'snoozed' when 'resolve' then 'resolved' when 'reopen' then 'open' else c.status end,
      snoozed_until = case when verb = 'snooze' then argument::timestamptz when verb in ('resolve', 'reopen') then null else c.snoozed_until end,
      archived_at = case verb when 'archive' then coalesce(c.archived_at, as_of) when 'unarchive' then null else c.archived_at end,
      archived_via = case verb when 'archive' then 'app' when 'unarchive' then null else c.archived_via end,
      is_starred = case verb when 'star' then true when 'unstar' then false else c.is_starred end,
      priority = case verb when 'prioritise' then coalesce(argument, c.priority) else c.priority end,
      priority_source = case verb when 'prioritise' then case when argument is null then 'rule' else 'person' end else c.priority_source end,
      tags = case verb when 'tag' then array(select distinct t from unnest(c.tags || argument) t order by t)
        when 'untag' then array_remove(c.tags, argument) else c.tags end
    where c.id = before.id returning * into after;
    is_changed := (after.status, after.snoozed_until, after.archived_at, after.archived_via, after.is_starred, after.priority, after.priority_source, after.tags)
      is distinct from (before.status, before.snoozed_until, before.archived_at, before.archived_via, before.is_starred, before.priority, before.priority_source, before.tags);
  end if;
  if not coalesce(is_changed, false) then return before; end if;
  if verb in ('read', 'unread', 'prioritise') then perform private.refresh_conversation(before.id); end if;
  if verb in ('snooze', 'resolve', 'reopen', 'archive', 'unarchive') then perform private.reconsider_conversation(before.id, as_of); end if;
  select * into after from public.conversations c where c.id = before.id;
  perform private.note_state_change(before, after, verb, argument, auth.uid(), as_of);
  return after;
end
$$;
revoke execute on function private.change_conversation(public.conversations, text, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.change_conversation(public.conversations, text, text, timestamptz) is
  'Does one verb to one locked conversation; answers it as it is then, the same row when nothing changed.';

-- definer: the columns are not granted, so that every change passes here and the nudges follow.
create function private.change_conversations(wanted uuid[], verb text, argument text default null, as_of timestamptz default now())
returns setof public.conversation_change
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  allowed uuid[];
  one_id uuid;
  before public.conversations;
  after public.conversations;
  previous jsonb;
begin
  perform private.require_user();
  if cardinality(wanted) > 500 then perform private.problem('conversations_too_many'); end if;
  -- the word before the conversations, the order in which a tag is renamed
  if verb = 'tag' then
    perform private.save_tag(x.workspace_id, argument, null, x.is_shared) from (
      select c.workspace_id, bool_or(c.is_shared) as is_shared from public.conversations c
      where c.id in (select private.my_conversation_ids(wanted)) group by c.workspace_id order by c.workspace_id) x;
  end if;
  perform 1 from public.conversations c where c.id in (select private.my_conversation_ids(wanted)) order by c.id for update;
  allowed := array(select private.my_conversation_ids(wanted));
  -- An id that is not the caller's gets the answer of an id that does not exist.
  if cardinality(allowed) = 0 then perform private.problem('conversation_not_found'); end if;
  for one_id in select distinct id from unnest(wanted) id where id is not null order by id loop
    if not one_id = any (allowed) then
      return next row(one_id, 'not_found', null, null, null, null, null, null, null, null)::public.conversation_change;
      continue;
    end if;
    select * into before from public.conversations c where c.id = one_id;
    previous := private.conversation_facts(before);
    if verb = 'tag' and cardinality(before.tags) >= 50 and not argument = any (before.tags) then
      after := before;
    else
      after := private.change_conversation(before, verb, argument, as_of);
    end if;
    return next row(one_id, case when verb = 'tag' and not argument = any (after.tags) then 'tags_full' when after = before then 'unchanged' else 'changed' end,
      after.status, after.snoozed_until, after.archived_at, after.is_starred, after.unread_count, after.priority, after.tags, previous)::public.conversation_change;
  end loop;
end
$$;
revoke execute on function private.change_conversations(uuid[], text, text, timestamptz) from public, anon;
grant execute on function private.change_conversations(uuid[], text, text, timestamptz) to authenticated;
comment on function private.change_conversations(uuid[], text, text, timestamptz) is 'See the doors of 0261.';
