import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres from "postgres";
import type { LocalDatabase } from "./local-database.ts";

/** A database behind a connection string. `stopServer` ends the server, when it is ours. */
export function openServerDatabase(
  engine: "external" | "postgres",
  url: string,
  stopServer: () => Promise<void> = () => Promise.resolve(),
): LocalDatabase {
  const onnotice = () => {};
  const sql = postgres(url, { max: 4, onnotice, idle_timeout: 60 });
  const connection = createPostgresConnection({ url, postgresOptions: { onnotice, max: 16 } });
  return {
    engine,
    url,
    connection,
    serially: (work) => work(),
    query: async <Row>(text: string, values: unknown[] = []) =>
      await sql.unsafe(text, values as never[]) as unknown as Row[],
    run: async (script) => {
      await sql.unsafe(script).simple();
    },
    listen: async (channel, onNotice) => {
      await sql.listen(channel, onNotice);
    },
    async stop() {
      await Promise.allSettled([connection.close(), sql.end({ timeout: 2 })]);
      await stopServer();
    },
  };
}
