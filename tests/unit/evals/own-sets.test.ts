import { describe, expect, test } from "vitest";
import type { Figure } from "../../evals/figure.ts";
import { HALVES, labelled } from "../../evals/labelled.ts";
import { scoreDates } from "../../evals/score-dates.ts";
import { scoreScheduling } from "../../evals/score-scheduling.ts";
import { scoreTasks } from "../../evals/score-tasks.ts";
import { scoreTriage } from "../../evals/score-triage.ts";

/** Floors some points below what the held-out half showed when they were set: a change that loses more is a regression. */
const FLOORS: Record<string, number> = {
  "priority right": 0.72,
  "category right": 0.83,
  "sentiment right": 0.82,
  "actionability right": 0.7,
  "language right": 0.97,
  "needs reply F1": 0.76,
  "task F1": 0.93,
  "promise F1": 0.88,
  "day and hour right": 0.9,
  "no day invented": 0.9,
  "detection F1": 0.95,
  "kind right": 0.94,
  "times exact": 0.88,
  "length right": 0.88,
  "place right": 0.9,
  "whole mail right": 0.89,
};

describe("labelled sets", () => {
  test.each(["triage", "tasks", "scheduling", "dates", "retrieval"])(
    "%s has two hundred different cases",
    (set) => {
      const cases = HALVES.flatMap((half) =>
        labelled<{ id: string; text?: string; query?: string }>(set, half)
      );
      expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
      expect(new Set(cases.map(({ text, query }) => text ?? query)).size).toBeGreaterThanOrEqual(
        200,
      );
    },
  );

  test("TRI-1 TSK-1 NEW-3 SCH-1 the offline rules keep their score on the held-out halves, above doing nothing", async () => {
    const figures = [...await scoreTriage(), ...await scoreTasks(), ...await scoreScheduling()];
    const of = (by: string) => figures.filter((one) => one.half === "held-out" && one.by === by);
    const below = of("ours").filter(({ measure, value }) => value < FLOORS[measure]!);
    expect(below).toEqual([]);
    expect(of("ours").map(({ measure }) => measure).sort()).toEqual(Object.keys(FLOORS).sort());
    const baseline = new Map<string, Figure>(
      [...of("most frequent"), ...of("every request"), ...of("every date")].map((
        one,
      ) => [one.measure, one]),
    );
    for (const { measure, value } of of("ours")) {
      if (baseline.has(measure)) {
        expect(value, measure).toBeGreaterThan(baseline.get(measure)!.value);
      }
    }
  });

  test("TSK-1 PRM-3 days are read on the held-out half as well as they were, and better than by the parser alone", () => {
    const held = scoreDates().filter(({ half }) => half === "held-out");
    const of = (by: string) => held.filter((one) => one.by === by).map(({ value }) => value);
    const [day, hour, quiet] = of("ours");
    expect(day).toBeGreaterThanOrEqual(0.93);
    expect(hour).toBeGreaterThanOrEqual(0.92);
    expect(quiet).toBeGreaterThanOrEqual(0.69);
    of("chrono-node alone").forEach((value, at) =>
      expect([day, hour, quiet][at]).toBeGreaterThan(value)
    );
  });
});
