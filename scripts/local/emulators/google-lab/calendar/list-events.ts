/** https://developers.google.com/workspace/calendar/api/v3/reference/events/list and .../events/instances */
import { badRequest, ok } from "../answer.ts";
import { takePage } from "../page.ts";
import { type Call, pageSize, type Route } from "../route.ts";
import type { StoredEvent } from "./event.ts";
import { cancelledResource, eventResource } from "./resource.ts";
import { HORIZON_MS, instancesOf, startsOf } from "./series.ts";
import { type EventStore, expanded } from "./store.ts";
import { readSyncToken, writeSyncToken } from "./sync-token.ts";
import { momentOf } from "./times.ts";
import { CAN_READ_EVENTS } from "./scopes.ts";
import { isZone } from "./zone.ts";

const PATH = "/calendar/v3/calendars/:calendarId/events";

export const listRoutes: Route[] = [
  {
    method: "GET",
    path: PATH,
    operation: "calendar.events.list",
    scopes: CAN_READ_EVENTS,
    handle: listEvents,
  },
  {
    method: "GET",
    path: `${PATH}/:eventId/instances`,
    operation: "calendar.events.instances",
    scopes: CAN_READ_EVENTS,
    handle(call) {
      const store = call.account.calendars.get(call.params.calendarId!);
      const master = store.get(call.params.eventId!);
      const window = windowOf(call.query, store.entry.timeZone);
      const until = Math.min(window.max, call.now + HORIZON_MS);
      const zone = store.entry.timeZone;
      const showsDeleted = call.query.get("showDeleted") === "true";
      const events = master.fields.recurrence
        ? instancesOf(master, store.exceptionsOf(master.fields.id), until, zone)
        : [];
      const shown = events.filter((event) =>
        isInside(event, window, zone) && (showsDeleted || event.fields.status !== "cancelled")
      );
      return page(call, store, shown.map((event) => ({ event, key: byStart(event, zone) })), false);
    },
  },
];

interface Listed {
  event: StoredEvent;
  /** Falls along the list. */
  key: string;
}

function listEvents(call: Call) {
  const store = call.account.calendars.get(call.params.calendarId!);
  const sync = readSyncToken(call, store);
  const query = sync ? new URLSearchParams(sync.query) : call.query;
  const zone = store.entry.timeZone;
  const window = windowOf(query, zone);
  const isSingle = query.get("singleEvents") === "true";
  const orderBy = query.get("orderBy");
  if (orderBy === "startTime" && !isSingle) {
    badRequest("The requested ordering is not available for the particular query.");
  }
  // the state a token stands for is that of the first page
  const [startedAt, inner] = readPageToken(call.query, store.version());
  const changed = sync ? store.all().filter(({ version }) => version > sync.version) : store.all();
  const until = Math.min(window.max, call.now + HORIZON_MS);
  const events = isSingle ? expanded(store, changed, until) : changed;
  const keyOf = (event: StoredEvent) =>
    orderBy === "startTime"
      ? byStart(event, zone)
      : `${falling(sync || orderBy === "updated" ? event.version : event.madeAs)}/${
        byStart(event, zone)
      }`;
  const showsDeleted = sync !== null || query.get("showDeleted") === "true";
  const shown = events
    .filter((event) => showsDeleted || isShown(event, isSingle, store))
    .filter((event) => matches(event, query))
    // a change out of the window is told as well: otherwise a client would keep what has left it
    .filter((event) => sync !== null || isInside(event, window, zone))
    .map((event) => ({ event, key: keyOf(event) }))
    .sort((a, b) => a.key < b.key ? 1 : -1);
  const token = () => writeSyncToken(call, sync, startedAt, store.generation());
  return page(call, store, shown, sync !== null, { inner, startedAt, token });
}

/** Cancelled occurrences of a living series are told with it when occurrences are not listed one by one. */
function isShown({ fields }: StoredEvent, isSingle: boolean, store: EventStore): boolean {
  if (fields.status !== "cancelled") return true;
  const master = store.find(fields.recurringEventId ?? "");
  return !isSingle && master !== null && master.fields.status !== "cancelled";
}

function matches({ fields }: StoredEvent, query: URLSearchParams): boolean {
  const q = query.get("q")?.toLowerCase();
  const text = [
    fields.summary,
    fields.description,
    fields.location,
    ...(fields.attendees ?? []).map(({ email }) => email),
  ].join(" ").toLowerCase();
  const hasProperty = (kind: "private" | "shared") =>
    query.getAll(`${kind}ExtendedProperty`).every((pair) => {
      const [name, value] = pair.split("=");
      return fields.extendedProperties?.[kind]?.[name!] === value;
    });
  const updatedMin = query.get("updatedMin");
  const types = query.getAll("eventTypes");
  return (q === undefined || text.includes(q)) && hasProperty("private") && hasProperty("shared") &&
    (!query.has("iCalUID") || query.get("iCalUID") === fields.iCalUID) &&
    (updatedMin === null || fields.updated >= new Date(updatedMin).toISOString()) &&
    (types.length === 0 || types.includes(fields.eventType));
}

interface Window {
  min: number;
  max: number;
}

function windowOf(query: URLSearchParams, zone: string): Window {
  const read = (name: string, standard: number) => {
    const text = query.get(name);
    if (text === null) return standard;
    const moment = Date.parse(text);
    if (Number.isNaN(moment) || !/(?:Z|[+-]\d\d:?\d\d)$/i.test(text)) {
      badRequest(`Invalid value for ${name}: it must be an RFC3339 timestamp with an offset.`);
    }
    return moment;
  };
  const own = query.get("timeZone");
  if (own !== null && !isZone(own)) badRequest(`Invalid time zone: ${own}, not ${zone}`);
  const window = { min: read("timeMin", -Infinity), max: read("timeMax", Infinity) };
  if (window.max <= window.min) badRequest("The specified time range is empty.");
  return window;
}

function isInside({ fields }: StoredEvent, { min, max }: Window, zone: string): boolean {
  const start = momentOf(fields.start, zone);
  const length = momentOf(fields.end, zone) - start;
  if (start >= max) return false;
  if (fields.recurrence === undefined) return start + length > min;
  if (min === -Infinity) return true;
  return startsOf(fields, Math.min(max, min + HORIZON_MS), zone).some((one) => one + length > min);
}

const falling = (number: number) => String(10 ** 15 - number).padStart(16, "0");
const byStart = ({ fields }: StoredEvent, zone: string) =>
  `${falling(momentOf(fields.start, zone) + 10 ** 14)}/${fields.id}`;

/** The page token of a list of changes also holds the version its first page saw. */
function readPageToken(query: URLSearchParams, version: number): [number, string | null] {
  const token = query.get("pageToken");
  if (token === null) return [version, null];
  const [, startedAt, inner] = /^(\d+)\.(.+)$/.exec(token) ?? [];
  return inner === undefined ? badRequest("Invalid page token value.") : [Number(startedAt), inner];
}

function page(
  call: Call,
  store: EventStore,
  listed: Listed[],
  isIncremental: boolean,
  paging?: { inner: string | null; startedAt: number; token: () => string | null },
) {
  const { entry } = store;
  const query = new URLSearchParams(call.query);
  if (paging?.inner) query.set("pageToken", paging.inner);
  const { items, nextPageToken } = takePage(
    listed,
    ({ key }) => key,
    query,
    pageSize(query, 250, 2500),
  );
  const next = nextPageToken && paging ? `${paging.startedAt}.${nextPageToken}` : nextPageToken;
  const syncToken = next || !paging ? null : paging.token();
  return ok({
    kind: "calendar#events",
    etag: `"p${store.version()}"`,
    summary: entry.summary,
    description: "",
    updated: new Date(call.now).toISOString(),
    timeZone: entry.timeZone,
    accessRole: entry.accessRole,
    defaultReminders: entry.isPrimary ? [{ method: "popup", minutes: 30 }] : [],
    ...(next && { nextPageToken: next }),
    ...(syncToken && { nextSyncToken: syncToken }),
    items: items.map(({ event }) =>
      isIncremental && event.fields.status === "cancelled"
        ? cancelledResource(event)
        : eventResource(event, call.account.address)
    ),
  });
}
