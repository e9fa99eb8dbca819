/** Events and calendars in the forms Google answers. */
import { createHash } from "node:crypto";
import type { StoredEvent } from "./event.ts";
import type { CalendarEntry } from "./store.ts";

export function etagOf(event: StoredEvent): string {
  const text = JSON.stringify([event.fields.updated, event.version]);
  const digest = createHash("sha256").update(text).digest();
  return `"${digest.readBigUInt64BE(0) >> 12n}"`;
}

/** @param address whose calendar it is: marks what is theirs */
export function eventResource(event: StoredEvent, address: string) {
  const { attendees, creator, organizer, ...fields } = event.fields;
  const self = (email: string) => email === address ? { self: true } : {};
  return {
    kind: "calendar#event",
    etag: etagOf(event),
    htmlLink: `https://www.google.com/calendar/event?eid=${
      Buffer.from(`${fields.id} ${address}`).toString("base64url")
    }`,
    ...fields,
    creator: { ...creator, ...self(creator.email) },
    organizer: { ...organizer, ...self(organizer.email) },
    ...(attendees && {
      attendees: attendees.map((attendee) => ({
        ...attendee,
        ...(attendee.email === organizer.email && { organizer: true }),
        ...self(attendee.email),
      })),
    }),
    reminders: fields.reminders ?? { useDefault: true },
  };
}

/** What is certain of a cancelled event when changes are listed. */
export function cancelledResource(event: StoredEvent) {
  const { id, recurringEventId, originalStartTime } = event.fields;
  return {
    kind: "calendar#event",
    etag: etagOf(event),
    id,
    status: "cancelled",
    ...(recurringEventId && { recurringEventId, originalStartTime }),
  };
}

export function calendarListResource(entry: CalendarEntry) {
  const etag = `"${1_000_000_000_000 + entry.version}"`;
  if (entry.isDeleted) {
    return { kind: "calendar#calendarListEntry", etag, id: entry.id, deleted: true };
  }
  return {
    kind: "calendar#calendarListEntry",
    etag,
    id: entry.id,
    summary: entry.summary,
    timeZone: entry.timeZone,
    colorId: "14",
    backgroundColor: "#9fe1e7",
    foregroundColor: "#000000",
    selected: true,
    accessRole: entry.accessRole,
    defaultReminders: entry.isPrimary ? [{ method: "popup", minutes: 30 }] : [],
    ...(entry.isPrimary && { primary: true }),
    conferenceProperties: { allowedConferenceSolutionTypes: ["hangoutsMeet"] },
  };
}
