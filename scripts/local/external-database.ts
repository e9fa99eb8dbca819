import type { LocalDatabase } from "./local-database.ts";
import { openServerDatabase } from "./server-database.ts";
import { StackError } from "./stack-error.ts";

const wanted = ["pg_cron", "pg_net", "pgcrypto", "supabase_vault", "vector"];

/**
 * A PostgreSQL of the user's own (DATABASE_URL). Throws StackError `database_unreachable`,
 * `database_lacks_extensions`, or `database_is_supabase` where the stand-ins would get in the way
 * of the real thing.
 */
export async function openExternalDatabase(url: string): Promise<LocalDatabase> {
  const database = openServerDatabase("external", url);
  try {
    await check(database);
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function check(database: LocalDatabase): Promise<void> {
  const [found] = await database.query<{ names: string[]; is_supabase: boolean }>(
    `select array(select name from pg_available_extensions) as names,
      to_regclass('auth.schema_migrations') is not null as is_supabase`,
  ).catch((cause) => {
    throw new StackError(
      "database_unreachable",
      `Cannot reach the database of DATABASE_URL: ${cause.message || cause.code}`,
      "Correct DATABASE_URL, or remove it to use a private PostgreSQL",
      { cause },
    );
  });
  if (found!.is_supabase) {
    throw new StackError(
      "database_is_supabase",
      "Cannot start: DATABASE_URL is the database of a full Supabase, which needs no stand-ins",
      "Use supabase db push and supabase functions serve there, or remove DATABASE_URL",
    );
  }
  const missing = wanted.filter((name) => !found!.names.includes(name));
  if (missing.length > 0) {
    throw new StackError(
      "database_lacks_extensions",
      `Cannot start: the database of DATABASE_URL has no ${missing.join(", ")}`,
      "Install what is missing there, or remove DATABASE_URL to use a private PostgreSQL",
    );
  }
}
