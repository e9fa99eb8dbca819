/** The one way in (migrations 0252). */
import { z } from "zod";
import type { NormalisedMessage } from "../domain/mail/message.ts";

/** A normalised message with its raw bytes in base64, unless they are too many to keep. */
export type InboxItem = NormalisedMessage & { raw_base64: string | null };

export const storeResult = z.object({
  reference: z.string(),
  outcome: z.enum(["stored", "duplicate", "updated", "failed"]),
  message_id: z.guid().nullable(),
  conversation_id: z.guid().nullable(),
  is_new_conversation: z.boolean(),
  automatic_kind: z.string().nullable(),
  new_contact_count: z.int(),
  error: z.object({ slug: z.string(), detail: z.string() }).nullable(),
});
export type StoreResult = z.infer<typeof storeResult>;

export interface Inbox {
  /**
   * All in one transaction; one result for each item, in order. `hasMore`: the rest of an import follows, so nothing is
   * planned on what may be half a conversation.
   */
  storeMessages(
    connectionId: string,
    items: InboxItem[],
    asOf: Date,
    hasMore: boolean,
  ): Promise<StoreResult[]>;
}
