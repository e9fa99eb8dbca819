/** Which calendars there are, when they are busy, and the person's settings. https://developers.google.com/workspace/calendar/api/v3/reference */
import type { LabAccount } from "../account.ts";
import { badRequest, notFound, ok } from "../answer.ts";
import { takePage } from "../page.ts";
import { jsonBody, pageSize, type Route } from "../route.ts";
import { isBusy } from "./event.ts";
import { calendarListResource } from "./resource.ts";
import { CAN_READ_EVENTS, CAN_READ_FREE_BUSY, CAN_READ_LIST, CAN_READ_SETTINGS } from "./scopes.ts";
import { type EventStore, expanded } from "./store.ts";
import { readSyncToken, writeSyncToken } from "./sync-token.ts";
import { momentOf } from "./times.ts";

export function calendarListRoutes(accounts: Map<string, LabAccount>): Route[] {
  return [
    {
      method: "GET",
      path: "/calendar/v3/users/me/calendarList",
      operation: "calendar.calendarList.list",
      scopes: CAN_READ_LIST,
      handle(call) {
        const { calendars } = call.account;
        const sync = readSyncToken(call, calendars);
        const showsDeleted = sync !== null || call.query.get("showDeleted") === "true";
        const entries = calendars.all().map(({ entry }) => entry).filter((entry) =>
          (showsDeleted || !entry.isDeleted) && entry.version > (sync?.version ?? 0)
        ).sort((a, b) => b.version - a.version);
        const size = pageSize(call.query, 100, 250);
        const key = ({ version }: { version: number }) => String(version).padStart(12, "0");
        const { items, nextPageToken } = takePage(entries, key, call.query, size);
        const token = nextPageToken
          ? null
          : writeSyncToken(call, sync, calendars.version(), calendars.generation());
        return ok({
          kind: "calendar#calendarList",
          etag: `"p${calendars.version()}"`,
          ...(nextPageToken && { nextPageToken }),
          ...(token && { nextSyncToken: token }),
          items: items.map(calendarListResource),
        });
      },
    },
    {
      method: "GET",
      path: "/calendar/v3/users/me/calendarList/:calendarId",
      operation: "calendar.calendarList.get",
      scopes: CAN_READ_LIST,
      handle: ({ account, params }) =>
        ok(calendarListResource(account.calendars.get(params.calendarId!).entry)),
    },
    {
      method: "GET",
      path: "/calendar/v3/calendars/:calendarId",
      operation: "calendar.calendars.get",
      scopes: [...CAN_READ_EVENTS, ...CAN_READ_LIST],
      handle({ account, params }) {
        const { entry } = account.calendars.get(params.calendarId!);
        const { id, summary, timeZone } = entry;
        return ok({
          kind: "calendar#calendar",
          etag: `"c${entry.version}"`,
          id,
          summary,
          timeZone,
        });
      },
    },
    {
      method: "GET",
      path: "/calendar/v3/users/me/settings/:setting",
      operation: "calendar.settings.get",
      scopes: CAN_READ_SETTINGS,
      handle({ account, params }) {
        if (params.setting !== "timezone") notFound();
        const value = account.calendars.get("primary").entry.timeZone;
        return ok({ kind: "calendar#setting", etag: '"1"', id: "timezone", value });
      },
    },
    {
      method: "POST",
      path: "/calendar/v3/freeBusy",
      operation: "calendar.freebusy.query",
      scopes: CAN_READ_FREE_BUSY,
      handle({ account, request }) {
        const { timeMin, timeMax, items } = jsonBody(request);
        const [min, max] = [Date.parse(timeMin), Date.parse(timeMax)] as const;
        if (!(max > min)) badRequest("The specified time range is empty.");
        if (!Array.isArray(items) || items.length > 50) badRequest("Invalid items.");
        const answers = items.map(({ id }: { id: string }) => {
          const owner = accounts.get(id) ?? account;
          const store = owner.calendars.all().find(({ entry }) =>
            entry.id === (id === "primary" ? account.address : id) && !entry.isDeleted
          );
          const missing = { errors: [{ domain: "global", reason: "notFound" }], busy: [] };
          return [id, store ? { busy: busyTimes(store, owner.address, min, max) } : missing];
        });
        return ok({
          kind: "calendar#freeBusy",
          timeMin: new Date(min).toISOString(),
          timeMax: new Date(max).toISOString(),
          calendars: Object.fromEntries(answers),
        });
      },
    },
  ];
}

/** Touching and overlapping times are one. */
function busyTimes(store: EventStore, address: string, min: number, max: number) {
  const zone = store.entry.timeZone;
  const times = expanded(store, store.all(), max)
    .filter(({ fields }) => isBusy(fields, address))
    .map(({ fields }) => ({
      start: Math.max(momentOf(fields.start, zone), min),
      end: Math.min(momentOf(fields.end, zone), max),
    }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const merged: typeof times = [];
  for (const time of times) {
    const last = merged.at(-1);
    if (last && time.start <= last.end) last.end = Math.max(last.end, time.end);
    else merged.push(time);
  }
  const text = (moment: number) => new Date(moment).toISOString().replace(".000Z", "Z");
  return merged.map(({ start, end }) => ({ start: text(start), end: text(end) }));
}
