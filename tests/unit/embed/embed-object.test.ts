import { describe, expect, test } from "vitest";
import { createMemoryStore } from "../../../functions/_shared/adapters/memory/vector-store.ts";
import {
  createHashEmbedder,
  hashVector,
} from "../../../functions/_shared/adapters/offline/hash-embedder.ts";
import { batchEmbedder } from "../../../functions/_shared/ai/batch-embedder.ts";
import { chunkText } from "../../../functions/_shared/domain/text/chunk-text.ts";
import { embedObject } from "../../../functions/embed/embed-object.ts";
import type { Embedder } from "../../../functions/_shared/ports/embedder.ts";
import type { Job } from "../../../functions/_shared/ports/job-queue.ts";
import {
  ModelError,
  type ModelErrorClass,
} from "../../../functions/_shared/ports/language-model.ts";
import type { ModelCall } from "../../../functions/_shared/ports/model-call.ts";
import { searchMemory } from "../../../functions/_shared/ai/search-memory.ts";

const ID = "00000000-0000-4000-8000-00000000000a";
const job = (attempt = 1): Job =>
  ({ payload: { object_type: "note", object_id: ID }, attempt }) as unknown as Job;

function world(embedder: Embedder, refusal: string | null = null, body = "The roof leaks") {
  const store = createMemoryStore();
  store.put({
    type: "note",
    id: ID,
    workspaceId: ID,
    ownerId: ID,
    isShared: false,
    connectionId: null,
    title: "Roof",
    body,
    happenedAt: "2026-11-20T10:00:00Z",
  });
  const calls: ModelCall[] = [];
  const ledger = {
    log: (_workspace: string, _owner: string, _subject: unknown, call: ModelCall) =>
      Promise.resolve(void calls.push(call)),
    refusal: () => Promise.resolve(refusal),
  };
  const memory = store.searchAs({ id: ID, workspaceIds: [ID] });
  return { store, embedder, ledger, calls, memory };
}

function bought(fail?: ModelErrorClass): Embedder & { asked: string[][] } {
  const asked: string[][] = [];
  return {
    asked,
    model: "text-embedding-3-small",
    provider: "openai",
    embed(texts) {
      asked.push(texts);
      if (fail) {
        return Promise.reject(
          new ModelError({ errorClass: fail, slug: `ai_${fail}`, message: "no" }),
        );
      }
      return Promise.resolve({
        vectors: texts.map(hashVector),
        promptTokens: 10 * texts.length,
        costUsd: 0.001,
        latencyMs: 3,
      });
    },
  };
}

describe("embedObject()", () => {
  test("VEC-1 embeds once, and not again while nothing changes", async () => {
    const it = world(bought());
    expect(await embedObject(job(), it)).toEqual({ outcome: "done" });
    expect(await embedObject(job(), it)).toEqual({ outcome: "done" });
    expect((it.embedder as ReturnType<typeof bought>).asked).toEqual([["Roof\nThe roof leaks"]]);
    expect(it.calls).toMatchObject([{
      action: "embed",
      outcome: "ok",
      prompt_tokens: 10,
      cost_usd: 0.001,
    }]);
  });

  test("VEC-1 another model embeds again", async () => {
    const it = world(createHashEmbedder());
    await embedObject(job(), it);
    const better = bought();
    await embedObject(job(), { ...it, embedder: better });
    expect(better.asked).toHaveLength(1);
  });

  test("TRI-3 a spent budget buys no vectors; words are found all the same", async () => {
    const it = world(bought(), "ai_budget_spent");
    expect(await embedObject(job(), it)).toEqual({ outcome: "done" });
    expect((it.embedder as ReturnType<typeof bought>).asked).toEqual([]);
    expect(it.calls).toMatchObject([{ outcome: "refused", error_slug: "ai_budget_spent" }]);
    const asked = { workspace_id: ID, query: "roof", mode: "hybrid" as const, max_count: 5 };
    const answer = await searchMemory(asked, { userId: ID, workspaceId: ID }, it);
    expect(answer).toMatchObject({
      model: null,
      without_meaning: "ai_budget_spent",
      results: [{ objectId: ID }],
    });
  });

  test("VEC-1 an embedder that is away is asked again, then the words are stored without it", async () => {
    const it = world(bought("transient"));
    expect(await embedObject(job(), it)).toMatchObject({ outcome: "retry" });
    expect(await embedObject(job(4), it)).toEqual({ outcome: "done" });
    expect((await it.store.context("note", ID))!.stored).toMatchObject({ hasVector: false });
  });

  test("does nothing for what is gone, and dies on a payload that is none", async () => {
    const it = { ...world(bought()), store: createMemoryStore() };
    expect(await embedObject(job(), it)).toEqual({ outcome: "done" });
    expect(await embedObject({ payload: {} } as Job, it)).toMatchObject({ outcome: "dead" });
  });
});

describe("batchEmbedder()", () => {
  test("VEC-1 what is asked together goes out together, at most a hundred texts a call, each gets its own", async () => {
    const inner = bought();
    const together = batchEmbedder(inner, (flush) => queueMicrotask(flush));
    const asked = Array.from({ length: 30 }, (_, at) => [`a${at}`, `b${at}`, `c${at}`, `d${at}`]);
    const answers = await Promise.all(asked.map((texts) => together.embed(texts)));
    expect(inner.asked.map((texts) => texts.length)).toEqual([100, 20]);
    expect(answers.map(({ vectors }) => vectors)).toEqual(
      asked.map((texts) => texts.map(hashVector)),
    );
    expect(answers.reduce((sum, { promptTokens }) => sum + promptTokens, 0)).toBe(1_200);
  });

  test("a failed call fails those who were in it", async () => {
    const together = batchEmbedder(bought("transient"), (flush) => queueMicrotask(flush));
    const [one, other] = await Promise.allSettled([together.embed(["a"]), together.embed(["b"])]);
    expect([one!.status, other!.status]).toEqual(["rejected", "rejected"]);
  });
});

describe("chunkText()", () => {
  test("VEC-1 a short text is one chunk, an empty one none", () => {
    expect(chunkText("  The roof leaks.  ")).toEqual(["The roof leaks."]);
    expect(chunkText(" \n ")).toEqual([]);
  });

  test("VEC-1 a long text is cut between sentences, overlaps, loses nothing and ends", () => {
    const sentences = Array.from(
      { length: 200 },
      (_, at) => `Sentence number ${at} says a little.`,
    );
    const chunks = chunkText(sentences.join(" "));
    expect(chunks.length).toBeGreaterThan(5);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(1_200);
    for (const sentence of sentences) {
      expect(chunks.some((chunk) => chunk.includes(sentence)), sentence).toBe(true);
    }
    expect(chunkText("x".repeat(1_000_000)).length).toBe(40);
  });
});

describe("hashVector()", () => {
  const cosine = (one: string, other: string) => {
    const [a, b] = [hashVector(one), hashVector(other)];
    return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  };

  test("VEC-1 is the same for the same text, of length one, and nearer for what shares words, spelling or ideas", () => {
    expect(hashVector("The roof leaks")).toEqual(hashVector("The roof leaks"));
    expect(Math.hypot(...hashVector("The roof leaks"))).toBeCloseTo(1);
    expect(cosine("leaking roof", "the roof leaks")).toBeGreaterThan(
      cosine("leaking roof", "plum cake"),
    );
    expect(cosine("damaged palets", "damaged pallets")).toBeGreaterThan(0.5);
    expect(cosine("the invoice is overdue", "die Rechnung ist fällig")).toBeGreaterThan(0.3);
    expect(cosine("water damage in the cellar", "Wasserschaden im Keller")).toBeGreaterThan(
      cosine("water damage in the cellar", "Wartung im Büro") + 0.2,
    );
    expect(hashVector("  ")).toEqual(new Array(1_536).fill(0));
  });
});
