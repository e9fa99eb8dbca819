import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { migrateUp } from "../db.ts";
import type { LocalDatabase } from "./local-database.ts";
import { StackError } from "./stack-error.ts";

/** Applies the migrations the database does not have: by the Supabase CLI, where it can connect. */
export async function migrate(root: string, database: LocalDatabase): Promise<void> {
  if ((await sqlFiles(join(root, "migrations"))).length === 0) return;
  if (database.url) return await migrateUp(database.url);
  await migrateInProcess(join(root, "migrations"), database);
}

/** Runs the seed files the database does not have, in the order of their names. */
export async function seed(root: string, database: LocalDatabase): Promise<void> {
  for (const name of await sqlFiles(join(root, "seed"))) {
    const path = `seed/${name}`;
    const [done] = await database.query(
      "select from supabase_migrations.seed_files where path = $1",
      [path],
    );
    if (done) continue;
    const script = await readFile(join(root, path), "utf8");
    await applyFile(database, path, script, "seed_failed");
    await database.query(
      "insert into supabase_migrations.seed_files (path, hash) values ($1, md5($2))",
      [path, script],
    );
  }
}

/**
 * PGlite is one session inside this process, so the CLI cannot connect: the same files in the same
 * order, one transaction each, recorded where the CLI records them.
 */
async function migrateInProcess(folder: string, database: LocalDatabase): Promise<void> {
  const applied = await database.query<{ version: string }>(
    "select version from supabase_migrations.schema_migrations",
  );
  for (const name of await sqlFiles(folder)) {
    const [, version, title] = /^(\d+)_(.*)\.sql$/.exec(name) ?? [];
    if (!version || applied.some((row) => row.version === version)) continue;
    const script = await readFile(join(folder, name), "utf8");
    await applyFile(database, `migrations/${name}`, script, "migration_failed");
    await database.query(
      "insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)",
      [version, title, [script]],
    );
  }
}

async function applyFile(
  database: LocalDatabase,
  path: string,
  script: string,
  slug: string,
): Promise<void> {
  try {
    await database.run(script); // one simple query is one transaction
  } catch (cause) {
    const { message, detail } = cause as { message: string; detail?: string };
    throw new StackError(
      slug,
      `Cannot apply ${path}: ${message}${detail ? ` (${detail})` : ""}`,
      "Correct the file and run the command again",
      { cause },
    );
  }
}

async function sqlFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(".sql")).sort();
}
