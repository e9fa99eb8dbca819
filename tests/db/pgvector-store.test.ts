import { afterAll } from "vitest";
import type { Sql } from "postgres";
import type { DatabaseClient } from "../../functions/_shared/adapters/supabase/call-worker.ts";
import {
  createMemorySearch,
  createVectorStore,
} from "../../functions/_shared/adapters/supabase/vector-store.ts";
import { vectorStoreContract } from "../contract/vector-store.contract.ts";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";
import { directClient } from "../support/faults/direct-client.ts";

let database: TestDatabase;
afterAll(() => database?.stop());

/** Replaces: PostgREST between a person and `public`; each call is a transaction as that person. */
function clientOf(sql: Sql, person: string): DatabaseClient {
  const rpc = async (name: string, args: Record<string, unknown>) => {
    try {
      const data = await sql.begin(async (transaction) => {
        await transaction`select tests.become(${person})`;
        const list = Object.keys(args).map((key, at) => `${key} => $${at + 1}`).join(", ");
        return await transaction.unsafe(
          `select object_type, object_id, title, excerpt, happened_at::text, score, found_by from public.${name}(${list})`,
          Object.values(args) as never[],
        );
      });
      return { data, error: null };
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      return { data: null, error: { code: code ?? "", message } };
    }
  };
  return { rpc } as unknown as DatabaseClient;
}

vectorStoreContract("pgvector", async () => {
  database = await startTestDatabase();
  const { sql, url } = database;
  await sql`select tests.cast_of_acme()`;
  const [row] = await sql`select tests.id('acme') as acme, m.workspace_id as elsewhere
    from public.workspace_members m where m.user_id = tests.id('cy')`;
  return {
    store: createVectorStore(directClient(url)),
    acme: row!.acme,
    elsewhere: row!.elsewhere,
    async write(owner, title, body, isShared) {
      const [note] =
        await sql`insert into public.notes (workspace_id, owner_id, title, body, is_shared)
        values (${
          owner === "cy" ? row!.elsewhere : row!.acme
        }, tests.id(${owner}), ${title}, ${body}, ${isShared}) returning id`;
      return note!.id;
    },
    searchAs: (person) => createMemorySearch(clientOf(sql, person)),
  };
});
