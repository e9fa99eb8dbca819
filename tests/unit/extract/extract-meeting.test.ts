import { describe, expect, test } from "vitest";
import { createOfflineModel } from "../../../functions/_shared/adapters/offline/generate-structured.ts";
import { extractStored } from "../../../functions/extract/extract-stored.ts";
import { context, job, memory, model } from "../../support/extract-world.ts";

describe("SCH-1 a meeting", () => {
  const text = "Could we meet Thursday at 10am in your office?";
  const meeting = {
    kind: "propose",
    quote: text,
    time_phrases: ["Thursday at 10am"],
    length_phrase: "",
    place_phrase: "in your office https://evil.test",
  };
  const expected = {
    kind: "propose",
    slots: [{ on: "2026-11-26", startsAt: "2026-11-26T15:00:00Z", endsAt: null }],
    zone: { timeZone: "-05:00", source: "header", isAmbiguous: false },
  };

  test("is computed from the words a model names, on the writer's clock; a link is no place", async () => {
    const store = memory(context(text, { utcOffsetMinutes: -300 }));
    const answer = { tasks: [], promises: [], settled: [], meeting };
    await extractStored(job(), { ...store, model: model(answer).one });
    expect(store.saved[0]).toMatchObject({
      source: "model",
      found: { meeting: { ...expected, place: "in your office" } },
    });
  });

  test("is found by the rules as well", async () => {
    const store = memory(context(text, { utcOffsetMinutes: -300 }));
    await extractStored(job(), { ...store, model: createOfflineModel() });
    expect(store.saved[0]).toMatchObject({ source: "rules", found: { meeting: expected } });
  });
});
