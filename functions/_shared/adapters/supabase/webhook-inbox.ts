/** The webhook inbox port on the worker functions of migration 0360. */
import { z } from "zod";
import type { StoredWebhook, WebhookInbox } from "../../ports/webhook-inbox.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const webhookRow = z.object({
  provider: z.string(),
  connection_id: z.guid().nullable(),
  provider_event_id: z.string(),
  headers: z.record(z.string(), z.string()),
  body_base64: z.base64(),
  received_at: z.iso.datetime({ offset: true }),
  attempt: z.int(),
}).transform((row): StoredWebhook => ({
  provider: row.provider,
  eventId: row.provider_event_id,
  connectionId: row.connection_id,
  headers: row.headers,
  body: Uint8Array.from(atob(row.body_base64), (character) => character.charCodeAt(0)),
  receivedAt: new Date(row.received_at),
  attempt: row.attempt,
}));

export function createWebhookInbox(client: DatabaseClient): WebhookInbox {
  return {
    receive: (webhook) =>
      callWorker(
        client,
        "receive_webhook",
        {
          provider: webhook.provider,
          queue: webhook.queue,
          provider_event_id: webhook.eventId,
          headers: webhook.headers,
          body_base64: toBase64(webhook.body),
          ...(webhook.connectionId && { connection_id: webhook.connectionId }),
        },
        z.enum(["stored", "duplicate"]),
      ),
    read: (webhookId) =>
      callWorker(client, "read_webhook", { webhook_id: webhookId }, webhookRow.nullable()),
    settle: (webhookId, attempt, outcome, slug) =>
      callWorker(
        client,
        "settle_webhook",
        { webhook_id: webhookId, attempt, outcome, ...(slug && { slug }) },
        z.boolean(),
      ),
  };
}

/** In slices: one call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 32_768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32_768));
  }
  return btoa(text);
}
