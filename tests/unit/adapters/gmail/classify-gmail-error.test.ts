import { expect, test } from "vitest";
import { classifyGmailError } from "../../../../functions/_shared/adapters/gmail/call-gmail.ts";

const answer = (reason: string) => ({
  error: { code: 403, errors: [{ domain: "global", reason }] },
});

test.each([
  [403, answer("userRateLimitExceeded"), "rate_limited"],
  [403, answer("dailyLimitExceeded"), "rate_limited"],
  [403, answer("insufficientPermissions"), "needs_reconnect"],
  [403, { error: { details: [{ reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT" }] } }, "needs_reconnect"],
  [403, answer("domainPolicy"), "permanent"],
  [403, "<html>", null],
  [403, null, null],
  [429, answer("userRateLimitExceeded"), null],
  [400, answer("invalidArgument"), null],
])("classifyGmailError() reads %d %j as %s", (status, body, expected) => {
  expect(classifyGmailError(status, body)).toBe(expected);
});
