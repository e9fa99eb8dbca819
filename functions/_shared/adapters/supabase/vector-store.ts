/** Memory on pgvector: the worker functions of migrations 0447, and the search of 0422 as the person who asks. */
import { z } from "zod";
import { STORED_DIMENSIONS } from "../../ports/embedder.ts";
import { type MemorySearch, OBJECT_TYPES, type VectorStore } from "../../ports/vector-store.ts";
import { callWorker, type DatabaseClient, DatabaseError } from "./call-worker.ts";

const contextRow = z.object({
  workspace_id: z.guid(),
  owner_id: z.guid(),
  title: z.string(),
  body: z.string(),
  content_hash: z.string(),
  stored: z.object({ content_hash: z.string(), model: z.string(), has_vector: z.boolean() })
    .nullable(),
});

export function createVectorStore(client: DatabaseClient): VectorStore {
  return {
    async context(type, id) {
      const args = { object_type: type, object_id: id };
      const row = await callWorker(client, "embedding_context", args, contextRow.nullable());
      return row && {
        workspaceId: row.workspace_id,
        ownerId: row.owner_id,
        title: row.title,
        body: row.body,
        contentHash: row.content_hash,
        stored: row.stored && {
          contentHash: row.stored.content_hash,
          model: row.stored.model,
          hasVector: row.stored.has_vector,
        },
      };
    },
    save(type, id, contentHash, model, chunks) {
      const args = {
        object_type: type,
        object_id: id,
        content_hash: contentHash,
        model,
        chunks: chunks.map(({ text, vector }) => ({
          text,
          embedding: vector && vectorText(vector),
          dimensions: vector?.length ?? 0,
        })),
      };
      return callWorker(client, "save_embeddings", args, z.enum(["saved", "superseded", "gone"]));
    },
    embedAgain: (model, maxCount) =>
      callWorker(client, "embed_again", { model, max_count: maxCount }, z.int()),
  };
}

const hitRow = z.object({
  object_type: z.enum(OBJECT_TYPES),
  object_id: z.guid(),
  title: z.string(),
  excerpt: z.string(),
  happened_at: z.string(),
  score: z.coerce.number(),
  found_by: z.array(z.string()),
});

/** @param client of the person who asks: row level security and the function answer for them */
export function createMemorySearch(client: DatabaseClient): MemorySearch {
  return {
    async search(query) {
      const { data, error } = await client.rpc("search_memory", {
        workspace_id: query.workspaceId,
        max_count: query.maxCount,
        // generated types know no null; without words the vector alone is searched with
        words: (query.words || null) as string,
        ...(query.vector && { query_embedding: vectorText(query.vector), model: query.model }),
        ...(query.objectTypes && { object_types: query.objectTypes }),
        ...(query.fromAt && { from_at: query.fromAt }),
        ...(query.untilAt && { until_at: query.untilAt }),
        ...(query.connectionIds && { connection_ids: query.connectionIds }),
      });
      if (error) throw new DatabaseError("search_memory", error.code, error.message);
      return z.array(hitRow).parse(data).map((row) => ({
        objectType: row.object_type,
        objectId: row.object_id,
        title: row.title,
        excerpt: row.excerpt,
        happenedAt: row.happened_at,
        score: row.score,
        foundBy: row.found_by,
      }));
    },
  };
}

/** pgvector's text form, padded with zeros; five digits are more than a half-precision number holds. */
function vectorText(vector: number[]): string {
  const padding = new Array<number>(STORED_DIMENSIONS - vector.length).fill(0);
  return `[${[...vector, ...padding].map((value) => Number(value.toPrecision(5))).join(",")}]`;
}
