/** Calls a function of the `worker` schema and checks what it answers. */
import type { SupabaseClient } from "@supabase/supabase-js";
import type { z } from "zod";
import type { Database } from "../../database.types.ts";

export type DatabaseClient = SupabaseClient<Database>;
type WorkerFunctions = Database["worker"]["Functions"];

export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  /** The slug of a catalogued problem, else the SQLSTATE. */
  readonly slug: string;

  constructor(operation: string, code: string, message: string) {
    // A message of the database can quote a row; only our own slugs are passed on.
    const slug = code.startsWith("PT") ? message : `sqlstate_${code || "unknown"}`;
    super(`Cannot call worker.${operation}: ${slug}`);
    this.slug = slug;
  }
}

/** @throws {DatabaseError} when the database refuses, ZodError when it answers in another form */
export async function callWorker<Name extends keyof WorkerFunctions & string, T>(
  client: DatabaseClient,
  name: Name,
  args: WorkerFunctions[Name]["Args"],
  schema: z.ZodType<T>,
): Promise<T> {
  const { data, error } = await client.schema("worker").rpc(name, args as never);
  if (error) throw new DatabaseError(name, error.code, error.message);
  return schema.parse(data);
}
