/** https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/list */
import { z } from "zod";
import type { CalendarItem } from "../../domain/calendar/calendar-item.ts";
import { cleanDeep } from "../../domain/mail/clean-deep.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { ListPosition, Page } from "../../ports/calendar-provider.ts";
import { readAnswer } from "./call-google-calendar.ts";

const ROLES = {
  freeBusyReader: "free_busy_reader",
  reader: "reader",
  writer: "writer",
  owner: "owner",
} as const;

const googleCalendar = z.object({
  id: z.string().min(1),
  summary: z.string().optional(),
  summaryOverride: z.string().optional(),
  timeZone: z.string().optional(),
  accessRole: z.enum(["freeBusyReader", "reader", "writer", "owner"]).default("freeBusyReader"),
  primary: z.boolean().optional(),
  selected: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

const answerForm = z.object({
  items: z.array(z.unknown()).default([]),
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
});

/** @throws {ProviderError} */
export async function listCalendars(
  google: ProviderFetch,
  { syncToken, pageToken }: ListPosition,
): Promise<Page<CalendarItem>> {
  const answer = readAnswer(
    answerForm,
    await google({
      operation: "calendarList.list",
      method: "GET",
      path: "calendar/v3/users/me/calendarList",
      query: {
        maxResults: "250",
        ...(syncToken !== null && { syncToken }),
        ...(pageToken !== null && { pageToken }),
      },
    }),
    "none",
  );
  const calendars = answer.items.map((item) => googleCalendar.safeParse(item));
  return {
    items: calendars.flatMap((one) => one.success ? [mapCalendar(one.data)] : []),
    unreadableCount: calendars.filter((one) => !one.success).length,
    nextPageToken: answer.nextPageToken ?? null,
    nextSyncToken: answer.nextPageToken ? null : answer.nextSyncToken ?? null,
  };
}

function mapCalendar(calendar: z.infer<typeof googleCalendar>): CalendarItem {
  const name = (calendar.summaryOverride ?? calendar.summary ?? "").trim();
  return cleanDeep({
    provider_calendar_id: calendar.id,
    name: (name || calendar.id).slice(0, 255),
    time_zone: calendar.timeZone ?? null,
    access_role: ROLES[calendar.accessRole],
    is_primary: calendar.primary === true,
    // what the person sees in Google Calendar is read; the main calendar in any case
    is_selected: calendar.primary === true || calendar.selected === true,
    is_removed: calendar.deleted === true,
  });
}
