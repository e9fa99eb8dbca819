-- The arms of search, each filtered by the workspace and by what the person may read, each alone as good as it can be: by meaning,
-- and by words and names. What looks at much is planned at every call: which filter is null decides the plan.

create function private.search_exactly(
  in_workspace uuid, person uuid, sees_all boolean, query extensions.halfvec, of_model text, object_types text[],
  from_at timestamptz, until_at timestamptz, connections uuid[], deep integer
) returns table (object_id uuid, distance double precision)
language plpgsql stable rows 40
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
begin
  return query select e.object_id, min(e.embedding operator(extensions.<=>) query) as distance
    from public.embeddings e
    where e.workspace_id = in_workspace and e.model = of_model and e.embedding is not null and (e.owner_id = person or e.is_shared or sees_all)
      and (object_types is null or e.object_type = any (object_types)) and (connections is null or e.connection_id = any (connections))
      and (from_at is null or e.happened_at >= from_at) and (until_at is null or e.happened_at < until_at)
    group by e.object_id order by 2 limit deep;
end
$$;
revoke execute on function private.search_exactly(uuid, uuid, boolean, extensions.halfvec, text, text[], timestamptz, timestamptz, uuid[], integer)
  from public, anon, authenticated, service_role;
comment on function private.search_exactly(uuid, uuid, boolean, extensions.halfvec, text, text[], timestamptz, timestamptz, uuid[], integer) is
  'The objects whose chunks are nearest, at most `deep`, found by looking at all that the person may read.';

create function private.search_by_meaning(
  in_workspace uuid, person uuid, sees_all boolean, query extensions.halfvec, of_model text, object_types text[],
  from_at timestamptz, until_at timestamptz, connections uuid[], deep integer
) returns table (object_id uuid, distance double precision)
language plpgsql stable rows 40
set search_path = ''
as $$
#variable_conflict use_column
declare
  ids uuid[];
  distances double precision[];
begin
  if exists (select from private.embedding_graphs g where g.workspace_id = in_workspace and g.ready_at is not null and coalesce(g.recall, 1) >= 0.9) then
    -- One plan serves all: the nearest are few, and their chunks are read one by one (limit: never as the inside of a hash), nearest
    -- first, until there are enough of them though some objects have several.
    select array_agg(f.object_id), array_agg(f.distance) into ids, distances from (
      select x.object_id, min(x.distance) as distance from (
        select e.object_id, n.distance
        from (select g.embedding_id, g.distance from private.nearest_in_graph(in_workspace, query, deep * 2) g order by g.distance) n
        cross join lateral (select c.object_id, c.model, c.owner_id, c.is_shared, c.object_type, c.connection_id, c.happened_at
          from public.embeddings c where c.workspace_id = in_workspace and c.id = n.embedding_id limit 1) e
        where e.model = of_model and (e.owner_id = person or e.is_shared or sees_all)
          and (object_types is null or e.object_type = any (object_types)) and (connections is null or e.connection_id = any (connections))
          and (from_at is null or e.happened_at >= from_at) and (until_at is null or e.happened_at < until_at)
        limit deep * 3) x
      group by x.object_id order by 2 limit deep) f;
    if cardinality(ids) = deep then
      return query select * from unnest(ids, distances);
      return;
    end if;
    -- Too few of the nearest are for this person or pass the filters: then those that do are few enough to look at all. Letting
    -- the graph go on instead (hnsw.iterative_scan) found 0.79 of the nearest at a hundredth of the rows.
  end if;
  return query select * from private.search_exactly(in_workspace, person, sees_all, query, of_model, object_types, from_at, until_at, connections, deep);
end
$$;
revoke execute on function private.search_by_meaning(uuid, uuid, boolean, extensions.halfvec, text, text[], timestamptz, timestamptz, uuid[], integer)
  from public, anon, authenticated, service_role;
comment on function private.search_by_meaning(uuid, uuid, boolean, extensions.halfvec, text, text[], timestamptz, timestamptz, uuid[], integer) is
  'The objects whose chunks are nearest, at most `deep`, with the distance of the nearest: by the graph of the workspace where that has enough of them, else exactly.';

-- How much a person can find, to tell which words are rare; beyond four thousand that says no more.
create function private.memory_size(in_workspace uuid, person uuid, sees_all boolean) returns bigint
language sql stable
set search_path = ''
as $$
  select case when sees_all then (select count(*) from (select from public.embeddings e where e.workspace_id = in_workspace limit 4000) everything)
    else (select count(*) from (select from public.embeddings e where e.workspace_id = in_workspace and e.owner_id = person limit 4000) own)
      + (select count(*) from (select from public.embeddings e where e.workspace_id = in_workspace and e.is_shared limit 4000) shared) end
$$;
revoke execute on function private.memory_size(uuid, uuid, boolean) from public, anon, authenticated, service_role;
comment on function private.memory_size(uuid, uuid, boolean) is 'About how many chunks a person may read, up to some thousands.';

create function private.search_by_words(
  in_workspace uuid, person uuid, sees_all boolean, words text, object_types text[],
  from_at timestamptz, until_at timestamptz, connections uuid[], deep integer
) returns table (arm text, object_id uuid, weight double precision)
language plpgsql stable rows 80
-- one letter more or less in a name of nine is 0.58 alike; pg_trgm's own threshold is 0.6
set search_path = '' set plan_cache_mode = 'force_custom_plan' set pg_trgm.word_similarity_threshold = 0.45
as $$
#variable_conflict use_column
declare
  -- a word counts once, in whichever of its forms it is found
  size bigint := private.memory_size(in_workspace, person, sees_all);
begin
  return query
  with asked as (
    select t.lexeme as word, length(t.lexeme) as length, f.forms,
      -- words of grammar find nothing by themselves: one of the four languages leaves them out
      case when '' in (to_tsvector('english', t.lexeme)::text, to_tsvector('german', t.lexeme)::text, to_tsvector('french', t.lexeme)::text,
        to_tsvector('spanish', t.lexeme)::text) then 0.1 else 1 end as worth
    from unnest(to_tsvector('simple', left(words, 1000))) t
    cross join lateral (select string_agg(quote_literal(x.lexeme), ' | ')::tsquery as forms from unnest(private.memory_words(t.lexeme)) x) f
    order by t.positions[1] limit 32
  ), hits as (
    -- a word that is everywhere finds nothing: two thousand of its chunks are enough to know that
    select a.word, a.worth, f.object_id, count(*) over (partition by a.word) as frequency
    from asked a cross join lateral (
      select distinct c.object_id from (
        select e.object_id from public.embeddings e
        where e.workspace_id = in_workspace and e.search @@ a.forms
          and (e.owner_id = person or e.is_shared or sees_all)
          and (object_types is null or e.object_type = any (object_types)) and (connections is null or e.connection_id = any (connections))
          and (from_at is null or e.happened_at >= from_at) and (until_at is null or e.happened_at < until_at)
        limit 2000) c) f
  ), rarity as (
    -- inverse document frequency as BM25 has it (Robertson and Zaragoza 2009); a word found nowhere is as rare as can be
    select a.word, a.length, a.worth * ln(1 + (greatest(size, 10) + 0.5) / (coalesce(min(h.frequency), 0) + 0.5)) as weight, min(h.frequency) is null as is_unknown
    from asked a left join hits h on h.word = a.word group by a.word, a.length, a.worth
  ), worded as (
    -- the part of the question that an object has, by the rarity of its words
    select h.object_id, sum(r.weight) / (select sum(x.weight) from rarity x) as part
    from hits h join rarity r on r.word = h.word
    group by h.object_id order by 2 desc, h.object_id limit deep
  ), named as (
    -- only what is found nowhere as it stands may be spelled otherwise
    select f.object_id, sum(f.likeness * r.weight) / (select sum(x.weight) from rarity x) as part
    from rarity r cross join lateral (
      select e.object_id, max(extensions.word_similarity(r.word, e.title)) as likeness from public.embeddings e
      where e.workspace_id = in_workspace and r.word operator(extensions.<%) e.title
        and (e.owner_id = person or e.is_shared or sees_all)
        and (object_types is null or e.object_type = any (object_types)) and (connections is null or e.connection_id = any (connections))
        and (from_at is null or e.happened_at >= from_at) and (until_at is null or e.happened_at < until_at)
      group by e.object_id order by 2 desc limit 50) f
    where r.is_unknown and r.length between 3 and 40
    group by f.object_id order by 2 desc, f.object_id limit deep
  )
  select 'words', w.object_id, w.part::double precision from worded w
  union all select 'names', n.object_id, n.part::double precision from named n;
end
$$;
revoke execute on function private.search_by_words(uuid, uuid, boolean, text, text[], timestamptz, timestamptz, uuid[], integer)
  from public, anon, authenticated, service_role;
comment on function private.search_by_words(uuid, uuid, boolean, text, text[], timestamptz, timestamptz, uuid[], integer) is
  'Arm words: objects with the words of the question, in any form; arm names: objects whose title nearly has a word that is found nowhere. Each with the part of the question it has, from 0 to 1; at most `deep` of each.';
