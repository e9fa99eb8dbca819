import { expect, test } from "vitest";
import { formatLogLine, type LogFields } from "../../functions/_shared/log.ts";

const AT = new Date("2026-11-20T09:30:00Z");

test("formatLogLine() writes one JSON object of allowed fields", () => {
  const line = formatLogLine(AT, "info", "job.finished", { queue: "send", attempt: 2 });
  expect(line).toBe(
    '{"time":"2026-11-20T09:30:00.000Z","level":"info","event":"job.finished","queue":"send","attempt":2}',
  );
});

test("formatLogLine() leaves out fields that are not allowed", () => {
  const fields = { subject: "canary", token: "canary", queue: { text: "canary" } };
  expect(formatLogLine(AT, "info", "job.finished", fields as unknown as LogFields))
    .not.toContain("canary");
});

test("formatLogLine() writes no address, no second line and no endless value", () => {
  const line = formatLogLine(AT, "error", "job.failed", {
    slug: "sent to ada@acme.test",
    route: "a\nb",
    error_name: "x".repeat(20_000),
  });
  expect(line).not.toContain("ada");
  expect(line).not.toContain("\n");
  expect(line.length).toBeLessThan(1_000);
});
