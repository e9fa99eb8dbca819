import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createLite } from "./lite.ts";
import type { LocalDatabase } from "./local-database.ts";
import { openServerDatabase } from "./server-database.ts";

/**
 * Gives a plain PostgreSQL what a hosted Supabase project is born with: the roles, schema
 * `extensions`, default rights, pgcrypto and Vault (roles.sql), then schema `auth` and the
 * CLI's migration history as @supabase/lite makes them, with hosted's auth.uid() and friends
 * (auth-functions.sql). May be repeated.
 */
export async function provisionDatabase(database: LocalDatabase): Promise<void> {
  await database.run(await readFile(join(import.meta.dirname, "roles.sql"), "utf8"));
  // No requests are answered by this app, so its keys are never used.
  const app = createLite(database.connection, {
    jwtSecret: "-",
    publishableKey: "-",
    secretKey: "-",
  });
  await database.serially(() => app.ensureSystemSchema());
  await database.run(await readFile(join(import.meta.dirname, "auth-functions.sql"), "utf8"));
}

/** The same for a connection string. */
export async function provisionUrl(url: string): Promise<void> {
  const database = openServerDatabase("postgres", url);
  try {
    await provisionDatabase(database);
  } finally {
    await database.stop();
  }
}
