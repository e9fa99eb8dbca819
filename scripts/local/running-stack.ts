import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "./local-database.ts";
import { StackError } from "./stack-error.ts";
import type { Stack } from "./stack.ts";

/** What other commands need to know of the stack that `npm start` runs. */
export interface RunningStack {
  url: string;
  engine: Engine;
  /** Null on PGlite, which only the stack's own process can reach. */
  databaseUrl: string | null;
  publishableKey: string;
  secretKey: string;
  emulatorUrls: { google: string | null; slack: string | null };
}

/** Writes `stack.json` (mode 0600) into the data folder; returns what removes it. */
export async function announceStack(dataDir: string, stack: Stack): Promise<() => Promise<void>> {
  const file = join(dataDir, "stack.json");
  const running: RunningStack = {
    url: stack.url,
    engine: stack.engine,
    databaseUrl: stack.databaseUrl,
    publishableKey: stack.keys.publishableKey,
    secretKey: stack.keys.secretKey,
    emulatorUrls: stack.emulatorUrls,
  };
  await writeFile(file, JSON.stringify(running, null, 2) + "\n", { mode: 0o600 });
  return () => rm(file, { force: true });
}

/** The stack that `npm start` runs on this repository. Throws StackError `stack_not_running`. */
export async function readRunningStack(root: string): Promise<RunningStack> {
  const text = await readFile(join(root, ".local/stack.json"), "utf8").catch(() => null);
  const running: RunningStack | null = text && JSON.parse(text);
  const answer = running &&
    await fetch(`${running.url}/auth/v1/health`, {
      headers: { apikey: running.publishableKey },
    }).catch(() => null);
  await answer?.body?.cancel();
  if (running && answer) return running;
  throw new StackError(
    "stack_not_running",
    "Cannot reach the local stack: it is not running",
    "Start it in another terminal with: npm start",
  );
}
