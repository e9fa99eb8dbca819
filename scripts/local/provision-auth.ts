import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { createLite } from "./lite.ts";

/**
 * Makes schema `auth` and the CLI's migration history as @supabase/lite has them, with hosted's
 * auth.uid() and friends. Needs the roles of provision-roles.ts. May be repeated.
 */
export async function provisionAuth(url: string): Promise<void> {
  const connection = createPostgresConnection({ url, postgresOptions: { onnotice: () => {} } });
  try {
    // No requests are answered here, so the keys are never used.
    const app = createLite(connection, { jwtSecret: "-", publishableKey: "-", secretKey: "-" });
    await app.ensureSystemSchema();
    await connection.driver.unsafe(
      await readFile(join(import.meta.dirname, "auth-functions.sql"), "utf8"),
    );
  } finally {
    await connection.close();
  }
}
