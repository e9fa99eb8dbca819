import { expect, test } from "vitest";
import { parseRetryAfter } from "../../../functions/_shared/http/retry-after.ts";

const NOW = Date.parse("2026-11-20T09:30:00Z");

test.each([
  ["1", 1_000],
  ["3600", 3_600_000],
  [" 0.5 ", 500],
  ["Fri, 20 Nov 2026 09:31:00 GMT", 60_000],
  ["Friday, 20-Nov-26 09:31:00 GMT", 60_000],
  ["Fri Nov 20 09:31:00 2026", 60_000],
  ["Fri, 20 Nov 2026 09:29:00 GMT", 0],
  ["soon", null],
  ["-5", null],
  ["7 apples", null],
  ["", null],
  [null, null],
])("parseRetryAfter() reads %j as %j milliseconds", (value, expected) => {
  expect(parseRetryAfter(value, NOW)).toBe(expected);
});
