/**
 * Replaces: Postgres, on machines that can have neither Docker nor Debian packages. PostgreSQL 17 as
 * WebAssembly inside this process (the copy @supabase/lite carries). Never deployed.
 *
 * It is one session: a request inside its transaction shares it with everybody else's statements,
 * role included, and lite does not queue. So every use goes through one queue here.
 */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import { uuid_ossp } from "@electric-sql/pglite/contrib/uuid_ossp";
import { pgtap } from "@electric-sql/pglite/pgtap";
import { vector } from "@electric-sql/pglite/vector";
import { createPgliteConnection } from "@supabase/lite/pglite";
import type { LocalDatabase } from "./local-database.ts";
import { packStandInExtensions } from "./pglite-extensions.ts";
import { StackError } from "./stack-error.ts";

/** Throws StackError `data_folder_broken` when the folder's data cannot be read. */
export async function openPglite(dataDir: string, cacheDir: string): Promise<LocalDatabase> {
  await mkdir(dirname(dataDir), { recursive: true });
  const own = await packStandInExtensions(cacheDir);
  const connection = await createPgliteConnection({
    url: dataDir,
    pgliteOptions: {
      relaxedDurability: false,
      extensions: {
        btree_gin,
        btree_gist,
        citext,
        pg_trgm,
        pgtap,
        unaccent,
        uuid_ossp,
        vector,
        ...own,
      },
    },
  });
  const pglite = connection.driver;
  try {
    await pglite.waitReady;
    // What `alter database` in roles.sql gives each new session; here there is only this one.
    await pglite.exec('set search_path = "$user", public, extensions');
  } catch (cause) {
    throw new StackError(
      "data_folder_broken",
      `Cannot start PGlite: ${dataDir} does not hold readable data`,
      "Start over with an empty one: npm start -- --reset",
      { cause },
    );
  }
  let tail: Promise<unknown> = Promise.resolve();
  const serially = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work, work);
    tail = result.catch(() => {});
    return result;
  };
  return {
    engine: "pglite",
    url: null,
    connection,
    serially,
    query: <Row>(text: string, values: unknown[] = []) =>
      serially(async () => (await pglite.query<Row>(text, values)).rows),
    run: (script) =>
      serially(async () => {
        try {
          await pglite.exec(script);
        } catch (error) {
          // A script that opened a transaction must not leave it open for whoever comes next.
          await pglite.exec("rollback");
          throw error;
        }
      }),
    listen: async (channel, onNotice) => {
      await pglite.listen(channel, onNotice);
    },
    stop: () => serially(() => connection.close()),
  };
}
