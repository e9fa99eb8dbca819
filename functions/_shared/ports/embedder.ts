/** Turns texts into vectors. Adapters: openai (and compatible endpoints), offline (feature hashing, no network). */
import type { ModelProvider } from "./language-model.ts";

/** Numbers a vector is stored with; shorter ones are padded with zeros, which leave cosine unchanged. */
export const STORED_DIMENSIONS = 1536;

export interface Embedder {
  /** Part of what a vector is stored under: vectors of different models are never compared. */
  readonly model: string;
  readonly provider: ModelProvider;
  /**
   * One vector for each text, in their order.
   * @param texts at most 100, none empty
   * @throws {ModelError}
   */
  embed(texts: string[]): Promise<EmbeddedTexts>;
}

export interface EmbeddedTexts {
  /** At most 1536 numbers each. */
  vectors: number[][];
  promptTokens: number;
  costUsd: number | null;
  latencyMs: number;
}

/** Texts of one call at most. */
export const MAX_EMBEDDED_TEXTS = 100;
