/** PRM-3: windows in every kind of zone and across every change of the clock. */
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  type DayName,
  resolveWindow,
  type WindowRule,
} from "../../../../functions/_shared/domain/time/resolve-window.ts";

/** Half hours, quarter hours, no daylight saving time, a change at midnight, a change of half an hour, the date line. */
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Europe/London",
  "America/New_York",
  "America/Santiago",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Pacific/Apia",
  "Pacific/Kiritimati",
];
const zone = fc.constantFrom(...ZONES);
const moment = fc.integer({
  min: Date.UTC(2024, 0, 1),
  max: Date.UTC(2028, 0, 1),
}).map((at) => new Date(at).toISOString());
const toward = fc.constantFrom("past" as const, "future" as const);
const day: fc.Arbitrary<DayName> = fc.oneof(
  fc.record({ kind: fc.constant("offset" as const), days: fc.integer({ min: -40, max: 40 }) }),
  fc.record({
    kind: fc.constant("weekday" as const),
    weekday: fc.integer({ min: 1, max: 7 }),
    turn: fc.constantFrom("near" as const, "last" as const, "this" as const, "next" as const),
  }),
  fc.record({
    kind: fc.constant("date" as const),
    day: fc.integer({ min: 1, max: 31 }),
    month: fc.option(fc.integer({ min: 1, max: 12 })),
    year: fc.constantFrom(null, 2024, 2026),
  }),
);
const unit = fc.constantFrom(
  "week" as const,
  "month" as const,
  "quarter" as const,
  "year" as const,
);
const wall = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
});
const part = fc.option(
  fc.constantFrom("morning" as const, "afternoon" as const, "evening" as const, "night" as const),
);
const rule: fc.Arbitrary<WindowRule> = fc.oneof(
  fc.record({
    kind: fc.constant("rolling" as const),
    count: fc.integer({ min: 1, max: 400 }),
    unit: fc.constantFrom(
      "minutes" as const,
      "hours" as const,
      "days" as const,
      "weeks" as const,
      "months" as const,
    ),
  }),
  fc.record({
    kind: fc.constant("day" as const),
    day,
    part,
    hours: fc.option(fc.record({ from: wall, until: wall })),
  }),
  fc.record({ kind: fc.constant("since_day" as const), day, part, time: fc.option(wall) }),
  fc.record({
    kind: fc.constant("since_period" as const),
    unit,
    offset: fc.integer({ min: -3, max: 0 }),
  }),
  fc.record({ kind: fc.constant("days" as const), first: day, last: day }),
  fc.record({
    kind: fc.constant("period" as const),
    unit,
    offset: fc.integer({ min: -3, max: 3 }),
  }),
  fc.record({
    kind: fc.constant("month" as const),
    month: fc.integer({ min: 1, max: 12 }),
    year: fc.constantFrom(null, 2025),
  }),
  fc.record({
    kind: fc.constant("weekend" as const),
    turn: fc.constantFrom("near" as const, "last" as const, "next" as const),
  }),
);
const at = (iso: string, timeZone: string) =>
  Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone);
const OFFSET_PAST = (days: number): DayName => ({ kind: "offset", days });

describe("resolveWindow()", () => {
  test("PRM-3 every window begins before it ends, on a whole minute", () => {
    fc.assert(
      fc.property(rule, moment, zone, toward, (rule, asOf, timeZone, toward) => {
        const { fromAt, untilAt } = resolveWindow(rule, { asOf, timeZone, toward });
        const [from, until] = [Date.parse(fromAt), Date.parse(untilAt)];
        return from < until && from % 60_000 === 0 && until % 60_000 === 0;
      }),
      { numRuns: 2_000 },
    );
  });

  test("PRM-3 a day lasts from its first moment to that of the next, whatever the clocks do", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -400, max: 40 }),
        moment,
        zone,
        (days, asOf, timeZone) => {
          const window = resolveWindow(
            { kind: "day", day: OFFSET_PAST(days), part: null, hours: null },
            { asOf, timeZone, toward: "past" },
          );
          const from = at(window.fromAt, timeZone);
          const wanted = nextMinute(asOf, timeZone).toPlainDate().add({ days });
          // Samoa once skipped a day, but not since 2024
          return from.toPlainDate().equals(wanted) && from.equals(from.startOfDay()) &&
            at(window.untilAt, timeZone).equals(wanted.add({ days: 1 }).toZonedDateTime(timeZone));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("PRM-3 the last hours and minutes are exactly so long, and end with the minute that runs", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.constantFrom("minutes" as const, "hours" as const),
        moment,
        zone,
        (count, unit, asOf, timeZone) => {
          const window = resolveWindow({ kind: "rolling", count, unit }, {
            asOf,
            timeZone,
            toward: "past",
          });
          const length = Date.parse(window.untilAt) - Date.parse(window.fromAt);
          const ahead = Date.parse(window.untilAt) - Date.parse(asOf);
          return length === count * (unit === "hours" ? 3_600_000 : 60_000) && ahead >= 0 &&
            ahead < 60_000;
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("PRM-3 weeks begin on Monday and follow each other without a gap", () => {
    fc.assert(
      fc.property(
        unit,
        fc.integer({ min: -5, max: 5 }),
        moment,
        zone,
        (unit, offset, asOf, timeZone) => {
          const options = { asOf, timeZone, toward: "past" as const };
          const one = resolveWindow({ kind: "period", unit, offset }, options);
          const next = resolveWindow({ kind: "period", unit, offset: offset + 1 }, options);
          return one.untilAt === next.fromAt &&
            (unit !== "week" || at(one.fromAt, timeZone).dayOfWeek === 1);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("PRM-3 what is since then is past, and ends now", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        moment,
        zone,
        (weekday, asOf, timeZone) => {
          const { fromAt, untilAt } = resolveWindow({
            kind: "since_day",
            day: { kind: "weekday", weekday, turn: "near" },
            part: null,
            time: null,
          }, { asOf, timeZone, toward: "past" });
          const from = at(fromAt, timeZone);
          const days = from.toPlainDate().until(nextMinute(asOf, timeZone).toPlainDate()).days;
          return from.dayOfWeek === weekday && days >= 1 && days <= 7 &&
            Date.parse(untilAt) >= Date.parse(asOf);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ["2026-03-29", "Europe/Berlin", 23],
    ["2026-10-25", "Europe/Berlin", 25],
    ["2026-03-08", "America/New_York", 23],
    ["2026-11-01", "America/New_York", 25],
    ["2026-10-04", "Australia/Lord_Howe", 23.5],
    ["2026-11-18", "Europe/Berlin", 24],
  ])("PRM-3 %s in %s has %d hours", (date, timeZone, hours) => {
    const asOf = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: "15:00" })
      .toInstant().toString();
    const { fromAt, untilAt } = resolveWindow(
      { kind: "day", day: OFFSET_PAST(0), part: null, hours: null },
      { asOf, timeZone, toward: "past" },
    );
    expect((Date.parse(untilAt) - Date.parse(fromAt)) / 3_600_000).toBe(hours);
  });

  test("PRM-3 the morning of a change of the clock begins at six on the wall", () => {
    const { fromAt } = resolveWindow(
      { kind: "day", day: OFFSET_PAST(0), part: "morning", hours: null },
      { asOf: "2026-10-25T12:00:00Z", timeZone: "Europe/Berlin", toward: "past" },
    );
    expect(fromAt).toBe("2026-10-25T05:00:00Z");
  });
});

function nextMinute(asOf: string, timeZone: string) {
  return at(asOf, timeZone).round({ smallestUnit: "minute", roundingMode: "ceil" });
}
