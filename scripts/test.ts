/**
 * `npm test`: everything that must be true, on the engine `npm start` would choose, plus a smoke test of the same thread on
 * PGlite. Arguments go to Vitest: `npm test -- --project unit`.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensurePostgresPackages } from "./local/postgres-packages.ts";
import { StackError } from "./local/stack-error.ts";

const root = join(import.meta.dirname, "..");
const args = process.argv.slice(2).filter((argument) => argument !== "--fast");

const resultFile = join(root, ".local/test-results.json");
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${resultFile}`];

/** One plain line at the end, for people and programs that read no further. */
function printTotals(): void {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
    readFileSync(resultFile, "utf8"),
  );
  console.log(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
}

/** The suites are written for PostgreSQL: races, roles and schedules need more than one session. */
async function requirePostgres(): Promise<void> {
  try {
    await ensurePostgresPackages(root, (line) => console.log(line));
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    console.error(error.toLine());
    console.error(
      process.env.CI
        ? "CI must run on PostgreSQL: the tests stop here."
        : "Only the parts that need no PostgreSQL would run; install it as the message says, or run: npm test -- --project unit --project contract",
    );
    process.exit(1);
  }
}

function runVitest(): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [join(root, "node_modules/vitest/vitest.mjs"), "run", ...reporters, ...args],
      {
        cwd: root,
        stdio: "inherit",
        env: { ...process.env, PATH: `${join(process.execPath, "..")}:${process.env.PATH}` },
      },
    );
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

const needsPostgres = !args.some((argument) => argument === "unit" || argument === "contract");
if (needsPostgres) await requirePostgres();
console.log(
  "Engines: a private PostgreSQL 17 for every suite; PGlite for the smoke test of the follow-up thread",
);
rmSync(resultFile, { force: true });
const code = await runVitest();
if (existsSync(resultFile)) printTotals();
process.exit(code);
