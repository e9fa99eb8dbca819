-- Inbox verbs: what a person does with a conversation. All act on many ids at once and answer the changed rows.

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

-- definer: the columns are not granted, so that every change passes here and the nudges follow.
create function private.change_conversations(wanted uuid[], verb text, argument text default null, as_of timestamptz default now())
returns setof public.conversations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  allowed uuid[];
  one_id uuid;
begin
  perform private.require_user();
  perform 1 from public.conversations c where c.id in (select private.my_conversation_ids(wanted)) order by c.id for update;
  allowed := array(select private.my_conversation_ids(wanted));
  -- All or nothing: an id that is not the caller's gets the answer of an id that does not exist.
  if cardinality(allowed) = 0 or cardinality(allowed) <> (select count(distinct id) from unnest(wanted) id) then
    perform private.problem('conversation_not_found');
  end if;
  if verb = 'tag' and exists (select 1 from public.conversations c
    where c.id = any (allowed) and cardinality(c.tags) >= 50 and not argument = any (c.tags))
  then
    perform private.problem('tags_full');
  end if;
  if verb = 'read' then
    update public.messages set read_at = as_of where conversation_id = any (allowed) and direction = 'inbound' and read_at is null;
  elsif verb = 'unread' then
    update public.messages m set read_at = null
    where m.id in (select distinct on (conversation_id) id from public.messages
      where conversation_id = any (allowed) and direction = 'inbound' order by conversation_id, sent_at desc, id desc);
  end if;
  update public.conversations c set
    status = case verb when 'snooze' then 'snoozed' when 'resolve' then 'resolved' when 'reopen' then 'open' else c.status end,
    snoozed_until = case when verb = 'snooze' then argument::timestamptz when verb in ('resolve', 'reopen') then null else c.snoozed_until end,
    archived_at = case verb when 'archive' then as_of when 'unarchive' then null else c.archived_at end,
    is_starred = case verb when 'star' then true when 'unstar' then false else c.is_starred end,
    tags = case verb when 'tag' then array(select distinct t from unnest(c.tags || argument) t order by t)
      when 'untag' then array_remove(c.tags, argument) else c.tags end
  where c.id = any (allowed);
  foreach one_id in array allowed loop
    perform private.refresh_conversation(one_id);
    perform private.reconsider_conversation(one_id, as_of);
  end loop;
  return query select * from public.conversations c where c.id = any (allowed) order by c.id;
end
$$;
revoke execute on function private.change_conversations(uuid[], text, text, timestamptz) from public, anon;
grant execute on function private.change_conversations(uuid[], text, text, timestamptz) to authenticated;
comment on function private.change_conversations(uuid[], text, text, timestamptz) is 'See the doors below.';

create function public.snooze_conversations(conversation_ids uuid[], until timestamptz) returns setof public.conversations
language plpgsql volatile
set search_path = ''
as $$
begin
  if until is null or until <= now() or until > now() + interval '10 years' then perform private.problem('snooze_not_in_future'); end if;
  return query select * from private.change_conversations(conversation_ids, 'snooze', until::text);
end
$$;
revoke execute on function public.snooze_conversations(uuid[], timestamptz) from public, anon;
grant execute on function public.snooze_conversations(uuid[], timestamptz) to authenticated;
comment on function public.snooze_conversations(uuid[], timestamptz) is
  'Hides conversations until a moment; no nudge before it. Errors: snooze_not_in_future, conversation_not_found.';

create function public.resolve_conversations(conversation_ids uuid[]) returns setof public.conversations
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, 'resolve') $$;
comment on function public.resolve_conversations(uuid[]) is 'Nothing more is owed; waiting nudges are cancelled. Errors: conversation_not_found.';

create function public.reopen_conversations(conversation_ids uuid[]) returns setof public.conversations
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, 'reopen') $$;
comment on function public.reopen_conversations(uuid[]) is 'Ends a snooze or a resolution. Errors: conversation_not_found.';

create function public.archive_conversations(conversation_ids uuid[], is_archived boolean default true) returns setof public.conversations
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, case when is_archived then 'archive' else 'unarchive' end) $$;
comment on function public.archive_conversations(uuid[], boolean) is 'Moves conversations out of the inbox or back. Errors: conversation_not_found.';

create function public.star_conversations(conversation_ids uuid[], is_starred boolean default true) returns setof public.conversations
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, case when is_starred then 'star' else 'unstar' end) $$;
comment on function public.star_conversations(uuid[], boolean) is 'Stars conversations or takes the star off. Errors: conversation_not_found.';

create function public.mark_conversations_read(conversation_ids uuid[], is_read boolean default true) returns setof public.conversations
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, case when is_read then 'read' else 'unread' end) $$;
comment on function public.mark_conversations_read(uuid[], boolean) is 'Marks everything read, or the latest inbound message unread. Errors: conversation_not_found.';

create function public.tag_conversations(conversation_ids uuid[], tag text, is_tagged boolean default true) returns setof public.conversations
language plpgsql volatile set search_path = ''
as $$
begin
  if length(btrim(coalesce(tag, ''))) not between 1 and 40 then perform private.problem('tag_invalid'); end if;
  return query select * from private.change_conversations(
    conversation_ids, case when is_tagged then 'tag' else 'untag' end, lower(btrim(tag)));
end
$$;
comment on function public.tag_conversations(uuid[], text, boolean) is 'Adds or takes off a tag. Errors: tag_invalid, tags_full, conversation_not_found.';

revoke execute on function public.resolve_conversations(uuid[]), public.reopen_conversations(uuid[]),
  public.archive_conversations(uuid[], boolean), public.star_conversations(uuid[], boolean),
  public.mark_conversations_read(uuid[], boolean), public.tag_conversations(uuid[], text, boolean) from public, anon;
grant execute on function public.resolve_conversations(uuid[]), public.reopen_conversations(uuid[]),
  public.archive_conversations(uuid[], boolean), public.star_conversations(uuid[], boolean),
  public.mark_conversations_read(uuid[], boolean), public.tag_conversations(uuid[], text, boolean) to authenticated;

insert into private.problems (slug, status, sentence, cure) values
  ('conversation_not_found', 404, 'Cannot change the conversation: it does not exist or is not yours', 'Check the ids in your inbox.'),
  ('snooze_not_in_future', 422, 'Cannot snooze: the moment is not within the next ten years', 'Choose a later moment, or resolve the conversation.'),
  ('tags_full', 409, 'Cannot tag: a conversation has fifty tags already', 'Take a tag off first.'),
  ('tag_invalid', 422, 'Cannot use this tag: it is empty or longer than 40 characters', 'Choose a shorter word.');
