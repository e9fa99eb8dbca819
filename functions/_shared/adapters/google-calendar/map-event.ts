/** From Google's event to ours. Other people wrote most of it: everything is cut, and nothing is trusted but the ids. */
import type { AttendeeItem, EventItem } from "../../domain/calendar/calendar-item.ts";
import { parseIsoDay } from "../../domain/calendar/days.ts";
import { isKnownZone } from "../../domain/calendar/local-time.ts";
import { cleanDeep } from "../../domain/mail/clean-deep.ts";
import { CHANGE_PROPERTY, type GoogleEvent, type GoogleWhen } from "./google-event.ts";

const KINDS: Record<string, EventItem["kind"]> = {
  outOfOffice: "out_of_office",
  focusTime: "focus_time",
  workingLocation: "working_location",
  birthday: "birthday",
  fromGmail: "from_gmail",
};
const RESPONSES: Record<string, AttendeeItem["response"]> = {
  declined: "declined",
  tentative: "tentative",
  accepted: "accepted",
};
const VISIBILITIES = ["public", "private", "confidential"] as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Google tells at most 200 unless an event is a crowd. */
const MOST_ATTENDEES = 500;

export function mapEvent(event: GoogleEvent): EventItem {
  const start = whenOf(event.start);
  const end = whenOf(event.end);
  const original = whenOf(event.originalStartTime);
  const isAllDay = start.day !== null && end.day !== null;
  const attendees = mapAttendees(event);
  const change = event.extendedProperties?.private?.[CHANGE_PROPERTY] ?? "";
  const zone = event.start?.timeZone;
  return cleanDeep({
    provider_event_id: event.id,
    ical_uid: event.iCalUID?.slice(0, 1024) ?? null,
    recurring_event_id: event.recurringEventId ?? null,
    original_starts_at: original.moment,
    original_starts_on: original.day,
    is_all_day: isAllDay,
    starts_at: isAllDay ? null : start.moment,
    ends_at: isAllDay ? null : end.moment,
    starts_on: isAllDay ? start.day : null,
    ends_on: isAllDay ? end.day : null,
    time_zone: zone && isKnownZone(zone) ? zone : null,
    recurrence: (event.recurrence ?? []).slice(0, 200).map((line) => line.slice(0, 4000)),
    status: event.status,
    kind: KINDS[event.eventType ?? ""] ?? "default",
    title: event.summary?.slice(0, 1024) ?? null,
    description: event.description?.slice(0, 8192) ?? null,
    location: event.location?.slice(0, 1024) ?? null,
    ...conferenceOf(event),
    visibility: VISIBILITIES.find((one) => one === event.visibility) ?? "default",
    transparency: event.transparency === "transparent" ? "free" : "busy",
    organizer_address: addressOf(event.organizer?.email),
    organizer_name: event.organizer?.displayName?.slice(0, 255) ?? null,
    is_organizer: event.organizer?.self === true,
    my_response: attendees?.find((one) => one.is_self)?.response ?? null,
    has_more_attendees: event.attendeesOmitted === true ||
      (event.attendees?.length ?? 0) > MOST_ATTENDEES,
    html_link: event.htmlLink?.slice(0, 2048) ?? null,
    sequence: event.sequence ?? 0,
    provider_updated_at: momentOf(event.updated),
    etag: event.etag ?? null,
    origin_id: UUID.test(change) ? change : null,
    attendees,
  });
}

/** Null where the list is not told; an event without attendees has none. */
function mapAttendees(event: GoogleEvent): AttendeeItem[] | null {
  if (event.status === "cancelled" && !event.attendees) return null;
  return (event.attendees ?? []).slice(0, MOST_ATTENDEES).flatMap((one) => {
    const address = addressOf(one.email);
    if (address === null) return [];
    return [{
      address,
      name: one.displayName?.slice(0, 255) ?? null,
      response: RESPONSES[one.responseStatus ?? ""] ?? "needs_action",
      is_optional: one.optional === true,
      is_organizer: one.organizer === true,
      is_self: one.self === true,
      is_resource: one.resource === true,
    }];
  });
}

function addressOf(text: string | undefined): string | null {
  const address = text?.trim().toLowerCase() ?? "";
  return address === "" || address.length > 320 ? null : address;
}

/** https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing */
function conferenceOf(
  { conferenceData, hangoutLink }: GoogleEvent,
): Pick<EventItem, "conference_url" | "conference_status"> {
  const video = conferenceData?.entryPoints?.find((one) => one.entryPointType === "video")?.uri;
  const url = (video ?? hangoutLink)?.slice(0, 2048) ?? null;
  const status = conferenceData?.createRequest?.status?.statusCode;
  if (url !== null) return { conference_url: url, conference_status: "ready" };
  if (status === "pending") return { conference_url: null, conference_status: "pending" };
  return { conference_url: null, conference_status: status === "failure" ? "failed" : "none" };
}

function whenOf(when: GoogleWhen | undefined): { day: string | null; moment: string | null } {
  if (when?.date && parseIsoDay(when.date) !== null) return { day: when.date, moment: null };
  return { day: null, moment: momentOf(when?.dateTime) };
}

function momentOf(text: string | undefined): string | null {
  const moment = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString();
}
