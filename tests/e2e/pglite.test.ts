/** The same thread on the fallback engine: what a machine without PostgreSQL gets works too. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { playDemo } from "../../scripts/demo/play-demo.ts";
import { type Stack, startStack } from "../../scripts/local/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ engine: "pglite" });
});
afterAll(() => stack?.stop());

test("FUP-4 on PGlite the demo ends with exactly one mail, and the plan follows the answer", async () => {
  expect(stack.engine).toBe("pglite");
  const said: string[] = [];
  const demo = {
    url: stack.url,
    publishableKey: stack.keys.publishableKey,
    googleUrl: stack.emulatorUrls.google!,
  };
  const result = await playDemo(demo, (line) => said.push(line));
  expect(result.delivered).toHaveLength(1);
  expect(said.join("\n")).toContain("none (replied)");
});
