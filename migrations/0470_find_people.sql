-- Who is meant (PRM-1): a name, an address or an organisation as somebody types it, and the conversations with them. Trigrams and arrays are
-- not leakproof, so under row level security no index serves them: these look with the indexes and apply the rule of the policies
-- themselves, as the inbox search does (0264). What full admin visibility shows is left out.

-- definer: see above.
create function private.find_people(in_workspace uuid, name text, max_count integer)
returns table (contact_id uuid, display_name text, addresses text[], match text, last_seen_at timestamptz)
language plpgsql stable security definer rows 5
set search_path = '' set plan_cache_mode = 'force_custom_plan' set pg_trgm.word_similarity_threshold = 0.6
as $$
#variable_conflict use_column
declare
  me uuid := private.require_user();
  wanted text := lower(btrim(find_people.name));
  names text[];
begin
  if in_workspace not in (select private.my_workspace_ids()) or length(wanted) not between 2 and 200 then return; end if;
  -- the other names somebody has written down for them count as well
  names := array(
    select distinct btrim(regexp_replace(lower(n), '[^[:alnum:]]+', ' ', 'g')) from (
      select wanted as n
      union all
      select unnest(e.name || e.aliases) from public.entities e
      where e.workspace_id = in_workspace and (e.owner_id = me or e.is_shared) and e.kind in ('person', 'organisation')
        and (lower(btrim(e.name)) = wanted or exists (select from unnest(e.aliases) a where lower(btrim(a)) = wanted))
    ) x where length(btrim(n)) > 1 limit 31);
  return query
  with candidates as (
    select c.id, 1 as level from public.contact_methods m join public.contacts c on c.id = m.contact_id
    where m.workspace_id = in_workspace and m.value = wanted and (m.owner_id = me or m.is_shared)
    union all
    select c.id, 2 from public.contacts c, unnest(names) n
    where c.workspace_id = in_workspace and (c.owner_id = me or c.is_shared) and c.display_name ilike '%' || private.like_literal(split_part(n, ' ', 1)) || '%'
      and ' ' || btrim(regexp_replace(lower(c.display_name), '[^[:alnum:]]+', ' ', 'g')) || ' ' like '% ' || private.like_literal(n) || ' %'
    union all
    select m.contact_id, 2 from public.contact_methods m, unnest(names) n
    where m.workspace_id = in_workspace and (m.owner_id = me or m.is_shared) and m.value like private.like_literal(replace(n, ' ', '.')) || '@%'
    union all
    -- globex.test, mail.globex.test: the organisation of the address
    select m.contact_id, 3 from public.contact_methods m, unnest(names) n
    where m.workspace_id = in_workspace and (m.owner_id = me or m.is_shared) and m.value like '%' || private.like_literal(replace(n, ' ', '')) || '.%'
      and ('.' || split_part(m.value, '@', 2)) like '%.' || private.like_literal(replace(n, ' ', '')) || '.%'
    union all
    select c.id, 4 from public.contacts c
    where c.workspace_id = in_workspace and (c.owner_id = me or c.is_shared) and length(wanted) >= 4 and wanted operator(extensions.<%) c.display_name
  ), best as (
    select k.id, min(k.level) as level from candidates k group by k.id
  ), people as (
    select c.id, c.display_name, c.last_seen_at, c.owner_id = me as is_own, b.level,
      array(select m.value from public.contact_methods m where m.workspace_id = c.workspace_id and m.owner_id = c.owner_id and m.contact_id = c.id order by m.value) as addresses
    from best b join public.contacts c on c.id = b.id where b.level = (select min(o.level) from best o)
  ), once as (
    -- a colleague's contact of the same address is the same human being
    select distinct on (p.addresses[1]) p.* from people p order by p.addresses[1], p.is_own desc, p.last_seen_at desc
  )
  select o.id, o.display_name, o.addresses, (array['address', 'name', 'organisation', 'near'])[o.level], o.last_seen_at
  from once o order by o.last_seen_at desc, o.id limit max_count;
end
$$;
revoke execute on function private.find_people(uuid, text, integer) from public, anon;
grant execute on function private.find_people(uuid, text, integer) to authenticated;
comment on function private.find_people(uuid, text, integer) is 'See public.find_people.';

create function public.find_people(workspace_id uuid, name text, max_count integer default 20)
returns table (contact_id uuid, display_name text, addresses text[], match text, last_seen_at timestamptz)
language plpgsql stable
set search_path = ''
as $$
begin
  if max_count is null or max_count not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  return query select f.* from private.find_people(find_people.workspace_id, find_people.name, max_count) f;
end
$$;
revoke execute on function public.find_people(uuid, text, integer) from public, anon;
grant execute on function public.find_people(uuid, text, integer) to authenticated;
comment on function public.find_people(uuid, text, integer) is
  'Contacts of the caller, own and shared, that a name, an address or an organisation can mean, seen last first. match: address, name (whole words of it, or another name of an entity), organisation (of the address) or near (spelled nearly so); only the best kind is answered. Errors: page_size_invalid.';

-- definer: see above.
create function private.find_conversations_with(in_workspace uuid, people text[], max_count integer) returns setof uuid
language plpgsql stable security definer rows 20
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  me uuid := private.require_user();
begin
  if in_workspace not in (select private.my_workspace_ids()) then return; end if;
  return query
  select c.id from public.conversations c
  where c.workspace_id = in_workspace and c.participant_addresses && people and (c.owner_id = me or c.is_shared)
  order by c.last_message_at desc, c.id desc limit max_count;
end
$$;
revoke execute on function private.find_conversations_with(uuid, text[], integer) from public, anon;
grant execute on function private.find_conversations_with(uuid, text[], integer) to authenticated;
comment on function private.find_conversations_with(uuid, text[], integer) is 'See public.list_conversations_with.';

create function public.list_conversations_with(workspace_id uuid, addresses text[], page_size integer default 50) returns setof public.conversations
language plpgsql stable
set search_path = ''
as $$
begin
  if page_size is null or page_size not between 1 and 200 then perform private.problem('page_size_invalid'); end if;
  return query
  select c.* from public.conversations c
  where c.id = any (array(select private.find_conversations_with(list_conversations_with.workspace_id, list_conversations_with.addresses, page_size)))
  order by c.last_message_at desc, c.id desc;
end
$$;
revoke execute on function public.list_conversations_with(uuid, text[], integer) from public, anon;
grant execute on function public.list_conversations_with(uuid, text[], integer) to authenticated;
comment on function public.list_conversations_with(uuid, text[], integer) is
  'The caller''s own and shared conversations in which one of the addresses takes part, whatever their status, the latest first. Errors: page_size_invalid.';
