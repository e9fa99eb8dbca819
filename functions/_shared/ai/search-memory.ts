/** One search: the question becomes a vector where that is wanted and possible, and memory answers. */
import type { TimeWindow } from "../domain/time/resolve-window.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { EmbeddingLedger } from "../ports/embedding-ledger.ts";
import { ModelError } from "../ports/language-model.ts";
import type { MemoryHit, MemorySearch, ObjectType } from "../ports/vector-store.ts";

export interface SearchRequest {
  workspace_id: string;
  query: string;
  /** hybrid: by meaning, words and names together. */
  mode: "hybrid" | "semantic" | "words";
  object_types?: ObjectType[] | undefined;
  /** ISO 8601; `until_at` is not included. */
  from_at?: string | undefined;
  until_at?: string | undefined;
  connection_ids?: string[] | undefined;
  max_count: number;
}

export interface SearchPorts {
  memory: MemorySearch;
  ledger: EmbeddingLedger;
  embedder: Embedder;
}

export interface SearchAnswer {
  results: MemoryHit[];
  /** Where the vectors come from; null when only words were searched. */
  model: string | null;
  /** Why meaning was left out although it was wanted; null when it was not. */
  without_meaning: string | null;
}

/** Who asks, and for which workspace's money. */
export interface Asker {
  userId: string;
  workspaceId: string;
}

export async function searchMemory(
  asked: SearchRequest,
  asker: Asker,
  { memory, ledger, embedder }: SearchPorts,
): Promise<SearchAnswer> {
  const meaning = asked.mode === "words"
    ? { vector: null, slug: null }
    : await vectorOf(asked.query, asker, ledger, embedder);
  const results = await memory.search({
    workspaceId: asked.workspace_id,
    // without a vector a semantic question is answered by words rather than not at all
    words: asked.mode === "semantic" && meaning.vector ? "" : asked.query,
    vector: meaning.vector,
    model: embedder.model,
    maxCount: asked.max_count,
    ...(asked.object_types && { objectTypes: asked.object_types }),
    ...(asked.from_at && { fromAt: asked.from_at }),
    ...(asked.until_at && { untilAt: asked.until_at }),
    ...(asked.connection_ids && { connectionIds: asked.connection_ids }),
  });
  return {
    results,
    model: meaning.vector ? embedder.model : null,
    without_meaning: meaning.slug,
  };
}

/** Messages about something, for who asks: what agents look with. */
export function messageSearch(
  asker: Asker,
  ports: SearchPorts,
): (query: string, window: TimeWindow | null, maxCount: number) => Promise<MemoryHit[]> {
  return async (query, window, maxCount) => {
    const { results } = await searchMemory(
      {
        workspace_id: asker.workspaceId,
        query,
        mode: "hybrid",
        object_types: ["message"],
        from_at: window?.fromAt,
        until_at: window?.untilAt,
        max_count: maxCount,
      },
      asker,
      ports,
    );
    return results;
  };
}

async function vectorOf(
  query: string,
  { userId, workspaceId }: Asker,
  ledger: EmbeddingLedger,
  embedder: Embedder,
): Promise<{ vector: number[] | null; slug: string | null }> {
  const refusal = await ledger.refusal(workspaceId, embedder);
  if (refusal) return { vector: null, slug: refusal };
  try {
    const { vectors, promptTokens, costUsd, latencyMs } = await embedder.embed([query]);
    if (embedder.provider !== "offline") {
      await ledger.log(workspaceId, userId, { type: "search", id: workspaceId }, {
        action: "embed",
        asked_by: userId,
        provider: embedder.provider,
        model: embedder.model,
        is_offline: false,
        prompt_version: "search-1",
        prompt_tokens: promptTokens,
        completion_tokens: 0,
        cost_usd: costUsd,
        latency_ms: latencyMs,
        confidence: null,
        outcome: "ok",
        error_slug: null,
      });
    }
    return { vector: vectors[0] ?? null, slug: null };
  } catch (error) {
    if (error instanceof ModelError) return { vector: null, slug: error.slug };
    throw error;
  }
}
