-- Graphs of 0421 and 0426 (VEC-1, VEC-2): begun when a workspace has grown, filled in parts, kept in step, and never a way around the audience.
select plan(26);
select tests.cast_of_acme();
create function pg_temp.vector(angle numeric) returns text language sql as $$ select format('[%s,%s', cos(angle), sin(angle)) || repeat(',0', 1534) || ']' $$;
create function pg_temp.note(person text, place integer, shared boolean default false) returns uuid language plpgsql as $$
declare made uuid;
begin
  insert into public.notes (workspace_id, owner_id, title, body, is_shared) values (tests.id('acme'), tests.id(person), person || place, 'note', shared) returning id into made;
  perform worker.save_embeddings('note', made, c ->> 'content_hash', 'm', jsonb_build_array(jsonb_build_object('text', 'note', 'dimensions', 2, 'embedding', pg_temp.vector(place * 0.05))))
  from worker.embedding_context('note', made) c;
  return made;
end $$;
create function pg_temp.nearest(angle numeric, wanted integer default 5) returns setof text language sql as $$
  select title from public.search_memory(tests.id('acme'), null, pg_temp.vector(angle), 'm', max_count => wanted) $$;
grant execute on all functions in schema pg_temp to public;
select count(pg_temp.note('ada', place)) from generate_series(1, 30) place;
select count(pg_temp.note('ben', place)) from generate_series(101, 103) place;
select pg_temp.note('ben', 40, true);
delete from private.jobs where queue = 'embed';

-- begun and filled
select is(private.plan_graphs(now(), 35), 0, 'VEC-1 a workspace that is searched fast as it is gets none');
select is(private.plan_graphs(now(), 34), 1, 'VEC-1 one that has grown gets its own');
select is(private.plan_graphs(now(), 34), 0, 'once');
select is((select relrowsecurity from pg_class where oid = ('private.' || private.graph_partition(tests.id('acme')))::regclass), true, 'its partition is closed');
select is(has_table_privilege('authenticated', 'private.' || private.graph_partition(tests.id('acme')), 'select'), false, 'to everybody');
select is(has_table_privilege('service_role', 'private.' || private.graph_partition(tests.id('acme')), 'select'), false, 'to workers, too');
select is(private.fill_graphs(now(), 20), 20, 'VEC-1 it is filled in parts');
select is((select count(*) from private.embedding_vectors), 20::bigint, 'of that size');
select is((select ready_at from private.embedding_graphs), null, 'and not read before it is full');
select pg_temp.note('ada', 31);
select is((select count(*) from private.embedding_vectors), 21::bigint, 'VEC-1 what is stored meanwhile goes in at once');
select private.fill_graphs(now(), 20);
select is((select ready_at from private.embedding_graphs), now(), 'VEC-1 then it is full');
select is((select count(*) from private.embedding_vectors), 35::bigint, 'with everything that is there');
select is(private.fill_graphs(now()), 0, 'and nothing is left to do');

-- searched
select tests.become('ada');
select results_eq('select pg_temp.nearest(0.515)', array['ada10', 'ada11', 'ada9', 'ada12', 'ada8'], 'VEC-2 the nearest are found, nearest first');
select set_eq('select pg_temp.nearest(2, 3)', array['ben40', 'ada31', 'ada30'], 'VEC-2 Ada does not find what Ben has not shared, and has as many as she asked for');
select tests.become('ben');
select set_eq('select pg_temp.nearest(0.5, 4)', array['ben40', 'ben101', 'ben102', 'ben103'], 'VEC-2 nor does Ben find what is Ada''s, near as it is');
select tests.become('cy');
select is_empty('select pg_temp.nearest(0.5)', 'VEC-2 Cy finds nothing');
select tests.become_nobody();
select ok(exists (select from pg_indexes where tablename = private.graph_partition(tests.id('acme')) and indexdef ~ 'hnsw'), 'the partition has a graph');

-- in step
delete from public.notes where title = 'ada10';
select is((select count(*) from private.embedding_vectors), 34::bigint, 'VEC-1 what is deleted goes');
select is(private.probe_graphs(now()), 1, 'VEC-1 the graph is compared with an exact search');
select results_eq('select recall, probed_at from private.embedding_graphs', $$ values (1::numeric, now()) $$, 'and finds all');
update private.embedding_graphs set recall = 0.5;
truncate private.embedding_vectors;
select tests.become('ada');
select results_eq('select pg_temp.nearest(1, 1)', array['ada20'], 'VEC-2 a graph that has lost its way is not read');
select tests.become_nobody();
select private.probe_graphs(now());
select is((select count(*) from private.embedding_vectors), 34::bigint, 'VEC-1 the probe adds what was missing');
select is((select recall from private.embedding_graphs), 1::numeric, 'after which it may be read again');
delete from public.workspaces where id = tests.id('acme');
select is((select count(*) from private.embedding_vectors), 0::bigint, 'a workspace takes its vectors along');
select private.plan_graphs(now());
select is(to_regclass('private.' || private.graph_partition(tests.id('acme'))), null, 'and the next run its partition');
select * from finish();
