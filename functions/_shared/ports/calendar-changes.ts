/** What the change path may ask of the store (migration 0836). Each call is one transaction. */
import type { EventItem } from "../domain/calendar/calendar-item.ts";

export type Notify = "all" | "external" | "nobody";

/** Fields as create_event() takes them; only those that are to be set. */
export interface EventFields {
  title?: string | null;
  description?: string | null;
  location?: string | null;
  starts_at?: string;
  ends_at?: string;
  starts_on?: string;
  ends_on?: string;
  time_zone?: string;
  recurrence?: string[];
  transparency?: "busy" | "free";
  visibility?: "default" | "public" | "private" | "confidential";
  kind?: "default" | "out_of_office";
  /** Lower-case addresses. */
  attendees?: string[];
  with_conference?: boolean;
  /** Of respond. */
  response?: "accepted" | "declined" | "tentative";
}

export interface CalendarChange {
  changeId: string;
  attempt: number;
  action: "create" | "update" | "delete" | "respond";
  workspaceId: string;
  connectionId: string;
  providerCalendarId: string;
  providerEventId: string;
  fields: EventFields;
  /** Null where any version will do. */
  expectedEtag: string | null;
  notify: Notify;
}

export type ChangeDecision =
  | { decision: "stop" }
  | { decision: "apply"; change: CalendarChange }
  /** An earlier attempt ended without proof. */
  | { decision: "look_up"; change: CalendarChange };

export type ChangeOutcome =
  | { outcome: "applied"; item: EventItem | null }
  | { outcome: "not_applied" | "unknown" | "failed"; slug: string };

export interface CalendarChanges {
  /** `apply` has committed the state `applying`. */
  begin(changeId: string): Promise<ChangeDecision>;
  /** Changes nothing when another attempt has begun since. */
  settle(change: CalendarChange, outcome: ChangeOutcome): Promise<void>;
}
