/** The store of what is read, on the worker functions of migrations 0812 to 0819. */
import { z } from "zod";
import type {
  CalendarSync,
  DoubtfulEvents,
  SeriesStore,
  StoredPage,
} from "../../ports/calendar-sync.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const uuid = z.guid();

const runRow = z.object({
  cursor_id: uuid,
  version: z.int(),
  workspace_id: uuid,
  connection_id: uuid,
  calendar_id: uuid.nullable(),
  provider_calendar_id: z.string().nullable(),
  sync_token: z.string().nullable(),
  page_token: z.string().nullable(),
  full_since: z.string().nullable(),
}).transform((row) => ({
  cursorId: row.cursor_id,
  version: row.version,
  workspaceId: row.workspace_id,
  connectionId: row.connection_id,
  providerCalendarId: row.provider_calendar_id,
  syncToken: row.sync_token,
  pageToken: row.page_token,
  since: row.full_since && new Date(row.full_since).toISOString(),
}));

const pageRow = z.object({
  outcome: z.enum(["stored", "stale"]),
  counts: z.record(z.string(), z.int()).default({}),
  is_wanted_again: z.boolean().default(false),
}).transform((row): StoredPage => ({
  outcome: row.outcome,
  counts: row.counts,
  isWantedAgain: row.is_wanted_again,
}));

export function createCalendarSync(client: DatabaseClient): CalendarSync {
  return {
    begin: (cursorId) =>
      callWorker(client, "begin_calendar_sync", { cursor_id: cursorId }, runRow.nullable()),
    storeCalendars: (run, items, end) =>
      callWorker(client, "store_calendar_list", {
        cursor_id: run.cursorId,
        version: run.version,
        items: items as never,
        // null is meant: the generated types know no arguments that may be null
        next_page_token: end.nextPageToken as string,
        next_sync_token: end.nextSyncToken as string,
      }, pageRow),
    storeEvents: (run, items, end) =>
      callWorker(client, "store_calendar_page", {
        cursor_id: run.cursorId,
        version: run.version,
        items: items as never,
        next_page_token: end.nextPageToken as string,
        next_sync_token: end.nextSyncToken as string,
      }, pageRow),
    async restart(run, slug) {
      const args = { cursor_id: run.cursorId, version: run.version, slug };
      await callWorker(client, "restart_calendar_sync", args, z.boolean());
    },
    async lose(run) {
      const args = { cursor_id: run.cursorId, version: run.version };
      await callWorker(client, "lose_calendar", args, z.unknown());
    },
  };
}

export function createDoubtfulEvents(client: DatabaseClient): DoubtfulEvents {
  return {
    list: (run) =>
      callWorker(client, "doubtful_events", { cursor_id: run.cursorId }, z.array(z.string())),
    async settle(run, providerEventId, item) {
      await callWorker(client, "settle_doubtful_event", {
        cursor_id: run.cursorId,
        provider_event_id: providerEventId,
        item: item as never,
      }, z.string());
    },
  };
}

const moment = z.string().transform((text) => new Date(text).toISOString());

const seriesRow = z.object({
  event_id: uuid,
  series_version: z.int(),
  is_all_day: z.boolean(),
  starts_at: moment,
  ends_at: moment,
  starts_on: z.string().nullable(),
  ends_on: z.string().nullable(),
  time_zone: z.string(),
  recurrence: z.array(z.string()),
  replaced: z.array(z.string()),
  from_at: moment,
  until_at: moment,
}).transform((row) => ({
  eventId: row.event_id,
  version: row.series_version,
  isAllDay: row.is_all_day,
  start: row.starts_on ?? row.starts_at,
  end: row.ends_on ?? row.ends_at,
  timeZone: row.time_zone,
  recurrence: row.recurrence,
  replaced: row.replaced,
  from: row.from_at,
  until: row.until_at,
}));

export function createSeriesStore(client: DatabaseClient): SeriesStore {
  return {
    read: (eventId) =>
      callWorker(client, "read_series", { event_id: eventId }, seriesRow.nullable()),
    save: (series, { instances, lastStart, problem }) =>
      callWorker(client, "save_instances", {
        event_id: series.eventId,
        series_version: series.version,
        instances: instances.map(({ start, end }) =>
          series.isAllDay ? { starts_on: start, ends_on: end } : { starts_at: start, ends_at: end }
        ),
        series_ends: lastStart as string,
        problem: problem as string,
        from_at: series.from,
        until_at: series.until,
      }, z.boolean()),
  };
}
