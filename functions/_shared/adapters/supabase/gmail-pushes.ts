/** Gmail's pushes in the webhook inbox, see worker.receive_gmail_push(): nothing has to be read from them later. */
import { z } from "zod";
import type { WebhookInbox } from "../../ports/webhook-inbox.ts";
import { readPush } from "../google-pubsub/read-push.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

export function createPushInbox(client: DatabaseClient): Pick<WebhookInbox, "receive"> {
  return {
    async receive({ eventId, body }) {
      const push = readPush(body)!; // the door has verified that it can be read
      const args = { event_id: eventId, address: push.emailAddress, history_id: push.historyId };
      const outcome = await callWorker(
        client,
        "receive_gmail_push",
        args,
        z.enum(["stored", "duplicate", "unknown"]),
      );
      // an address nobody has connected is taken all the same, or it would be sent for a week
      return outcome === "duplicate" ? "duplicate" : "stored";
    },
  };
}
