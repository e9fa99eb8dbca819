/** A simulated week in its short form; `npm run lab -- --week` plays it at full size. */
import { expect, test } from "vitest";
import { runTwoWeeks, type TwoWeeks, weekFigures } from "../support/week/compare-weeks.ts";

test(
  "NEW-15 F8 F9 a day with faults ends as one without: nothing missing, nothing twice, the same state",
  async () => {
    // a morning of traffic, and the night that finds what was missed
    const size = { mailboxes: 1, days: 0.25, perDay: 25, quietDays: 0.85 };
    const weeks: TwoWeeks = await runTwoWeeks({ ...size, seed: "short", say: () => {} });
    expect(weeks.differing).toEqual([]);
    expect(weekFigures(weeks).filter(({ isMet }) => !isMet)).toEqual([]);
  },
  600_000,
);
