/** Every door by itself on the hosted version of Deno: it starts without a setting, soon, and is small enough to deploy. */
import { beforeAll, describe, expect, test } from "vitest";
import { bootDoor } from "../../support/doors/boot-door.ts";
import { bundleSizes, doorNames } from "../../support/doors/bundle-sizes.ts";

/** What https://supabase.com/docs/guides/functions/limits allows a bundle. */
const PLATFORM_BYTES = 20 * 1024 * 1024;
/** The client of models alone takes some 400 KiB: whoever asks no model must not load it. */
const BUDGET_BYTES = { withModels: 1_200 * 1024, others: 800 * 1024 };
const WITH_MODELS = [
  ...["draft-nudge", "draft-reply", "embed", "extract", "prompts", "search", "triage"],
];
/** A caller waits for it whenever the platform starts another worker. */
const IMPORT_MS = 500;
/** Another process may have the processor; a door that is too heavy is so each time. */
const ATTEMPTS = 4;

const doors = doorNames();

describe.each(doors)("%s", (name) => {
  test(`boots on Deno 2.1.4 and is imported within ${IMPORT_MS} ms`, async () => {
    const times: number[] = [];
    while (times.length < ATTEMPTS && !times.some((ms) => ms <= IMPORT_MS)) {
      const { deno, isServed, importMs } = await bootDoor(name);
      expect({ deno, isServed }).toEqual({ deno: "2.1.4", isServed: true });
      times.push(importMs);
    }
    console.info(`${name} imported in ${Math.round(Math.min(...times))} ms (n=${times.length})`);
    expect(Math.min(...times)).toBeLessThanOrEqual(IMPORT_MS);
  });
});

describe("bundles", () => {
  let sizes: Map<string, number>;
  beforeAll(async () => void (sizes = await bundleSizes(doors)), 120_000);

  test.each(doors)("%s is within its budget, and its budget within the platform's", (name) => {
    const budget = WITH_MODELS.includes(name) ? BUDGET_BYTES.withModels : BUDGET_BYTES.others;
    const size = sizes.get(name)!;
    console.info(`${name} ${Math.round(size / 1024)} KiB minified`);
    expect(size).toBeGreaterThan(50 * 1024);
    expect(size).toBeLessThanOrEqual(budget);
    expect(budget).toBeLessThan(PLATFORM_BYTES);
  });
});
