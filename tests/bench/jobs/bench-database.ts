/** A private PostgreSQL 17 of a benchmark's own, with every migration and with fsync on. */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../../../scripts/local/postgres.ts";
import { provisionUrl } from "../../../scripts/local/provision.ts";
import { reachableFolder } from "../../../scripts/local/unprivileged.ts";

const repository = join(import.meta.dirname, "../../..");

export interface BenchDatabase {
  url: string;
  version: string;
  /** A pool of `max` connections whose losses are not errors of the process. */
  pool(max: number): pg.Pool;
  /** Ends and starts the server with the same data and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBenchDatabase(
  name = "jobs",
  more: Record<string, string> = {},
): Promise<BenchDatabase> {
  const dataDir = reachableFolder(join(repository, ".local/bench", name));
  await rm(dataDir, { recursive: true, force: true });
  const settings = { "cron.launch_active_jobs": "off", "fsync": "on", ...more };
  let server = await startPostgres({ dataDir, port: 0, settings });
  const port = Number(new URL(server.url).port);
  await provisionUrl(server.url);
  const pools = new Set<pg.Pool>();
  const pool = (max: number) => {
    const made = new pg.Pool({ connectionString: server.url, max });
    made.on("error", () => {}); // an idle connection that the server ended; the next query opens another
    pools.add(made);
    return made;
  };
  const admin = pool(1);
  const folder = join(repository, "migrations");
  for (const name of (await readdir(folder)).filter((it) => it.endsWith(".sql")).sort()) {
    await admin.query("begin");
    await admin.query(await readFile(join(folder, name), "utf8"));
    await admin.query("commit");
  }
  const { rows } = await admin.query("show server_version");
  return {
    url: server.url,
    version: rows[0].server_version,
    pool,
    async restart() {
      await server.stop();
      server = await startPostgres({ dataDir, port, settings });
    },
    async stop() {
      await Promise.all([...pools].map((each) => each.ended ? null : each.end().catch(() => {})));
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
