import { expect, test } from "vitest";
import {
  GMAIL_QUOTAS,
  gmailUnits,
} from "../../../../functions/_shared/domain/limits/gmail-quota.ts";

test.each(
  [
    ["since_2026_05", 300],
    ["before_2026_05", 3_000],
  ] as const,
)("ING-11 %s allows %s reads a minute", (name, reads) => {
  const quota = GMAIL_QUOTAS[name];
  expect(quota.perMinute / gmailUnits(quota, "messages.get")).toBe(reads);
});

test("gmailUnits() refuses an operation whose cost nobody knows", () => {
  expect(() => gmailUnits(GMAIL_QUOTAS.since_2026_05, "threads.get")).toThrow(RangeError);
});
