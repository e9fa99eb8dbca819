/** The port of drafts on the worker functions of migrations 0442. */
import { z } from "zod";
import { TONES } from "../../ai/draft-nudge-facts.ts";
import type { ReplyContext, ReplyDrafts } from "../../ports/reply-drafts.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const moment = z.iso.datetime({ offset: true });
const direction = z.enum(["inbound", "outbound"]);

const contextRow = z.object({
  kind: z.enum(["reply", "follow_up"]),
  instruction: z.string().nullable(),
  subject: z.string(),
  drafts: z.array(z.object({
    id: z.guid(),
    version: z.int(),
    tone: z.enum(TONES),
    preset: z.object({ name: z.string(), instructions: z.string(), examples: z.array(z.string()) })
      .nullable(),
  })),
  workspace: z.object({
    id: z.guid(),
    name: z.string(),
    voice_guidelines: z.string().nullable(),
  }),
  owner: z.object({ id: z.guid(), name: z.string(), time_zone: z.string() }),
  recipient: z.object({
    name: z.string().nullable(),
    address: z.string(),
    also_to: z.array(z.string()),
  }),
  answered: z.object({
    id: z.guid(),
    direction,
    sender_address: z.string(),
    sent_at: moment,
    text: z.string(),
    evidence: z.string().nullable(),
    category: z.string().nullable(),
    sentiment: z.string().nullable(),
    surroundings: z.array(z.string().nullable()),
  }),
  messages: z.array(z.object({
    id: z.guid(),
    direction,
    sender_name: z.string().nullable(),
    sent_at: moment,
    text: z.string(),
  })),
  samples: z.object({
    sent: z.array(z.object({
      sent_at: moment,
      text: z.string(),
      signature: z.string(),
      address: z.string().nullable(),
      name: z.string().nullable(),
    })),
    edits: z.array(z.object({
      edited_at: moment,
      before: z.string(),
      after: z.string(),
      address: z.string(),
      name: z.string().nullable(),
    })),
  }),
});

function readContext(row: z.infer<typeof contextRow>): ReplyContext {
  const { workspace, owner, recipient, answered, samples, ...rest } = row;
  const { sender_address, sent_at, surroundings, ...mail } = answered;
  return {
    ...rest,
    workspace: {
      id: workspace.id,
      name: workspace.name,
      voiceGuidelines: workspace.voice_guidelines,
    },
    owner: { id: owner.id, name: owner.name, timeZone: owner.time_zone },
    recipient: { name: recipient.name, address: recipient.address, alsoTo: recipient.also_to },
    answered: {
      ...mail,
      senderAddress: sender_address,
      sentAt: sent_at,
      surroundings: surroundings.filter((text) => text !== null),
    },
    messages: row.messages.map(({ sender_name, sent_at, ...message }) => ({
      ...message,
      senderName: sender_name,
      sentAt: sent_at,
    })),
    samples: {
      sent: samples.sent.map(({ sent_at, ...one }) => ({ ...one, sentAt: sent_at })),
      edits: samples.edits.map(({ edited_at, ...one }) => ({ ...one, editedAt: edited_at })),
    },
  };
}

export function createReplyDrafts(client: DatabaseClient, now: () => Date): ReplyDrafts {
  return {
    async context(requestId, again) {
      const args = {
        request_id: requestId,
        ...(again && { draft_id: again.id, draft_version: again.version }),
      };
      const row = await callWorker(client, "reply_context", args, contextRow.nullable());
      return row && readContext(row);
    },
    save: (requestId, drafts, call, fallbackReason) =>
      callWorker(
        client,
        "save_reply_drafts",
        {
          request_id: requestId,
          drafts: drafts.map((draft) => ({ ...draft })),
          call: { ...call },
          ...(fallbackReason && { fallback_reason: fallbackReason }),
        },
        z.record(z.string(), z.enum(["drafted", "superseded"])),
      ),
    async logFailure({ workspace, owner }, requestId, call) {
      await callWorker(
        client,
        "log_ai_call",
        {
          workspace_id: workspace.id,
          owner_id: owner.id,
          subject_type: "draft_request",
          subject_id: requestId,
          call: { ...call },
        },
        z.unknown(),
      );
    },
    budgetLeft: (workspaceId) =>
      callWorker(
        client,
        "ai_budget_left",
        { workspace_id: workspaceId, as_of: now().toISOString() },
        z.number().nullable(),
      ),
  };
}
