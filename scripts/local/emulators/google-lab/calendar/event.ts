/** Events as they are kept, and what a client may put into them. https://developers.google.com/workspace/calendar/api/v3/reference/events */
import { badRequest, refuse } from "../answer.ts";
import { type EventTime, momentOf, readTime } from "./times.ts";

export interface Attendee {
  email: string;
  responseStatus: "needsAction" | "declined" | "tentative" | "accepted";
  displayName?: string;
  comment?: string;
  optional?: boolean;
  organizer?: boolean;
  self?: boolean;
}

export interface EventFields {
  id: string;
  iCalUID: string;
  status: "confirmed" | "tentative" | "cancelled";
  created: string;
  updated: string;
  creator: { email: string };
  organizer: { email: string };
  start: EventTime;
  end: EventTime;
  sequence: number;
  summary?: string;
  transparency?: "opaque" | "transparent";
  eventType: string;
  recurrence?: string[];
  recurringEventId?: string;
  originalStartTime?: EventTime;
  attendees?: Attendee[];
  conferenceData?: Record<string, unknown>;
  hangoutLink?: string;
  extendedProperties?: Record<string, Record<string, string>>;
  [other: string]: unknown;
}

export interface StoredEvent {
  fields: EventFields;
  /** Of its last change, counted by its calendar. */
  version: number;
  /** Of its making. */
  madeAs: number;
}

const WRITABLE = [
  "summary",
  "description",
  "location",
  "colorId",
  "transparency",
  "visibility",
  "attendees",
  "attendeesOmitted",
  "extendedProperties",
  "guestsCanInviteOthers",
  "guestsCanModify",
  "guestsCanSeeOtherGuests",
  "anyoneCanAddSelf",
  "reminders",
  "source",
  "status",
  "eventType",
  "outOfOfficeProperties",
  "focusTimeProperties",
  "workingLocationProperties",
];
const RESPONSES = ["needsAction", "declined", "tentative", "accepted"];

/**
 * What a client sent, checked, without what it may not set; conferenceData is another matter.
 * @param before the event a PATCH changes: what is not named stays, null takes away, lists are replaced
 */
export function readEvent(
  // deno-lint-ignore no-explicit-any -- a client's JSON
  body: any,
  before: EventFields | null,
  calendarZone: string,
): Partial<EventFields> {
  const fields: Record<string, unknown> = {};
  for (const name of WRITABLE) {
    const value = body[name] === undefined ? before?.[name] : body[name];
    if (value !== undefined && value !== null) fields[name] = value;
  }
  const merged = (name: "start" | "end") =>
    body[name] === undefined && before ? before[name] : { ...before?.[name], ...body[name] };
  fields.start = readTime(merged("start"), "start", calendarZone);
  fields.end = readTime(merged("end"), "end", calendarZone);
  const recurrence = body.recurrence === undefined ? before?.recurrence : body.recurrence;
  if (Array.isArray(recurrence) && recurrence.length > 0) fields.recurrence = recurrence;
  if (body.extendedProperties && before?.extendedProperties) {
    fields.extendedProperties = mergeProperties(before.extendedProperties, body.extendedProperties);
  }
  if (fields.attendees !== undefined) fields.attendees = readAttendees(fields.attendees);
  checkTimes(fields as unknown as EventFields, calendarZone);
  return fields as Partial<EventFields>;
}

function checkTimes({ start, end }: EventFields, zone: string): void {
  if ((start.date === undefined) !== (end.date === undefined)) {
    badRequest("Invalid start or end time.");
  }
  const isEmpty = start.date === undefined
    ? momentOf(end, zone) < momentOf(start, zone)
    : end.date! <= start.date;
  if (isEmpty) refuse(400, "timeRangeEmpty", "The specified time range is empty.");
}

function readAttendees(value: unknown): Attendee[] {
  if (!Array.isArray(value)) return badRequest("Invalid attendees.");
  return value.map((attendee) => {
    const email = String(attendee?.email ?? "").trim().toLowerCase();
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) badRequest("Invalid attendee email.");
    const { displayName, comment, optional, responseStatus } = attendee;
    return {
      email,
      responseStatus: RESPONSES.includes(responseStatus) ? responseStatus : "needsAction",
      ...(displayName && { displayName }),
      ...(comment && { comment }),
      ...(optional && { optional }),
    };
  });
}

function mergeProperties(
  before: Record<string, Record<string, string>>,
  changes: Record<string, Record<string, string | null>>,
) {
  const merged = structuredClone(before);
  for (const kind of ["private", "shared"]) {
    for (const [name, value] of Object.entries(changes[kind] ?? {})) {
      merged[kind] ??= {};
      if (value === null) delete merged[kind][name];
      else merged[kind][name] = value;
    }
  }
  return merged;
}

/** Whether the person of this calendar has said no, or never counts as busy with it. */
export function isBusy(fields: EventFields, address: string): boolean {
  const own = fields.attendees?.find(({ email }) => email === address);
  return fields.status !== "cancelled" && fields.transparency !== "transparent" &&
    fields.eventType !== "workingLocation" && own?.responseStatus !== "declined";
}
