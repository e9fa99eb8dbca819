/**
 * Memory without a database, for evals and for the contract: what is kept is what was added. The same arms and the same fusion
 * as the search of migrations 0422.
 */
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

/** See Cormack, Clarke and Büttcher, SIGIR 2009. */
const FUSION_K = 60;
const NAMES_TRUST = 0.5;
const LEAST_LIKENESS = 0.6; // of the query's trigrams alone; pg_trgm also counts the title's and is set to 0.45

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
    one.stored && one.workspaceId === query.workspaceId &&
    person.workspaceIds.includes(one.workspaceId) && (one.ownerId === person.id || one.isShared) &&
    (!query.objectTypes || query.objectTypes.includes(one.type)) &&
    (!query.connectionIds || query.connectionIds.includes(one.connectionId ?? "")) &&
    (!query.fromAt || one.happenedAt >= query.fromAt) &&
    (!query.untilAt || one.happenedAt < query.untilAt)
  );
  const arms: Record<string, { ranked: Kept[]; trust: number }> = {
    meaning: { ranked: byMeaning(visible, query), trust: 1 },
    words: { ranked: byWords(visible, query.words), trust: 1 },
    names: { ranked: byNames(visible, query.words), trust: NAMES_TRUST },
  };
  const fused = new Map<Kept, { score: number; foundBy: string[] }>();
  for (const [arm, { ranked, trust }] of Object.entries(arms)) {
    ranked.slice(0, query.maxCount * 4).forEach((one, at) => {
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

function byMeaning(all: Kept[], query: MemoryQuery): Kept[] {
  const { vector } = query;
  if (!vector) return [];
  return all.filter(({ stored }) => stored!.model === query.model)
    .map((one) => ({
      one,
      far: distance(bestChunk(one, query) ?? { text: "", vector: null }, vector),
    }))
    .filter(({ far }) => Number.isFinite(far))
    .sort((one, other) => one.far - other.far).map(({ one }) => one);
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

function byWords(all: Kept[], words: string): Kept[] {
  const wanted = [...wordsOf(words)];
  const texts = all.map((one) => ({ one, said: wordsOf(`${one.title} ${one.body}`) }));
  const weights = new Map(wanted.map((word) => [
    word,
    Math.log(1 + 4_000 / Math.max(1, texts.filter(({ said }) => said.has(word)).length)),
  ]));
  return texts.map(({ one, said }) => ({
    one,
    weight: wanted.reduce((sum, word) => sum + (said.has(word) ? weights.get(word)! : 0), 0),
  })).filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight)
    .map(({ one }) => one);
}

/** As pg_trgm's word_similarity(): the share of the words' trigrams the title has. */
function byNames(all: Kept[], words: string): Kept[] {
  if (words.length < 3 || words.length > 60) return [];
  const trigrams = (text: string) =>
    new Set(
      [...wordsOf(text)].flatMap((word) => {
        const padded = `  ${word} `;
        return Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3));
      }),
    );
  const wanted = trigrams(words);
  return all.map((one) => {
    const has = trigrams(one.title);
    return { one, likeness: [...wanted].filter((it) => has.has(it)).length / (wanted.size || 1) };
  }).filter(({ likeness }) => likeness >= LEAST_LIKENESS)
    .sort((one, other) => other.likeness - one.likeness).map(({ one }) => one);
}
