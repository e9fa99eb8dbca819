/** The drafting port on the worker functions of migrations 0530. */
import { z } from "zod";
import { TONES } from "../../ai/draft-nudge-facts.ts";
import type { NudgeContext, NudgeDrafts } from "../../ports/nudge-drafts.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const contextRow = z.object({
  status: z.string(),
  step: z.int(),
  tone: z.enum(TONES),
  draft_version: z.int(),
  workspace: z.object({ name: z.string(), voice_guidelines: z.string().nullable() }),
  owner: z.object({ name: z.string() }),
  recipient: z.object({ name: z.string().nullable(), address: z.string() }),
  subject: z.string(),
  subject_is_ours: z.boolean(),
  is_unattended: z.boolean(),
  asked: z.string().nullable(),
  messages: z.array(z.object({
    direction: z.enum(["inbound", "outbound"]),
    sender_name: z.string().nullable(),
    sent_at: z.iso.datetime({ offset: true }),
    text_new: z.string(),
    expects_reply_evidence: z.string().nullable(),
  })),
});

function readContext(row: z.infer<typeof contextRow>): NudgeContext {
  const ours = row.messages.map(({ direction }) => direction === "outbound");
  // The mail that asked; reminders sent since are part of the conversation, not the question.
  const askedIndex = row.messages.findLastIndex(({ expects_reply_evidence }, position) =>
    ours[position] && expects_reply_evidence !== null && expects_reply_evidence === row.asked
  );
  const lastIndex = askedIndex >= 0 ? askedIndex : ours.lastIndexOf(true);
  const last = row.messages[lastIndex];
  return {
    status: row.status,
    draftVersion: row.draft_version,
    facts: last
      ? {
        workspaceName: row.workspace.name,
        ownerName: row.owner.name,
        recipientName: row.recipient.name,
        recipientAddress: row.recipient.address,
        conversationSubject: row.subject,
        isOwnSubject: row.subject_is_ours,
        lastOutbound: { sentAt: last.sent_at, textNew: last.text_new, evidence: row.asked },
        earlierMessages: row.messages.filter((_, position) => position !== lastIndex).map((
          message,
        ) => ({
          direction: message.direction,
          senderName: message.sender_name,
          sentAt: message.sent_at,
          text: message.text_new,
        })),
        isUnattended: row.is_unattended,
        nudgeNumber: row.step,
        tone: row.tone,
        voiceGuidelines: row.workspace.voice_guidelines,
        languageHint: null,
      }
      : null,
  };
}

export function createNudgeDrafts(client: DatabaseClient): NudgeDrafts {
  return {
    async context(nudgeId) {
      const args = { nudge_id: nudgeId };
      const row = await callWorker(client, "nudge_context", args, contextRow.nullable());
      return row && readContext(row);
    },
    save(nudgeId, expectedVersion, { body, confidence, flags, isFromOwnWords }, call) {
      const draft = { body, confidence, flags, is_from_own_words: isFromOwnWords };
      return callWorker(
        client,
        "save_nudge_draft",
        { nudge_id: nudgeId, expected_version: expectedVersion, draft, call: { ...call } },
        z.enum(["drafted", "superseded", "gone"]),
      );
    },
    async logFailure(nudgeId, call, isFinal) {
      const args = { nudge_id: nudgeId, call: { ...call }, is_final: isFinal };
      await callWorker(client, "log_failed_draft", args, z.unknown());
    },
  };
}
