import { spawn } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

export interface CommandResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Largest resident set of the process in MB. */
  maxRssMegabytes: number;
}

/**
 * Runs the import command as its own process against a stub. `onStart` is handed a way to signal it.
 */
export function runImportCommand(
  args: string[],
  options: {
    environment?: Record<string, string>;
    onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  } = {},
): Promise<CommandResult> {
  const preload = join(import.meta.dirname, "report-memory.mjs");
  const child = spawn(join(ROOT, "node_modules/.bin/node"), [
    "--import",
    preload,
    join(ROOT, "scripts/import.ts"),
    ...args,
  ], {
    env: {
      PATH: process.env.PATH,
      SUPABASE_PUBLISHABLE_KEY: "sb_publishable_stub",
      AKASAVANI_PASSWORD: "right",
      ...options.environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => stdout += data);
  child.stderr.on("data", (data) => stderr += data);
  options.onStart?.((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      const kilobytes = Number(/^max-rss-kilobytes (\d+)$/m.exec(stderr)?.[1] ?? NaN);
      resolve({ exitCode, stdout, stderr, maxRssMegabytes: kilobytes / 1024 });
    });
  });
}
