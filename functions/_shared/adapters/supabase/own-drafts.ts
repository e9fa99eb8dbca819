/** The own-drafts port: asked for as the person, written by the service at once, read as the person. */
import { z } from "zod";
import type { OwnDrafts } from "../../ports/own-drafts.ts";
import { type DatabaseClient, DatabaseError } from "./call-worker.ts";

const draftRow = z.object({
  id: z.guid(),
  version: z.int(),
  kind: z.enum(["reply", "follow_up"]),
  tone: z.string(),
  status: z.string(),
  body: z.string().nullable(),
  recipient_address: z.string(),
  recipient_name: z.string().nullable(),
  subject: z.string(),
  reply_to_message_id: z.guid().nullable(),
  source: z.enum(["model", "offline", "person"]).nullable(),
  fallback_reason: z.string().nullable(),
  flags: z.array(z.string()),
});

/** What stands in the way of a draft is an answer to who asked for one. */
const EXPECTED = ["draft_not_possible", "draft_not_yours", "conversation_not_found"];
/** The door writes at once; should it die, the queue writes after this time. */
const WORKER_AFTER_SECONDS = 60;

/**
 * @param client of the person who asks
 * @param writeNow writes the drafts of a request, see ai/write-drafts.ts
 */
export function createOwnDrafts(
  client: DatabaseClient,
  workspaceId: string,
  writeNow: (requestId: string) => Promise<unknown>,
): OwnDrafts {
  return {
    async write({ conversationId, tone, instruction }) {
      const asked = await client.rpc("request_drafts", {
        conversation_id: conversationId,
        after_seconds: WORKER_AFTER_SECONDS,
        ...(tone && { tones: [tone] }),
        ...(instruction && { instruction }),
      });
      if (asked.error) {
        const failed = new DatabaseError("request_drafts", asked.error.code, asked.error.message);
        if (EXPECTED.includes(failed.slug)) return { drafts: [], refusal: failed.slug };
        throw failed;
      }
      const requestId = asked.data[0]!.request_id;
      await writeNow(requestId);
      const { data, error } = await client.from("message_drafts").select()
        .eq("workspace_id", workspaceId).eq("request_id", requestId).order("place");
      if (error) throw new DatabaseError("message_drafts", error.code, error.message);
      const drafts = z.array(draftRow).parse(data).flatMap((row) =>
        row.body === null ? [] : [{
          id: row.id,
          version: row.version,
          kind: row.kind,
          tone: row.tone,
          body: row.body,
          recipientAddress: row.recipient_address,
          recipientName: row.recipient_name,
          subject: row.subject,
          messageId: row.reply_to_message_id,
          source: row.source,
          fallbackReason: row.fallback_reason,
          flags: row.flags,
        }]
      );
      return { drafts, refusal: null };
    },
    async nudgeUnderWay(conversationId) {
      const { data, error } = await client.from("nudges")
        .select("id, status, tone, body, draft_version").eq("workspace_id", workspaceId)
        .eq("conversation_id", conversationId)
        .in("status", ["pending", "drafted", "approved", "sending"]).maybeSingle();
      if (error) throw new DatabaseError("nudges", error.code, error.message);
      return data && {
        id: data.id,
        status: data.status,
        tone: data.tone,
        body: data.body,
        draftVersion: data.draft_version,
      };
    },
  };
}
