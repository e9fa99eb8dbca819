/** Several objects are embedded at a time; their texts go out together, at most a hundred a call. */
import { type EmbeddedTexts, type Embedder, MAX_EMBEDDED_TEXTS } from "../ports/embedder.ts";

interface Waiting {
  texts: string[];
  resolve: (embedded: EmbeddedTexts) => void;
  reject: (error: unknown) => void;
}

/** @param turn calls back once everybody who asks now has asked: a microtask or two later, or a few milliseconds */
export function batchEmbedder(embedder: Embedder, turn: (flush: () => void) => void): Embedder {
  let waiting: Waiting[] = [];
  const flush = () => {
    const all = waiting;
    waiting = [];
    for (const group of groupsOf(all)) void send(embedder, group);
  };
  return {
    model: embedder.model,
    provider: embedder.provider,
    embed(texts) {
      return new Promise((resolve, reject) => {
        waiting.push({ texts, resolve, reject });
        if (waiting.length === 1) turn(flush);
      });
    },
  };
}

/** In order, none with more texts than a call may have. */
function groupsOf(all: Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  let count = Infinity;
  for (const one of all) {
    if (count + one.texts.length > MAX_EMBEDDED_TEXTS) {
      groups.push([]);
      count = 0;
    }
    groups.at(-1)!.push(one);
    count += one.texts.length;
  }
  return groups;
}

async function send(embedder: Embedder, group: Waiting[]): Promise<void> {
  const texts = group.flatMap((one) => one.texts);
  try {
    const { vectors, promptTokens, costUsd, latencyMs } = await embedder.embed(texts);
    let from = 0;
    for (const one of group) {
      const share = one.texts.length / texts.length;
      one.resolve({
        vectors: vectors.slice(from, from + one.texts.length),
        promptTokens: Math.round(promptTokens * share),
        costUsd: costUsd === null ? null : costUsd * share,
        latencyMs,
      });
      from += one.texts.length;
    }
  } catch (error) {
    for (const one of group) one.reject(error);
  }
}
