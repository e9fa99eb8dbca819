/** The database of the matrix: seeded once for a test file, undone with it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TransactionSql } from "postgres";
import { startTestDatabase } from "../../support/database.ts";

/** Runs `use` inside one transaction of a fresh database that holds the world of seed.sql. */
export async function inTheWorld<T>(use: (sql: TransactionSql) => Promise<T>): Promise<T> {
  const database = await startTestDatabase();
  try {
    return await database.sql.begin(async (sql) => {
      await sql.unsafe(await readFile(join(import.meta.dirname, "seed.sql"), "utf8")).simple();
      return await use(sql);
    }) as T;
  } finally {
    await database.stop();
  }
}
