import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres from "postgres";
import type { LocalDatabase } from "./local-database.ts";

/**
 * @supabase/lite hands jsonb arguments of rpc() over as text; the driver's own serializer would make a JSON string of that
 * text, where PostgREST passes the object.
 */
const asText = {
  serialize: (value: unknown) => typeof value === "string" ? value : JSON.stringify(value),
  parse: (text: string) => JSON.parse(text),
};
const types = {
  json: { to: 114, from: [114], ...asText },
  jsonb: { to: 3802, from: [3802], ...asText },
};

/** A database behind a connection string. `stopServer` ends the server, when it is ours. */
export function openServerDatabase(
  engine: "external" | "postgres",
  url: string,
  stopServer: () => Promise<void> = () => Promise.resolve(),
): LocalDatabase {
  const onnotice = () => {};
  const sql = postgres(url, { max: 4, onnotice, idle_timeout: 60 });
  const connection = createPostgresConnection({
    url,
    postgresOptions: { onnotice, max: 16, types },
  });
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
      // lite's pool waits without end for a session that was busy when its caller went; the server's end is its end too
      await Promise.race([
        Promise.allSettled([connection.close(), sql.end({ timeout: 2 })]),
        new Promise((resolve) => setTimeout(resolve, 3_000)),
      ]);
      await stopServer();
    },
  };
}
