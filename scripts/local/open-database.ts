import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openExternalDatabase } from "./external-database.ts";
import type { Engine, LocalDatabase } from "./local-database.ts";
import { openPglite } from "./pglite-database.ts";
import { startPostgres } from "./postgres.ts";
import { openServerDatabase } from "./server-database.ts";
import { StackError } from "./stack-error.ts";
import { reachableFolder } from "./unprivileged.ts";

export interface DatabaseOptions {
  root: string;
  /** Holds `postgres-data` or `pglite-data`. */
  dataDir: string;
  /** "postgres" and "pglite" are final; "auto" takes what this machine can have. */
  engine: Engine | "auto";
  /** Connection string for the engine "external". */
  externalUrl?: string | undefined;
  /** TCP port of a private PostgreSQL, or 0 for any. */
  port: number;
  /** Whether pg_cron runs its jobs. */
  cron: boolean;
  log: (line: string) => void;
}

/**
 * Opens the database of a stack. Without a choice: DATABASE_URL, else the engine that already has
 * data here, else a private PostgreSQL, else PGlite.
 */
export async function openDatabase(options: DatabaseOptions): Promise<LocalDatabase> {
  const engine = decideEngine(options);
  if (engine === "pglite" && options.engine === "auto") {
    options.log("Using PGlite, which has the data here (another engine: --engine=postgres)");
  }
  if (engine === "external") return await openExternalDatabase(options.externalUrl!);
  if (engine === "pglite") return await open("pglite", options);
  try {
    return await open("postgres", options);
  } catch (error) {
    const isUnavailable = error instanceof StackError && error.slug === "postgres_unavailable";
    if (options.engine !== "auto" || !isUnavailable) throw error;
    options.log(`${error.message}. Using PGlite instead`);
    return await open("pglite", options);
  }
}

function decideEngine({ engine, externalUrl, dataDir }: DatabaseOptions): Engine {
  if (engine !== "auto") return engine;
  if (externalUrl) return "external";
  const hasData = (one: "postgres" | "pglite") => existsSync(dataFolder(dataDir, one));
  return hasData("pglite") && !hasData("postgres") ? "pglite" : "postgres";
}

/** Where an engine keeps its data; outside `dataDir` if PostgreSQL's user could not reach it there. */
export function dataFolder(dataDir: string, engine: "postgres" | "pglite"): string {
  const wanted = join(dataDir, `${engine}-data`);
  return engine === "postgres" ? reachableFolder(wanted) : wanted;
}

/** Deletes the data of both engines. */
export async function removeData(dataDir: string): Promise<void> {
  for (const engine of ["postgres", "pglite"] as const) {
    const folder = dataFolder(dataDir, engine);
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}.log`, { force: true });
  }
}

async function open(
  engine: "postgres" | "pglite",
  options: DatabaseOptions,
): Promise<LocalDatabase> {
  const folder = dataFolder(options.dataDir, engine);
  if (engine === "pglite") {
    return await openPglite(folder, join(options.root, ".local/cache/pglite-extensions"));
  }
  const server = await startPostgres({
    dataDir: folder,
    port: options.port,
    root: options.root,
    log: options.log,
    settings: { "cron.launch_active_jobs": options.cron ? "on" : "off" },
  });
  return openServerDatabase("postgres", server.url, server.stop);
}
