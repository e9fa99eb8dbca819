import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOpenAiCompatibleModel } from "../../functions/_shared/adapters/openai-compatible/generate-structured.ts";
import { createOpenAiModel } from "../../functions/_shared/adapters/openai/generate-structured.ts";
import { draftNudge } from "../../functions/_shared/ai/prompts/draft-nudge.ts";
import { formatLogLine } from "../../functions/_shared/log.ts";
import { type OpenAiStub, startOpenAiStub, type StubAnswer } from "../emulators/openai-stub.ts";
import { draftFacts } from "../support/draft-facts.ts";
import { DRAFT_REQUEST, languageModelContract } from "./language-model.contract.ts";

const GOOD = {
  body: "Hi Bob,\n\nhave you had time to look at the offer?\n\nBest\nAda Lovelace",
  confidence: 0.9,
  reasons: ["Ada asked eight days ago"],
};
const GOOD_ANSWER: StubAnswer = { kind: "text", text: JSON.stringify(GOOD) };
const MISFIT: StubAnswer = { kind: "text", text: '{"body":"canary","confidence":7}' };

const WIRES = [
  { provider: "openai", create: createOpenAiModel, path: "/v1/responses" },
  {
    provider: "openai_compatible",
    create: createOpenAiCompatibleModel,
    path: "/v1/chat/completions",
  },
] as const;

describe.each(WIRES)("$provider", ({ provider, create, path }) => {
  let stub: OpenAiStub;
  let lines: string[];
  const open = () =>
    create({
      apiKey: "key-of-ada",
      baseUrl: stub.url,
      model: "some-model",
      fetch,
      log: (...line) => void lines.push(formatLogLine(new Date(), ...line)),
      timeoutMs: 500,
    });
  beforeEach(async () => {
    stub = await startOpenAiStub();
    lines = [];
  });
  afterEach(() => stub.close());

  languageModelContract(provider, () => {
    stub.answerWith(GOOD_ANSWER);
    return Promise.resolve({ model: open(), close: () => Promise.resolve() });
  });

  test("asks once, with the key, a strict schema and its prompt apart from the input", async () => {
    stub.answerWith(GOOD_ANSWER);
    const answer = await open().generate(DRAFT_REQUEST);
    expect(answer).toMatchObject({
      value: GOOD,
      model: "stub-model-2026",
      promptTokens: 100,
      completionTokens: 20,
      costUsd: null,
    });
    const [request, ...others] = stub.requests();
    expect(others).toEqual([]);
    expect(request).toMatchObject({ path, headers: { authorization: "Bearer key-of-ada" } });
    expect(request?.body).toMatchObject(
      provider === "openai"
        ? {
          instructions: DRAFT_REQUEST.system,
          input: DRAFT_REQUEST.input,
          store: false,
          prompt_cache_key: "draft-nudge-2",
        }
        : {
          messages: [{ role: "system", content: DRAFT_REQUEST.system }, {
            role: "user",
            content: DRAFT_REQUEST.input,
          }],
        },
    );
  });

  test("TRI-4 an answer that does not fit is asked for once more with the reason", async () => {
    stub.answerWith(MISFIT, GOOD_ANSWER);
    const answer = await draftNudge(open(), draftFacts());
    expect(answer.value.body).toBe(GOOD.body);
    expect(answer).toMatchObject({ promptTokens: 200, completionTokens: 40 });
    expect(stub.requests()).toHaveLength(2);
    const again = JSON.stringify(stub.requests()[1]?.body);
    expect(again).toContain("confidence: too_big, reasons: invalid_type");
    expect(again).not.toContain("canary");
  });

  test("TRI-4 a second misfit fails cleanly", async () => {
    stub.answerWith(MISFIT, { kind: "text", text: "canary" });
    const failure = await draftNudge(open(), draftFacts()).catch((error) => error);
    expect(failure).toMatchObject({
      name: "ModelError",
      errorClass: "invalid_answer",
      slug: "ai_answer_invalid",
      usage: { promptTokens: 200, completionTokens: 40 },
    });
    expect(stub.requests()).toHaveLength(2);
    expect(failure.message + lines.join()).not.toContain("canary");
  });

  test("reads JSON inside a code fence", async () => {
    stub.answerWith({ kind: "text", text: "```json\n" + JSON.stringify(GOOD) + "\n```" });
    expect((await open().generate(DRAFT_REQUEST)).value).toEqual(GOOD);
  });

  test.each<[StubAnswer, Record<string, unknown>]>([
    [{ kind: "refusal" }, { errorClass: "refused", slug: "ai_refused" }],
    [{ kind: "filtered" }, { errorClass: "refused", slug: "ai_refused" }],
    [{ kind: "cut_off", text: '{"body":"' }, {
      errorClass: "invalid_answer",
      slug: "ai_answer_incomplete",
    }],
    [{ kind: "status", status: 429, retryAfter: "20" }, {
      errorClass: "transient",
      slug: "ai_rate_limited",
      retryAfterMs: 20_000,
    }],
    [{ kind: "status", status: 429, code: "insufficient_quota" }, {
      errorClass: "permanent",
      slug: "ai_quota_exhausted",
    }],
    [{ kind: "status", status: 503 }, { errorClass: "transient", slug: "ai_unavailable" }],
    [{ kind: "status", status: 401 }, { errorClass: "permanent", slug: "ai_key_rejected" }],
    [{ kind: "status", status: 404 }, { errorClass: "permanent", slug: "ai_model_unknown" }],
    [{ kind: "status", status: 400 }, { errorClass: "permanent", slug: "ai_request_rejected" }],
    [{ kind: "reset" }, { errorClass: "transient", slug: "ai_unreachable" }],
    [{ kind: "garbage" }, { errorClass: "transient" }],
    [{ kind: "no_answer" }, { errorClass: "transient", slug: "ai_timed_out" }],
    [{ kind: "stalled" }, { errorClass: "transient", slug: "ai_timed_out" }],
    [{ kind: "endless" }, { errorClass: "transient", slug: "ai_unreachable" }],
  ])("fails on %j as %j, after one request", async (answer, expected) => {
    stub.answerWith(answer);
    const failure = await open().generate(DRAFT_REQUEST).catch((error) => error);
    expect(failure).toMatchObject({ name: "ModelError", ...expected });
    expect(stub.requests()).toHaveLength(1);
    expect(failure.message + lines.join()).not.toMatch(/canary|key-of-ada|Draft one/);
  });
});
