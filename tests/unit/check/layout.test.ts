import { describe, expect, test } from "vitest";
import * as layout from "../../../scripts/check/layout.ts";

const file = (path: string, text: string) => ({ path, text });

describe("importDirection()", () => {
  test.each([
    ["functions/ingest/app.ts", 'import { x } from "../send-nudge/app.ts";'],
    ["functions/_shared/domain/mail/x.ts", 'import { x } from "../../adapters/gmail/x.ts";'],
    ["functions/_shared/ports/x.ts", 'import type { x } from "../adapters/gmail/x.ts";'],
    ["functions/_shared/adapters/gmail/x.ts", 'import { x } from "../../deps/x.ts";'],
    ["functions/_shared/http/x.ts", 'const x = await import("../deps/x.ts");'],
  ])("refuses what points the wrong way from %s", (path, text) => {
    expect(layout.importDirection([file(path, text)])).toHaveLength(1);
  });

  test.each([
    ["functions/ingest/app.ts", 'import { x } from "../_shared/deps/x.ts";'],
    ["functions/ingest/app.ts", 'import { x } from "./ingest-batch.ts";'],
    ["functions/_shared/adapters/gmail/x.ts", 'import { x } from "../../ports/mail-provider.ts";'],
    ["functions/_shared/domain/mail/x.ts", 'import { z } from "zod";'],
  ])("lets pass what points the right way from %s", (path, text) => {
    expect(layout.importDirection([file(path, text)])).toEqual([]);
  });
});

test("pureDomain() finds a clock in a rule, not in its comment", () => {
  const at = "functions/_shared/domain/x.ts";
  expect(layout.pureDomain([file(at, "const now = Date.now();")])).toHaveLength(1);
  expect(layout.pureDomain([file(at, "// never Date.now()\nexport const x = 1;")])).toEqual([]);
  expect(layout.pureDomain([file("functions/_shared/jobs/x.ts", "Date.now()")])).toEqual([]);
});

test("onlyEnvReadsEnvironment() finds another reader", () => {
  expect(layout.onlyEnvReadsEnvironment([file("functions/a/app.ts", 'Deno.env.get("X")')]))
    .toHaveLength(1);
  expect(layout.onlyEnvReadsEnvironment([file("functions/_shared/env.ts", "process.env.X")]))
    .toEqual([]);
});

test("anyUuid() finds a schema that refuses what Postgres takes", () => {
  expect(layout.anyUuid([file("functions/a/app.ts", "const id = z.uuid();")])).toHaveLength(1);
  expect(layout.anyUuid([file("functions/a/app.ts", "// no z.uuid()\nz.guid();")])).toEqual([]);
});

test("thinDoors() and fileSizes() find what has grown", () => {
  const long = "x\n".repeat(400);
  expect(layout.thinDoors([file("functions/a/index.ts", long)])).toHaveLength(1);
  expect(layout.thinDoors([file("functions/a/app.ts", long)])).toEqual([]);
  for (const path of ["functions/a/app.ts", "tests/unit/x.test.ts", "migrations/0010_x.sql"]) {
    expect(layout.fileSizes([file(path, long)])).toHaveLength(1);
    expect(layout.fileSizes([file(path, "short")])).toEqual([]);
  }
});

test("sameVersions() finds a range and two versions of one package", () => {
  const packages = JSON.stringify({ devDependencies: { zod: "4.6.7", hono: "^4.0.0" } });
  const imports = JSON.stringify({ imports: { zod: "npm:zod@4.6.6" } });
  expect(layout.sameVersions(imports, packages)).toHaveLength(2);
  expect(
    layout.sameVersions(
      '{"imports":{"zod":"npm:zod@4.6.7"}}',
      '{"devDependencies":{"zod":"4.6.7"}}',
    ),
  ).toEqual([]);
});

test("registeredDoors() finds a folder without an entry and an entry without a folder", () => {
  expect(layout.registeredDoors("[functions.a]\n[functions.b]", ["b", "c"])).toHaveLength(2);
  expect(layout.registeredDoors("[functions.a]", ["a"])).toEqual([]);
});

test("checkLayout() reads this repository", () => {
  expect(layout.readSources("functions").length).toBeGreaterThan(50);
  expect(layout.checkLayout()).toEqual([]);
});
