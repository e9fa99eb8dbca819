/** https://developers.google.com/workspace/calendar/api/v3/reference/events/get */
import type { EventItem } from "../../domain/calendar/calendar-item.ts";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import { calendarPath, readAnswer } from "./call-google-calendar.ts";
import { googleEvent } from "./google-event.ts";
import { mapEvent } from "./map-event.ts";

/** Null when there is none. @throws {ProviderError} */
export async function getEvent(
  google: ProviderFetch,
  providerCalendarId: string,
  providerEventId: string,
): Promise<EventItem | null> {
  try {
    const answer = await google({
      operation: "events.get",
      method: "GET",
      path: calendarPath(providerCalendarId, `events/${encodeURIComponent(providerEventId)}`),
    });
    return mapEvent(readAnswer(googleEvent, answer, "none"));
  } catch (error) {
    if (error instanceof ProviderError && (error.status === 404 || error.status === 410)) {
      return null;
    }
    throw error;
  }
}
