/**
 * `npm run check`: everything a change must pass: format, lint, types on both runtimes, layout rules, generated types, database
 * advisors, then the tests. `--fast` leaves the tests out.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkLayout } from "./check/layout.ts";
import { runAdvisors } from "./db.ts";
import { runCommand } from "./local/run-command.ts";
import { StackError } from "./local/stack-error.ts";
import { startStack } from "./local/stack.ts";
import { checkReference } from "./rpc-reference.ts";
import { checkTypes } from "./types.ts";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
const FORMATTED = ["functions", "scripts", "tests", "vitest.config.ts"];

type Step = [name: string, run: () => Promise<string | null>];

async function command(program: string, args: string[]): Promise<string | null> {
  const result = await runCommand(program, args, { env: { ...process.env, NO_COLOR: "1" } });
  return result.code === 0 ? null : result.output.trim().split("\n").slice(-60).join("\n");
}

const doors = readdirSync(join(root, "functions"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
  .map((entry) => `functions/${entry.name}/index.ts`);

async function checkDatabase(): Promise<string | null> {
  const stack = await startStack({
    engine: "postgres",
    emulators: false,
    functions: false,
    seed: false,
    cron: false,
  });
  try {
    await checkTypes(stack.databaseUrl!);
    await checkReference(stack.databaseUrl!);
    const findings = await runAdvisors(stack.databaseUrl!, "warn");
    return findings.length === 0
      ? null
      : findings.map(({ level, name, detail }) => `${level} ${name}: ${detail}`).join("\n");
  } catch (error) {
    if (error instanceof StackError) return error.toLine();
    throw error;
  } finally {
    await stack.stop();
  }
}

const steps: Step[] = [
  ["format (deno fmt)", () => command(bin("deno"), ["fmt", "--check", ...FORMATTED])],
  ["lint (deno lint)", () => command(bin("deno"), ["lint"])],
  ["types on Deno 2.1.4", () => command(bin("deno"), ["check", ...doors])],
  ["types on Node", () => command(bin("tsc"), ["--noEmit", "-p", root])],
  ["layout rules", () => Promise.resolve(checkLayout().join("\n") || null)],
  ["generated types and reference, database advisors", checkDatabase],
];

let failures = 0;
for (const [name, run] of steps) {
  const began = performance.now();
  const problem = await run();
  if (problem) failures++;
  console.log(
    `${problem ? "FAILED" : "ok    "}  ${name}  (${
      ((performance.now() - began) / 1000).toFixed(1)
    } s)`,
  );
  if (problem) console.log(problem.replace(/^/gm, "        "));
}
if (failures > 0) process.exit(1);
if (!process.argv.includes("--fast")) await import("./test.ts");
else process.exit(0);
