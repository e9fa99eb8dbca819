-- The inbox list (INB-1): every filter, newest first, keyset pages.
-- A page continues from the last row by (last_message_at, id): a conversation that gets new mail meanwhile moves to the top and
-- is seen there; none is shown twice and none that stayed where it was is left out.


-- Which rows are on the page. Under row level security the planner takes a member's share of a workspace for a handful of rows,
-- and sorts thousands where an index has them in order: ten times slower for a busy member (bench:inbox). So this finds the page
-- by the rule of the policies, one part for each way of it, and the list below reads the rows as the person: what the
-- policies would not show stays unseen, whatever is found here.
-- definer: see above.
create function private.page_of_conversations(
  workspace_id uuid,
  search text, status text, channel text, tag text,
  contact_id uuid, is_unread boolean, is_starred boolean,
  waiting_on text, is_archived boolean,
  before_at timestamptz, before_id uuid, page_size integer,
  connection_id uuid, priority text, needs_reply boolean,
  from_at timestamptz, until_at timestamptz, has_attachment boolean,
  automatic_kind text, audience text
) returns setof uuid
language plpgsql stable security definer
set search_path = ''
as $$
declare
  me uuid := private.require_user();
  finds boolean := coalesce(btrim(search), '') <> '' or coalesce(btrim(tag), '') <> '';
  sees_all boolean := workspace_id in (select private.my_open_workspace_ids());
begin
  if page_size is null or page_size not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  -- a mistyped filter must not look like an empty inbox
  if status not in ('open', 'snoozed', 'resolved', 'any') then perform private.problem('filter_unknown', 'status'); end if;
  if waiting_on not in ('them', 'us', 'nobody') then perform private.problem('filter_unknown', 'waiting_on'); end if;
  if channel not in ('email') then perform private.problem('filter_unknown', 'channel'); end if;
  if priority not in ('low', 'normal', 'high', 'urgent') then perform private.problem('filter_unknown', 'priority'); end if;
  if audience is null or audience not in ('all', 'mine', 'shared') then perform private.problem('filter_unknown', 'audience'); end if;
  if automatic_kind not in ('human', 'auto_reply', 'out_of_office', 'bounce', 'mailing_list', 'notification', 'calendar') then
    perform private.problem('filter_unknown', 'automatic_kind');
  end if;
  if workspace_id is null or workspace_id not in (select private.my_workspace_ids()) then return; end if;
  -- One text for the parts that are wanted, made of constants; every value is a parameter. A filter that is not given folds
  -- away when the statement is planned with its values, so each combination gets the index made for it.
  return query execute (
    select 'with found as materialized (select id from private.find_conversations($1, $20, $21) id where $22) select c.id from ('
      || string_agg('(select c.last_message_at, c.id from public.conversations c where c.workspace_id = $1 and ' || part || $filters$
        and ($2 is null or c.status = $2) and ($3 is null or c.channel = $3) and ($4 is null or c.contact_id = $4)
        and ($5 is null or (c.unread_count > 0) = $5) and ($6 is null or c.is_starred = $6) and ($7 is null or c.waiting_on = $7)
        and ($8 is null or not $8 and c.archived_at is null or $8 and c.archived_at is not null)
        and ($9 is null or (c.last_message_at, c.id) < ($9, $10)) and ($12 is null or c.connection_id = $12)
        and ($13 is null or c.priority = $13) and ($14 is null or coalesce(c.needs_reply, c.waiting_on = 'us') = $14)
        and ($15 is null or c.last_message_at >= $15) and ($16 is null or c.last_message_at < $16)
        and ($17 is null or (c.attachment_count > 0) = $17) and ($18 is null or c.automatic_kind = $18)$filters$
        || case when finds then ' and c.id in (select f.id from found f)' else '' end
        || ' order by c.last_message_at desc, c.id desc limit $11)', ' union all ')
      || ') c order by c.last_message_at desc, c.id desc limit $11'
    from (values ('c.owner_id = $19', audience <> 'shared'), ('c.owner_id = $19 and c.is_shared', audience = 'shared'),
      ('c.owner_id <> $19 and c.is_shared', audience <> 'mine'), ('c.owner_id <> $19 and not c.is_shared', audience = 'all' and sees_all)
    ) parts (part, is_wanted) where is_wanted)
  using workspace_id, nullif(status, 'any'), channel, contact_id, is_unread, is_starred, waiting_on, is_archived,
    before_at, coalesce(before_id, '00000000-0000-0000-0000-000000000000'), page_size, connection_id, priority, needs_reply,
    from_at, until_at, has_attachment, automatic_kind, me, nullif(btrim(search), ''), nullif(lower(btrim(tag)), ''), finds;
end
$$;
revoke execute on function private.page_of_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer, uuid, text, boolean, timestamptz, timestamptz,
  boolean, text, text) from public, anon;
grant execute on function private.page_of_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer, uuid, text, boolean, timestamptz, timestamptz,
  boolean, text, text) to authenticated;
comment on function private.page_of_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer, uuid, text, boolean, timestamptz, timestamptz,
  boolean, text, text) is 'Ids of a page of the caller''s inbox, see public.list_conversations.';

create function public.list_conversations(
  workspace_id uuid,
  search text default null, status text default 'open', channel text default null, tag text default null,
  contact_id uuid default null, is_unread boolean default null, is_starred boolean default null,
  waiting_on text default null, is_archived boolean default false,
  before_at timestamptz default null, before_id uuid default null, page_size integer default 50,
  connection_id uuid default null, priority text default null, needs_reply boolean default null,
  from_at timestamptz default null, until_at timestamptz default null, has_attachment boolean default null,
  automatic_kind text default null, audience text default 'all'
) returns setof public.conversations
language sql stable
set search_path = ''
as $$
  -- every argument by its full name: most columns have the same
  select c.* from public.conversations c
  where c.id = any (array(select private.page_of_conversations(list_conversations.workspace_id, list_conversations.search, list_conversations.status, list_conversations.channel, list_conversations.tag,
    list_conversations.contact_id, list_conversations.is_unread, list_conversations.is_starred, list_conversations.waiting_on, list_conversations.is_archived,
    list_conversations.before_at, list_conversations.before_id, list_conversations.page_size, list_conversations.connection_id, list_conversations.priority,
    list_conversations.needs_reply, list_conversations.from_at, list_conversations.until_at, list_conversations.has_attachment, list_conversations.automatic_kind,
    list_conversations.audience)))
  order by c.last_message_at desc, c.id desc
$$;
revoke execute on function public.list_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer, uuid, text, boolean, timestamptz, timestamptz,
  boolean, text, text) from public, anon;
grant execute on function public.list_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer, uuid, text, boolean, timestamptz, timestamptz,
  boolean, text, text) to authenticated;
comment on function public.list_conversations(
  uuid, text, text, text, text, uuid, boolean, boolean, text, boolean, timestamptz, uuid, integer, uuid, text, boolean, timestamptz, timestamptz,
  boolean, text, text) is
  'The caller''s inbox, newest first: what is open and not archived unless status (open, snoozed, resolved, any) and is_archived (null for both) say otherwise. search takes words, "phrases", or and -without, the last word also as a beginning, and names or addresses in part or nearly spelled. waiting_on us = they wait for me (needs_reply); them = they owe an answer. audience all, mine or shared. from_at and until_at bound the latest message, until_at not included. Next page: before_at and before_id of the last row. Errors: page_size_invalid, filter_unknown.';

insert into private.problems (slug, status, sentence, cure) values
  ('filter_unknown', 422, 'Cannot list: a filter has a value that does not exist',
    'Use status open, snoozed, resolved or any; waiting_on them, us or nobody; priority low, normal, high or urgent; audience all, mine or shared; channel email.'),
  ('page_size_invalid', 422, 'Cannot list: the page size is not between 1 and 200', 'Ask for 1 to 200 rows.');
