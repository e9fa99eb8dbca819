-- Finding: which conversations hold the words, the people or the tag one looks for. Under row level security only operators
-- marked leakproof may use an index (https://www.postgresql.org/docs/17/rules-privileges.html), and neither text search, arrays nor
-- trigrams are: as the person, a search would read every message it may see. So this looks with the indexes and applies
-- the rule of the policies itself, once a call; the list then reads the rows as the person.

-- The last word also counts as a beginning, because people look while they type; three letters, or half the words would match.
-- Stems only for plain words: a phrase loses its small words by them, and a word left out would take its relatives along.
create function private.search_query(words text) returns tsquery
language sql stable
set search_path = ''
as $$
  select case
    when numnode(plain) = 0 then plain
    when words ~ '["-]' then typed
    else typed || websearch_to_tsquery('english', words) end
  from (select websearch_to_tsquery('simple', words) as plain) p, lateral (
    select case when words ~ '(^|[^-[:alnum:]])[[:alnum:]]{3,}$' and plain::text ~ '''$' and length(words) - length(replace(words, '"', '')) in (0, 2, 4)
      then (plain::text || ':*')::tsquery else plain end as typed) t
$$;
revoke execute on function private.search_query(text) from public, anon, authenticated, service_role;
comment on function private.search_query(text) is 'What is looked for in private.search_words(): web search syntax, the last word as a beginning, English stems.';

-- definer: uses indexes row level security keeps from people; applies the policies' rule itself.
create function private.find_conversations(in_workspace uuid, words text, with_tag text) returns setof uuid
language plpgsql stable security definer rows 100
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  me uuid := private.require_user();
  sees_all boolean := in_workspace in (select private.my_open_workspace_ids());
  query tsquery := private.search_query(words);
  addresses text[];
begin
  if in_workspace not in (select private.my_workspace_ids()) then return; end if;
  if words is null then
    return query select c.id from public.conversations c
      where c.workspace_id = in_workspace and c.tags @> array[with_tag] and (c.owner_id = me or c.is_shared or sees_all);
    return;
  end if;
  -- People by a part of their name or address, or a name spelled nearly so; among very many the nearest.
  if words ~ '^[^"-]{3,100}$' then
    addresses := array(
      select m.value from public.contact_methods m
      where m.workspace_id = in_workspace and m.kind = 'email' and (m.owner_id = me or m.is_shared or sees_all) and (
        m.value like '%' || private.like_literal(lower(words)) || '%'
        or m.contact_id in (
          select c.id from public.contacts c where c.workspace_id = in_workspace and (c.owner_id = me or c.is_shared or sees_all)
            and (c.display_name ilike '%' || private.like_literal(words) || '%' or words operator(extensions.<%) c.display_name)))
      order by m.created_at desc limit 200);
  end if;
  return query
  select c.id from (
    select m.conversation_id from public.messages m where m.workspace_id = in_workspace and m.owner_id = me and m.search @@ query
    union
    select m.conversation_id from public.messages m where m.workspace_id = in_workspace and m.is_shared and m.search @@ query
    union
    select m.conversation_id from public.messages m where sees_all and m.workspace_id = in_workspace and m.search @@ query
    union
    select p.id from public.conversations p
    where p.workspace_id = in_workspace and p.participant_addresses && addresses and (p.owner_id = me or p.is_shared or sees_all)
  ) hits join public.conversations c on c.id = hits.conversation_id
  where with_tag is null or c.tags @> array[with_tag];
end
$$;
revoke execute on function private.find_conversations(uuid, text, text) from public, anon;
grant execute on function private.find_conversations(uuid, text, text) to authenticated;
comment on function private.find_conversations(uuid, text, text) is 'Conversations the caller may read that hold the words or their people, and carry the tag.';

create function private.like_literal(words text) returns text
language sql immutable
set search_path = ''
as $$ select regexp_replace(words, '([%_\\])', '\\\1', 'g') $$;
revoke execute on function private.like_literal(text) from public, anon, authenticated, service_role;
comment on function private.like_literal(text) is 'A text as a pattern of like that means itself.';
