-- Graphs (VEC-1): a workspace with many chunks gets a partition of its own with an approximate index (HNSW), a copy of its
-- vectors beside public.embeddings. One graph for all tenants would filter after its scan; an index on the table itself would have to be
-- built under a lock that keeps everybody from writing. Here a partition is filled row by row while search stays exact, and is
-- read from the moment it is full. Who may read what is decided on public.embeddings, never here.
create table private.embedding_graphs (
  workspace_id uuid primary key references public.workspaces (id) on delete cascade,
  filled_to uuid not null default '00000000-0000-0000-0000-000000000000',
  ready_at timestamptz,
  recall numeric,
  probed_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table private.embedding_graphs is 'Workspaces whose vectors have a graph. Written by the ticks of 0426.';
comment on column private.embedding_graphs.workspace_id is 'Workspace.';
comment on column private.embedding_graphs.filled_to is 'Chunks up to this id are in the graph; newer ones are added as they are stored.';
comment on column private.embedding_graphs.ready_at is 'When it was full; null while it is being filled.';
comment on column private.embedding_graphs.recall is 'Part of the ten nearest it finds, at the last probe; below 0.9 search is exact.';
comment on column private.embedding_graphs.probed_at is 'When that was measured.';
comment on column private.embedding_graphs.created_at is 'When it was begun.';
alter table private.embedding_graphs enable row level security;
-- no policies and no grants: functions only

create table private.embedding_vectors (
  workspace_id uuid not null,
  embedding_id uuid not null,
  embedding extensions.halfvec(1536) not null,
  primary key (workspace_id, embedding_id),
  foreign key (workspace_id, embedding_id) references public.embeddings (workspace_id, id) on delete cascade
) partition by list (workspace_id);
alter table private.embedding_vectors alter column embedding set storage plain;
comment on table private.embedding_vectors is 'Vectors of the workspaces in private.embedding_graphs, a partition each. Go with their chunks.';
comment on column private.embedding_vectors.workspace_id is 'Workspace: the partition.';
comment on column private.embedding_vectors.embedding_id is 'Chunk.';
comment on column private.embedding_vectors.embedding is 'Its vector.';
create index embedding_vectors_embedding_idx on private.embedding_vectors using hnsw (embedding extensions.halfvec_cosine_ops); -- for the nearest, a graph for each partition
alter table private.embedding_vectors enable row level security;
-- no policies and no grants: functions only

create function private.graph_partition(of_workspace uuid) returns text
language sql immutable
set search_path = ''
as $$ select 'embedding_vectors_' || translate(of_workspace::text, '-', '') $$;
revoke execute on function private.graph_partition(uuid) from public, anon, authenticated, service_role;
comment on function private.graph_partition(uuid) is 'Name of the partition of a workspace.';

create function private.add_to_graphs() returns trigger
language plpgsql security definer -- definer: the role that stores chunks has no right on the graphs
set search_path = ''
as $$
begin
  insert into private.embedding_vectors (workspace_id, embedding_id, embedding)
  select n.workspace_id, n.id, n.embedding from new_chunks n join private.embedding_graphs g on g.workspace_id = n.workspace_id
  where n.embedding is not null
  on conflict do nothing;
  return null;
end
$$;
revoke execute on function private.add_to_graphs() from public, anon, authenticated, service_role;
comment on function private.add_to_graphs() is 'After chunks were stored: their vectors go into the graph of their workspace, if it has one.';
create trigger add_to_graphs after insert on public.embeddings referencing new table as new_chunks
  for each statement execute function private.add_to_graphs();

create function private.nearest_in_graph(in_workspace uuid, query extensions.halfvec, breadth integer) returns table (embedding_id uuid, distance double precision)
language plpgsql stable rows 100
-- Always through the graph, and 100 deep: 60 found 0.965 of the nearest ten among 50,000 (n = 100 questions).
set search_path = '' set enable_seqscan = 'off' set enable_sort = 'off' set hnsw.ef_search = 100
as $$
begin
  if breadth > 100 then perform set_config('hnsw.ef_search', least(breadth, 1000)::text, true); end if;
  -- the partition by its name: planning for its parent took half as long as the search, and longer with every partition
  return query execute format('select v.embedding_id, v.embedding operator(extensions.<=>) $1 from private.%I v
    order by v.embedding operator(extensions.<=>) $1 limit $2', private.graph_partition(in_workspace)) using query, greatest(100, breadth);
end
$$;
revoke execute on function private.nearest_in_graph(uuid, extensions.halfvec, integer) from public, anon, authenticated, service_role;
comment on function private.nearest_in_graph(uuid, extensions.halfvec, integer) is 'The nearest chunks of a workspace by its graph, nearest first, whoever may read them.';
