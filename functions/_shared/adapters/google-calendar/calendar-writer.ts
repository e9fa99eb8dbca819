/** The writing port on Google Calendar. */
import type { EventItem } from "../../domain/calendar/calendar-item.ts";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { CalendarChange } from "../../ports/calendar-changes.ts";
import type { CalendarWriter } from "../../ports/calendar-provider.ts";
import { calendarPath, readAnswer } from "./call-google-calendar.ts";
import { getEvent } from "./get-event.ts";
import { type GoogleEvent, googleEvent } from "./google-event.ts";
import { type GoogleAttendee, toGoogleEvent, writeQuery } from "./google-fields.ts";
import { mapEvent } from "./map-event.ts";

const RESPONSES = { accepted: "accepted", declined: "declined", tentative: "tentative" } as const;

export function createCalendarWriter(google: ProviderFetch): CalendarWriter {
  const eventPath = (change: CalendarChange) =>
    calendarPath(change.providerCalendarId, `events/${encodeURIComponent(change.providerEventId)}`);

  /** https://developers.google.com/workspace/calendar/api/v3/reference/events/get, as Google tells it */
  const readRaw = async (change: CalendarChange) => {
    const raw = await google({ operation: "events.get", method: "GET", path: eventPath(change) });
    const event = readAnswer(googleEvent, raw, "none");
    return { event, attendees: (raw as { attendees?: GoogleAttendee[] }).attendees ?? [] };
  };

  /** https://developers.google.com/workspace/calendar/api/v3/reference/events/patch */
  const patch = async (change: CalendarChange, body: unknown, etag: string | null) =>
    mapEvent(readAnswer(
      googleEvent,
      await google({
        operation: "events.patch",
        method: "PATCH",
        path: eventPath(change),
        query: writeQuery(change.notify),
        ...(etag !== null && { headers: { "if-match": etag } }),
        body,
      }),
      "unknown",
    ));

  return {
    /** https://developers.google.com/workspace/calendar/api/v3/reference/events/insert */
    async create(change) {
      const made = toGoogleEvent(change.changeId, change.fields, []);
      const answer = await google({
        operation: "events.insert",
        method: "POST",
        path: calendarPath(change.providerCalendarId, "events"),
        query: writeQuery(change.notify),
        body: { ...withoutNulls(made), id: change.providerEventId },
      });
      return mapEvent(readAnswer(googleEvent, answer, "unknown"));
    },
    async update(change) {
      const { event, attendees } = change.fields.attendees
        ? await readRaw(change)
        : { event: null, attendees: [] };
      if (event !== null) requireVersion(event, change.expectedEtag);
      const body = toGoogleEvent(change.changeId, change.fields, attendees);
      return await patch(change, body, change.expectedEtag ?? event?.etag ?? null);
    },
    /** https://developers.google.com/workspace/calendar/api/v3/reference/events/delete */
    async remove(change) {
      await google({
        operation: "events.delete",
        method: "DELETE",
        path: eventPath(change),
        query: { sendUpdates: writeQuery(change.notify).sendUpdates! },
        ...(change.expectedEtag !== null && { headers: { "if-match": change.expectedEtag } }),
      });
    },
    async respond(change, response): Promise<EventItem> {
      const { event, attendees } = await readRaw(change);
      const own = event.attendees?.findIndex((one) => one.self) ?? -1;
      if (own < 0) throw notInvited();
      attendees[own] = { ...attendees[own], responseStatus: RESPONSES[response] };
      return await patch(change, { attendees }, event.etag ?? null);
    },
    find: (change) => getEvent(google, change.providerCalendarId, change.providerEventId),
  };
}

/** A patch may name null to take a thing away; a new event has nothing yet. */
function withoutNulls(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value, (_, one) => one === null ? undefined : one));
}

function requireVersion(event: GoogleEvent, expected: string | null): void {
  if (expected === null || event.etag === expected) return;
  throw new ProviderError({
    errorClass: "permanent",
    effect: "none",
    slug: "provider_refused",
    status: 412,
    message: "Cannot change the event: it has another version",
  });
}

function notInvited(): ProviderError {
  return new ProviderError({
    errorClass: "permanent",
    effect: "none",
    slug: "not_invited",
    message: "Cannot answer: the person is not asked to the event",
  });
}
