/** Runs functions-server.ts under Deno and starts it again when it ends by itself. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { FunctionConfig } from "./config-toml.ts";
import { symmetricKeySet } from "./jwt.ts";
import { freePort } from "./ports.ts";
import type { StackSecrets } from "./secrets.ts";
import { StackError } from "./stack-error.ts";

export interface FunctionsOptions {
  root: string;
  functions: FunctionConfig[];
  env: Record<string, string>;
  logFile: string;
  log: (line: string) => void;
}

export interface FunctionsProcess {
  /** Where the process answers: `<url>/<function>/…`. */
  readonly url: string;
  /** Ends the process in order and waits until a new one answers. */
  restart(): Promise<void>;
  /** Sends a signal, as a crash would: the process is started again by itself. */
  kill(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** What the platform sets for functions, and what local ones need besides. */
export function functionsEnvironment(
  root: string,
  url: string,
  databaseUrl: string | null,
  secrets: StackSecrets,
): Record<string, string> {
  const file = join(root, ".env");
  const own = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  const platform = {
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: secrets.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: secrets.secretKey, worker: secrets.workerKey }),
    SUPABASE_JWKS: JSON.stringify(symmetricKeySet(secrets.jwtSecret, secrets.jwtKeyId)),
    ...(databaseUrl ? { SUPABASE_DB_URL: databaseUrl } : {}),
  };
  const defaults = {
    TOKEN_ENCRYPTION_KEYS: JSON.stringify({ "local-1": secrets.tokenEncryptionKey }),
    TOKEN_ENCRYPTION_KEY_ID: "local-1",
    // an app under development; a loopback address may have any port
    CONNECT_REDIRECT_URLS: "http://127.0.0.1:3000/connected,http://localhost:3000/connected",
  };
  const set = Object.entries(own).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return { ...defaults, ...Object.fromEntries(set), ...platform };
}

/** Throws StackError `functions_unavailable` when Deno cannot be started. */
export async function startFunctions(options: FunctionsOptions): Promise<FunctionsProcess> {
  const port = await freePort();
  const output = createWriteStream(options.logFile, { mode: 0o600 });
  let child: ChildProcess;
  let isWanted = true;

  async function launch(): Promise<void> {
    child = spawnServer(options, port);
    const mine = child;
    mine.stdout!.pipe(output, { end: false });
    mine.stderr!.pipe(output, { end: false });
    mine.once("exit", (code, signal) => {
      if (!isWanted || mine !== child) return;
      options.log(`Functions ended (${signal ?? code}); starting them again`);
      launch().catch((error) => options.log(String(error.message ?? error)));
    });
    await untilListening(mine, options.logFile);
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const mine = child;
    if (mine.exitCode !== null || mine.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => mine.kill("SIGKILL"), 3000);
      mine.once("exit", () => {
        clearTimeout(force);
        resolve();
      });
      mine.kill(signal);
    });
  }

  await launch();
  return {
    url: `http://127.0.0.1:${port}`,
    async restart() {
      isWanted = false;
      await end("SIGTERM");
      isWanted = true;
      await launch();
    },
    kill: end,
    async stop() {
      isWanted = false;
      await end("SIGTERM");
      output.end();
    },
  };
}

function spawnServer(options: FunctionsOptions, port: number): ChildProcess {
  const entrypoints = Object.fromEntries(options.functions.map((f) => [f.name, f.entrypoint]));
  // The package's own command is a wrapper that would stand between us and the process's signals.
  const { runInstall } = createRequire(join(options.root, "package.json"))("deno/install_api.cjs");
  return spawn(runInstall(), [
    ...["run", "--allow-all", "--no-prompt", "--no-remote"],
    ...["--config", join(options.root, "deno.json")],
    join(import.meta.dirname, "functions-server.ts"),
    String(port),
    JSON.stringify(entrypoints),
  ], {
    cwd: options.root,
    // Only what is named: a setting the developer's shell happens to have must not reach functions.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DENO_DIR: join(options.root, ".local/deno"),
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      ...options.env,
    },
    detached: true, // Ctrl-C reaches the whole foreground group; the stack stops it in order
    stdio: ["pipe", "pipe", "pipe"],
  });
}

function untilListening(child: ChildProcess, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new StackError(
          "functions_unavailable",
          `Cannot start the functions: ${why} (see ${logFile})`,
          "Correct what the log names, then run the command again",
        ),
      );
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code, signal) => fail(`Deno ended with ${signal ?? code}`));
    child.stdout!.on("data", (chunk) => String(chunk).includes("functions ready") && resolve());
  });
}
