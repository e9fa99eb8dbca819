import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHashEmbedder } from "../../functions/_shared/adapters/offline/hash-embedder.ts";
import { createOpenAiEmbedder } from "../../functions/_shared/adapters/openai/embed-texts.ts";
import { type Embedder, STORED_DIMENSIONS } from "../../functions/_shared/ports/embedder.ts";
import { listen, type LocalServer } from "../emulators/listen.ts";

let server: LocalServer;
let requests: Record<string, unknown>[];
/** What the endpoint answers next. */
let answer: { status: number; body: unknown } | null;

beforeEach(async () => {
  requests = [];
  answer = null;
  server = await listen((_request, response, body) => {
    const asked = JSON.parse(body) as { input: string[] };
    requests.push(asked);
    // in another order than asked, as the protocol allows
    const data = asked.input.map((text, index) => ({
      object: "embedding",
      index,
      embedding: [text.length, 1, index],
    })).reverse();
    const { status, body: told } = answer ??
      {
        status: 200,
        body: { object: "list", model: "m", data, usage: { prompt_tokens: 7, total_tokens: 7 } },
      };
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(told));
    return Promise.resolve();
  });
});
afterEach(() => server.close());

const bought = (model = "text-embedding-3-small") =>
  createOpenAiEmbedder({
    apiKey: "key",
    baseUrl: `${server.url}/v1`,
    model,
    price: { input: 2, output: 0 },
    provider: "openai",
    fetch,
    log: () => {},
    timeoutMs: 2_000,
  });

describe.each<[string, () => Embedder]>([["offline", createHashEmbedder], ["openai", bought]])(
  "Embedder contract: %s",
  (_name, open) => {
    test("VEC-1 gives one vector for each text, in order, and says whose they are", async () => {
      const embedder = open();
      const { vectors } = await embedder.embed(["one", "two two"]);
      expect(vectors).toHaveLength(2);
      expect((await embedder.embed(["one"])).vectors[0]).toEqual(vectors[0]);
      for (const vector of vectors) expect(vector.length).toBeLessThanOrEqual(STORED_DIMENSIONS);
      expect(embedder.model).not.toBe("");
    });
  },
);

describe("openai", () => {
  test("VEC-1 asks for plain numbers of the stored size, and tells tokens and price", async () => {
    const embedded = await bought().embed(["one", "three"]);
    expect(requests).toEqual([{
      model: "text-embedding-3-small",
      input: ["one", "three"],
      encoding_format: "float",
      dimensions: 1536,
    }]);
    expect(embedded).toMatchObject({
      vectors: [[3, 1, 0], [5, 1, 1]],
      promptTokens: 7,
      costUsd: 0.000_014,
    });
    await bought("some-local-model").embed(["one"]);
    expect(requests[1]).not.toHaveProperty("dimensions");
  });

  test.each([
    ["too few", { data: [] }],
    ["too long", { data: [{ index: 0, embedding: new Array(2_000).fill(1) }] }],
    ["empty", { data: [{ index: 0, embedding: [] }] }],
  ])("VEC-1 refuses vectors that are %s", async (_what, body) => {
    answer = { status: 200, body };
    await expect(bought().embed(["one"])).rejects.toMatchObject({
      errorClass: "permanent",
      slug: "ai_embedding_unfit",
    });
  });

  test("fails as the models do: busy is worth another try, a rejected key is not", async () => {
    answer = { status: 429, body: { error: { message: "slow down" } } };
    await expect(bought().embed(["one"])).rejects.toMatchObject({
      errorClass: "transient",
      slug: "ai_rate_limited",
    });
    answer = { status: 401, body: { error: { message: "who are you" } } };
    await expect(bought().embed(["one"])).rejects.toMatchObject({
      errorClass: "permanent",
      slug: "ai_key_rejected",
    });
    await expect(bought().embed(new Array(101).fill("x"))).rejects.toThrow(RangeError);
  });
});
