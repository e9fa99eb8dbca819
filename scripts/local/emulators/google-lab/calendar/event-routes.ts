/** https://developers.google.com/workspace/calendar/api/v3/reference/events */
import type { LabAccount } from "../account.ts";
import { type LabAnswer, noContent, ok, refuse } from "../answer.ts";
import type { LabClock } from "../clock.ts";
import { type Call, jsonBody, type Route } from "../route.ts";
import { conferenceFields, makeConference } from "./conference.ts";
import { type EventFields, readEvent, type StoredEvent } from "./event.ts";
import { tellGuests, tellOrganizer } from "./guests.ts";
import { etagOf, eventResource } from "./resource.ts";
import { CAN_READ_EVENTS, CAN_WRITE_EVENTS } from "./scopes.ts";
import type { EventStore } from "./store.ts";

const PATH = "/calendar/v3/calendars/:calendarId/events";

export interface CalendarDeps {
  accounts: Map<string, LabAccount>;
  clock: LabClock;
}

export function eventRoutes(deps: CalendarDeps): Route[] {
  return [
    {
      method: "POST",
      path: PATH,
      operation: "calendar.events.insert",
      scopes: CAN_WRITE_EVENTS,
      handle: (call) => insert(deps, call),
    },
    {
      method: "GET",
      path: `${PATH}/:eventId`,
      operation: "calendar.events.get",
      scopes: CAN_READ_EVENTS,
      handle(call) {
        const event = storeOf(call).get(call.params.eventId!);
        if (call.request.headers["if-none-match"] === etagOf(event)) return { status: 304 };
        return answerEvent(call, event);
      },
    },
    ...(["PATCH", "PUT"] as const).map((method): Route => ({
      method,
      path: `${PATH}/:eventId`,
      operation: method === "PUT" ? "calendar.events.update" : "calendar.events.patch",
      scopes: CAN_WRITE_EVENTS,
      handle: (call) => change(deps, call, method === "PATCH"),
    })),
    {
      method: "DELETE",
      path: `${PATH}/:eventId`,
      operation: "calendar.events.delete",
      scopes: CAN_WRITE_EVENTS,
      handle(call) {
        const store = writable(call);
        const before = store.get(call.params.eventId!);
        checkMatch(call, before);
        store.cancel(before.fields.id);
        saveChange(deps, call, { ...before.fields, status: "cancelled" }, before.fields);
        return noContent;
      },
    },
  ];
}

const storeOf = (call: Call) => call.account.calendars.get(call.params.calendarId!);

function writable(call: Call): EventStore {
  const store = storeOf(call);
  if (["owner", "writer"].includes(store.entry.accessRole)) return store;
  return refuse(403, "requiredAccessLevel", "You need to have writer access to this calendar.", {
    domain: "calendar",
    hasStatusName: false,
  });
}

function insert(deps: CalendarDeps, call: Call): LabAnswer {
  const store = writable(call);
  const body = jsonBody(call.request);
  const id = body.id ?? store.newId();
  if (!/^[a-v0-9]{5,1024}$/.test(id)) {
    refuse(400, "invalid", "Invalid resource id value.", { hasStatusName: false });
  }
  // an id stays taken after its event was deleted
  if (store.find(id)) {
    refuse(409, "duplicate", "The requested identifier already exists.", { hasStatusName: false });
  }
  const { address } = call.account;
  const now = new Date(call.now).toISOString();
  const fields = {
    status: "confirmed",
    eventType: "default",
    ...readEvent(body, null, store.entry.timeZone),
    ...conferenceFields(call, body, null),
    id,
    iCalUID: `${id}@google.com`,
    created: now,
    updated: now,
    creator: { email: address },
    organizer: { email: store.entry.isPrimary ? address : store.entry.id },
    sequence: 0,
  } as EventFields;
  acceptOwn(fields, address);
  const stored = store.put(fields);
  saveChange(deps, call, stored.fields, null);
  return answerEvent(call, stored);
}

function change(deps: CalendarDeps, call: Call, isPatch: boolean): LabAnswer {
  const store = writable(call);
  const before = store.get(call.params.eventId!);
  checkMatch(call, before);
  const body = jsonBody(call.request);
  const { fields: old } = before;
  const { id, iCalUID, created, updated, creator, organizer, recurringEventId, originalStartTime } =
    old;
  const fields = {
    status: "confirmed",
    eventType: old.eventType,
    ...readEvent(body, isPatch ? old : null, store.entry.timeZone),
    ...conferenceFields(call, body, old),
    id,
    iCalUID,
    created,
    updated,
    creator,
    organizer,
    ...(recurringEventId && { recurringEventId, originalStartTime }),
    sequence: old.sequence,
  } as EventFields;
  const times = (of: EventFields) => JSON.stringify([of.start, of.end, of.recurrence]);
  if (times(fields) !== times(old)) fields.sequence++;
  if (fields.status === "cancelled") {
    store.cancel(id);
    saveChange(deps, call, { ...fields }, old);
    return answerEvent(call, store.get(id));
  }
  const stored = store.put(fields);
  saveChange(deps, call, stored.fields, old);
  return answerEvent(call, stored);
}

/** Guests and organizer hear of it, and a link that was asked for is made. */
function saveChange(
  deps: CalendarDeps,
  call: Call,
  fields: EventFields,
  before: EventFields | null,
): void {
  const { account } = call;
  if (fields.organizer.email === account.address) {
    tellGuests(deps.accounts, account, fields, before);
  } else tellOrganizer(deps.accounts, account, fields);
  makeConference(
    deps.clock,
    storeOf(call),
    fields,
    (made, old) => tellGuests(deps.accounts, account, made, old),
  );
}

/** Who invites has accepted. */
function acceptOwn(fields: EventFields, address: string): void {
  const own = fields.attendees?.find(({ email }) => email === address);
  if (own) own.responseStatus = "accepted";
}

function checkMatch(call: Call, event: StoredEvent): void {
  const wanted = call.request.headers["if-match"];
  if (wanted === undefined || wanted === "*" || wanted === etagOf(event)) return;
  refuse(412, "conditionNotMet", "Precondition Failed", {
    location: "If-Match",
    locationType: "header",
    hasStatusName: false,
  });
}

function answerEvent(call: Call, event: StoredEvent): LabAnswer {
  const resource = eventResource(event, call.account.address);
  return { ...ok(resource), headers: { etag: resource.etag } };
}
