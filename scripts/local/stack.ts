/**
 * The local stack: everything of Supabase that Akasavani uses, from npm and Debian packages alone.
 * `npm start` and the tests both start it through `startStack`. Never deployed.
 */
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { sweepAbandonedStacks, temporaryStackFolder } from "./abandoned-stacks.ts";
import { type ProjectConfig, readProjectConfig } from "./config-toml.ts";
import { startCronTicker } from "./cron-ticker.ts";
import { connectDemoMailbox } from "./demo-token.ts";
import { type GoogleEmulator, startGoogleEmulator } from "./emulators/google.ts";
import { LAB_CLIENT } from "./emulators/google-lab/lab.ts";
import { startSlackEmulator } from "./emulators/slack.ts";
import {
  functionsEnvironment,
  type FunctionsProcess,
  startFunctions,
} from "./functions-process.ts";
import { createGateway } from "./gateway.ts";
import { startHttpSender } from "./http-sender.ts";
import { createLite } from "./lite.ts";
import type { Engine, LocalDatabase } from "./local-database.ts";
import { listen } from "./node-http.ts";
import { requireFreePort } from "./ports.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { logToFile } from "./quiet-lite.ts";
import { loadSecrets, type StackSecrets } from "./secrets.ts";
import { lockStack } from "./stack-lock.ts";
import { setVaultSecrets } from "./vault-rows.ts";

export interface StackPorts {
  gateway: number;
  google: number;
  slack: number;
  /** Port of a private PostgreSQL. */
  database: number;
}

export interface StackOptions {
  /** Holds data, keys and logs. Without it: a temporary folder, removed when the stack stops. */
  dataDir?: string;
  engine?: Engine | "auto";
  /** Connection string for the engine "external"; "auto" takes it when it is there. */
  externalUrl?: string;
  ports?: StackPorts | "free";
  emulators?: boolean;
  /** Whether seed/*.sql makes the demo's people and tells their story. */
  seed?: boolean;
  functions?: boolean;
  /** Whether scheduled jobs run by themselves. */
  cron?: boolean;
  /** Settings for functions, over those of .env. */
  env?: Record<string, string>;
  /** Start from a copy of a golden data folder, made on first use. For new data folders only. */
  snapshot?: boolean;
  log?: (line: string) => void;
}

export interface Stack {
  /** Base address of /rest/v1, /auth/v1 and /functions/v1. */
  url: string;
  engine: Engine;
  /** Connection string, or null on PGlite (use `database`). */
  databaseUrl: string | null;
  database: LocalDatabase;
  keys: StackSecrets;
  emulatorUrls: { google: string | null; slack: string | null };
  /** Google itself, to switch faults on; null without emulators. */
  google: GoogleEmulator | null;
  /** Takes an access token away at the Gmail emulator, as when a person removes the app. */
  revokeGoogleToken(token: string): void;
  /** File with what the functions print. */
  functionsLog: string;
  restartFunctions(): Promise<void>;
  /** Ends the functions as a crash would; they start again by themselves. */
  killFunctions(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

const repository = join(import.meta.dirname, "../..");

/** Starts all parts, or none: what was started is stopped again when a later part fails. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const isTemporary = options.dataDir === undefined;
  const dataDir = options.dataDir ?? temporaryStackFolder(repository);
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    while (endings.length > 0) await endings.pop()!().catch(() => {});
  };
  try {
    if (isTemporary) await sweepAbandonedStacks(repository);
    await mkdir(dataDir, { recursive: true });
    if (isTemporary) endings.push(() => rm(dataDir, { recursive: true, force: true }));
    endings.push(await lockStack(join(dataDir, "stack.lock")));
    return { ...await startParts(options, dataDir, endings), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  options: StackOptions,
  dataDir: string,
  endings: (() => Promise<unknown>)[],
): Promise<Omit<Stack, "stop">> {
  const root = repository;
  const log = options.log ?? (() => {});
  const ports = await choosePorts(options);
  const config = readProjectConfig(join(root, "supabase/config.toml"));
  const keys = await loadSecrets(join(dataDir, "secrets.json"));
  const database = await prepareDatabase({
    root,
    dataDir,
    engine: options.engine ?? "auto",
    externalUrl: options.externalUrl,
    port: ports.database,
    cron: options.cron ?? true,
    seed: options.seed ?? true,
    snapshot: options.snapshot ?? options.dataDir === undefined,
    isTemporary: options.dataDir === undefined,
    log,
  }, endings);

  const emulators = options.emulators === false ? null : {
    google: await startGoogleEmulator(ports.google),
    slack: await startSlackEmulator(ports.slack),
  };
  if (emulators) {
    endings.push(() => Promise.all([emulators.google.close(), emulators.slack.close()]));
    log(
      `Emulators of Gmail and Slack answer at ${emulators.google.url} and ${emulators.slack.url}`,
    );
  }

  let functions: FunctionsProcess | null = null;
  const lite = createLite(database.connection, keys, config.schemas);
  const gateway = await listen(
    ports.gateway,
    createGateway({
      secrets: keys,
      functions: config.functions,
      lite: logToFile(
        join(dataDir, "api.log"),
        (request) => database.serially(async () => await lite.fetch(request)),
      ),
      functionsUrl: () => functions?.url ?? null,
    }),
  );
  endings.push(gateway.close);
  await setVaultSecrets(database, { project_url: gateway.url, worker_secret_key: keys.workerKey });
  if (emulators && options.seed !== false) await connectDemoMailbox(database, keys);

  const functionsLog = join(dataDir, "functions.log");
  if (options.functions !== false) {
    log("Starting the functions on Deno");
    const started = await startFunctions({
      root,
      functions: config.functions,
      logFile: functionsLog,
      log,
      env: {
        ...functionsEnvironment(root, gateway.url, database.url, keys),
        ...(emulators ? googleEnvironment(emulators.google) : {}),
        ...options.env,
      },
    });
    functions = started;
    endings.push(() => started.stop());
  }
  endings.push((await startHttpSender(database)).stop);
  if (database.engine === "pglite" && options.cron !== false) {
    endings.push(startCronTicker(database).stop);
  }
  if (functions) await untilHealthy(gateway.url, config);

  return {
    url: gateway.url,
    engine: database.engine,
    databaseUrl: database.url,
    database,
    keys,
    emulatorUrls: { google: emulators?.google.url ?? null, slack: emulators?.slack.url ?? null },
    google: emulators?.google ?? null,
    revokeGoogleToken: (token) => emulators?.google.revokeToken(token),
    functionsLog,
    restartFunctions: async () => await functions?.restart(),
    killFunctions: async (signal) => await functions?.kill(signal),
  };
}

/** Points the functions at the lab. What .env says of Google is for Google itself. */
function googleEnvironment(google: GoogleEmulator): Record<string, string> {
  return {
    GOOGLE_API_BASE_URL: `${google.url}/`,
    GOOGLE_OAUTH_BASE_URL: google.url,
    GOOGLE_CLIENT_ID: LAB_CLIENT.clientId,
    GOOGLE_CLIENT_SECRET: LAB_CLIENT.clientSecret,
  };
}

/** Looks at fixed ports before anything slow begins, so that a taken one is told at once. */
async function choosePorts(options: StackOptions): Promise<StackPorts> {
  if (!options.ports || options.ports === "free") {
    return { gateway: 0, google: 0, slack: 0, database: 0 };
  }
  await requireFreePort(options.ports.gateway, "the gateway");
  if (options.emulators !== false) {
    await requireFreePort(options.ports.google, "the Gmail emulator");
    await requireFreePort(options.ports.slack, "the Slack emulator");
  }
  return options.ports;
}

/** Waits until /functions/v1/health answers 200, if the project has that function. */
async function untilHealthy(url: string, config: ProjectConfig): Promise<void> {
  const health = config.functions.find((one) => one.name === "health");
  if (!health || !existsSync(health.entrypoint)) return;
  const deadline = Date.now() + 30_000;
  let answer = "no answer";
  while (Date.now() < deadline) {
    const response = await fetch(`${url}/functions/v1/health`).catch(() => null);
    if (response?.ok) return void await response.body?.cancel();
    if (response) answer = `${response.status} ${(await response.text()).slice(0, 300)}`;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The stack did not become healthy: ${answer}`);
}
