/** The own-work port as the person, under row level security. */
import { z } from "zod";
import type { OwnWork } from "../../ports/own-work.ts";
import { type DatabaseClient, DatabaseError } from "./call-worker.ts";
import { iso, nullableIso } from "./moments.ts";

const taskRow = z.object({
  id: z.guid(),
  title: z.string(),
  status: z.string(),
  priority: z.string(),
  due_on: z.string().nullable(),
  due_at: nullableIso,
  message_id: z.guid().nullable(),
  evidence: z.object({ quote: z.string() }).nullable().catch(null),
  created_at: iso,
});

const promiseRow = z.object({
  id: z.guid(),
  message_id: z.guid(),
  conversation_id: z.guid(),
  side: z.enum(["us", "them"]),
  promised_by: z.string(),
  promised_by_name: z.string().nullable(),
  quote: z.string(),
  given_at: iso,
  due_on: z.string().nullable(),
  state: z.string(),
});

const metricRow = z.object({
  value: z.coerce.number().nullable(),
  parts: z.unknown(),
  rows: z.array(z.record(z.string(), z.unknown())),
  truncated: z.boolean(),
  message_ids: z.array(z.guid()),
  conversation_ids: z.array(z.guid()),
});

/** @param client of the person who asks */
export function createOwnWork(
  client: DatabaseClient,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): OwnWork {
  return {
    async tasks() {
      const { data, error } = await client.from("tasks")
        .select("id, title, status, priority, due_on, due_at, message_id, evidence, created_at")
        .eq("workspace_id", workspaceId).in("status", ["open", "suggested"])
        .or(`and(owner_id.eq.${userId},assignee_id.is.null),assignee_id.eq.${userId}`)
        .order("due_on", { ascending: true, nullsFirst: false }).order("id").limit(200);
      if (error) throw new DatabaseError("tasks", error.code, error.message);
      return z.array(taskRow).parse(data).map((row) => ({
        id: row.id,
        title: row.title,
        status: row.status,
        priority: row.priority,
        dueOn: row.due_on,
        dueAt: row.due_at,
        messageId: row.message_id,
        quote: row.evidence?.quote ?? null,
        createdAt: row.created_at,
      }));
    },
    async promises({ window, side, addresses, states }) {
      const { data, error } = await client.rpc("list_promises", {
        workspace_id: workspaceId,
        page_size: 100,
        ...(window && { from_at: window.fromAt, until_at: window.untilAt }),
        ...(side && { given_by: side }),
        ...(addresses && { addresses }),
        ...(states && { states }),
      });
      if (error) throw new DatabaseError("list_promises", error.code, error.message);
      return z.array(promiseRow).parse(data).map((row) => ({
        id: row.id,
        messageId: row.message_id,
        conversationId: row.conversation_id,
        side: row.side,
        promisedBy: row.promised_by,
        promisedByName: row.promised_by_name,
        quote: row.quote,
        givenAt: row.given_at,
        dueOn: row.due_on,
        state: row.state,
      }));
    },
    async metric({ metric, window, address, contactId, connectionIds }) {
      const { data, error } = await client.rpc("answer_metric", {
        metric,
        workspace_id: workspaceId,
        ...(window && { from_at: window.fromAt, until_at: window.untilAt }),
        filters: {
          ...(address && { address }),
          ...(contactId && { contact_id: contactId }),
          ...(connectionIds && { connection_ids: connectionIds }),
        },
      });
      if (error) throw new DatabaseError("answer_metric", error.code, error.message);
      const row = metricRow.parse(data);
      return {
        value: row.value,
        parts: row.parts,
        rows: row.rows,
        isTruncated: row.truncated,
        messageIds: row.message_ids,
        conversationIds: row.conversation_ids,
      };
    },
  };
}
