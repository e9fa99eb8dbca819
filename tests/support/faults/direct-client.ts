/**
 * Replaces: PostgREST between a worker and the schema `worker`. The adapters of the product run unchanged on it; the calls go
 * over one pool of PostgreSQL connections, as the role `service_role`.
 */
import type { Sql } from "postgres";
import type { DatabaseClient } from "../../../functions/_shared/adapters/supabase/call-worker.ts";
import { openLanes } from "./lanes.ts";

interface Signature {
  isSet: boolean;
  isVoid: boolean;
  types: Map<string, string>;
}

export interface WorkerAnswer {
  data: unknown;
  error: { code: string; message: string } | null;
}

/** Calls a function of the schema `worker`; never rejects. */
export type WorkerRpc = (name: string, args: Record<string, unknown>) => Promise<WorkerAnswer>;

export function directClient(url: string, statementTimeoutMs = 0): DatabaseClient {
  const rpc = directRpc(url, statementTimeoutMs);
  return { schema: () => ({ rpc }) } as unknown as DatabaseClient;
}

/** `statementTimeoutMs`: the server gives up a statement after this; 0 is never. */
export function directRpc(url: string, statementTimeoutMs = 0): WorkerRpc {
  const lanes = openLanes(url, { role: "service_role", statement_timeout: statementTimeoutMs });
  let signatures: Map<string, Signature> | null = null;

  return async (name, args) => {
    try {
      signatures ??= await lanes.run(readSignatures);
      const signature = signatures.get(name);
      if (!signature) throw new Error(`worker.${name} does not exist`);
      const names = Object.keys(args).filter((key) => args[key] !== undefined);
      // as text, as PostgREST has it: the driver would cut moments to milliseconds
      const list = names.map((key, index) =>
        `"${key}" => $${index + 1}::text::${signature.types.get(key)}`
      );
      const rows = await lanes.run((sql) =>
        sql.unsafe(
          `select to_jsonb(answer) as answer from worker."${name}"(${list.join(", ")}) answer`,
          names.map((key) => toText(args[key], signature.types.get(key)!)) as never[],
          { prepare: true },
        )
      );
      const data = rows.map((row) => row.answer);
      if (signature.isVoid) return { data: null, error: null };
      return { data: signature.isSet ? data : data[0] ?? null, error: null };
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      return { data: null, error: { code: code ?? "", message } };
    }
  };
}

function toText(value: unknown, type: string): string | null {
  if (value === null) return null;
  if (type.startsWith("json")) return JSON.stringify(value);
  if (Array.isArray(value) && type.endsWith("[]")) return `{${value.map(toElement).join(",")}}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function toElement(value: unknown): string {
  return value === null ? "NULL" : `"${String(value).replace(/[\\"]/g, "\\$&")}"`;
}

async function readSignatures(sql: Sql): Promise<Map<string, Signature>> {
  const rows = await sql`
    select proname as name, proretset as is_set, prorettype = 'void'::regtype as is_void, to_jsonb(proargnames) as names,
      (select coalesce(jsonb_agg(format_type(t.type, null) order by place), '[]')
        from unnest(proargtypes) with ordinality t (type, place)) as types
    from pg_catalog.pg_proc where pronamespace = 'worker'::regnamespace`;
  return new Map(rows.map((row) => [row.name, {
    isSet: row.is_set,
    isVoid: row.is_void,
    types: new Map(
      (row.types as string[]).map((type, index) => [(row.names as string[])[index]!, type]),
    ),
  }]));
}
