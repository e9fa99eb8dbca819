/**
 * Connecting an account takes three steps: `start` (the app asks, with the person's token) answers where to send the browser;
 * `callback` (the provider sends the browser back, without any token) passes the answer on to the app, sealed; `finish` (the app
 * brings it, with the person's token) uses it.
 *
 * Why not link in the callback: a browser that comes back from the provider proves nothing about who sits there. Somebody could
 * start, forward the provider's link, and have another person's mailbox in their own account. So nothing is exchanged or linked
 * before the person who is signed in to the app turns out to be the one who started.
 */
import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import { z } from "zod";
import type { DatabaseClient } from "../_shared/adapters/supabase/call-worker.ts";
import { connectPorts } from "../_shared/deps/connect.ts";
import { browserCors } from "../_shared/http/browser-cors.ts";
import { notFound, onError } from "../_shared/http/problem.ts";
import { readJsonBody } from "../_shared/http/validate.ts";
import { answerCallback } from "./answer-callback.ts";
import { finishGoogle } from "./finish-google.ts";
import { setGoogleClient } from "./set-google-client.ts";
import { startGoogle } from "./start-google.ts";

const MAX_BODY_BYTES = 16 * 1024;

const startBody = z.object({
  workspace_id: z.guid(),
  features: z.array(z.enum(["mail", "calendar"])).min(1).max(2),
  redirect_to: z.string().max(2000),
  /** Connects this one again. */
  connection_id: z.guid().optional(),
  /** Address to offer first. */
  login_hint: z.string().max(254).optional(),
});
const finishBody = z.object({ ticket: z.string().min(1).max(8000) });
const clientBody = z.object({
  workspace_id: z.guid(),
  client_id: z.string().min(1).max(255),
  client_secret: z.string().min(1).max(255),
});

export const app = new Hono().basePath("/connect");
app.onError(onError);
app.notFound(notFound);
app.use(browserCors);

app.get("/google/callback", withSupabase({ auth: "none" }), async (context) => {
  const { supabaseAdmin } = context.var.supabaseContext;
  const ports = connectPorts(supabaseAdmin as unknown as DatabaseClient);
  // 303, so that the browser never repeats anything but a GET
  return context.redirect(await answerCallback(ports, new URL(context.req.url).searchParams), 303);
});

app.post("/google/start", withSupabase({ auth: "user" }), async (context) => {
  const { supabaseAdmin, userClaims } = context.var.supabaseContext;
  const body = await readJsonBody(context.req.raw, startBody, MAX_BODY_BYTES);
  const ports = connectPorts(supabaseAdmin as unknown as DatabaseClient);
  return context.json({ url: await startGoogle(ports, userClaims!.id, body) });
});

app.post("/google/finish", withSupabase({ auth: "user" }), async (context) => {
  const { supabaseAdmin, userClaims } = context.var.supabaseContext;
  const { ticket } = await readJsonBody(context.req.raw, finishBody, MAX_BODY_BYTES);
  const ports = connectPorts(supabaseAdmin as unknown as DatabaseClient);
  return context.json({ connection_id: await finishGoogle(ports, userClaims!.id, ticket) });
});

app.post("/google/client", withSupabase({ auth: "user" }), async (context) => {
  const { supabaseAdmin, userClaims } = context.var.supabaseContext;
  const body = await readJsonBody(context.req.raw, clientBody, MAX_BODY_BYTES);
  const ports = connectPorts(supabaseAdmin as unknown as DatabaseClient);
  await setGoogleClient(ports, userClaims!.id, body);
  return context.json({ client_id: body.client_id });
});
