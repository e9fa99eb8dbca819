/** A private PostgreSQL 17 with every migration and the helpers of pgtap.sql, for one test file. */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { stopLeftoverServer } from "../../scripts/local/leftover-server.ts";
import { startPostgres } from "../../scripts/local/postgres.ts";
import { provisionUrl } from "../../scripts/local/provision.ts";
import { findSnapshot } from "../../scripts/local/snapshot.ts";
import { reachableFolder } from "../../scripts/local/unprivileged.ts";

export interface TestDatabase {
  /** Connection string of the superuser `postgres`. */
  url: string;
  /** A pool of at most eight connections as `postgres`. */
  sql: postgres.Sql;
  /** Folder of psql and the other programs of the server. */
  programs: string;
  /** Closes the pool, ends the server and removes its data. */
  stop(): Promise<void>;
}

const repository = join(import.meta.dirname, "../..");
const folder = join(repository, ".local/tests");

/**
 * Starts a database of its own in about a second: a copy of one that was made for the first test. Schedules are installed but do
 * not run: a test calls the function of a schedule with the moment it means.
 *
 * `first` is a folder whose SQL is applied before the migrations.
 *
 * Throws Error with file, line and message when a migration fails; StackError when there is no
 * server.
 */
export async function startTestDatabase(options: { first?: string } = {}): Promise<TestDatabase> {
  await removeLeftovers();
  const dataDir = join(folder, `${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
  const snapshot = await findSnapshot(repository, "postgres", [
    "tests/support",
    ...(options.first ? [options.first] : []),
  ]);
  const isCopied = snapshot.exists() &&
    await snapshot.copyTo(reachableFolder(dataDir)).then(() => true, () => false);
  if (!isCopied) {
    const made = await startServer(dataDir);
    try {
      await fill(made.url, options.first);
    } catch (error) {
      await made.stop();
      await removeData(dataDir);
      throw error;
    }
    await made.stop(); // only the files of a stopped server are whole
    await snapshot.makeFrom(reachableFolder(dataDir));
  }
  const server = await startServer(dataDir);
  const sql = postgres(server.url, { max: 8, onnotice: () => {} });
  return {
    url: server.url,
    sql,
    programs: server.programs,
    async stop() {
      await sql.end({ timeout: 2 });
      await server.stop();
      await removeData(dataDir);
    },
  };
}

function startServer(dataDir: string) {
  return startPostgres({
    dataDir,
    port: 0,
    settings: {
      "fsync": "off", // the data is thrown away
      "synchronous_commit": "off",
      "full_page_writes": "off",
      "cron.launch_active_jobs": "off",
    },
  });
}

async function fill(url: string, first: string | undefined): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    if (first) await applyFolder(sql, join(repository, first));
    await provisionUrl(url);
    await applyFolder(sql, join(repository, "migrations"));
    await applyFile(sql, join(import.meta.dirname, "pgtap.sql"));
  } finally {
    await sql.end({ timeout: 2 });
  }
}

async function applyFolder(sql: postgres.Sql, path: string): Promise<void> {
  const names = (await readdir(path)).filter((name) => name.endsWith(".sql")).sort();
  for (const name of names) await applyFile(sql, join(path, name));
}

async function applyFile(sql: postgres.Sql, path: string): Promise<void> {
  const script = await readFile(path, "utf8");
  try {
    await sql.begin((transaction) => transaction.unsafe(script).simple());
  } catch (cause) {
    const { message, position } = cause as { message: string; position?: string };
    const line = position ? `:${script.slice(0, Number(position)).split("\n").length}` : "";
    throw new Error(`Cannot apply ${path}${line}: ${message}`, { cause });
  }
}

/** A test run that was killed leaves its server running; the next run ends it. */
async function removeLeftovers(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => /^\d+-[0-9a-f]{8}$/.test(name));
  for (const name of names.filter((name) => !isAlive(Number(name.split("-")[0])))) {
    await stopLeftoverServer(reachableFolder(join(folder, name)));
    await removeData(join(folder, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function removeData(dataDir: string): Promise<void> {
  for (const path of [dataDir, reachableFolder(dataDir)]) {
    await rm(path, { recursive: true, force: true });
    await rm(`${path}.log`, { force: true });
  }
}
