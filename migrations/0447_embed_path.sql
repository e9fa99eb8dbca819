-- The way into memory: what the worker reads and saves. What has a job, and when, is in 0446.
insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts) values ('embed', 'embed', 120, 50, 6);

-- definer: the service role reads through this door only what is embedded.
create function worker.embedding_context(object_type text, object_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('workspace_id', o.workspace_id, 'owner_id', o.owner_id, 'title', o.title, 'body', o.body, 'content_hash', md5(o.title || E'\n' || o.body),
    'stored', (select jsonb_build_object('content_hash', e.content_hash, 'model', e.model, 'has_vector', e.embedding is not null) from public.embeddings e
      where e.workspace_id = o.workspace_id and e.object_id = embedding_context.object_id order by e.chunk_index limit 1))
  from private.embeddable(object_type, object_id) o
$$;
revoke execute on function worker.embedding_context(text, uuid) from public, anon, authenticated;
grant execute on function worker.embedding_context(text, uuid) to service_role;
comment on function worker.embedding_context(text, uuid) is 'What is to be embedded: {workspace_id, owner_id, title, body, content_hash, stored}; null when it is gone.';

-- definer: writes rows the service role may not write directly.
create function worker.save_embeddings(object_type text, object_id uuid, content_hash text, model text, chunks jsonb) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  o record;
begin
  -- nobody may share it, take it back or remove it while its chunks are being stored with the audience it had
  perform private.hold_embeddable(save_embeddings.object_type, save_embeddings.object_id);
  -- nor may two workers mix the chunks of two versions; whoever deletes the object holds it first, so after it
  perform private.hold_chunks(save_embeddings.object_id);
  select * into o from private.embeddable(save_embeddings.object_type, save_embeddings.object_id);
  if not found then return 'gone'; end if;
  if md5(o.title || E'\n' || o.body) <> save_embeddings.content_hash then return 'superseded'; end if;
  delete from public.embeddings e where e.workspace_id = o.workspace_id and e.object_id = save_embeddings.object_id;
  insert into public.embeddings (
    workspace_id, owner_id, is_shared, object_type, message_id, conversation_id, draft_id, contact_id, note_id, entity_id, connection_id, chunk_index, title, chunk,
    content_hash, model, dimensions, embedding, happened_at)
  select o.workspace_id, o.owner_id, o.is_shared, save_embeddings.object_type,
    case save_embeddings.object_type when 'message' then save_embeddings.object_id end,
    case save_embeddings.object_type when 'conversation' then save_embeddings.object_id end,
    case save_embeddings.object_type when 'draft' then save_embeddings.object_id end,
    case save_embeddings.object_type when 'contact' then save_embeddings.object_id end,
    case save_embeddings.object_type when 'note' then save_embeddings.object_id end,
    case save_embeddings.object_type when 'entity' then save_embeddings.object_id end,
    o.connection_id, c.ordinality - 1, o.title, c.value ->> 'text', save_embeddings.content_hash, save_embeddings.model,
    case when c.value ->> 'embedding' is null then 0 else (c.value ->> 'dimensions')::integer end,
    (c.value ->> 'embedding')::extensions.halfvec(1536), o.happened_at
  from jsonb_array_elements(chunks) with ordinality c;
  return 'saved';
end
$$;
revoke execute on function worker.save_embeddings(text, uuid, text, text, jsonb) from public, anon, authenticated;
grant execute on function worker.save_embeddings(text, uuid, text, text, jsonb) to service_role;
comment on function worker.save_embeddings(text, uuid, text, text, jsonb) is
  'Replaces the chunks of an object: [{text, embedding as "[..]" of 1536 numbers or null, dimensions}]. Answers saved, superseded (it says something else by now) or gone.';

-- definer: see above.
create function worker.embed_again(model text, max_count integer) returns integer
language sql volatile security definer
set search_path = ''
as $$
  with stale as (
    select distinct e.object_type, e.object_id, e.workspace_id, e.owner_id from public.embeddings e
    where e.model < embed_again.model or e.model > embed_again.model limit max_count
  ), enqueued as (
    select private.enqueue('embed', s.workspace_id, jsonb_build_object('object_type', s.object_type, 'object_id', s.object_id),
      s.object_type || ':' || s.object_id, for_owner => s.owner_id, priority => 1::smallint) as id from stale s
  )
  select count(id)::integer from enqueued
$$;
revoke execute on function worker.embed_again(text, integer) from public, anon, authenticated;
grant execute on function worker.embed_again(text, integer) to service_role;
comment on function worker.embed_again(text, integer) is 'Jobs for chunks of another model than the one that is set up; answers how many.';

-- definer: the ledger is written by functions only.
create function worker.log_ai_call(workspace_id uuid, owner_id uuid, subject_type text, subject_id uuid, call jsonb) returns void
language sql volatile security definer
set search_path = ''
as $$ select private.log_ai_action(workspace_id, owner_id, subject_type, subject_id, call) $$;
revoke execute on function worker.log_ai_call(uuid, uuid, text, uuid, jsonb) from public, anon, authenticated;
grant execute on function worker.log_ai_call(uuid, uuid, text, uuid, jsonb) to service_role;
comment on function worker.log_ai_call(uuid, uuid, text, uuid, jsonb) is 'Records a model call on somebody''s data.';
