/** What the store takes: one calendar of a list, one event of a calendar, in the names of the database. */

export interface CalendarItem {
  provider_calendar_id: string;
  name: string;
  time_zone: string | null;
  access_role: "free_busy_reader" | "reader" | "writer" | "owner";
  is_primary: boolean;
  is_selected: boolean;
  is_removed: boolean;
}

export type EventResponse = "needs_action" | "declined" | "tentative" | "accepted";

export interface AttendeeItem {
  /** Lower case. */
  address: string;
  name: string | null;
  response: EventResponse;
  is_optional: boolean;
  is_organizer: boolean;
  is_self: boolean;
  is_resource: boolean;
}

/** Moments are ISO 8601 in UTC, days `2026-06-01`. Of a deleted event often nothing but id and status is known. */
export interface EventItem {
  provider_event_id: string;
  ical_uid: string | null;
  recurring_event_id: string | null;
  original_starts_at: string | null;
  original_starts_on: string | null;
  is_all_day: boolean;
  starts_at: string | null;
  ends_at: string | null;
  starts_on: string | null;
  ends_on: string | null;
  time_zone: string | null;
  recurrence: string[];
  status: "confirmed" | "tentative" | "cancelled";
  kind:
    | "default"
    | "out_of_office"
    | "focus_time"
    | "working_location"
    | "birthday"
    | "from_gmail";
  title: string | null;
  description: string | null;
  location: string | null;
  conference_url: string | null;
  conference_status: "none" | "pending" | "ready" | "failed";
  visibility: "default" | "public" | "private" | "confidential";
  transparency: "busy" | "free";
  organizer_address: string | null;
  organizer_name: string | null;
  is_organizer: boolean;
  my_response: EventResponse | null;
  has_more_attendees: boolean;
  html_link: string | null;
  sequence: number;
  provider_updated_at: string | null;
  etag: string | null;
  /** The calendar change of ours that made it. */
  origin_id: string | null;
  /** Null when the provider did not tell them: those known stay. */
  attendees: AttendeeItem[] | null;
}
