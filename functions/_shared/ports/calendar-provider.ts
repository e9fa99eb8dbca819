/** What the product may ask of a provider's calendars, as the person whose account it is. Everything throws ProviderError. */
import type { CalendarItem, EventItem } from "../domain/calendar/calendar-item.ts";
import type { CalendarChange } from "./calendar-changes.ts";

export interface Page<Item> {
  items: Item[];
  /** Items whose form is unknown; they are left out. */
  unreadableCount: number;
  /** Exactly one of the two: the next page, or the token of the complete listing. */
  nextPageToken: string | null;
  nextSyncToken: string | null;
}

/** Where a listing goes on; without both tokens it begins anew. */
export interface ListPosition {
  syncToken: string | null;
  pageToken: string | null;
}

export interface EventListing extends ListPosition {
  providerCalendarId: string;
  /** Of a full listing: only what ends after this moment. */
  since: string | null;
}

export interface BusyTime {
  start: string;
  end: string;
}

export interface CalendarReader {
  /** A status of 410 means that the token is not known any more. */
  listCalendars(position: ListPosition): Promise<Page<CalendarItem>>;
  /** Single events, series and exceptions as they are. A status of 410 as above, 404 when the calendar is gone. */
  listEvents(listing: EventListing): Promise<Page<EventItem>>;
  /** One event, series, exception or instance; null when there is none. */
  findEvent(providerCalendarId: string, providerEventId: string): Promise<EventItem | null>;
  /** What the provider itself calls busy, by calendar id; null where it cannot tell. */
  busyTimes(
    providerCalendarIds: string[],
    from: string,
    until: string,
  ): Promise<Map<string, BusyTime[] | null>>;
}

export interface OpenedChannel {
  resourceId: string;
  expiresAt: Date | null;
}

export interface CalendarPush {
  /** Asks to be told at `address` when the calendar changes; `token` comes back with each message. */
  watch(
    channel: {
      id: string;
      token: string;
      address: string;
      providerCalendarId: string;
      expiresAt: Date;
    },
  ): Promise<OpenedChannel>;
  /** Also well when it has ended already. */
  stop(channelId: string, resourceId: string): Promise<void>;
}

/** Each acts on the event of the change; `effect` of what it throws tells whether it may have. */
export interface CalendarWriter {
  /** With the change's own id: a status of 409 means that it exists. */
  create(change: CalendarChange): Promise<EventItem>;
  /** A status of 412 means another version than the expected one, 404 and 410 that it is gone. */
  update(change: CalendarChange): Promise<EventItem>;
  /** As update. */
  remove(change: CalendarChange): Promise<void>;
  /** Sets the person's own answer and nothing else. Permanent `not_invited` when nobody asked. */
  respond(
    change: CalendarChange,
    response: "accepted" | "declined" | "tentative",
  ): Promise<EventItem>;
  /** The event as it is now; null when there is none. */
  find(change: CalendarChange): Promise<EventItem | null>;
}
