/** Runs every *.test.sql of this folder in a transaction of its own that is never committed. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";
import { readTap } from "./read-tap.ts";

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.sql")).sort();
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
}, 120_000);

afterAll(() => database?.stop());

test.each(files)("%s", async (name) => {
  const path = join(import.meta.dirname, name);
  // The runner opens the transaction and drops it, so that no file can leave rows for the next.
  expect(readFileSync(path, "utf8")).not.toMatch(/^\s*(begin|commit|rollback)\s*;/im);
  expect(await runFile(path)).toEqual([]);
}, 30_000);

/** Problems of one file: what readTap() finds, or where psql stopped. */
async function runFile(path: string): Promise<string[]> {
  const program = join(database.programs, "psql");
  const options = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", "begin", "-f", path];
  try {
    const { stdout } = await promisify(execFile)(program, [database.url, ...options], {
      env: { PATH: process.env.PATH, PGTZ: "UTC" },
      maxBuffer: 64 * 1024 * 1024,
    });
    return readTap(stdout);
  } catch (error) {
    const { stdout = "", stderr = String(error) } = error as { stdout?: string; stderr?: string };
    return [...stderr.trim().split("\n"), ...readTap(stdout)];
  }
}
