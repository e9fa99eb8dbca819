/** The app of a webhook door: one route for its provider. No key of ours is asked for, the signature is what counts. */
import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import type { DatabaseClient } from "../adapters/supabase/call-worker.ts";
import { createWebhookInbox } from "../adapters/supabase/webhook-inbox.ts";
import { log } from "../log.ts";
import { notFound, onError } from "./problem.ts";
import { receiveWebhook, type WebhookDoor } from "./webhook-door.ts";

export function createWebhookApp(name: string, door: WebhookDoor): Hono {
  const app = new Hono().basePath(`/${name}`);
  app.onError(onError);
  app.notFound(notFound);
  app.all("/", withSupabase({ auth: "none" }), (context) => {
    const client = context.var.supabaseContext.supabaseAdmin as unknown as DatabaseClient;
    return receiveWebhook(context.req.raw, door, createWebhookInbox(client), log);
  });
  return app;
}
