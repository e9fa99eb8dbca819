-- Search (VEC-2): by meaning, by words, and by names spelled nearly so, fused by reciprocal rank. Under row level security only
-- leakproof operators may use an index, and neither text search nor trigrams are: so the arms (0423) look with the indexes and apply
-- the rule of the policies themselves, as the inbox does.

-- definer: see above.
create function private.search_memory(
  in_workspace uuid, words text, vector text, of_model text, object_types text[], from_at timestamptz, until_at timestamptz,
  connections uuid[], max_count integer
) returns table (object_type text, object_id uuid, title text, excerpt text, happened_at timestamptz, score numeric, found_by text[])
language plpgsql stable security definer rows 20
-- fusing is alike whatever is asked: planned once a session, not at each call; what looks at much is planned by itself (0423)
set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
#variable_conflict use_column
declare
  me uuid := private.require_user();
  sees_all boolean := in_workspace in (select private.my_open_workspace_ids());
  query extensions.halfvec(1536) := vector;
  -- one arm alone is not fused: it need not look further than it is asked to
  deep integer := case when words is null then max_count else max_count * 4 end;
begin
  if in_workspace not in (select private.my_workspace_ids()) then return; end if;
  return query
  with found as (
    select 'meaning' as arm, m.object_id, row_number() over (order by m.distance, m.object_id) as place, 2 * greatest(1 - m.distance, 0) as trust
    from private.search_by_meaning(in_workspace, me, sees_all, query, of_model, object_types, from_at, until_at, connections, deep) m
    where query is not null
    union all
    select w.arm, w.object_id, row_number() over (partition by w.arm order by w.weight desc, w.object_id), w.weight ^ 2
    from private.search_by_words(in_workspace, me, sees_all, words, object_types, from_at, until_at, connections, deep) w
    where words is not null
  ), fused as (
    -- Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), with k = 2, words trusted by the square of the part of the
    -- question they cover and meaning by twice its cosine: with k = 60, and all alike, the forty nearest are worth nearly the same, and
    -- one word that happens to be there decides. Chosen on the development half of the labelled queries, among 209 mails and
    -- among 3,800: as many are among the first five with k = 10, but fewer stand first (0.79 instead of 0.85 of 162).
    select f.object_id, sum(f.trust / (2 + f.place)) as score, array_agg(f.arm order by f.arm) as arms
    from found f group by f.object_id order by 2 desc, f.object_id limit max_count
  )
  select b.object_type, f.object_id, b.title, b.chunk, b.happened_at, round(f.score::numeric, 6), f.arms
  from fused f cross join lateral (
    -- the chunk that fits best speaks for its object
    select e.object_type, e.title, e.chunk, e.happened_at from public.embeddings e
    where e.workspace_id = in_workspace and e.object_id = f.object_id
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
  if object_types is not null and not object_types <@ array['message', 'conversation', 'draft', 'contact', 'note', 'entity'] then perform private.problem('filter_unknown', 'object_types'); end if;
  if coalesce(btrim(words), '') = '' and query_embedding is null then perform private.problem('text_empty', 'words'); end if;
  return query select * from private.search_memory(search_memory.workspace_id, nullif(btrim(words), ''), query_embedding,
    case when query_embedding is null then null else coalesce(model, '') end, object_types, from_at, until_at, connection_ids, max_count);
end
$$;
revoke execute on function public.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) from public, anon;
grant execute on function public.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) to authenticated;
comment on function public.search_memory(uuid, text, text, text, text[], timestamptz, timestamptz, uuid[], integer) is
  'What the caller may read, best first: words alone is full text and names, query_embedding (with the model it came from, 1536 numbers, as [..]) with words null is by meaning, both are fused. The function search makes the embedding. object_types message, conversation, draft, contact, note, entity; from_at and until_at bound the time, until_at not included. Errors: page_size_invalid, filter_unknown, text_empty.';
