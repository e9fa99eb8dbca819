-- Memory (VEC-1): messages, conversations, drafts, contacts, notes and entities in chunks, each with its words and, where the embedder
-- answered, its vector. Search is exact inside a workspace until that has so many chunks that a graph is faster (0421): a global
-- approximate index filters after its scan and gave 0 to 4 of 10 rows. Vectors are stored inline (storage plain): a scan of
-- 10,000 took a quarter of the time of out-of-line ones.

-- What a chunk is found by: its words as they stand, without accents, and by the stems of the four languages the product reads,
-- so that "Rechnungen" finds "Rechnung" whatever language a text is taken for. No positions: phrases are not searched.
create function private.memory_words(said text) returns tsvector
language sql immutable
set search_path = ''
as $$
  select strip(to_tsvector('simple', t) || to_tsvector('simple', translate(lower(t), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'))
    || to_tsvector('english', t) || to_tsvector('german', t) || to_tsvector('french', t) || to_tsvector('spanish', t))
  from (select left(said, 20000) as t) given
$$;
revoke execute on function private.memory_words(text) from public, anon, authenticated, service_role;
comment on function private.memory_words(text) is 'The words of a text in all forms they are found by.';

create table public.embeddings (
  id uuid not null default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  is_shared boolean not null default false,
  object_type text not null constraint embeddings_object_type_is_known 
    check (object_type in ('message', 'conversation', 'draft', 'contact', 'note', 'entity')),
  object_id uuid not null generated always as (coalesce(message_id, conversation_id, draft_id, contact_id, note_id, entity_id)) stored,
  message_id uuid,
  conversation_id uuid,
  draft_id uuid,
  contact_id uuid,
  note_id uuid,
  entity_id uuid,
  connection_id uuid,
  chunk_index integer not null constraint embeddings_chunk_index_is_not_negative check (chunk_index >= 0),
  title text not null default '',
  chunk text not null,
  content_hash text not null,
  model text not null,
  dimensions integer not null constraint embeddings_dimensions_fit check (dimensions between 0 and 1536),
  embedding extensions.halfvec(1536),
  happened_at timestamptz not null,
  search tsvector generated always as (private.memory_words(title || ' ' || chunk)) stored,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, object_id, chunk_index),
  foreign key (workspace_id, message_id) references public.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references public.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, owner_id, contact_id) references public.contacts (workspace_id, owner_id, id) on delete cascade,
  foreign key (workspace_id, note_id) references public.notes (workspace_id, id) on delete cascade,
  foreign key (workspace_id, entity_id) references public.entities (workspace_id, id) on delete cascade,
  constraint embeddings_vector_has_dimensions check ((embedding is null) = (dimensions = 0))
);
alter table public.embeddings alter column embedding set storage plain;
comment on table public.embeddings is 'Chunks of what can be searched by meaning. Written by the embed function; go with what they are of.';
comment on column public.embeddings.id is 'Chunk id.';
comment on column public.embeddings.workspace_id is 'Workspace.';
comment on column public.embeddings.owner_id is 'Whose it is.';
comment on column public.embeddings.is_shared is 'Copied from the object.';
comment on column public.embeddings.object_type is 'message, conversation, draft, contact, note or entity.';
comment on column public.embeddings.object_id is 'Its id.';
comment on column public.embeddings.message_id is 'The message, for the foreign key.';
comment on column public.embeddings.conversation_id is 'The conversation, for the foreign key.';
comment on column public.embeddings.draft_id is 'The draft; its foreign key is in 0446, where there are drafts.';
comment on column public.embeddings.contact_id is 'The contact, for the foreign key.';
comment on column public.embeddings.note_id is 'The note, for the foreign key.';
comment on column public.embeddings.entity_id is 'The entity, for the foreign key.';
comment on column public.embeddings.connection_id is 'Account of a message, conversation or draft, for the source filter. No foreign key: the object has one.';
comment on column public.embeddings.chunk_index is 'Place in the object.';
comment on column public.embeddings.title is 'Subject, title or names, and who wrote it.';
comment on column public.embeddings.chunk is 'The text of the chunk.';
comment on column public.embeddings.content_hash is 'Content of the object when it was read: unchanged content is not embedded again.';
comment on column public.embeddings.model is 'Model of the vector; vectors of different models are never compared.';
comment on column public.embeddings.dimensions is 'Dimensions the model gave; the rest is zeros, which leave cosine unchanged. 0 without a vector.';
comment on column public.embeddings.embedding is 'The vector; null when the embedder could not answer: words are searched all the same.';
comment on column public.embeddings.happened_at is 'When the message was sent, the conversation last heard of, the contact first met, the draft, note or entity changed.';
comment on column public.embeddings.search is 'Words of title and chunk, see private.memory_words().';
comment on column public.embeddings.created_at is 'When it was stored.';
create index embeddings_own_idx on public.embeddings (workspace_id, owner_id, model, happened_at desc); -- for the exact scan, and how much there is
create index embeddings_shared_idx on public.embeddings (workspace_id, model, happened_at desc) where is_shared; -- for the exact scan of what others share
create index embeddings_search_idx on public.embeddings using gin (workspace_id, search); -- for words
create index embeddings_title_idx on public.embeddings using gin (workspace_id, title extensions.gin_trgm_ops); -- for names spelled nearly so
create index embeddings_message_idx on public.embeddings (workspace_id, message_id); -- for the foreign key
create index embeddings_conversation_idx on public.embeddings (workspace_id, conversation_id); -- for the foreign key
create index embeddings_draft_idx on public.embeddings (workspace_id, draft_id); -- for the foreign key
create index embeddings_contact_idx on public.embeddings (workspace_id, owner_id, contact_id); -- for the foreign key
create index embeddings_note_idx on public.embeddings (workspace_id, note_id); -- for the foreign key
create index embeddings_entity_idx on public.embeddings (workspace_id, entity_id); -- for the foreign key
create index embeddings_model_idx on public.embeddings (model); -- for embedding again after a change of model

alter table public.embeddings enable row level security;
create policy "people read chunks of what they may read" on public.embeddings for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.embeddings to authenticated, service_role;
-- not granted: insert, update, delete; the embed function keeps them in step with their objects

create function private.carry_sharing_to_embeddings() returns trigger
language plpgsql security definer -- definer: whoever shares may not update the rows directly
set search_path = ''
as $$
begin
  update public.embeddings e set is_shared = new.is_shared
  where e.workspace_id = new.workspace_id and e.object_id = new.id and e.is_shared <> new.is_shared;
  return null;
end
$$;
revoke execute on function private.carry_sharing_to_embeddings() from public, anon, authenticated, service_role;
comment on function private.carry_sharing_to_embeddings() is 'After something was shared or taken back: so are its chunks.';
create trigger carry_sharing_to_embeddings after update of is_shared on public.messages for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_embeddings();
create trigger carry_sharing_to_embeddings after update of is_shared on public.conversations for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_embeddings();
create trigger carry_sharing_to_embeddings after update of is_shared on public.contacts for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_embeddings();
create trigger carry_sharing_to_embeddings after update of is_shared on public.notes for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_embeddings();
create trigger carry_sharing_to_embeddings after update of is_shared on public.entities for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_embeddings();
