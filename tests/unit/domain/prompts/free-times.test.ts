import { describe, expect, test } from "vitest";
import { freeTimes, isFree } from "../../../../functions/_shared/domain/prompts/free-times.ts";

const WEEK = {
  mon: [["09:00", "12:00"], ["13:00", "17:00"]],
  sun: [["00:00", "24:00"]],
} as Parameters<typeof freeTimes>[0]["workingHours"];
const facts = (more: Partial<Parameters<typeof freeTimes>[0]> = {}) => ({
  // a Monday in Berlin
  window: { fromAt: "2026-11-15T23:00:00Z", untilAt: "2026-11-16T23:00:00Z" },
  asOf: "2026-11-10T00:00:00Z",
  timeZone: "Europe/Berlin",
  workingHours: WEEK,
  busy: [],
  minutes: 30,
  maxCount: 10,
  ...more,
});
const times = (more?: Parameters<typeof facts>[0]) =>
  freeTimes(facts(more)).map(({ fromAt, untilAt }) => [fromAt.slice(5, 16), untilAt.slice(5, 16)]);

describe("freeTimes()", () => {
  test("SCH-1 the working hours of the day, in the person's zone", () => {
    expect(times()).toEqual([["11-16T08:00", "11-16T11:00"], ["11-16T12:00", "11-16T16:00"]]);
  });

  test("SCH-1 without what is busy, however the blocks overlap, and without gaps that are too short", () => {
    const busy = [
      { fromAt: "2026-11-16T08:20:00Z", untilAt: "2026-11-16T10:00:00Z" },
      { fromAt: "2026-11-16T09:00:00Z", untilAt: "2026-11-16T09:30:00Z" },
      { fromAt: "2026-11-16T12:00:00Z", untilAt: "2026-11-16T20:00:00Z" },
    ];
    expect(times({ busy })).toEqual([["11-16T10:00", "11-16T11:00"]]);
    expect(times({ busy, minutes: 20 })).toHaveLength(2);
    expect(times({ busy, minutes: 61 })).toEqual([]);
  });

  test("SCH-1 nothing that has passed, and no more than is wanted", () => {
    expect(times({ asOf: "2026-11-16T14:00:00Z" })).toEqual([["11-16T14:00", "11-16T16:00"]]);
    expect(times({ maxCount: 1 })).toHaveLength(1);
  });

  test("SCH-1 a day on which the clock is turned back has 25 hours", () => {
    const window = { fromAt: "2026-10-24T22:00:00Z", untilAt: "2026-10-25T23:00:00Z" };
    const [day] = freeTimes(facts({ window, asOf: window.fromAt }));
    expect(Date.parse(day!.untilAt) - Date.parse(day!.fromAt)).toBe(25 * 3_600_000);
  });
});

test("isFree() asks for every block that touches the window", () => {
  const window = { fromAt: "2026-11-16T08:00:00Z", untilAt: "2026-11-16T09:00:00Z" };
  const block = (from: string, until: string) => [{ fromAt: from, untilAt: until }];
  expect(isFree(window, block("2026-11-16T07:00:00Z", "2026-11-16T08:00:00Z"))).toBe(true);
  expect(isFree(window, block("2026-11-16T07:00:00Z", "2026-11-16T08:01:00Z"))).toBe(false);
});
