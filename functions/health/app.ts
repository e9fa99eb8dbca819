import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import type { DatabaseClient } from "../_shared/adapters/supabase/call-worker.ts";
import { readHealth } from "../_shared/adapters/supabase/read-health.ts";
import { modelSettings } from "../_shared/deps/model-settings.ts";
import { notFound, onError, problem } from "../_shared/http/problem.ts";

export const app = new Hono().basePath("/health");
app.onError(onError);
app.notFound(notFound);

/** For load balancers and `npm start`: 200 when requests and jobs can be served, and nothing a stranger could use. */
app.get("/", withSupabase({ auth: "none" }), async (context) => {
  const client = context.var.supabaseContext.supabaseAdmin as unknown as DatabaseClient;
  const health = await readHealth(client).catch(() => null);
  if (!health?.is_configured) throw problem("not_ready");
  return context.json({ status: "ok" });
});

/** For operators, with a secret key: how the work flows, and what needs them. */
app.get("/details", withSupabase({ auth: "secret:*" }), async (context) => {
  const client = context.var.supabaseContext.supabaseAdmin as unknown as DatabaseClient;
  return context.json({ ...await readHealth(client), ai: modelSettings(new Date()) });
});
