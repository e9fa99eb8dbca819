/** https://developers.google.com/workspace/calendar/api/v3/reference/events/list */
import { z } from "zod";
import type { EventItem } from "../../domain/calendar/calendar-item.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { EventListing, Page } from "../../ports/calendar-provider.ts";
import { calendarPath, readAnswer } from "./call-google-calendar.ts";
import { googleEvent } from "./google-event.ts";
import { mapEvent } from "./map-event.ts";

const answerForm = z.object({
  items: z.array(z.unknown()).default([]),
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
});

/**
 * One page of single events, series and exceptions. With a sync token no other filter may be given, and deleted events are told;
 * `timeMin` of a full listing is remembered by the token it ends with
 * (https://developers.google.com/workspace/calendar/api/guides/sync).
 * @throws {ProviderError}
 */
export async function listEvents(
  google: ProviderFetch,
  { providerCalendarId, syncToken, pageToken, since }: EventListing,
): Promise<Page<EventItem>> {
  const answer = readAnswer(
    answerForm,
    await google({
      operation: "events.list",
      method: "GET",
      path: calendarPath(providerCalendarId, "events"),
      query: {
        maxResults: "250",
        singleEvents: "false",
        ...(syncToken !== null ? { syncToken } : since !== null ? { timeMin: since } : {}),
        ...(pageToken !== null && { pageToken }),
      },
    }),
    "none",
  );
  const events = answer.items.map((item) => googleEvent.safeParse(item));
  return {
    items: events.flatMap((event) => event.success ? [mapEvent(event.data)] : []),
    unreadableCount: events.filter((event) => !event.success).length,
    nextPageToken: answer.nextPageToken ?? null,
    nextSyncToken: answer.nextPageToken ? null : answer.nextSyncToken ?? null,
  };
}
