-- The inbox list: every filter, newest first, keyset pagination. Runs as the person, so RLS decides what is there.

create function public.list_conversations(
  workspace_id uuid,
  search text default null, status text default null, channel text default null, tag text default null,
  contact_id uuid default null, is_unread boolean default null, is_starred boolean default null,
  waiting_on text default null, is_archived boolean default false,
  before_at timestamptz default null, before_id uuid default null, page_size integer default 50
) returns setof public.conversations
language plpgsql stable
set search_path = ''
as $$
#variable_conflict use_variable
begin
  if page_size is null or page_size not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  -- a mistyped filter must not look like an empty inbox
  if status not in ('open', 'snoozed', 'resolved') then perform private.problem('filter_unknown', 'status'); end if;
  if waiting_on not in ('them', 'us', 'nobody') then perform private.problem('filter_unknown', 'waiting_on'); end if;
  if channel not in ('email') then perform private.problem('filter_unknown', 'channel'); end if;
  search := nullif(btrim(search), '');
  return query
  select c.* from public.conversations c
  where c.workspace_id = workspace_id
    and (status is null or c.status = status)
    and (channel is null or c.channel = channel)
    and (tag is null or c.tags @> array[lower(btrim(tag))])
    and (contact_id is null or c.contact_id = contact_id)
    and (is_unread is null or (c.unread_count > 0) = is_unread)
    and (is_starred is null or c.is_starred = is_starred)
    and (waiting_on is null or c.waiting_on = waiting_on)
    and (is_archived is null or (c.archived_at is not null) = is_archived)
    and (before_at is null or (c.last_message_at, c.id) < (before_at, coalesce(before_id, '00000000-0000-0000-0000-000000000000')))
    and (search is null or c.id in (
      select m.conversation_id from public.messages m
      where m.workspace_id = workspace_id and m.search @@ websearch_to_tsquery('simple', search)))
  order by c.last_message_at desc, c.id desc
  limit page_size;
end
$$;
revoke execute on function public.list_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer) to authenticated;
comment on function public.list_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer) is
  'The caller''s inbox, newest first. waiting_on us = they wait for me; them = they owe an answer. Next page: before_at and before_id of the last row. Errors: page_size_invalid, filter_unknown.';

insert into private.problems (slug, status, sentence, cure) values
  ('filter_unknown', 422, 'Cannot list: a filter has a value that does not exist', 'Use status open, snoozed or resolved, waiting_on them, us or nobody, and channel email.'),
  ('page_size_invalid', 422, 'Cannot list: the page size is not between 1 and 200', 'Ask for 1 to 200 rows.');
