import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createHashEmbedder } from "../../../functions/_shared/adapters/offline/hash-embedder.ts";
import { listen, type LocalServer } from "../../emulators/listen.ts";
import { engineOf } from "../../evals/engines.ts";
import { HALVES, labelled } from "../../evals/labelled.ts";
import { type SchedulingCase, scoreScheduling } from "../../evals/score-scheduling.ts";
import { scoreTasks, type TaskCase } from "../../evals/score-tasks.ts";
import { scoreTriage, type TriageCase } from "../../evals/score-triage.ts";

const triage = HALVES.flatMap((half) => labelled<TriageCase>("triage", half));
const tasks = HALVES.flatMap((half) => labelled<TaskCase>("tasks", half));
const meetings = HALVES.flatMap((half) => labelled<SchedulingCase>("scheduling", half));
const spaceless = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").replaceAll(
    /\s/g,
    "",
  );

/** Knows every label, and finds the case by its words in the prompt. */
function fromLabels(form: string, input: string): unknown {
  const seen = spaceless(input);
  if (form === "triage") {
    const { expected, language } = triage.find(({ text, subject }) =>
      seen.includes(spaceless(`${subject}</untrusted><untrustedlabel="mail">${text}`))
    )!;
    const evidence = {
      priority: "",
      category: "",
      sentiment: "",
      actionability: "",
      needs_reply: "",
    };
    return { ...expected, language, summary: "Known", key_points: [], confidence: 1, evidence };
  }
  const isText = ({ text }: { text: string }) => seen.includes(spaceless(`"mail">${text}</`));
  const none = { kind: "none", quote: "", time_phrases: [], length_phrase: "", place_phrase: "" };
  const { kind } = meetings.find(isText)?.expected ?? { kind: "none" };
  const { text } = meetings.find(isText) ?? { text: "" };
  const meeting = { ...none, kind, quote: text };
  const { expected } = tasks.find(isText) ?? { expected: { tasks: [], promises: [] } };
  const quotes = (found: { evidence: string }[]) =>
    found.map(({ evidence }) => ({ quote: evidence, due_phrase: "" }));
  return {
    tasks: quotes(expected.tasks).map((one) => ({
      ...one,
      title: "Do it",
      details: "",
      priority: "normal",
    })),
    promises: quotes(expected.promises),
    settled: [],
    meeting,
  };
}

describe("evals by a model", { timeout: 60_000 }, () => {
  let server: LocalServer;
  let isDown = false;

  beforeAll(async () => {
    const hash = createHashEmbedder();
    server = await listen(async (request, response, text) => {
      const body = JSON.parse(text);
      const answer = (value: unknown) =>
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
      if (isDown) return void response.writeHead(400).end("{}");
      if (request.url!.endsWith("/embeddings")) {
        const { vectors } = await hash.embed(body.input);
        const data = vectors.map((embedding, index) => ({ index, embedding }));
        return void answer({ data, usage: { prompt_tokens: 1 } });
      }
      const value = fromLabels(body.response_format.json_schema.name, body.messages[1].content);
      const message = { role: "assistant", content: JSON.stringify(value), refusal: null };
      answer({ model: "labels", choices: [{ index: 0, finish_reason: "stop", message }] });
    });
    vi.spyOn(console, "log").mockImplementation(() => {});
  });
  beforeEach(() => {
    isDown = false;
    vi.stubEnv("AI_PROVIDER", "openai_compatible");
    vi.stubEnv("OPENAI_BASE_URL", `${server.url}/v1`);
    for (const role of ["CLASSIFY", "EMBED"]) vi.stubEnv(`AI_MODEL_${role}`, "labels");
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await server.close();
  });

  test("TRI-1 a model that knows the labels reaches one in every field, through the product's own prompt", async () => {
    const engine = engineOf("model");
    const ours = (await scoreTriage(() => {}, engine.triage)).filter(({ by }) => by === "ours");
    expect(ours.map(({ value }) => value)).toEqual(ours.map(() => 1));
    expect(ours[0]!.n + ours.at(-1)!.n).toBe(triage.length);
    expect(engine.answered()).toMatchObject([{ measure: "answered", value: 1, n: triage.length }]);
  });

  test("TSK-1 NEW-3 so do tasks and promises", async () => {
    const figures = await scoreTasks(() => {}, engineOf("model").tasks);
    const found = figures.filter(({ by, measure }) => by === "ours" && measure.endsWith("F1"));
    expect(found.map(({ value }) => value)).toEqual([1, 1, 1, 1]);
  });

  test("SCH-1 so do the kinds of meetings", async () => {
    const figures = await scoreScheduling(() => {}, engineOf("model").scheduling);
    const kinds = figures.filter(({ by, measure }) => by === "ours" && measure === "kind right");
    expect(kinds.map(({ value }) => value)).toEqual([1, 1]);
  });

  test("VEC-2 queries and documents are embedded by the model of the settings", async () => {
    const { embedder } = engineOf("model");
    const texts = ["gate code 4471", "salad bowl"];
    const { vectors } = await embedder.embed(texts);
    expect(embedder.model).toBe("labels");
    expect(vectors).toEqual((await createHashEmbedder().embed(texts)).vectors);
  });

  test("an answer that does not come is a wrong one, not one of the rules", async () => {
    isDown = true;
    const engine = engineOf("model");
    const ours = (await scoreTriage(() => {}, engine.triage)).filter(({ by }) => by === "ours");
    expect(ours.map(({ value }) => value)).toEqual(ours.map(() => 0));
    expect(engine.answered()).toMatchObject([{ value: 0 }]);
  });

  test("without a model there is nothing to score", () => {
    vi.stubEnv("AI_PROVIDER", "offline");
    expect(() => engineOf("model")).toThrow("Cannot score a model: none is set up");
  });
});
