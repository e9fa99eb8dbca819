/** https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query */
import { z } from "zod";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { BusyTime } from "../../ports/calendar-provider.ts";
import { readAnswer } from "./call-google-calendar.ts";

const answerForm = z.object({
  calendars: z.record(
    z.string(),
    z.object({
      busy: z.array(z.object({ start: z.string(), end: z.string() })).default([]),
      errors: z.array(z.unknown()).default([]),
    }),
  ),
});

/** `calendarExpansionMax` of the reference. */
const MOST_CALENDARS = 50;

/**
 * Busy times of calendars, asked in parts of fifty; null for one that cannot be read.
 * @throws {ProviderError}
 */
export async function queryFreeBusy(
  google: ProviderFetch,
  providerCalendarIds: string[],
  from: string,
  until: string,
): Promise<Map<string, BusyTime[] | null>> {
  const found = new Map<string, BusyTime[] | null>();
  for (let start = 0; start < providerCalendarIds.length; start += MOST_CALENDARS) {
    const ids = providerCalendarIds.slice(start, start + MOST_CALENDARS);
    const { calendars } = readAnswer(
      answerForm,
      await google({
        operation: "freebusy.query",
        method: "POST",
        path: "calendar/v3/freeBusy",
        body: { timeMin: from, timeMax: until, items: ids.map((id) => ({ id })) },
      }),
      "none",
    );
    for (const id of ids) {
      const calendar = calendars[id];
      found.set(id, calendar && calendar.errors.length === 0 ? calendar.busy : null);
    }
  }
  return found;
}
