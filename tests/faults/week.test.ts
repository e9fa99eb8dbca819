/** A simulated week in its short form; `npm run lab -- --week` plays it at full size. */
import { expect, test } from "vitest";
import { runTwoWeeks, type TwoWeeks, weekFigures } from "../support/week/compare-weeks.ts";

test(
  "NEW-15 F8 F9 days with every kind of fault end as days without: nothing missing, nothing twice, the same state",
  async () => {
    const size = { mailboxes: 2, days: 1, perDay: 20, quietDays: 1 };
    const weeks: TwoWeeks = await runTwoWeeks({ ...size, seed: "short", say: () => {} });
    expect(weeks.differing).toEqual([]);
    expect(weekFigures(weeks).filter(({ isMet }) => !isMet)).toEqual([]);
  },
  300_000,
);
