import { expect, test } from "vitest";
import { classifyCalendarError } from "../../../../functions/_shared/adapters/google-calendar/call-google-calendar.ts";
import { googleEvent } from "../../../../functions/_shared/adapters/google-calendar/google-event.ts";
import { toGoogleEvent } from "../../../../functions/_shared/adapters/google-calendar/google-fields.ts";
import { mapEvent } from "../../../../functions/_shared/adapters/google-calendar/map-event.ts";

const CHANGE = "00000000-0000-4000-8000-0000000c4a90";
const map = (event: Record<string, unknown>) =>
  mapEvent(googleEvent.parse({
    id: "e1",
    start: { dateTime: "2026-06-01T14:00:00+02:00", timeZone: "Europe/Berlin" },
    end: { dateTime: "2026-06-01T15:00:00+02:00", timeZone: "Europe/Berlin" },
    ...event,
  }));

test("ING-5 mapEvent() moments in UTC, zone, answers and our own", () => {
  expect(map({
    etag: '"7"',
    updated: "2026-05-01T10:00:00.123Z",
    summary: "Pilot",
    sequence: 2,
    organizer: { email: "Ada@Acme.test", self: true },
    attendees: [
      { email: " Bob@Globex.test", responseStatus: "accepted", optional: true },
      { email: "ada@acme.test", self: true, responseStatus: "tentative", organizer: true },
      { displayName: "nobody" },
    ],
    transparency: "transparent",
    visibility: "private",
    extendedProperties: { private: { akasavani_change: CHANGE } },
  })).toMatchObject({
    starts_at: "2026-06-01T12:00:00.000Z",
    ends_at: "2026-06-01T13:00:00.000Z",
    time_zone: "Europe/Berlin",
    is_all_day: false,
    provider_updated_at: "2026-05-01T10:00:00.123Z",
    sequence: 2,
    organizer_address: "ada@acme.test",
    is_organizer: true,
    my_response: "tentative",
    transparency: "free",
    visibility: "private",
    origin_id: CHANGE,
    attendees: [
      { address: "bob@globex.test", response: "accepted", is_optional: true },
      { address: "ada@acme.test", response: "tentative", is_self: true, is_organizer: true },
    ],
  });
});

test("ING-5 mapEvent() of whole days has days and no moments", () => {
  expect(map({ start: { date: "2026-06-01" }, end: { date: "2026-06-03" } })).toMatchObject({
    is_all_day: true,
    starts_on: "2026-06-01",
    ends_on: "2026-06-03",
    starts_at: null,
    ends_at: null,
  });
});

test("ING-5 mapEvent() of a deleted instance, which Google tells by little more than its id", () => {
  const item = mapEvent(googleEvent.parse({
    id: "s_20260601T120000Z",
    status: "cancelled",
    recurringEventId: "s",
    originalStartTime: { dateTime: "2026-06-01T12:00:00Z" },
  }));
  expect(item).toMatchObject({
    status: "cancelled",
    recurring_event_id: "s",
    original_starts_at: "2026-06-01T12:00:00.000Z",
    starts_at: null,
    attendees: null,
  });
});

test.each([
  [{ hangoutLink: "https://meet.google.com/a" }, "ready", "https://meet.google.com/a"],
  [{ conferenceData: { createRequest: { status: { statusCode: "pending" } } } }, "pending", null],
  [{ conferenceData: { createRequest: { status: { statusCode: "failure" } } } }, "failed", null],
  [
    { conferenceData: { entryPoints: [{ entryPointType: "phone", uri: "tel:1" }] } },
    "none",
    null,
  ],
])("CAL-1 mapEvent() conference of %j", (fields, status, url) => {
  expect(map(fields)).toMatchObject({ conference_status: status, conference_url: url });
});

test("F18 mapEvent() cuts what is long, and lets nothing through Postgres would refuse", () => {
  const item = map({
    summary: `a\u0000b\ud800${"x".repeat(5000)}`,
    description: "y".repeat(100_000),
    attendees: Array.from({ length: 3000 }, (_, n) => ({ email: `p${n}@crowd.test` })),
    start: { dateTime: "not a time", timeZone: "Mars/Olympus" },
    extendedProperties: { private: { akasavani_change: "'; drop table" } },
    eventType: "newKind",
  });
  expect(item.title).toHaveLength(1024);
  expect(item.title!.startsWith("a\uFFFDb\uFFFDx")).toBe(true);
  expect(item.description).toHaveLength(8192);
  expect(item.attendees).toHaveLength(500);
  expect(item).toMatchObject({
    has_more_attendees: true,
    starts_at: null,
    time_zone: null,
    origin_id: null,
    kind: "default",
  });
});

test("CAL-1 toGoogleEvent() keeps the answers of guests who stay, and makes a day of a meeting", () => {
  expect(toGoogleEvent(CHANGE, {
    starts_on: "2026-06-01",
    ends_on: "2026-06-02",
    attendees: ["bob@globex.test", "new@globex.test"],
    with_conference: true,
  }, [{ email: "Bob@globex.test", responseStatus: "accepted" }, { email: "gone@globex.test" }]))
    .toEqual({
      start: { date: "2026-06-01", dateTime: null, timeZone: null },
      end: { date: "2026-06-02", dateTime: null, timeZone: null },
      attendees: [
        { email: "Bob@globex.test", responseStatus: "accepted" },
        { email: "new@globex.test" },
      ],
      conferenceData: {
        createRequest: { requestId: CHANGE, conferenceSolutionKey: { type: "hangoutsMeet" } },
      },
      extendedProperties: { private: { akasavani_change: CHANGE } },
    });
});

test.each([
  ["rateLimitExceeded", "rate_limited"],
  ["calendarUsageLimitsExceeded", "rate_limited"],
  ["insufficientPermissions", "needs_reconnect"],
  ["forbiddenForNonOrganizer", "permanent"],
])("ING-10 a 403 for %s is %s", (reason, kind) => {
  expect(classifyCalendarError(403, { error: { errors: [{ reason }] } })).toBe(kind);
});

test("ING-10 other answers are judged by their status", () => {
  expect(classifyCalendarError(500, { error: { errors: [] } })).toBeNull();
  expect(classifyCalendarError(403, "<html>")).toBeNull();
});
