/**
 * Replaces: the Postgres container of the Supabase stack, with the private server fetched by
 * postgres-packages.ts. Never deployed.
 *
 * The server listens on 127.0.0.1 only, without a Unix socket (its path would be limited to 107
 * bytes), and asks for a password: on a shared machine `trust` would make every local user a
 * superuser, who can run programs as the server's user.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, openSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { installStandInExtensions } from "./install-extensions.ts";
import { stopLeftoverServer } from "./leftover-server.ts";
import { freePort, requireFreePort } from "./ports.ts";
import { ensurePostgresPackages } from "./postgres-packages.ts";
import { runCommand } from "./run-command.ts";
import { StackError } from "./stack-error.ts";
import { giveTo, reachableFolder, serverUser, type UnixUser } from "./unprivileged.ts";

export interface PostgresOptions {
  /** The server's own data folder; made when it is not there. */
  dataDir: string;
  /** TCP port, or 0 for any free one. */
  port: number;
  /** The repository's root, which holds `.local`. */
  root?: string;
  log?: (line: string) => void;
  /** Server settings besides those of every stack. */
  settings?: Record<string, string>;
}

export interface RunningPostgres {
  /** Connection string of the superuser `postgres` for the database `postgres`. */
  url: string;
  /** Folder with the server's programs (psql, pg_dump, pgbench, …). */
  programs: string;
  /** Ends the server with a fast shutdown and waits for it. */
  stop(): Promise<void>;
}

const repository = join(import.meta.dirname, "../..");

/**
 * Starts the private PostgreSQL 17. Throws StackError `postgres_unavailable`, `port_taken` or
 * `data_folder_broken`.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { root = repository, log = () => {} } = options;
  const prefix = await ensurePostgresPackages(root, log);
  await installStandInExtensions(prefix);
  const user = serverUser();
  const dataDir = reachableFolder(options.dataDir, user);
  const programs = join(prefix, "usr/lib/postgresql/17/bin");
  await stopLeftoverServer(dataDir);
  const port = options.port || await freePort();
  await requireFreePort(port, "PostgreSQL");
  await ensureDataFolder(dataDir, programs, user, log);

  const logFile = `${dataDir}.log`;
  const descriptor = openSync(logFile, "w", 0o600);
  const server = spawn(join(programs, "postgres"), [
    "-D",
    dataDir,
    ...settings(port, options.settings),
  ], {
    ...user,
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
    cwd: "/",
    detached: true, // Ctrl-C reaches the whole foreground group; the stack stops it in order
    stdio: ["ignore", descriptor, descriptor],
  });
  const password = (await readFile(join(dataDir, "akasavani.password"), "utf8")).trim();
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  await untilReady(server, url, logFile);
  return { url, programs, stop: () => stop(server) };
}

function settings(port: number, more: Record<string, string> = {}): string[] {
  const values: Record<string, string | number> = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "port": port,
    "max_connections": 100,
    "shared_preload_libraries": "pg_cron,pg_stat_statements",
    "cron.database_name": "postgres",
    "cron.use_background_workers": "on",
    "cron.timezone": "GMT",
    "cron.log_statement": "off",
    "max_worker_processes": 24,
    "wal_level": "logical",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "jit": "off", // its LLVM is not fetched
    ...more,
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function ensureDataFolder(
  dataDir: string,
  programs: string,
  user: UnixUser | null,
  log: (line: string) => void,
): Promise<void> {
  if (existsSync(dataDir)) {
    const version = await readFile(join(dataDir, "PG_VERSION"), "utf8").catch(() => null);
    if (version?.trim() === "17") return;
    if ((await readdir(dataDir)).length > 0) {
      throw new StackError(
        "data_folder_broken",
        `Cannot start PostgreSQL: ${dataDir} does not hold the data of a PostgreSQL 17`,
        "Start over with an empty one: npm start -- --reset",
      );
    }
    await rm(dataDir, { recursive: true });
  }
  log("Creating the database folder");
  await mkdir(dirname(dataDir), { recursive: true });
  const making = `${dataDir}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  giveTo(user, making);
  const password = randomBytes(18).toString("base64url");
  const passwordFile = `${dataDir}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  giveTo(user, passwordFile);
  // Locale as in supabase/postgres: ICU en_US, so that sorting is the same on every machine.
  const result = await runCommand(join(programs, "initdb"), [
    ...["-D", making, "-U", "postgres", "--encoding=UTF8", "--no-sync", "--no-instructions"],
    ...["--locale=C", "--locale-provider=icu", "--icu-locale=en_US.UTF-8"],
    ...["--auth=scram-sha-256", `--pwfile=${passwordFile}`],
  ], { user, cwd: "/" });
  if (result.code !== 0) {
    await rm(making, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
    throw new StackError(
      "postgres_unavailable",
      `Cannot create the database folder: ${lastLine(result.output)}`,
      "Use the built-in database with --engine=pglite, or set DATABASE_URL",
    );
  }
  await rename(passwordFile, join(making, "akasavani.password"));
  await chmod(making, 0o700);
  await rename(making, dataDir);
}

async function untilReady(server: ChildProcess, url: string, logFile: string): Promise<void> {
  let exited = false;
  server.once("exit", () => exited = true);
  server.once("error", () => exited = true);
  const deadline = Date.now() + 60_000; // crash recovery may take a while
  while (!exited && Date.now() < deadline) {
    const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
    try {
      await sql`select 1`;
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  if (!exited) await stop(server);
  const lines = (await readFile(logFile, "utf8")).split("\n");
  const reason = lines.find((line) => /FATAL|PANIC|rror/.test(line)) ?? lastLine(lines.join("\n"));
  throw new StackError(
    "data_folder_broken",
    `Cannot start PostgreSQL: ${reason.replace(/^.*?(FATAL|PANIC):\s*/, "")} (see ${logFile})`,
    "If the data cannot be repaired, start over: npm start -- --reset",
  );
}

function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => server.kill("SIGQUIT"), 10_000);
    server.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    server.kill("SIGINT"); // fast shutdown: ends sessions, writes a checkpoint
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
