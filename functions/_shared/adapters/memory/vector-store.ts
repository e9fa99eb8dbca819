/**
 * Memory without a database, for evals and for the contract: what is kept is what was added. The same arms and the same fusion
 * as the search of migrations 0422 and 0423, with a coarser stemmer.
 */
import { plainText, stem } from "../../domain/text/word-forms.ts";
import type {
  EmbeddingContext,
  MemoryHit,
  MemoryQuery,
  MemorySearch,
  ObjectType,
  StoredChunk,
  VectorStore,
} from "../../ports/vector-store.ts";

export interface KeptObject {
  type: ObjectType;
  id: string;
  workspaceId: string;
  ownerId: string;
  isShared: boolean;
  connectionId: string | null;
  title: string;
  body: string;
  happenedAt: string;
}

interface Kept extends KeptObject {
  contentHash: string;
  stored: { contentHash: string; model: string; chunks: StoredChunk[] } | null;
}

/** See migrations 0422. */
const FUSION_K = 2;
const PART_POWER = 2;
const SIMILARITY_TRUST = 2;
const LEAST_LIKENESS = 0.5;

interface Ranked {
  one: Kept;
  /** What a place in the arm is worth: by the part of the question that is there, or by the cosine. */
  trust: number;
}

export function createMemoryStore(): VectorStore & {
  put(object: KeptObject): void;
  searchAs(person: { id: string; workspaceIds: string[] }): MemorySearch;
} {
  const objects = new Map<string, Kept>();
  const keyOf = (type: ObjectType, id: string) => `${type}:${id}`;
  return {
    put(object) {
      const key = keyOf(object.type, object.id);
      const contentHash = `${object.title}\n${object.body}`;
      objects.set(key, { ...object, contentHash, stored: objects.get(key)?.stored ?? null });
    },
    context(type, id): Promise<EmbeddingContext | null> {
      const kept = objects.get(keyOf(type, id));
      if (!kept) return Promise.resolve(null);
      const { workspaceId, ownerId, title, body, contentHash, stored } = kept;
      return Promise.resolve({
        workspaceId,
        ownerId,
        title,
        body,
        contentHash,
        stored: stored && {
          contentHash: stored.contentHash,
          model: stored.model,
          hasVector: stored.chunks[0]?.vector != null,
        },
      });
    },
    save(type, id, contentHash, model, chunks) {
      const kept = objects.get(keyOf(type, id));
      if (!kept) return Promise.resolve("gone");
      if (kept.contentHash !== contentHash) return Promise.resolve("superseded");
      kept.stored = { contentHash, model, chunks };
      return Promise.resolve("saved");
    },
    embedAgain: (model, maxCount) =>
      Promise.resolve(
        [...objects.values()].filter(({ stored }) => stored && stored.model !== model)
          .slice(0, maxCount).length,
      ),
    searchAs: (person) => ({
      search: (query) => Promise.resolve(search([...objects.values()], person, query)),
    }),
  };
}

function search(
  all: Kept[],
  person: { id: string; workspaceIds: string[] },
  query: MemoryQuery,
): MemoryHit[] {
  const visible = all.filter((one) =>
    one.stored?.chunks.length && one.workspaceId === query.workspaceId &&
    person.workspaceIds.includes(one.workspaceId) && (one.ownerId === person.id || one.isShared) &&
    (!query.objectTypes || query.objectTypes.includes(one.type)) &&
    (!query.connectionIds || query.connectionIds.includes(one.connectionId ?? "")) &&
    (!query.fromAt || one.happenedAt >= query.fromAt) &&
    (!query.untilAt || one.happenedAt < query.untilAt)
  );
  const { worded, named } = byWords(visible, query.words);
  const arms: Record<string, Ranked[]> = {
    meaning: byMeaning(visible, query),
    words: worded,
    names: named,
  };
  const fused = new Map<Kept, { score: number; foundBy: string[] }>();
  for (const [arm, ranked] of Object.entries(arms)) {
    ranked.slice(0, query.maxCount * 4).forEach(({ one, trust }, at) => {
      const known = fused.get(one) ?? { score: 0, foundBy: [] };
      known.foundBy.push(arm);
      fused.set(one, { ...known, score: known.score + trust / (FUSION_K + at + 1) });
    });
  }
  return [...fused].sort(([, one], [, other]) => other.score - one.score).slice(0, query.maxCount)
    .map(([one, { score, foundBy }]) => ({
      objectType: one.type,
      objectId: one.id,
      title: one.title,
      excerpt: bestChunk(one, query)?.text ?? "",
      happenedAt: one.happenedAt,
      score,
      foundBy: foundBy.sort(),
    }));
}

function distance(chunk: StoredChunk, vector: number[]): number {
  if (!chunk.vector) return Infinity;
  let dot = 0;
  for (let at = 0; at < vector.length; at++) dot += vector[at]! * (chunk.vector[at] ?? 0);
  return 1 - dot / (Math.hypot(...vector) * Math.hypot(...chunk.vector) || 1);
}

function bestChunk({ stored }: Kept, { vector, model }: MemoryQuery): StoredChunk | undefined {
  if (!vector || stored!.model !== model) return stored!.chunks[0];
  return stored!.chunks.toSorted((one, other) =>
    distance(one, vector) - distance(other, vector)
  )[0];
}

function byMeaning(all: Kept[], query: MemoryQuery): Ranked[] {
  const { vector } = query;
  if (!vector) return [];
  return all.filter(({ stored }) => stored!.model === query.model)
    .map((one) => ({
      one,
      far: distance(bestChunk(one, query) ?? { text: "", vector: null }, vector),
    }))
    .filter(({ far }) => Number.isFinite(far))
    .sort((one, other) => one.far - other.far)
    .map(({ one, far }) => ({ one, trust: SIMILARITY_TRUST * Math.max(0, 1 - far) }));
}

function wordsOf(text: string): string[] {
  return [...new Set(plainText(text).match(/[\p{L}\p{N}]+/gu) ?? [])];
}

/** Objects by the part of the question they have, by the rarity of its words; and by words that are nearly in their title. */
function byWords(all: Kept[], words: string): { worded: Ranked[]; named: Ranked[] } {
  const texts = all.map((one) => ({
    one,
    said: new Set(
      [one.title, ...one.stored!.chunks.map(({ text }) => text)].flatMap(wordsOf)
        .flatMap((word) => [word, stem(word)]),
    ),
    title: trigramsOf(one.title),
  }));
  const asked = wordsOf(words).map((word) => {
    const hits = texts.filter(({ said }) => said.has(word) || said.has(stem(word)));
    const weight = Math.log(1 + (Math.max(all.length, 10) + 0.5) / (hits.length + 0.5));
    return { word, weight, hits: new Set(hits.map(({ one }) => one)) };
  });
  const total = asked.reduce((sum, { weight }) => sum + weight, 0);
  const ranked = (partOf: (text: (typeof texts)[number]) => number) =>
    texts.map((text) => ({ one: text.one, trust: (partOf(text) / total) ** PART_POWER }))
      .filter(({ trust }) => trust > 0).sort((one, other) => other.trust - one.trust);
  const unknown = asked.filter(({ word, hits }) => hits.size === 0 && word.length >= 3);
  return {
    worded: ranked(({ one }) =>
      asked.reduce((sum, { weight, hits }) => sum + (hits.has(one) ? weight : 0), 0)
    ),
    named: ranked(({ title }) =>
      unknown.reduce((sum, { word, weight }) => {
        const alike = likeness(trigramsOf(word), title);
        return sum + (alike >= LEAST_LIKENESS ? alike * weight : 0);
      }, 0)
    ),
  };
}

/** As pg_trgm's word_similarity(), which also counts the title's and is set to 0.45: the share of the word's trigrams the title has. */
function likeness(wanted: Set<string>, has: Set<string>): number {
  return [...wanted].filter((it) => has.has(it)).length / (wanted.size || 1);
}

function trigramsOf(text: string): Set<string> {
  return new Set(
    wordsOf(text).flatMap((word) => {
      const padded = `  ${word} `;
      return Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3));
    }),
  );
}
