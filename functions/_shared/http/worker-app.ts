/**
 * The door of a worker: rung by the database with the key named `worker`, it answers 202 at once and goes on. pg_net reads
 * no further batch before the slowest answer, so an answer must never wait for the work.
 */
import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import type { DatabaseClient } from "../adapters/supabase/call-worker.ts";
import { log } from "../log.ts";
import { notFound, onError } from "./problem.ts";

/** On the platform keeps the worker alive after the answer; see types/global.d.ts of supabase/edge-runtime. */
const runtime = globalThis as { EdgeRuntime?: { waitUntil(work: Promise<unknown>): void } };

export function createWorkerApp(
  name: string,
  run: (client: DatabaseClient) => Promise<number>,
): Hono {
  const app = new Hono().basePath(`/${name}`);
  app.onError(onError);
  app.notFound(notFound);
  app.post("/", withSupabase({ auth: "secret:worker" }), async (context) => {
    const client = context.var.supabaseContext.supabaseAdmin as unknown as DatabaseClient;
    const work = run(client).then(
      (count) => log("info", "run.finished", { function: name, item_count: count }),
      (error) =>
        log("error", "run.failed", { function: name, error_name: error?.name ?? "unknown" }),
    );
    if (runtime.EdgeRuntime) runtime.EdgeRuntime.waitUntil(work);
    else await work;
    return context.json({ accepted: true }, 202);
  });
  return app;
}
