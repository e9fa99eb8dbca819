import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { LocalDatabase } from "./local-database.ts";
import { migrate, seed } from "./migrate.ts";
import { type DatabaseOptions, dataFolder, openDatabase } from "./open-database.ts";
import { provisionDatabase } from "./provision.ts";
import { findSnapshot } from "./snapshot.ts";

export interface PrepareOptions extends DatabaseOptions {
  seed: boolean;
  snapshot: boolean;
  /** Whether the data is removed when the stack stops. */
  isTemporary: boolean;
}

/**
 * Opens the stack's database with roles, auth schema, migrations and (if wanted) the seeds. Adds to `endings` what
 * undoes it.
 */
export async function prepareDatabase(
  options: PrepareOptions,
  endings: (() => Promise<unknown>)[],
): Promise<LocalDatabase> {
  const { root, dataDir, log } = options;
  if (options.isTemporary) {
    endings.push(() => rm(dataFolder(dataDir, "postgres"), { recursive: true, force: true }));
  }
  if (options.snapshot) {
    const copied = await openFromSnapshot(options);
    if (copied) {
      endings.push(copied.stop);
      return copied;
    }
  }
  let database = await openDatabase(options);
  const ending = () => database.stop();
  endings.push(ending);
  await provisionDatabase(database);
  log("Applying migrations");
  await migrate(root, database);
  if (options.seed) await seed(root, database);

  if (options.snapshot && database.engine !== "external") {
    const snapshot = await findSnapshot(root, database.engine, seedFolders(options));
    const { engine } = database;
    await database.stop(); // only the files of a stopped server are whole
    await snapshot.makeFrom(dataFolder(dataDir, engine)).catch((error) => log(error.message));
    database = await openDatabase({ ...options, engine });
  }
  return database;
}

/** Copies the golden data folder of an engine, if this stack is new and there is one. */
async function openFromSnapshot(options: PrepareOptions): Promise<LocalDatabase | null> {
  const { root, dataDir, engine, externalUrl } = options;
  if (engine === "external" || (engine === "auto" && externalUrl)) return null;
  for (const one of engine === "auto" ? ["postgres", "pglite"] as const : [engine]) {
    const folder = dataFolder(dataDir, one);
    if (existsSync(folder)) return null;
    const snapshot = await findSnapshot(root, one, seedFolders(options));
    if (!snapshot.exists()) continue;
    try {
      await snapshot.copyTo(folder);
    } catch {
      return null; // another process may have cleared it away meanwhile
    }
    return await openDatabase({ ...options, engine: one });
  }
  return null;
}

function seedFolders(options: PrepareOptions): string[] {
  return options.seed ? ["seed"] : [];
}
