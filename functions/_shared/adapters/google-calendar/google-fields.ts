/** From our fields to Google's event. https://developers.google.com/workspace/calendar/api/v3/reference/events#resource */
import type { EventFields, Notify } from "../../ports/calendar-changes.ts";
import { CHANGE_PROPERTY } from "./google-event.ts";

export interface GoogleAttendee {
  email?: string | undefined;
  [other: string]: unknown;
}

const SEND_UPDATES: Record<Notify, string> = {
  all: "all",
  external: "externalOnly",
  nobody: "none",
};

/** Query of every write: whom Google tells by mail, and that we know what conferences are. */
export function writeQuery(notify: Notify): Record<string, string> {
  return { sendUpdates: SEND_UPDATES[notify], conferenceDataVersion: "1" };
}

/**
 * The body of an insert or a patch: only what is to be set. Null takes away, so an event that becomes all-day loses its times.
 * @param known the attendees as they are now, whose answers must not be lost; a patch replaces the whole list
 */
export function toGoogleEvent(
  changeId: string,
  fields: EventFields,
  known: GoogleAttendee[],
): Record<string, unknown> {
  const { title, description, location, recurrence, transparency, visibility, kind } = fields;
  return {
    ...(title !== undefined && { summary: title }),
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    ...timesOf(fields),
    ...(recurrence !== undefined && { recurrence }),
    ...(transparency && { transparency: transparency === "free" ? "transparent" : "opaque" }),
    ...(visibility && { visibility }),
    ...(kind === "out_of_office" && {
      eventType: "outOfOffice",
      // nothing is declined on somebody's behalf that they have not asked for
      outOfOfficeProperties: { autoDeclineMode: "declineNone" },
    }),
    ...(fields.attendees && { attendees: withAnswers(fields.attendees, known) }),
    ...(fields.with_conference && {
      conferenceData: {
        // the same request again makes no second link
        createRequest: { requestId: changeId, conferenceSolutionKey: { type: "hangoutsMeet" } },
      },
    }),
    extendedProperties: { private: { [CHANGE_PROPERTY]: changeId } },
  };
}

function timesOf(fields: EventFields): Record<string, unknown> {
  const { starts_at, ends_at, starts_on, ends_on, time_zone: timeZone } = fields;
  const day = (date: string | undefined) => date && { date, dateTime: null, timeZone: null };
  const moment = (text: string | undefined) =>
    text && { dateTime: new Date(text).toISOString(), date: null, timeZone };
  const start = day(starts_on) ?? moment(starts_at);
  const end = day(ends_on) ?? moment(ends_at);
  return { ...(start && { start }), ...(end && { end }) };
}

function withAnswers(addresses: string[], known: GoogleAttendee[]): GoogleAttendee[] {
  return addresses.map((email) =>
    known.find((one) => one.email?.toLowerCase() === email) ?? { email }
  );
}
