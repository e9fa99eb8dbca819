/** The triage port on the worker functions of migrations 0402 and 0412. */
import { z } from "zod";
import { CATEGORIES, PRIORITIES } from "../../domain/triage/triage.ts";
import type { MessageContext, MessageTriage } from "../../ports/message-triage.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const contextRow = z.object({
  workspace_id: z.guid(),
  owner_id: z.guid(),
  direction: z.enum(["inbound", "outbound"]),
  subject: z.string(),
  text: z.string(),
  sender_name: z.string().nullable(),
  sender_address: z.string(),
  automatic_kind: z.string(),
  sent_at: z.iso.datetime({ offset: true }),
  content_hash: z.string(),
  time_zone: z.string(),
  owner_name: z.string(),
  addressed: z.enum(["me", "cc", "many"]),
  is_known_sender: z.boolean(),
  learned: z.object({
    priority: z.enum(PRIORITIES).optional(),
    category: z.enum(CATEGORIES).optional(),
  }),
  classified: z.object({
    content_hash: z.string(),
    prompt_version: z.string(),
    model: z.string(),
  }).nullable(),
});

function readContext(row: z.infer<typeof contextRow>): MessageContext {
  return {
    workspaceId: row.workspace_id,
    ownerId: row.owner_id,
    direction: row.direction,
    contentHash: row.content_hash,
    facts: {
      subject: row.subject,
      text: row.text,
      senderName: row.sender_name,
      senderAddress: row.sender_address,
      automaticKind: row.automatic_kind,
      addressed: row.addressed,
      sentAt: row.sent_at,
      timeZone: row.time_zone,
      readerNames: row.owner_name.split(/\s+/).slice(0, 1).filter((name) => name !== ""),
      isKnownSender: row.is_known_sender,
    },
    learned: row.learned,
    classified: row.classified && {
      contentHash: row.classified.content_hash,
      promptVersion: row.classified.prompt_version,
      model: row.classified.model,
    },
  };
}

export function createMessageTriage(client: DatabaseClient, now: () => Date): MessageTriage {
  return {
    async context(messageId) {
      const args = { message_id: messageId };
      const row = await callWorker(client, "triage_context", args, contextRow.nullable());
      return row && readContext(row);
    },
    save(messageId, triage, evidence, call) {
      const args = {
        message_id: messageId,
        triage: {
          priority: triage.priority,
          category: triage.category,
          sentiment: triage.sentiment,
          actionability: triage.actionability,
          needs_reply: triage.needsReply,
          summary: triage.summary,
          key_points: triage.keyPoints,
          language: triage.language,
          confidence: triage.confidence,
          evidence: { ...evidence },
          engine: triage.engine,
          fallback_reason: triage.fallbackReason,
          model: triage.model,
          prompt_version: triage.promptVersion,
          learned_fields: triage.learnedFields,
          content_hash: triage.contentHash,
        },
        call: call && { ...call },
        as_of: now().toISOString(),
      };
      const outcomes = z.enum(["saved", "renewed", "superseded", "gone"]);
      return callWorker(client, "save_triage", args as never, outcomes);
    },
    async logCall(messageId, call) {
      const args = { message_id: messageId, call: { ...call } };
      await callWorker(client, "log_message_call", args, z.unknown());
    },
    budgetLeft: (workspaceId) =>
      callWorker(
        client,
        "ai_budget_left",
        { workspace_id: workspaceId, as_of: now().toISOString() },
        z.coerce.number().nullable(),
      ),
  };
}
