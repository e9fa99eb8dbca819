-- The upkeep of graphs: begun when a workspace has grown, filled a part a minute, dropped with their workspace, and probed each
-- night: a graph that has lost its way is not read (0423).

create function private.begin_graph(of_workspace uuid) returns void
language plpgsql volatile
-- whoever waits for a lock holds up all who come after
set search_path = '' set lock_timeout = '2s'
as $$
begin
  execute format('create table private.%I partition of private.embedding_vectors for values in (%L)', private.graph_partition(of_workspace), of_workspace);
  execute format('alter table private.%I enable row level security', private.graph_partition(of_workspace));
  insert into private.embedding_graphs (workspace_id) values (of_workspace);
end
$$;
revoke execute on function private.begin_graph(uuid) from public, anon, authenticated, service_role;
comment on function private.begin_graph(uuid) is 'An empty partition with its graph; what is stored from now on goes into it as well.';

-- after this many chunks a graph is faster than looking at all: among 1,000 it took 1.6 ms where that took 1.9 (medians, n = 100)
create function private.plan_graphs(as_of timestamptz, from_chunks integer default 1000, at_most integer default 20) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  w record;
  count integer := 0;
begin
  for w in
    select x.id from public.workspaces x
    where not exists (select from private.embedding_graphs g where g.workspace_id = x.id)
      and (select count(*) from (select from public.embeddings e where e.workspace_id = x.id limit from_chunks) some_chunks) >= from_chunks
    order by x.id limit at_most
  loop
    begin
      perform private.begin_graph(w.id);
      count := count + 1;
    exception when lock_not_available then return count; -- the next run tries again
    end;
  end loop;
  -- the rows of a workspace that was deleted are gone; its partition goes here
  for w in
    select c.relname from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'private.embedding_vectors'::regclass
      and not exists (select from private.embedding_graphs g where private.graph_partition(g.workspace_id) = c.relname)
    limit at_most
  loop
    begin
      perform set_config('lock_timeout', '2s', true);
      execute format('drop table private.%I', w.relname);
    exception when lock_not_available then return count;
    end;
  end loop;
  return count;
end
$$;
revoke execute on function private.plan_graphs(timestamptz, integer, integer) from public, anon, authenticated, service_role;
comment on function private.plan_graphs(timestamptz, integer, integer) is 'Tick: begins graphs of workspaces that have grown, drops those of deleted ones; answers how many were begun.';

create function private.fill_graphs(as_of timestamptz, at_most integer default 800) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  g private.embedding_graphs;
  last_id uuid;
  added integer := 0;
begin
  select * into g from private.embedding_graphs x where x.ready_at is null order by x.created_at limit 1 for update skip locked;
  if not found then return 0; end if;
  with next as (
    select e.id, e.embedding from public.embeddings e where e.workspace_id = g.workspace_id and e.id > g.filled_to order by e.id limit at_most
  ), copied as (
    insert into private.embedding_vectors (workspace_id, embedding_id, embedding)
    select g.workspace_id, n.id, n.embedding from next n where n.embedding is not null on conflict do nothing
  )
  -- there is no max() of uuid before PostgreSQL 18
  select (array_agg(n.id order by n.id desc))[1], count(*) into last_id, added from next n;
  if added = at_most then
    update private.embedding_graphs x set filled_to = last_id where x.workspace_id = g.workspace_id;
    return added;
  end if;
  added := added + private.complete_graph(g.workspace_id);
  update private.embedding_graphs x set filled_to = coalesce(last_id, x.filled_to), ready_at = as_of where x.workspace_id = g.workspace_id;
  return added;
end
$$;
revoke execute on function private.fill_graphs(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.fill_graphs(timestamptz, integer) is 'Tick: the next part of one graph that is being filled; answers how many chunks.';

create function private.complete_graph(of_workspace uuid) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  added integer;
begin
  -- chunks of transactions that began before the graph did and ended after it was filled to their place
  insert into private.embedding_vectors (workspace_id, embedding_id, embedding)
  select of_workspace, e.id, e.embedding from public.embeddings e
  where e.workspace_id = of_workspace and e.embedding is not null
    and not exists (select from private.embedding_vectors v where v.workspace_id = of_workspace and v.embedding_id = e.id)
  on conflict do nothing;
  get diagnostics added = row_count;
  execute format('analyze private.%I', private.graph_partition(of_workspace));
  return added;
end
$$;
revoke execute on function private.complete_graph(uuid) from public, anon, authenticated, service_role;
comment on function private.complete_graph(uuid) is 'Adds what is missing in the graph of a workspace; answers how many chunks.';

create function private.probe_graphs(as_of timestamptz, at_most integer default 10, questions integer default 30) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  g private.embedding_graphs;
  size real;
  count integer := 0;
begin
  for g in select * from private.embedding_graphs x where x.ready_at is not null order by x.probed_at nulls first limit at_most loop
    perform private.complete_graph(g.workspace_id);
    select greatest(c.reltuples, 1) into size from pg_catalog.pg_class c where c.oid = to_regclass('private.' || private.graph_partition(g.workspace_id));
    update private.embedding_graphs x set probed_at = as_of, recall = (
      select avg((select count(*) from (
        select n.embedding_id from private.nearest_in_graph(g.workspace_id, q.embedding, 20) n where n.embedding_id <> q.embedding_id
        order by n.distance limit cardinality(q.nearest)) near
        where near.embedding_id = any (q.nearest))::numeric / nullif(cardinality(q.nearest), 0))
      from (
        -- what is near to a thing that is there, itself left out. Questions are near to something; a point halfway between two
        -- things is near to nothing, and a graph that answers every question was found wanting by it.
        select s.embedding_id, s.embedding, array(select e.id from public.embeddings e where e.workspace_id = g.workspace_id and e.embedding is not null
          and e.id <> s.embedding_id order by e.embedding operator(extensions.<=>) s.embedding limit 10) as nearest
        from (
          select v.embedding_id, v.embedding from private.embedding_vectors v tablesample system (least(100, 4000.0 * questions / size))
          where v.workspace_id = g.workspace_id order by random() limit questions) s) q)
    where x.workspace_id = g.workspace_id;
    count := count + 1;
  end loop;
  return count;
end
$$;
revoke execute on function private.probe_graphs(timestamptz, integer, integer) from public, anon, authenticated, service_role;
comment on function private.probe_graphs(timestamptz, integer, integer) is 'Tick: compares graphs with an exact search, the longest unprobed first; answers how many. A graph that finds less than 0.9 has lost its way and is not used; a few questions cannot tell 0.95 from 0.97.';
