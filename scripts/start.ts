/** `npm start`: brings up the local stack and keeps it up until Ctrl-C or SIGTERM. */
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { parseStartArguments, portsNear, startUsage } from "./local/arguments.ts";
import { readyText } from "./local/banner.ts";
import { removeData } from "./local/open-database.ts";
import { announceStack } from "./local/running-stack.ts";
import { StackError } from "./local/stack-error.ts";
import { lockStack } from "./local/stack-lock.ts";
import { startStack } from "./local/stack.ts";

const root = join(import.meta.dirname, "..");
const dataDir = join(root, ".local");

async function start(): Promise<void> {
  const began = performance.now();
  const flags = parseStartArguments(process.argv.slice(2));
  if (flags.help) return console.log(startUsage);
  const seconds = () => (performance.now() - began) / 1000;
  const log = (line: string) => console.log(`${seconds().toFixed(1).padStart(6)} s  ${line}`);
  const envFile = join(root, ".env");
  const env = existsSync(envFile) ? parseEnv(readFileSync(envFile, "utf8")) : {};
  const externalUrl = process.env.DATABASE_URL || env.DATABASE_URL || undefined;
  if (flags.reset) await reset(externalUrl && flags.engine === "auto");

  let isStopping = false;
  const stopped = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // npm and the terminal may both deliver it, so it can come twice.
    process.on(signal, () => {
      isStopping = true;
      stopped.resolve();
    });
  }
  const stack = await startStack({
    dataDir,
    engine: flags.engine,
    ...(externalUrl ? { externalUrl } : {}),
    ports: portsNear(flags.port),
    emulators: flags.emulators,
    log: flags.quiet ? () => {} : log,
  });
  const withdraw = await announceStack(dataDir, stack);
  if (!isStopping) console.log(readyText(stack, seconds()));
  await stopped.promise;
  if (!flags.quiet) console.log("\nStopping");
  await withdraw();
  await stack.stop();
}

async function reset(isExternal: string | boolean | undefined): Promise<void> {
  if (isExternal) {
    throw new StackError(
      "reset_refused",
      "Cannot reset: the database of DATABASE_URL is not this stack's to delete",
      "Empty it yourself, or name a local engine with --engine=postgres",
    );
  }
  const unlock = await lockStack(join(dataDir, "stack.lock"));
  await removeData(dataDir);
  await rm(join(dataDir, "secrets.json"), { force: true });
  await unlock();
}

try {
  await start();
  process.exit(0);
} catch (error) {
  console.error(error instanceof StackError ? error.toLine() : error);
  process.exit(1);
}
