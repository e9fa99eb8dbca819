/** The own-calendar port as the person, under row level security. */
import { z } from "zod";
import type { WorkingHours } from "../../domain/prompts/free-times.ts";
import type { OwnCalendar } from "../../ports/own-calendar.ts";
import { type DatabaseClient, DatabaseError } from "./call-worker.ts";
import { iso } from "./moments.ts";

const eventRow = z.object({
  event_id: z.guid(),
  title: z.string().nullable(),
  starts_at: iso,
  ends_at: iso,
  starts_on: z.string().nullable(),
  is_busy: z.boolean(),
});
const busyRow = z.object({ starts_at: iso, ends_at: iso });
const spans = z.array(z.tuple([z.string(), z.string()]));
const workingHours = z.partialRecord(
  z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
  spans,
);
const MAX_EVENTS = 100;

/** @param client of the person who asks */
export function createOwnCalendar(
  client: DatabaseClient,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): OwnCalendar {
  return {
    async workingHours() {
      const { data, error } = await client.from("profiles").select("working_hours")
        .eq("id", userId).single();
      if (error) throw new DatabaseError("profiles", error.code, error.message);
      return workingHours.parse(data.working_hours) as WorkingHours;
    },
    async hasCalendar() {
      const { data, error } = await client.from("calendars").select("id")
        .eq("workspace_id", workspaceId).eq("owner_id", userId).eq("is_selected", true)
        .is("removed_at", null).limit(1);
      if (error) throw new DatabaseError("calendars", error.code, error.message);
      return data.length > 0;
    },
    async events({ fromAt, untilAt }) {
      const { data, error } = await client.rpc("list_events", {
        workspace_id: workspaceId,
        from_at: fromAt,
        until_at: untilAt,
        page_size: MAX_EVENTS,
      });
      if (error) throw new DatabaseError("list_events", error.code, error.message);
      return z.array(eventRow).parse(data).map((row) => ({
        id: row.event_id,
        title: row.title ?? "",
        startsAt: row.starts_at,
        endsAt: row.ends_at,
        isBusy: row.is_busy,
        isAllDay: row.starts_on !== null,
      }));
    },
    async busy(userIds, { fromAt, untilAt }) {
      const { data, error } = await client.rpc("busy_times", {
        workspace_id: workspaceId,
        user_ids: userIds,
        from_at: fromAt,
        until_at: untilAt,
      });
      if (error) throw new DatabaseError("busy_times", error.code, error.message);
      return z.array(busyRow).parse(data).map(({ starts_at, ends_at }) => ({
        fromAt: starts_at,
        untilAt: ends_at,
      }));
    },
    async colleagues() {
      const members = await client.from("workspace_members").select("user_id")
        .eq("workspace_id", workspaceId).neq("user_id", userId).limit(200);
      if (members.error) {
        throw new DatabaseError("workspace_members", members.error.code, members.error.message);
      }
      const ids = members.data.map(({ user_id }) => user_id);
      if (ids.length === 0) return [];
      const { data, error } = await client.from("profiles").select("id, display_name, email")
        .in("id", ids);
      if (error) throw new DatabaseError("profiles", error.code, error.message);
      return data.map(({ id, display_name, email }) => ({
        userId: id,
        name: display_name,
        address: email as string,
      }));
    },
  };
}
