-- Doors to the inbox verbs of 0260: what people call through supabase-js rpc(). Each answers one conversation_change for each id.

create function public.snooze_conversations(conversation_ids uuid[], until timestamptz) returns setof public.conversation_change
language plpgsql volatile
set search_path = ''
as $$
begin
  if until is null or until <= now() or until > now() + interval '10 years' then perform private.problem('snooze_not_in_future'); end if;
  return query select * from private.change_conversations(conversation_ids, 'snooze', until::text);
end
$$;
comment on function public.snooze_conversations(uuid[], timestamptz) is
  'Hides conversations until a moment, or until a person answers; no nudge before it. Errors: snooze_not_in_future, conversation_not_found, conversations_too_many.';

create function public.resolve_conversations(conversation_ids uuid[]) returns setof public.conversation_change
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, 'resolve') $$;
comment on function public.resolve_conversations(uuid[]) is 'Nothing more is owed; waiting nudges are cancelled. Errors: conversation_not_found, conversations_too_many.';

create function public.reopen_conversations(conversation_ids uuid[]) returns setof public.conversation_change
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, 'reopen') $$;
comment on function public.reopen_conversations(uuid[]) is 'Ends a snooze or a resolution. Errors: conversation_not_found, conversations_too_many.';

create function public.archive_conversations(conversation_ids uuid[], is_archived boolean default true) returns setof public.conversation_change
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, case when is_archived then 'archive' else 'unarchive' end) $$;
comment on function public.archive_conversations(uuid[], boolean) is 'Moves conversations out of the inbox or back. Errors: conversation_not_found, conversations_too_many.';

create function public.star_conversations(conversation_ids uuid[], is_starred boolean default true) returns setof public.conversation_change
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, case when is_starred then 'star' else 'unstar' end) $$;
comment on function public.star_conversations(uuid[], boolean) is 'Stars conversations or takes the star off. Errors: conversation_not_found, conversations_too_many.';

create function public.mark_conversations_read(conversation_ids uuid[], is_read boolean default true) returns setof public.conversation_change
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, case when is_read then 'read' else 'unread' end) $$;
comment on function public.mark_conversations_read(uuid[], boolean) is
  'Marks everything read, or the latest inbound message unread where none is. Errors: conversation_not_found, conversations_too_many.';

create function public.tag_conversations(conversation_ids uuid[], tag text, is_tagged boolean default true) returns setof public.conversation_change
language sql volatile set search_path = ''
as $$ select * from private.change_conversations(conversation_ids, case when is_tagged then 'tag' else 'untag' end, private.tag_name(tag)) $$;
comment on function public.tag_conversations(uuid[], text, boolean) is
  'Adds or takes off a tag; a new word becomes a tag of the caller''s own, or of the workspace when a conversation is shared. At most fifty on a conversation (outcome tags_full). Errors: tag_invalid, conversation_not_found, conversations_too_many.';

create function public.prioritise_conversations(conversation_ids uuid[], priority text) returns setof public.conversation_change
language plpgsql volatile
set search_path = ''
as $$
begin
  if priority not in ('low', 'normal', 'high', 'urgent') then perform private.problem('priority_unknown'); end if;
  return query select * from private.change_conversations(conversation_ids, 'prioritise', priority);
end
$$;
comment on function public.prioritise_conversations(uuid[], text) is
  'Sets the priority by hand, which no rule overwrites; null gives it back to the rule. Errors: priority_unknown, conversation_not_found, conversations_too_many.';

revoke execute on function public.snooze_conversations(uuid[], timestamptz), public.resolve_conversations(uuid[]), public.reopen_conversations(uuid[]),
  public.archive_conversations(uuid[], boolean), public.star_conversations(uuid[], boolean), public.mark_conversations_read(uuid[], boolean),
  public.tag_conversations(uuid[], text, boolean), public.prioritise_conversations(uuid[], text) from public, anon;
grant execute on function public.snooze_conversations(uuid[], timestamptz), public.resolve_conversations(uuid[]), public.reopen_conversations(uuid[]),
  public.archive_conversations(uuid[], boolean), public.star_conversations(uuid[], boolean), public.mark_conversations_read(uuid[], boolean),
  public.tag_conversations(uuid[], text, boolean), public.prioritise_conversations(uuid[], text) to authenticated;

insert into private.problems (slug, status, sentence, cure) values
  ('conversation_not_found', 404, 'Cannot change the conversation: it does not exist or is not yours', 'Check the ids in your inbox.'),
  ('conversations_too_many', 422, 'Cannot change so many conversations: more than 500 at once', 'Send them in parts.'),
  ('priority_unknown', 422, 'Cannot use this priority: it is not low, normal, high or urgent', 'Choose one of the four, or null for the rule.'),
  ('snooze_not_in_future', 422, 'Cannot snooze: the moment is not within the next ten years', 'Choose a later moment, or resolve the conversation.');
