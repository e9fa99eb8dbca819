import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import { z } from "zod";
import { readAttachmentPlace } from "../_shared/adapters/supabase/attachment-places.ts";
import type { DatabaseClient } from "../_shared/adapters/supabase/call-worker.ts";
import { gmailAttachments } from "../_shared/deps/gmail.ts";
import { browserCors } from "../_shared/http/browser-cors.ts";
import { downloadHeaders } from "../_shared/http/download-headers.ts";
import { notFound, onError, problem } from "../_shared/http/problem.ts";
import { readJsonBody } from "../_shared/http/validate.ts";
import { openAttachment } from "./open-attachment.ts";

const body = z.object({ attachment_id: z.guid() });

export const app = new Hono().basePath("/attachments");
app.onError(onError);
app.notFound(notFound);
app.use(browserCors);

app.post("/", withSupabase({ auth: "user" }), async (context) => {
  const { supabase, supabaseAdmin } = context.var.supabaseContext;
  const { attachment_id } = await readJsonBody(context.req.raw, body, 1024);
  // As the person, twice: a message the provider has deleted is hidden, the facts of its files are not.
  const person = supabase as unknown as DatabaseClient;
  const { data: seen } = await person.from("attachments").select("message_id")
    .eq("id", attachment_id).maybeSingle();
  const { data: message } = await person.from("messages").select("id")
    .eq("id", seen?.message_id ?? attachment_id).maybeSingle();
  if (!message) throw problem("attachment_not_found");
  const admin = supabaseAdmin as unknown as DatabaseClient;
  const place = await readAttachmentPlace(admin, attachment_id);
  if (!place) throw problem("attachment_not_found");
  const file = await openAttachment(attachment_id, place, gmailAttachments(admin));
  return new Response(file.bytes, { headers: downloadHeaders(file.name, file.type) });
});
