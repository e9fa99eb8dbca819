-- Search (VEC-2): by meaning, by words, and by names spelled nearly so, fused by reciprocal rank. Every arm is filtered by the
-- workspace and by what the caller may read. Under row level security only leakproof operators may use an index, and neither
-- text search nor trigrams are: so this looks with the indexes and applies the rule of the policies itself, as the inbox does.

-- definer: see above.
create function private.search_memory(
  in_workspace uuid, words text, vector text, of_model text, object_types text[], from_at timestamptz, until_at timestamptz,
  connections uuid[], max_count integer
) returns table (object_type text, object_id uuid, title text, excerpt text, happened_at timestamptz, score numeric, found_by text[])
language plpgsql stable security definer rows 20
-- one letter more or less in a name of nine is 0.58 alike; pg_trgm's own threshold is 0.6
set search_path = '' set plan_cache_mode = 'force_custom_plan' set pg_trgm.word_similarity_threshold = 0.45
as $$
#variable_conflict use_column
declare
  me uuid := private.require_user();
  sees_all boolean := in_workspace in (select private.my_open_workspace_ids());
  query extensions.halfvec(1536) := vector;
  deep integer := max_count * 4;
begin
  if in_workspace not in (select private.my_workspace_ids()) then return; end if;
  return query
  with meaning as (
    -- "+ 0" keeps the scan exact whatever index there may be one day
    select e.object_id, min((e.embedding operator(extensions.<=>) query) + 0) as distance
    from public.embeddings e
    where query is not null and e.workspace_id = in_workspace and e.model = of_model and e.embedding is not null
      and (e.owner_id = me or e.is_shared or sees_all)
      and (object_types is null or e.object_type = any (object_types)) and (connections is null or e.connection_id = any (connections))
      and (from_at is null or e.happened_at >= from_at) and (until_at is null or e.happened_at < until_at)
    group by e.object_id order by 2 limit deep
  ), lexemes as (
    select distinct t.lexeme from unnest(to_tsvector('simple', left(words, 400)) || to_tsvector('english', left(words, 400))) t limit 24
  ), hits as (
    -- a word that is everywhere finds nothing: two thousand of its chunks are enough to know that
    select l.lexeme, f.object_id, count(*) over (partition by l.lexeme) as frequency
    from lexemes l cross join lateral (
      select e.object_id from public.embeddings e
      where e.workspace_id = in_workspace and e.search @@ (quote_literal(l.lexeme)::tsquery)
        and (e.owner_id = me or e.is_shared or sees_all)
        and (object_types is null or e.object_type = any (object_types)) and (connections is null or e.connection_id = any (connections))
        and (from_at is null or e.happened_at >= from_at) and (until_at is null or e.happened_at < until_at)
      limit 2000) f
  ), worded as (
    -- rare words weigh more (inverse document frequency)
    select h.object_id, sum(h.weight) as weight from (
      select distinct x.object_id, x.lexeme, ln(1 + 4000.0 / x.frequency) as weight from hits x) h
    group by h.object_id order by 2 desc, h.object_id limit deep
  ), named as (
    select e.object_id, max(extensions.word_similarity(words, e.title)) as likeness
    from public.embeddings e
    where length(words) between 3 and 60 and e.workspace_id = in_workspace and words operator(extensions.<%) e.title
      and (e.owner_id = me or e.is_shared or sees_all)
      and (object_types is null or e.object_type = any (object_types)) and (connections is null or e.connection_id = any (connections))
      and (from_at is null or e.happened_at >= from_at) and (until_at is null or e.happened_at < until_at)
    group by e.object_id order by 2 desc limit deep
  ), ranks as (
    select m.object_id, 'meaning' as arm, row_number() over (order by m.distance, m.object_id) as place, 1.0 as trust from meaning m
    union all select w.object_id, 'words', row_number() over (order by w.weight desc, w.object_id), 1.0 from worded w
    union all select n.object_id, 'names', row_number() over (order by n.likeness desc, n.object_id), 0.5 from named n
  ), fused as (
    -- reciprocal rank fusion with k = 60 (Cormack, Clarke and Büttcher, SIGIR 2009)
    select r.object_id, sum(r.trust / (60 + r.place)) as score, array_agg(r.arm order by r.arm) as arms
    from ranks r group by r.object_id order by 2 desc, r.object_id limit max_count
  )
  select b.object_type, f.object_id, b.title, b.chunk, b.happened_at, round(f.score, 6), f.arms
  from fused f cross join lateral (
    -- the chunk that fits best speaks for its object
    select e.object_type, e.title, e.chunk, e.happened_at from public.embeddings e
    where e.object_id = f.object_id and e.workspace_id = in_workspace
    order by case when query is not null and e.model = of_model then e.embedding operator(extensions.<=>) query end nulls last, e.chunk_index
    limit 1) b
  order by f.score desc, f.object_id;
end
$$;
revoke execute on function private.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) from public, anon;
grant execute on function private.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) to authenticated;
comment on function private.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) is 'See public.search_memory.';

create function public.search_memory(
  workspace_id uuid, words text, query_embedding text default null, model text default null, object_types text[] default null,
  from_at timestamptz default null, until_at timestamptz default null, connection_ids uuid[] default null, max_count integer default 10
) returns table (object_type text, object_id uuid, title text, excerpt text, happened_at timestamptz, score numeric, found_by text[])
language plpgsql stable
set search_path = ''
as $$
begin
  if max_count is null or max_count not between 1 and 100 then perform private.problem('page_size_invalid'); end if;
  if object_types is not null and not object_types <@ array['message', 'note', 'entity'] then perform private.problem('filter_unknown', 'object_types'); end if;
  if coalesce(btrim(words), '') = '' and query_embedding is null then perform private.problem('text_empty', 'words'); end if;
  return query select * from private.search_memory(search_memory.workspace_id, nullif(btrim(words), ''), query_embedding,
    case when query_embedding is null then null else coalesce(model, '') end, object_types, from_at, until_at, connection_ids, max_count);
end
$$;
revoke execute on function public.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) from public, anon;
grant execute on function public.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) to authenticated;
comment on function public.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) is
  'What the caller may read, best first: words alone is full text and names, query_embedding (with the model it came from, 1536 numbers, as [..]) with words null is by meaning, both are fused. The function search makes the embedding. object_types message, note, entity; from_at and until_at bound the time, until_at not included. Errors: page_size_invalid, filter_unknown, text_empty.';
