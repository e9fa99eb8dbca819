/** The events a person who waits is told, over a mailbox in memory and a model behind OpenAI's wire. */
import { Hono } from "hono";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DatabaseError } from "../../../functions/_shared/adapters/supabase/call-worker.ts";
import { answeringProblems } from "../../../functions/_shared/http/answering-problems.ts";
import type { Report } from "../../../functions/prompts/answer-prompt.ts";
import { streamAnswer } from "../../../functions/prompts/stream-answer.ts";
import {
  MAIL,
  PROMPT_ID,
  type PromptTestWorld,
  routed,
  startPromptWorld,
  summed,
} from "../../support/prompt-world.ts";

let world: PromptTestWorld;
beforeEach(async () => {
  world = await startPromptWorld();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
});

async function eventsOf(options: Parameters<PromptTestWorld["ask"]>[1]) {
  const app = new Hono();
  app.get("/", (context) =>
    streamAnswer(
      context,
      (report: Report) =>
        answeringProblems(() => world.ask("summarize last 2 hours", { ...options, report })),
    ));
  const response = await app.request("/");
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  return (await response.text()).trim().split(/\n\n/).map((event) => ({
    event: /^event: (.*)$/m.exec(event)![1],
    data: JSON.parse(/^data: (.*)$/m.exec(event)![1]!),
  }));
}
const sorted = routed({ intent: "summarize", time_phrase: "last 2 hours" });

test("PRM-1 tells what is going on in its order, and the answer as the last", async () => {
  world.stub.answerWith(sorted, summed([["Bob starts the pilot.", [1, "we start the pilot"]]]));
  const events = await eventsOf({});
  expect(events).toMatchObject([
    { event: "routed", data: { prompt_id: PROMPT_ID, intent: "summarize" } },
    { event: "looking", data: { from_at: "2026-11-24T08:00:00Z" } },
    { event: "found", data: { message_count: MAIL.length } },
    { event: "answer", data: { prompt_id: PROMPT_ID, engine: "model" } },
  ]);
});

test("PRM-1 TRI-4 a model that fails midway changes nothing of the order: the rules answer", async () => {
  world.stub.answerWith(sorted, { kind: "reset" });
  expect(await eventsOf({})).toMatchObject([
    { event: "routed" },
    { event: "looking" },
    { event: "found" },
    { event: "answer", data: { engine: "rules", fallback_reason: "ai_unreachable" } },
  ]);
});

test("PRM-1 what fails midway is told as a problem, by its slug and without a word of it", async () => {
  const lines = vi.spyOn(console, "log").mockReturnValue();
  const errors = vi.spyOn(console, "error").mockReturnValue();
  world.stub.answerWith(sorted);
  const messages = () => Promise.reject(new Error("canary"));
  const events = await eventsOf({ mail: { messages } });
  expect(events.map(({ event }) => event)).toEqual(["routed", "looking", "problem"]);
  expect(events.at(-1)!.data).toMatchObject({
    slug: "internal_error",
    status: 500,
    title: expect.any(String),
  });
  expect(world.finished()).toMatchObject([{ status: "failed", answer: null }]);
  const told = JSON.stringify([events, lines.mock.calls, errors.mock.calls]);
  expect(told).toContain("internal_error");
  expect(told).not.toContain("canary");
});

test("PRM-1 what the database refuses midway keeps its slug and its cure", async () => {
  vi.spyOn(console, "log").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
  world.stub.answerWith(sorted);
  const messages = () =>
    Promise.reject(new DatabaseError("read_mail", "PT429", "too_many_prompts"));
  const events = await eventsOf({ mail: { messages } });
  expect(events.map(({ event }) => event)).toEqual(["routed", "looking", "problem"]);
  expect(events.at(-1)!.data).toMatchObject({
    slug: "too_many_prompts",
    status: 429,
    hint: expect.any(String),
  });
});
