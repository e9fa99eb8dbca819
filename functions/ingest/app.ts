import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import { z } from "zod";
import { createInbox } from "../_shared/adapters/supabase/inbox.ts";
import type { DatabaseClient } from "../_shared/adapters/supabase/call-worker.ts";
import { browserCors } from "../_shared/http/browser-cors.ts";
import { notFound, onError, problem } from "../_shared/http/problem.ts";
import { readJsonBody } from "../_shared/http/validate.ts";
import { ingestBatch } from "./ingest-batch.ts";

/** Fifty mails are about a tenth of a second of parsing; the platform allows two seconds of CPU a request. */
const body = z.object({
  connection_id: z.guid(),
  /** More of the same import follows. */
  has_more: z.boolean().default(false),
  messages: z.array(z.object({
    reference: z.string().min(1).max(1000),
    raw: z.base64(),
    /** Size of the original when the sender cut it. */
    byte_count: z.int().nonnegative().optional(),
  })).min(1).max(50),
});
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export const app = new Hono().basePath("/ingest");
app.onError(onError);
app.notFound(notFound);
app.use(browserCors);

app.post("/", withSupabase({ auth: "user" }), async (context) => {
  const { supabase, supabaseAdmin, userClaims } = context.var.supabaseContext;
  const batch = await readJsonBody(context.req.raw, body, MAX_BODY_BYTES);
  // Row level security answers for strangers; writing into a team-mate's shared mailbox is refused here.
  const { data: connection } = await supabase.from("connections")
    .select("id, own_addresses").eq("id", batch.connection_id).eq("owner_id", userClaims!.id)
    .maybeSingle();
  if (!connection) throw problem("connection_not_found");
  const inbox = createInbox(supabaseAdmin as unknown as DatabaseClient);
  const results = await ingestBatch(batch, connection, inbox, new Date());
  return context.json({ results });
});
