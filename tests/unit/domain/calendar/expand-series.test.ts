import { expect, test } from "vitest";
import { expandSeries } from "../../../../functions/_shared/domain/calendar/expand-series.ts";

const WINDOW = { from: "2026-01-01T00:00:00Z", until: "2027-02-01T00:00:00Z" };

/** Starts of an hour's meeting in Berlin. */
const starts = (start: string, recurrence: string[], replaced: string[] = [], window = WINDOW) =>
  expandSeries(
    {
      isAllDay: false,
      start,
      end: new Date(Date.parse(start) + 3_600_000).toISOString(),
      timeZone: "Europe/Berlin",
      recurrence,
      replaced,
    },
    window,
  );
const list = (...args: Parameters<typeof starts>) =>
  starts(...args).instances.map(({ start }) => start.replace(":00.000Z", "Z"));
const days = (start: string, end: string, recurrence: string[], replaced: string[] = []) =>
  expandSeries(
    { isAllDay: true, start, end, timeZone: "America/Los_Angeles", recurrence, replaced },
    WINDOW,
  );

test("F11 a meeting at nine stays at nine when the clocks change", () => {
  expect(list("2026-03-27T08:00Z", ["RRULE:FREQ=DAILY;COUNT=4"])).toEqual([
    "2026-03-27T08:00Z",
    "2026-03-28T08:00Z",
    "2026-03-29T07:00Z",
    "2026-03-30T07:00Z",
  ]);
});

test("F11 in the skipped hour it takes place an hour later on the clock, in the doubled one the first time", () => {
  // 02:30 does not exist on 2026-03-29 in Berlin, and exists twice on 2026-10-25
  expect(list("2026-03-28T01:30Z", ["RRULE:FREQ=DAILY;COUNT=2"])[1]).toBe("2026-03-29T01:30Z");
  expect(list("2026-10-24T00:30Z", ["RRULE:FREQ=DAILY;COUNT=2"])[1]).toBe("2026-10-25T00:30Z");
});

test("F11 each lasts as long as the first, also over a change of the clocks", () => {
  const night = expandSeries(
    {
      isAllDay: false,
      start: "2026-03-27T21:00:00Z",
      end: "2026-03-28T05:00:00Z",
      timeZone: "Europe/Berlin",
      recurrence: ["RRULE:FREQ=DAILY;COUNT=2"],
      replaced: [],
    },
    WINDOW,
  );
  expect(night.instances[1]).toEqual({
    start: "2026-03-28T21:00:00.000Z",
    end: "2026-03-29T05:00:00.000Z",
  });
});

test("F11 a yearly 29 February takes place in leap years only", () => {
  const { instances } = expandSeries(
    {
      isAllDay: true,
      start: "2024-02-29",
      end: "2024-03-01",
      timeZone: "UTC",
      recurrence: ["RRULE:FREQ=YEARLY"],
      replaced: [],
    },
    { from: "2024-01-01T00:00:00Z", until: "2037-01-01T00:00:00Z" },
  );
  expect(instances.map(({ start }) => start)).toEqual([
    "2024-02-29",
    "2028-02-29",
    "2032-02-29",
    "2036-02-29",
  ]);
});

test("ING-5 UNTIL includes its moment, in UTC, in wall time and as a day", () => {
  const until = (text: string) =>
    list("2026-06-01T07:00Z", [`RRULE:FREQ=DAILY;UNTIL=${text}`]).length;
  expect(until("20260603T070000Z")).toBe(3);
  expect(until("20260603T065959Z")).toBe(2);
  expect(until("20260603T090000")).toBe(3);
  expect(until("20260603")).toBe(3);
  expect(until("20260531")).toBe(1);
});

test("ING-5 a series that ends says when, one that goes on beyond the window does not", () => {
  expect(starts("2026-06-01T07:00Z", ["RRULE:FREQ=DAILY;COUNT=3"]).lastStart)
    .toBe("2026-06-03T07:00:00.000Z");
  expect(starts("2020-06-01T07:00Z", ["RRULE:FREQ=DAILY;UNTIL=20200603T070000Z"])).toEqual({
    instances: [],
    lastStart: "2020-06-03T07:00:00.000Z",
    problem: null,
  });
  expect(starts("2026-06-01T07:00Z", ["RRULE:FREQ=DAILY"]).lastStart).toBeNull();
  expect(
    starts("2026-06-01T07:00Z", ["RRULE:FREQ=DAILY;COUNT=2", "RDATE:20260701T070000Z"]).lastStart,
  )
    .toBe("2026-07-01T07:00:00.000Z");
});

test("ING-5 EXDATE in UTC, with a zone, without one and as a day; RDATE; EXRULE; replaced instances", () => {
  expect(
    list("2026-06-01T07:00Z", [
      "RRULE:FREQ=DAILY;COUNT=8",
      "EXDATE:20260602T070000Z",
      "EXDATE;TZID=America/New_York:20260603T030000",
      "EXDATE:20260604T090000",
      "EXDATE;VALUE=DATE:20260605",
      "EXDATE;TZID=Mars/Olympus:20260606T090000",
      "RDATE;TZID=Europe/Berlin:20260701T120000,20260702T120000",
    ], ["2026-06-07T07:00:00+00:00"]),
  ).toEqual(["2026-06-01T07:00Z", "2026-06-08T07:00Z", "2026-07-01T10:00Z", "2026-07-02T10:00Z"]);
  expect(list("2026-06-01T07:00Z", [
    "RRULE:FREQ=DAILY;COUNT=7",
    "EXRULE:FREQ=WEEKLY;BYDAY=TU,WE,TH,FR,SA,SU",
  ])).toEqual(["2026-06-01T07:00Z"]);
});

test("ING-5 whole days are days wherever one is, with their length and exceptions", () => {
  const { instances } = days("2026-12-30", "2027-01-02", [
    "RRULE:FREQ=WEEKLY;COUNT=4",
    "EXDATE;VALUE=DATE:20270106",
  ], ["2027-01-13"]);
  expect(instances).toEqual([
    { start: "2026-12-30", end: "2027-01-02" },
    { start: "2027-01-20", end: "2027-01-23" },
  ]);
});

test("ING-5 the first instance is one whatever the rule says, and is counted", () => {
  // a Monday with a rule for Tuesdays
  expect(list("2026-06-01T07:00Z", ["RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3"])).toEqual([
    "2026-06-01T07:00Z",
    "2026-06-02T07:00Z",
    "2026-06-09T07:00Z",
  ]);
});

test.each([
  ["1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", ["1998-05-11", "1999-05-17"]],
  ["1997-05-19", "FREQ=YEARLY;BYDAY=20MO", ["1998-05-18", "1999-05-17"]],
])(
  "ING-5 weeks and weekdays of the year, as RFC 5545 lists them: from %s %s",
  (start, rule, then) => {
    const { instances } = expandSeries(
      {
        isAllDay: true,
        start,
        end: "1997-05-20",
        timeZone: "UTC",
        recurrence: [`RRULE:${rule}`],
        replaced: [],
      },
      { from: "1997-01-01T00:00:00Z", until: "2000-01-01T00:00:00Z" },
    );
    expect(instances.map(({ start }) => start)).toEqual([start, ...then]);
  },
);

test.each([
  "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
  "RRULE:FREQ=YEARLY;BYWEEKNO=20;BYMONTH=12",
  "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=200",
  "RRULE:FREQ=YEARLY;BYYEARDAY=1;BYMONTHDAY=2;COUNT=999999",
])("ING-5 a rule that names no day ends at once: %s", (rule) => {
  const began = performance.now();
  expect(list("1990-06-01T07:00Z", [rule])).toEqual([]);
  expect(performance.now() - began).toBeLessThan(1000);
});

test.each([
  ["RRULE:FREQ=HOURLY", "recurrence_unsupported"],
  ["RRULE:FREQ=SECONDLY;COUNT=5", "recurrence_unsupported"],
  ["RRULE:FREQ=SOMETIMES", "recurrence_invalid"],
  ["RRULE:FREQ=DAILY;COUNT=0", "recurrence_invalid"],
  ["RRULE:FREQ=DAILY;FREQ=WEEKLY", "recurrence_invalid"],
  ["RRULE:FREQ=MONTHLY;BYMONTHDAY=0", "recurrence_invalid"],
  ["RRULE:FREQ=MONTHLY;BYDAY=XX", "recurrence_invalid"],
  ["EXDATE:tomorrow", "recurrence_invalid"],
  ["nonsense", "recurrence_invalid"],
])("ING-5 %s cannot be expanded; the first instance stays", (line, problem) => {
  const answer = starts("2026-06-01T07:00:00Z", [line]);
  expect(answer.problem).toBe(problem);
  expect(answer.instances).toEqual([{
    start: "2026-06-01T07:00:00Z",
    end: "2026-06-01T08:00:00.000Z",
  }]);
});

test("ING-5 a zone this platform does not know, and a series with too many instances, say so", () => {
  const series = {
    isAllDay: false,
    start: "2026-06-01T07:00:00Z",
    end: "2026-06-01T08:00:00Z",
    timeZone: "Mars/Olympus",
    recurrence: ["RRULE:FREQ=DAILY"],
    replaced: [],
  };
  expect(expandSeries(series, WINDOW).problem).toBe("time_zone_unknown");
  const dense = [`RRULE:FREQ=DAILY;BYHOUR=${Array.from({ length: 24 }, (_, hour) => hour)}`];
  const answer = expandSeries({ ...series, timeZone: "UTC", recurrence: dense }, WINDOW);
  expect(answer.problem).toBe("series_too_dense");
  expect(answer.instances).toHaveLength(5000);
});

test("ING-5 a daily meeting of 36 years is expanded within a part of the 2 s of CPU a function has", () => {
  const began = performance.now();
  expect(list("1990-06-01T07:00Z", ["RRULE:FREQ=DAILY;COUNT=900000"])).toHaveLength(396);
  console.info(`36 years of days: ${Math.round(performance.now() - began)} ms`);
});
