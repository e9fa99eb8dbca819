/** The extraction port on the worker functions of migrations 0402, 0412, 0434 and 0852. */
import { z } from "zod";
import type { Scheduling } from "../../domain/scheduling/scheduling.ts";
import type { CommitmentStore } from "../../ports/commitments.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const contextRow = z.object({
  message: z.object({
    workspace_id: z.guid(),
    direction: z.enum(["inbound", "outbound"]),
    subject: z.string(),
    text: z.string(),
    automatic_kind: z.string(),
    sent_at: z.iso.datetime({ offset: true }),
    content_hash: z.string(),
    time_zone: z.string(),
    owner_name: z.string(),
  }),
  open_promises: z.array(z.object({
    id: z.guid(),
    side: z.enum(["us", "them"]),
    quote: z.string(),
    due_on: z.string().nullable(),
    is_by_author: z.boolean(),
  })),
  has_attachment: z.boolean(),
  utc_offset_minutes: z.number().nullable(),
  contact_zone: z.string().nullable(),
});

export function createCommitmentStore(client: DatabaseClient, now: () => Date): CommitmentStore {
  return {
    async context(messageId) {
      const args = { message_id: messageId };
      const row = await callWorker(client, "extract_context", args, contextRow.nullable());
      if (!row) return null;
      const { message } = row;
      return {
        workspaceId: message.workspace_id,
        automaticKind: message.automatic_kind,
        contentHash: message.content_hash,
        facts: {
          subject: message.subject,
          text: message.text,
          direction: message.direction,
          sentAt: message.sent_at,
          timeZone: message.time_zone,
          utcOffsetMinutes: row.utc_offset_minutes,
          contactZone: row.contact_zone,
          readerNames: message.owner_name.split(/\s+/).slice(0, 1).filter((name) => name !== ""),
          hasAttachment: row.has_attachment,
          openPromises: row.open_promises.map(({ due_on, is_by_author, ...promise }) => ({
            ...promise,
            dueOn: due_on,
            isByAuthor: is_by_author,
          })),
        },
      };
    },
    save(messageId, contentHash, found, source, call) {
      const args = {
        message_id: messageId,
        findings: {
          content_hash: contentHash,
          tasks: found.tasks.map((task) => ({
            title: task.title,
            details: task.details,
            priority: task.priority,
            due_on: task.dueOn,
            due_at: task.dueAt,
            evidence: { ...task.evidence },
            source,
          })),
          promises: found.promises.map((promise) => ({
            side: promise.side,
            quote: promise.evidence.quote,
            evidence: { start: promise.evidence.start, end: promise.evidence.end },
            due_on: promise.dueOn,
            due_at: promise.dueAt,
            source,
          })),
          settled: found.settled.map(({ promiseId, outcome, quote }) => ({
            promise_id: promiseId,
            outcome,
            quote,
          })),
          meeting: found.meeting && meetingRow(found.meeting, source),
        },
        call: call && { ...call },
        as_of: now().toISOString(),
      };
      const outcomes = z.enum(["saved", "superseded", "gone"]);
      return callWorker(client, "save_extraction", args as never, outcomes);
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

function meetingRow(meeting: Scheduling, source: "rules" | "model") {
  return {
    kind: meeting.kind,
    slots: meeting.slots.map(({ on, startsAt, endsAt }) => ({
      on,
      starts_at: startsAt,
      ends_at: endsAt,
    })),
    length_minutes: meeting.lengthMinutes,
    place: meeting.place,
    time_zone: meeting.zone.timeZone,
    zone_source: meeting.zone.source,
    is_zone_ambiguous: meeting.zone.isAmbiguous,
    evidence: { ...meeting.evidence },
    source,
  };
}
