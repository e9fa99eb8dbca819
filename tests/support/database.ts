/** A private PostgreSQL 17 with every migration and the helpers of pgtap.sql, for one test file. */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { stopLeftoverServer } from "../../scripts/local/leftover-server.ts";
import { startPostgres } from "../../scripts/local/postgres.ts";
import { provisionUrl } from "../../scripts/local/provision.ts";
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

export interface TestDatabaseOptions {
  /** Before any migration, as superuser. */
  prepare?: (url: string) => Promise<void>;
}

/**
 * Starts a database of its own in about three seconds. Schedules are installed but do not run: a
 * test calls the function of a schedule with the moment it means.
 *
 * Throws Error with file, line and message when a migration fails; StackError when there is no
 * server.
 */
export async function startTestDatabase(
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  await removeLeftovers();
  const dataDir = join(folder, `${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
  const server = await startPostgres({
    dataDir,
    port: 0,
    settings: {
      "fsync": "off", // the data is thrown away
      "synchronous_commit": "off",
      "full_page_writes": "off",
      "cron.launch_active_jobs": "off",
    },
  });
  const sql = postgres(server.url, { max: 8, onnotice: () => {} });
  const stop = async () => {
    await sql.end({ timeout: 2 });
    await server.stop();
    await removeData(dataDir);
  };
  try {
    await options.prepare?.(server.url);
    await provisionUrl(server.url);
    const migrations = join(repository, "migrations");
    const names = (await readdir(migrations)).filter((name) => name.endsWith(".sql")).sort();
    for (const name of names) await applyFile(sql, join(migrations, name));
    await applyFile(sql, join(import.meta.dirname, "pgtap.sql"));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, sql, programs: server.programs, stop };
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
