/** The app of a webhook door: one route for its provider. No key of ours is asked for, the signature is what counts. */
import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import type { DatabaseClient } from "../adapters/supabase/call-worker.ts";
import { createWebhookInbox } from "../adapters/supabase/webhook-inbox.ts";
import { log } from "../log.ts";
import { notFound, onError } from "./problem.ts";
import { receiveWebhook, type WebhookDoor } from "./webhook-door.ts";

/** `door` is made for each request where verifying needs the database. */
export function createWebhookApp(
  name: string,
  door: WebhookDoor | ((client: DatabaseClient) => WebhookDoor),
): Hono {
  const app = new Hono().basePath(`/${name}`);
  app.onError(onError);
  app.notFound(notFound);
  app.all("/", withSupabase({ auth: "none" }), (context) => {
    const client = context.var.supabaseContext.supabaseAdmin as unknown as DatabaseClient;
    const opened = typeof door === "function" ? door(client) : door;
    return receiveWebhook(context.req.raw, opened, createWebhookInbox(client), log);
  });
  return app;
}
