/**
 * Memory: chunks of what people write and whom they know, searched by meaning, words and names within one workspace and one
 * person's sight. Adapters: pgvector (migrations 0420 to 0447) and in memory; one contract for both.
 */
export const OBJECT_TYPES = [
  "message",
  "conversation",
  "draft",
  "contact",
  "note",
  "entity",
] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

export interface StoredChunk {
  text: string;
  /** Null when the embedder could not answer; words are searched all the same. */
  vector: number[] | null;
}

export interface MemoryQuery {
  workspaceId: string;
  /** Empty for meaning alone. */
  words: string;
  /** Null for words alone. */
  vector: number[] | null;
  model: string;
  objectTypes?: ObjectType[];
  /** ISO 8601; `untilAt` is not included. */
  fromAt?: string;
  untilAt?: string;
  connectionIds?: string[];
  maxCount: number;
}

export interface MemoryHit {
  objectType: ObjectType;
  objectId: string;
  title: string;
  excerpt: string;
  happenedAt: string;
  score: number;
  foundBy: string[];
}

/** Whoever asks sees what they may read; the store knows who asks. */
export interface MemorySearch {
  search(query: MemoryQuery): Promise<MemoryHit[]>;
}

export interface EmbeddingContext {
  workspaceId: string;
  ownerId: string;
  title: string;
  body: string;
  contentHash: string;
  stored: { contentHash: string; model: string; hasVector: boolean } | null;
}

export interface VectorStore {
  /** Null when the object is gone. */
  context(type: ObjectType, id: string): Promise<EmbeddingContext | null>;
  /** Replaces the chunks of an object. superseded: it says something else by now. */
  save(
    type: ObjectType,
    id: string,
    contentHash: string,
    model: string,
    chunks: StoredChunk[],
  ): Promise<"saved" | "superseded" | "gone">;
  /** Jobs for objects whose vectors come from another model; answers how many. */
  embedAgain(model: string, maxCount: number): Promise<number>;
}
