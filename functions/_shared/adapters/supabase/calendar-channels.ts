/** The push channels, on the worker functions of migration 0811. */
import { z } from "zod";
import type { CalendarChannels } from "../../ports/calendar-sync.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const workRow = z.object({
  needs_channel: z.boolean(),
  stop: z.array(z.object({ channel_id: z.guid(), resource_id: z.string() })),
}).transform((row) => ({
  needsChannel: row.needs_channel,
  stop: row.stop.map((one) => ({ channelId: one.channel_id, resourceId: one.resource_id })),
}));

const channelRow = z.object({ connection_id: z.guid(), token_hash: z.string() })
  .transform((row) => ({ connectionId: row.connection_id, tokenHash: row.token_hash }));

export function createCalendarChannels(client: DatabaseClient): CalendarChannels {
  return {
    work: async (cursorId) =>
      await callWorker(
        client,
        "calendar_channel_work",
        { cursor_id: cursorId },
        workRow.nullable(),
      ) ??
        { needsChannel: false, stop: [] },
    begin: (cursorId, channelId, tokenHash, expiresAt) =>
      callWorker(client, "begin_calendar_channel", {
        cursor_id: cursorId,
        channel_id: channelId,
        token_hash_hex: tokenHash,
        expires_at: expiresAt.toISOString(),
      }, z.boolean()),
    async settle(channelId, result) {
      await callWorker(client, "settle_calendar_channel", {
        channel_id: channelId,
        state: result.state,
        ...(result.state === "active" && {
          resource_id: result.resourceId,
          ...(result.expiresAt && { expires_at: result.expiresAt.toISOString() }),
        }),
        ...(result.state === "failed" && { slug: result.slug }),
      }, z.unknown());
    },
    find: (channelId) =>
      callWorker(client, "calendar_channel", { channel_id: channelId }, channelRow.nullable()),
    note: (message) =>
      callWorker(client, "note_calendar_push", {
        channel_id: message.channelId,
        resource_id: message.resourceId as string,
        resource_state: message.state,
        // numeric in the database: it may be longer than a number of ours is exact
        message_number: message.number as never,
        received_at: message.receivedAt.toISOString(),
      }, z.enum(["asked", "nothing", "wait"])),
  };
}
