/** The change port on the worker functions of migration 0836. */
import { z } from "zod";
import type { CalendarChanges, ChangeDecision } from "../../ports/calendar-changes.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const fields = z.object({
  title: z.string().nullable(),
  description: z.string().nullable(),
  location: z.string().nullable(),
  starts_at: z.string(),
  ends_at: z.string(),
  starts_on: z.string(),
  ends_on: z.string(),
  time_zone: z.string(),
  recurrence: z.array(z.string()),
  transparency: z.enum(["busy", "free"]),
  visibility: z.enum(["default", "public", "private", "confidential"]),
  kind: z.enum(["default", "out_of_office"]),
  attendees: z.array(z.string()),
  with_conference: z.boolean(),
  response: z.enum(["accepted", "declined", "tentative"]),
}).partial();

const changeRow = z.object({
  decision: z.enum(["apply", "look_up"]),
  change_id: z.guid(),
  attempt: z.int(),
  action: z.enum(["create", "update", "delete", "respond"]),
  workspace_id: z.guid(),
  connection_id: z.guid(),
  provider_calendar_id: z.string(),
  provider_event_id: z.string(),
  body: fields,
  expected_etag: z.string().nullable(),
  notify: z.enum(["all", "external", "nobody"]),
}).transform((row): ChangeDecision => ({
  decision: row.decision,
  change: {
    changeId: row.change_id,
    attempt: row.attempt,
    action: row.action,
    workspaceId: row.workspace_id,
    connectionId: row.connection_id,
    providerCalendarId: row.provider_calendar_id,
    providerEventId: row.provider_event_id,
    fields: row.body,
    expectedEtag: row.expected_etag,
    notify: row.notify,
  },
}));

const decision = z.union([z.object({ decision: z.literal("stop") }), changeRow]);

export function createCalendarChanges(client: DatabaseClient): CalendarChanges {
  return {
    begin: (changeId) =>
      callWorker<"begin_change", ChangeDecision>(
        client,
        "begin_change",
        { change_id: changeId },
        decision,
      ),
    async settle({ changeId, attempt }, result) {
      await callWorker(client, "settle_change", {
        change_id: changeId,
        attempt,
        outcome: result.outcome,
        ...(result.outcome === "applied"
          ? result.item && { item: result.item as never }
          : { slug: result.slug }),
      }, z.string());
    },
  };
}
