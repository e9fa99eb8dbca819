import { describe, expect, it } from "vitest";
import { isDue } from "../../../scripts/local/cron-schedule.ts";

const long = new Date("2026-01-01T00:00:00Z");
const at = (text: string) => new Date(text);

describe("isDue()", () => {
  it("runs an interval when it has passed", () => {
    const last = at("2026-11-21T10:00:00Z");
    expect(isDue("5 seconds", at("2026-11-21T10:00:04.999Z"), last)).toBe(false);
    expect(isDue("5 seconds", at("2026-11-21T10:00:05Z"), last)).toBe(true);
    expect(isDue("1 second", at("2026-11-21T10:00:01Z"), last)).toBe(true);
  });

  it("runs a cron line once in its minute", () => {
    const now = at("2026-11-21T10:15:30Z");
    expect(isDue("*/5 * * * *", now, long)).toBe(true);
    expect(isDue("*/5 * * * *", now, at("2026-11-21T10:15:01Z"))).toBe(false);
    expect(isDue("*/5 * * * *", at("2026-11-21T10:16:00Z"), long)).toBe(false);
  });

  it.each([
    ["20 3 * * *", "2026-11-21T03:20:00Z", true],
    ["20 3 * * *", "2026-11-21T15:20:00Z", false],
    ["0 9-17 * * mon-fri", "2026-11-20T12:00:00Z", true],
    ["0 9-17 * * mon-fri", "2026-11-21T12:00:00Z", false],
    ["0 0 * * 7", "2026-11-22T00:00:00Z", true],
    ["0 0 $ * *", "2026-02-28T00:00:00Z", true],
    ["0 0 $ * *", "2026-11-29T00:00:00Z", false],
    ["0 0 13 * fri", "2026-11-20T00:00:00Z", true],
    ["0 0 1 jan,jul *", "2026-07-01T00:00:00Z", true],
    ["10/20 * * * *", "2026-11-21T10:50:00Z", true],
    ["@hourly", "2026-11-21T10:00:00Z", true],
    ["@reboot", "2026-11-21T10:00:00Z", false],
  ])("%s at %s: %s", (schedule, now, expected) => {
    expect(isDue(schedule, at(now), long)).toBe(expected);
  });
});
