import { describe, expect, test } from "vitest";
import { LabArgumentError, parseLabArguments } from "../../../scripts/lab/arguments.ts";
import {
  faultHelp,
  FaultSpecError,
  parseFault,
} from "../../../scripts/local/emulators/google-lab/faults/parse.ts";

describe("parseFault()", () => {
  test.each([
    ["reset", { kind: "reset" }],
    ["status status=503 times=3", { kind: "status", status: 503, times: 3 }],
    [
      "rate_limited,mailbox=ada@acme.test,retryAfter=date,seconds=60",
      { kind: "rate_limited", mailbox: "ada@acme.test", retryAfter: "date", seconds: 60 },
    ],
    ["drop operation=calendar.push times=always", {
      kind: "drop",
      operation: "calendar.push",
      times: Infinity,
    }],
  ])("%s", (text, fault) => expect(parseFault(text)).toEqual(fault));

  test.each([
    ["", "Unknown fault (none): choose one of status,"],
    ["explode", "Unknown fault explode"],
    ["slow", "slow needs bytesPerSecond"],
    ["slow bytesPerSecond=fast", "bytesPerSecond is a number"],
    ["reset when=later", "when is one of before, after"],
    ["drop colour=red", "drop knows no colour"],
  ])("refuses %j", (text, message) => {
    expect(() => parseFault(text)).toThrow(FaultSpecError);
    expect(() => parseFault(text)).toThrow(message);
  });

  test("every line of the help is a fault once its fields have values", () => {
    const values: Record<string, string> = { when: "after", retryAfter: "date" };
    for (const line of faultHelp()) {
      const spec = line.replace(/\[?(\w+)=\]?/g, (_, name) => `${name}=${values[name] ?? 1}`);
      expect(parseFault(spec).kind).toBe(line.split(" ")[0]);
    }
  });
});

test("parseLabArguments() has a standard for everything and says what is wrong", () => {
  expect(parseLabArguments([])).toMatchObject({ mailboxes: 3, quota: "2026", faults: [] });
  expect(parseLabArguments(["--mailboxes=20", "--fault=reset", "--fault=drop"]).faults)
    .toHaveLength(2);
  for (const wrong of ["--mailboxes=0", "--quota=none", "--fault=boom", "--what"]) {
    expect(() => parseLabArguments([wrong])).toThrow(LabArgumentError);
  }
});
