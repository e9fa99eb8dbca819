import { readFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";

/**
 * Gives a plain PostgreSQL what a hosted Supabase project is born with (roles.sql): the roles, the
 * schema `extensions`, default rights, pgcrypto and Vault. May be repeated. Schema `auth` comes
 * from @supabase/lite.
 */
export async function provisionRoles(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(await readFile(join(import.meta.dirname, "roles.sql"), "utf8"));
  } finally {
    await sql.end();
  }
}
