/**
 * Replaces: PostgREST between a worker and the schema `worker`. The adapters of the product run unchanged on it; the calls go
 * over one pool of PostgreSQL connections, as the role `service_role`.
 */
import type { Sql } from "postgres";
import type { DatabaseClient } from "../../../functions/_shared/adapters/supabase/call-worker.ts";
import { openLanes } from "./lanes.ts";

interface Signature {
  isSet: boolean;
  types: Map<string, string>;
}

/** `statementTimeoutMs`: the server gives up a statement after this; 0 is never. */
export function directClient(url: string, statementTimeoutMs = 0): DatabaseClient {
  const lanes = openLanes(url, { role: "service_role", statement_timeout: statementTimeoutMs });
  let signatures: Map<string, Signature> | null = null;

  async function rpc(name: string, args: Record<string, unknown>) {
    try {
      signatures ??= await lanes.run(readSignatures);
      const signature = signatures.get(name);
      if (!signature) throw new Error(`worker.${name} does not exist`);
      const names = Object.keys(args);
      const list = names.map((key, index) =>
        `"${key}" => $${index + 1}::${signature.types.get(key)}`
      );
      const rows = await lanes.run((sql) =>
        sql.unsafe(
          `select to_jsonb(answer) as answer from worker."${name}"(${list.join(", ")}) answer`,
          names.map((key) => toParameter(args[key], signature.types.get(key))) as never[],
          { prepare: true },
        )
      );
      const data = rows.map((row) => row.answer);
      return { data: signature.isSet ? data : data[0] ?? null, error: null };
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      return { data: null, error: { code: code ?? "", message } };
    }
  }

  return { schema: () => ({ rpc }) } as unknown as DatabaseClient;
}

/** Arrays of ids, which the driver cannot write without having fetched the types. */
function toParameter(value: unknown, type: string | undefined): unknown {
  return Array.isArray(value) && type?.endsWith("[]") ? `{${value.join(",")}}` : value;
}

async function readSignatures(sql: Sql): Promise<Map<string, Signature>> {
  const rows = await sql`
    select proname as name, proretset as is_set, to_jsonb(proargnames) as names,
      (select coalesce(jsonb_agg(format_type(t.type, null) order by place), '[]')
        from unnest(proargtypes) with ordinality t (type, place)) as types
    from pg_catalog.pg_proc where pronamespace = 'worker'::regnamespace`;
  return new Map(rows.map((row) => [row.name, {
    isSet: row.is_set,
    types: new Map(
      (row.types as string[]).map((type, index) => [(row.names as string[])[index]!, type]),
    ),
  }]));
}
