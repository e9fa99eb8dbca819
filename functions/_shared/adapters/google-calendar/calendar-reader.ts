/** The reading port on Google Calendar. */
import type { CalendarReader } from "../../ports/calendar-provider.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import { getEvent } from "./get-event.ts";
import { listCalendars } from "./list-calendars.ts";
import { listEvents } from "./list-events.ts";
import { queryFreeBusy } from "./query-free-busy.ts";

export function createCalendarReader(google: ProviderFetch): CalendarReader {
  return {
    listCalendars: (position) => listCalendars(google, position),
    listEvents: (listing) => listEvents(google, listing),
    findEvent: (calendarId, eventId) => getEvent(google, calendarId, eventId),
    busyTimes: (ids, from, until) => queryFreeBusy(google, ids, from, until),
  };
}
