/** The inbox port on worker.store_messages(). */
import { z } from "zod";
import { cleanDeep } from "../../domain/mail/clean-deep.ts";
import { type Inbox, storeResult } from "../../ports/inbox.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

export function createInbox(client: DatabaseClient): Inbox {
  return {
    storeMessages: (connectionId, items, asOf, hasMore) =>
      callWorker(
        client,
        "store_messages",
        {
          connection_id: connectionId,
          // Once more for everything at the door: one NUL would fail all fifty.
          items: cleanDeep(items),
          as_of: asOf.toISOString(),
          has_more: hasMore,
        },
        z.array(storeResult),
      ),
  };
}
