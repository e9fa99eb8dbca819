/** What the reader of calendars may ask of the store (migrations 0811 to 0819). Each call is one transaction. */
import type { CalendarItem, EventItem } from "../domain/calendar/calendar-item.ts";
import type { Instance } from "../domain/calendar/expand-series.ts";

export interface CalendarRun {
  cursorId: string;
  /** Pages of an earlier run are refused. */
  version: number;
  workspaceId: string;
  connectionId: string;
  /** Null when the list of calendars is read. */
  providerCalendarId: string | null;
  syncToken: string | null;
  pageToken: string | null;
  /** Of a full listing. */
  since: string | null;
}

export interface StoredPage {
  outcome: "stored" | "stale";
  /** How many had which outcome. */
  counts: Record<string, number>;
  /** The listing is complete, and news was asked for since it began. */
  isWantedAgain: boolean;
}

export interface PageEnd {
  nextPageToken: string | null;
  nextSyncToken: string | null;
}

export interface CalendarSync {
  /** Null when there is nothing to read any more. */
  begin(cursorId: string): Promise<CalendarRun | null>;
  storeCalendars(run: CalendarRun, items: CalendarItem[], end: PageEnd): Promise<StoredPage>;
  storeEvents(run: CalendarRun, items: EventItem[], end: PageEnd): Promise<StoredPage>;
  /** The token is not known any more: the next begin lists everything. */
  restart(run: CalendarRun, slug: string): Promise<void>;
  /** The calendar is gone at the provider. */
  lose(run: CalendarRun): Promise<void>;
}

/** Exceptions whose series changed: whether they still stand is asked one by one. */
export interface DoubtfulEvents {
  /** At most fifty provider ids. */
  list(run: CalendarRun): Promise<string[]>;
  /** What the provider says of one; null when there is no such event. */
  settle(run: CalendarRun, providerEventId: string, item: EventItem | null): Promise<void>;
}

export interface ChannelWork {
  needsChannel: boolean;
  stop: { channelId: string; resourceId: string }[];
}

export interface CalendarChannels {
  work(cursorId: string): Promise<ChannelWork>;
  begin(cursorId: string, channelId: string, tokenHash: string, expiresAt: Date): Promise<boolean>;
  settle(
    channelId: string,
    result:
      | { state: "active"; resourceId: string; expiresAt: Date | null }
      | { state: "failed"; slug: string }
      | { state: "ended" },
  ): Promise<void>;
  /** What a message of the channel is verified by; null when there is no such channel. */
  find(channelId: string): Promise<{ connectionId: string; tokenHash: string } | null>;
  /** A message: asked (it will be read), nothing (it was), or wait (it is being read from before). */
  note(message: ChannelMessage): Promise<"asked" | "nothing" | "wait">;
}

export interface ChannelMessage {
  channelId: string;
  resourceId: string | null;
  state: string;
  number: string;
  receivedAt: Date;
}

export interface StoredSeries {
  eventId: string;
  version: number;
  isAllDay: boolean;
  start: string;
  end: string;
  timeZone: string;
  recurrence: string[];
  replaced: string[];
  from: string;
  until: string;
}

export interface SeriesStore {
  /** Null when it is no series any more. */
  read(eventId: string): Promise<StoredSeries | null>;
  /** False when the series has changed since it was read. */
  save(
    series: StoredSeries,
    expansion: { instances: Instance[]; lastStart: string | null; problem: string | null },
  ): Promise<boolean>;
}
