/** A prompt that a model reads, behind OpenAI's wire: it copies words, and code says what they mean. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  answered,
  type PromptTestWorld,
  routed,
  startPromptWorld,
  summed,
} from "../../support/prompt-world.ts";

let world: PromptTestWorld;
beforeEach(async () => {
  world = await startPromptWorld();
});
afterEach(() => world.close());

describe("a model that computes a time", () => {
  const window = (from_at: string, until_at: string) => ({
    coverage: { window: { from_at, until_at } },
  });

  test.each([
    // what it computed stands in no prompt: the words that do are read
    ["2025-01-01T00:00:00Z to 2025-01-02T00:00:00Z"],
    ["the last two hours"],
    [""],
    // a part of the words means another time
    ["2 hours"],
  ])("PRM-3 %j is no time: code reads the words", async (time_phrase) => {
    world.stub.answerWith(routed({ intent: "summarize", time_phrase }), summed([]));
    expect(await world.ask("summarize last 2 hours"))
      .toMatchObject(window("2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z"));
  });

  test("PRM-3 of the words it copies the whole counts, in the zone of the person", async () => {
    world.stub.answerWith(routed({ intent: "summarize", time_phrase: "Monday" }), summed([]));
    expect(await world.ask("What happened since Monday?"))
      .toMatchObject(window("2026-11-22T23:00:00Z", "2026-11-24T10:00:00Z"));
    expect(world.events()[0]).toMatchObject(["routed", {
      window: { from_at: "2026-11-22T23:00:00Z" },
    }]);
  });

  test("PRM-1 PRM-3 what the person set by hand counts before what a model reads", async () => {
    world.stub.answerWith(routed({ intent: "summarize", time_phrase: "last 2 hours" }), summed([]));
    const set = { fromAt: "2026-11-20T00:00:00.000Z", untilAt: "2026-11-21T00:00:00.000Z" };
    expect(await world.ask("summarize last 2 hours", { window: set }))
      .toMatchObject(window(set.fromAt, set.untilAt));
  });

  test("PRM-1 a name it invents is nobody's, one it copies is spelt as the prompt spells it", async () => {
    world.stub.answerWith(routed({ entity: "Mallory" }), answered());
    await world.ask("When does the pilot start?");
    expect(world.events()[0]).toMatchObject(["routed", { entity: null }]);
    world.stub.answerWith(routed({ intent: "contact", entity: "bob" }), summed([]));
    await world.ask("How do things stand with Bob?");
    expect(world.events()[0]).toMatchObject(["routed", { entity: "Bob" }]);
    // three letters inside a word name nobody
    world.stub.answerWith(routed({ entity: "art" }), answered());
    await world.ask("When does the pilot start?");
    expect(world.events()[0]).toMatchObject(["routed", { entity: null }]);
  });
});
