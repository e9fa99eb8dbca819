/** Random series against the day walker, and the examples of RFC 5545 against Mozilla's ical.js. */
import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { expandSeries } from "../../../../functions/_shared/domain/calendar/expand-series.ts";
import { clockAt, momentAt, ruleText, type SimpleRule, walkDays } from "./walk-days.ts";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Asia/Tehran",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Apia",
  "Africa/Casablanca",
  "Africa/Cairo",
];
const seed = 20261121;
const weekday = fc.constantFrom("SU", "MO", "TU", "WE", "TH", "FR", "SA");
const some = <T>(one: fc.Arbitrary<T>, most = 3) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: most });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 1 });
const signed = (most: number) => fc.integer({ min: -most, max: most }).filter((n) => n !== 0);
const nth = fc.tuple(maybe(signed(5)), weekday).map(([n, day]) => `${n ?? ""}${day}`);
const common = {
  interval: maybe(fc.integer({ min: 1, max: 5 })),
  count: maybe(fc.integer({ min: 1, max: 60 })),
  byMonth: maybe(some(fc.integer({ min: 1, max: 12 }))),
  bySetPos: maybe(some(signed(4), 2)),
  wkst: maybe(weekday),
};
const rule: fc.Arbitrary<SimpleRule> = fc.oneof(
  fc.record({
    ...common,
    freq: fc.constant("DAILY" as const),
    byDay: maybe(some(weekday)),
    byMonthDay: maybe(some(signed(31))),
  }),
  fc.record({ ...common, freq: fc.constant("WEEKLY" as const), byDay: maybe(some(weekday)) }),
  fc.record({
    ...common,
    freq: fc.constant("MONTHLY" as const),
    byDay: maybe(some(nth)),
    byMonthDay: maybe(some(signed(31))),
  }),
  fc.record({
    ...common,
    freq: fc.constant("YEARLY" as const),
    byDay: maybe(some(fc.oneof(nth, fc.tuple(signed(53), weekday).map(([n, d]) => `${n}${d}`)))),
    byMonthDay: maybe(some(signed(31))),
    byYearDay: maybe(some(signed(366))),
    byWeekNo: maybe(some(signed(53))),
  }),
);
const day = fc.integer({ min: 0, max: 1900 }).map((days) =>
  new Date(Date.UTC(2022, 0, 1) + days * 86_400_000).toISOString().slice(0, 10)
);
const FROM = "2026-01-01";
const UNTIL = "2028-04-01";

test("ING-5 expandSeries() finds the days the walker finds, for 1000 random all-day series", () => {
  let found = 0;
  fc.assert(
    fc.property(rule, day, (simple, first) => {
      const next = new Date(Date.parse(first) + 86_400_000).toISOString().slice(0, 10);
      const { instances, problem } = expandSeries(
        {
          isAllDay: true,
          start: first,
          end: next,
          timeZone: "UTC",
          recurrence: [ruleText(simple)],
          replaced: [],
        },
        { from: `${FROM}T00:00:00Z`, until: `${UNTIL}T00:00:00Z` },
      );
      expect(problem).toBeNull();
      const expected = walkDays(simple, first, UNTIL).filter((one) => one >= FROM);
      found += expected.length;
      expect(instances.map(({ start }) => start)).toEqual(expected);
    }),
    { seed, numRuns: 1000 },
  );
  expect(found).toBeGreaterThan(10_000);
}, 120_000);

test(
  "F11 expandSeries() keeps wall time through every change of the clocks, for 200 random series and zones",
  () => {
    const timed = fc.record({
      rule,
      first: day,
      timeZone: fc.constantFrom(...ZONES),
      // the hours at which clocks change
      time: fc.constantFrom("00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "09:00", "23:45"),
      skipped: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(timed, ({ rule: simple, first, timeZone, time, skipped }) => {
        // a first instance in the skipped hour has another wall time from the start
        fc.pre(clockAt(momentAt(first, time, timeZone), timeZone) === `${first}T${time}`);
        const days = walkDays(simple, first, "2027-12-01");
        const moments = [...new Set(days.map((one) => momentAt(one, time, timeZone)))];
        const inside = moments.filter((one) =>
          one >= Date.parse("2027-01-01T00:00Z") && one < Date.parse("2027-11-15T00:00Z")
        );
        const text = new Date(inside[skipped] ?? 0).toISOString();
        const { instances } = expandSeries(
          {
            isAllDay: false,
            start: new Date(moments[0]!).toISOString(),
            end: new Date(moments[0]! + 3_600_000).toISOString(),
            timeZone,
            recurrence: [ruleText(simple), `EXDATE:${text.replace(/[-:]|\.000/g, "")}`],
            replaced: [],
          },
          { from: "2027-01-01T00:00:00Z", until: "2027-11-15T00:00:00Z" },
        );
        expect(instances.map(({ start }) => start)).toEqual(
          inside.map((one) => new Date(one).toISOString()).filter((one) => one !== text),
        );
        expect(
          instances.every(({ start, end }) => Date.parse(end) - Date.parse(start) === 3_600_000),
        )
          .toBe(true);
      }),
      { seed, numRuns: 200 },
    );
  },
  120_000,
);

/**
 * The rules of the examples in RFC 5545, 3.8.5.3, that do not repeat within a day; each fits its start. Not the 20th Monday, the
 * Monday of week 20 and a yearly 29 February: ical.js 2.2.1 gives other days than RFC 5545 lists, see expand-series.test.ts.
 */
const EXAMPLES: [start: string, rule: string][] = [
  ["1997-09-02", "FREQ=DAILY;COUNT=10"],
  ["1997-09-02", "FREQ=DAILY;INTERVAL=2"],
  ["1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5"],
  ["1998-01-01", "FREQ=YEARLY;UNTIL=20000131;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA"],
  ["1997-09-02", "FREQ=WEEKLY;COUNT=10"],
  ["1997-09-02", "FREQ=WEEKLY;UNTIL=19971224"],
  ["1997-09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU"],
  ["1997-09-02", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH"],
  ["1997-09-01", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224;WKST=SU;BYDAY=MO,WE,FR"],
  ["1997-09-02", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH"],
  ["1997-09-05", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR"],
  ["1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU"],
  ["1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO"],
  ["1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3"],
  ["1997-09-02", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15"],
  ["1997-09-30", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1"],
  ["1997-09-10", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15"],
  ["1997-09-02", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU"],
  ["1997-06-10", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7"],
  ["1997-03-10", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3"],
  ["1997-01-01", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200"],
  ["1997-03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH"],
  ["1997-06-05", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8"],
  ["1998-02-13", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"],
  ["1997-09-13", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13"],
  ["1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"],
  ["1997-09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3"],
  ["1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"],
  ["2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5"],
  ["2024-01-31", "FREQ=MONTHLY"],
];

test.each(EXAMPLES)("ING-5 expandSeries() agrees with ical.js: from %s %s", (start, rule) => {
  const end = new Date(Date.parse(start) + 86_400_000).toISOString().slice(0, 10);
  const lastYear = Number(start.slice(0, 4)) + 15;
  const { instances } = expandSeries(
    { isAllDay: true, start, end, timeZone: "UTC", recurrence: [`RRULE:${rule}`], replaced: [] },
    { from: `${start}T00:00:00Z`, until: `${lastYear}-01-01T00:00:00Z` },
  );
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
  const expected: string[] = [];
  for (let one = iterator.next(); one && one.year < lastYear; one = iterator.next()) {
    expected.push(one.toString());
  }
  expect(instances.map((one) => one.start)).toEqual(expected);
  expect(expected.length).toBeGreaterThan(2);
});
