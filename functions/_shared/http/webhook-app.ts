/** The app of a webhook door: one route for its provider. No key of ours is asked for, the signature is what counts. */
import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import type { DatabaseClient } from "../adapters/supabase/call-worker.ts";
import { createWebhookInbox } from "../adapters/supabase/webhook-inbox.ts";
import { log } from "../log.ts";
import { notFound, onError } from "./problem.ts";
import type { WebhookInbox } from "../ports/webhook-inbox.ts";
import { receiveWebhook, type WebhookDoor } from "./webhook-door.ts";

/**
 * @param door made for each request where verifying needs the database
 * @param createInbox where its webhooks are kept: the inbox of all, unless they need no worker of their own
 */
export function createWebhookApp(
  name: string,
  door: WebhookDoor | ((client: DatabaseClient) => WebhookDoor),
  createInbox: (client: DatabaseClient) => Pick<WebhookInbox, "receive"> = createWebhookInbox,
): Hono {
  const app = new Hono().basePath(`/${name}`);
  app.onError(onError);
  app.notFound(notFound);
  app.all("/", withSupabase({ auth: "none" }), (context) => {
    const client = context.var.supabaseContext.supabaseAdmin as unknown as DatabaseClient;
    const opened = typeof door === "function" ? door(client) : door;
    return receiveWebhook(context.req.raw, opened, createInbox(client), log);
  });
  return app;
}
