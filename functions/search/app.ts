import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import { z } from "zod";
import type { DatabaseClient } from "../_shared/adapters/supabase/call-worker.ts";
import { createEmbeddingLedger } from "../_shared/adapters/supabase/embedding-ledger.ts";
import { createMemorySearch } from "../_shared/adapters/supabase/vector-store.ts";
import { searchMemory } from "../_shared/ai/search-memory.ts";
import { embedder } from "../_shared/deps/models.ts";
import { browserCors } from "../_shared/http/browser-cors.ts";
import { OBJECT_TYPES } from "../_shared/ports/vector-store.ts";
import { notFound, onError, problem } from "../_shared/http/problem.ts";
import { readJsonBody } from "../_shared/http/validate.ts";

const moment = z.iso.datetime({ offset: true });
const body = z.object({
  workspace_id: z.guid(),
  query: z.string().trim().min(1).max(2_000),
  /** hybrid: by meaning, words and names together. */
  mode: z.enum(["hybrid", "semantic", "words"]).default("hybrid"),
  object_types: z.array(z.enum(OBJECT_TYPES)).min(1).optional(),
  from_at: moment.optional(),
  until_at: moment.optional(),
  connection_ids: z.array(z.guid()).min(1).max(100).optional(),
  max_count: z.int().min(1).max(100).default(10),
});

export const app = new Hono().basePath("/search");
app.onError(onError);
app.notFound(notFound);
app.use(browserCors);

app.post("/", withSupabase({ auth: "user" }), async (context) => {
  const { supabase, supabaseAdmin, userClaims } = context.var.supabaseContext;
  const asked = await readJsonBody(context.req.raw, body, 64 * 1024);
  // Whether there is a budget, and what is left of it, is told to members only.
  const { data: workspace } = await supabase.from("workspaces").select("id")
    .eq("id", asked.workspace_id).maybeSingle();
  if (!workspace) throw problem("workspace_not_found");
  // As the person: what they may not read is neither found nor counted.
  const memory = createMemorySearch(supabase as unknown as DatabaseClient);
  const ledger = createEmbeddingLedger(
    supabaseAdmin as unknown as DatabaseClient,
    () => new Date(),
  );
  const asker = { userId: userClaims!.id, workspaceId: asked.workspace_id };
  return context.json(await searchMemory(asked, asker, { memory, ledger, embedder: embedder() }));
});
