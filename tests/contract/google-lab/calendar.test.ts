/** The lab's Calendar, read and changed by Google's own client. */
import type { calendar_v3 } from "@googleapis/calendar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type GoogleLab,
  type LabMailbox,
  startGoogleLab,
} from "../../../scripts/local/emulators/google-lab/lab.ts";
import { calendarClient } from "../../emulators/calendar-client.ts";

let lab: GoogleLab;
let ada: LabMailbox;
let calendar: calendar_v3.Calendar;
const primary = { calendarId: "primary" };

beforeEach(async () => {
  lab = await startGoogleLab({ standsAt: new Date("2026-11-20T09:00:00Z") });
  ada = lab.addMailbox({ address: "ada@acme.test", timeZone: "Europe/Berlin" });
  calendar = calendarClient(lab.url, ada.accessToken);
});
afterEach(() => lab.close());

const refused = (call: Promise<unknown>) =>
  call.then(() => null, (error) => ({
    status: error.status,
    reason: error.response?.data?.error?.errors?.[0]?.reason,
  }));

const at = (day: number, hour: number) => ({
  dateTime: `2026-11-${day}T${String(hour).padStart(2, "0")}:00:00+01:00`,
});
const meeting = (changes: calendar_v3.Schema$Event = {}): calendar_v3.Schema$Event => ({
  summary: "Pilot",
  start: at(23, 10),
  end: at(23, 11),
  ...changes,
});
const insert = async (requestBody: calendar_v3.Schema$Event = meeting(), options: object = {}) =>
  (await calendar.events.insert({ ...primary, requestBody, ...options })).data;
const list = async (options: calendar_v3.Params$Resource$Events$List = {}) =>
  (await calendar.events.list({ ...primary, ...options })).data;
const patch = async (
  eventId: string,
  requestBody: calendar_v3.Schema$Event,
  options: object = {},
) => (await calendar.events.patch({ ...primary, eventId, requestBody, ...options })).data;

describe("NEW-15 events", () => {
  test("insert() with an id serves once, also after the event was deleted", async () => {
    const id = "0123456789abcdefghijklmnopqrstuv";
    const event = await insert(meeting({ id }));
    expect(event).toMatchObject({
      id,
      iCalUID: `${id}@google.com`,
      status: "confirmed",
      sequence: 0,
      creator: { email: "ada@acme.test", self: true },
      start: { dateTime: "2026-11-23T10:00:00+01:00", timeZone: "Europe/Berlin" },
    });
    expect(await refused(insert(meeting({ id })))).toEqual({ status: 409, reason: "duplicate" });
    await calendar.events.delete({ ...primary, eventId: id });
    expect(await refused(insert(meeting({ id })))).toEqual({ status: 409, reason: "duplicate" });
    expect(await refused(calendar.events.delete({ ...primary, eventId: id })))
      .toEqual({ status: 410, reason: "deleted" });
    expect((await calendar.events.get({ ...primary, eventId: id })).data.status).toBe("cancelled");
    expect(await refused(insert(meeting({ id: "UPPER" })))).toMatchObject({ status: 400 });
    expect(await refused(insert({ summary: "When?" }))).toEqual({
      status: 400,
      reason: "required",
    });
    expect(await refused(insert(meeting({ end: at(22, 10) }))))
      .toEqual({ status: 400, reason: "timeRangeEmpty" });
  });

  test("patch() changes what is named, update() replaces, an old etag is refused", async () => {
    const event = await insert(meeting({ location: "Pune", description: "Two lines" }));
    const patched = await patch(event.id!, { summary: "Pilot II", location: null });
    expect(patched).toMatchObject({ summary: "Pilot II", description: "Two lines", sequence: 0 });
    expect(patched.location).toBeUndefined();
    expect(patched.etag).not.toBe(event.etag);
    const stale = { headers: { "If-Match": event.etag! } };
    const change = { ...primary, eventId: event.id!, requestBody: { summary: "Late" } };
    expect(await refused(calendar.events.patch(change, stale)))
      .toEqual({ status: 412, reason: "conditionNotMet" });
    await calendar.events.patch(change, { headers: { "If-Match": patched.etag! } });
    const { data } = await calendar.events.update({
      ...primary,
      eventId: event.id!,
      requestBody: meeting({ summary: "Moved", start: at(24, 10), end: at(24, 11) }),
    });
    expect(data).toMatchObject({ summary: "Moved", sequence: 1 });
    expect(data.description).toBeUndefined();
  });

  test("a meeting link is pending, then there, and the change is told by the sync token", async () => {
    const conferenceData = {
      createRequest: { requestId: "r-1", conferenceSolutionKey: { type: "hangoutsMeet" } },
    };
    const ignored = await insert(meeting({ conferenceData }));
    expect(ignored.conferenceData).toBeUndefined();
    const event = await insert(meeting({ conferenceData }), { conferenceDataVersion: 1 });
    expect(event.conferenceData!.createRequest!.status!.statusCode).toBe("pending");
    expect(event.hangoutLink).toBeUndefined();
    const { nextSyncToken } = await list();
    await lab.clock.advance(1_000);
    const { items } = await list({ syncToken: nextSyncToken! });
    expect(items).toHaveLength(1);
    expect(items![0]!.conferenceData!.createRequest!.status!.statusCode).toBe("success");
    expect(items![0]!.hangoutLink).toMatch(
      /^https:\/\/meet\.google\.com\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/,
    );
    expect(items![0]!.conferenceData!.entryPoints![0]!.uri).toBe(items![0]!.hangoutLink);
  });

  test("guests see the event, their answers reach everybody, and a cancelled one is gone for all", async () => {
    const ben = lab.addMailbox({ address: "ben@acme.test" });
    const cy = lab.addMailbox({ address: "cy@elsewhere.test" });
    const attendees = ["ada@acme.test", "ben@acme.test", "cy@elsewhere.test"].map((email) => ({
      email,
    }));
    const { id } = await insert(meeting({ attendees }));
    const bens = calendarClient(lab.url, ben.accessToken);
    const seen = (await bens.events.get({ ...primary, eventId: id! })).data;
    expect(seen.organizer).toEqual({ email: "ada@acme.test" });
    expect(seen.attendees).toMatchObject([
      { email: "ada@acme.test", responseStatus: "accepted", organizer: true },
      { email: "ben@acme.test", responseStatus: "needsAction", self: true },
      { email: "cy@elsewhere.test" },
    ]);
    const accepted = seen.attendees!.map((one) =>
      one.self ? { ...one, responseStatus: "accepted" } : one
    );
    await bens.events.patch({ ...primary, eventId: id!, requestBody: { attendees: accepted } });
    const answerIn = (mailbox: LabMailbox) =>
      mailbox.calendars.get("primary").get(id!).fields.attendees![1]!.responseStatus;
    expect([ada, ben, cy].map(answerIn)).toEqual(["accepted", "accepted", "accepted"]);
    await patch(id!, { attendees: attendees.slice(0, 2) });
    expect(cy.calendars.get("primary").get(id!).fields.status).toBe("cancelled");
    await calendar.events.delete({ ...primary, eventId: id! });
    expect(ben.calendars.get("primary").get(id!).fields.status).toBe("cancelled");
  });
});

describe("NEW-15 series", () => {
  const weekly = (changes: calendar_v3.Schema$Event = {}) =>
    insert(meeting({
      // across the end of summer time in Berlin
      start: { dateTime: "2026-10-19T10:00:00", timeZone: "Europe/Berlin" },
      end: { dateTime: "2026-10-19T11:00:00", timeZone: "Europe/Berlin" },
      recurrence: ["RRULE:FREQ=WEEKLY;COUNT=4"],
      ...changes,
    }));
  const instances = async (eventId: string, options: object = {}) =>
    (await calendar.events.instances({ ...primary, eventId, ...options })).data.items!;

  test("keeps the local hour when the clocks change", async () => {
    const { id } = await weekly();
    expect((await instances(id!)).map(({ id, start }) => [id!.split("_")[1], start!.dateTime]))
      .toEqual([
        ["20261019T080000Z", "2026-10-19T10:00:00+02:00"],
        ["20261026T090000Z", "2026-10-26T10:00:00+01:00"],
        ["20261102T090000Z", "2026-11-02T10:00:00+01:00"],
        ["20261109T090000Z", "2026-11-09T10:00:00+01:00"],
      ]);
  });

  test("one occurrence can be moved, one cancelled; both are told by list and instances", async () => {
    const { id } = await weekly();
    const [, second, third] = await instances(id!);
    const moved = {
      start: { dateTime: "2026-10-27T15:00:00+01:00" },
      end: { dateTime: "2026-10-27T16:00:00+01:00" },
    };
    await patch(second!.id!, moved);
    await calendar.events.delete({ ...primary, eventId: third!.id! });
    const series = (await list()).items!;
    expect(series.map(({ id, status }) => [id, status])).toEqual([
      [id, "confirmed"],
      [second!.id, "confirmed"],
      [third!.id, "cancelled"],
    ]);
    expect(series[1]).toMatchObject({ recurringEventId: id, originalStartTime: second!.start });
    const single = (await list({ singleEvents: true, orderBy: "startTime" })).items!;
    expect(single.map(({ start }) => start!.dateTime!.slice(5, 16))).toEqual([
      "10-19T10:00",
      "10-27T15:00",
      "11-09T10:00",
    ]);
    expect(await instances(id!)).toHaveLength(3);
    expect(await instances(id!, { showDeleted: true })).toHaveLength(4);
    await calendar.events.delete({ ...primary, eventId: id! });
    expect((await list()).items).toEqual([]);
  });

  test.each([
    [["RRULE:FREQ=DAILY;COUNT=3"], "2026-11-23", ["23", "24", "25"]],
    [["RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261202"], "2026-11-23", ["23", "25", "30", "02"]],
    [["RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"], "2026-11-27", ["27", "25", "29"]],
    [["RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3"], "2026-12-31", ["31", "31", "31"]],
    [["RRULE:FREQ=YEARLY;COUNT=2"], "2026-11-23", ["23", "23"]],
    [["RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3", "EXDATE;VALUE=DATE:20261125"], "2026-11-23", [
      "23",
      "27",
    ]],
  ])("%j from %s", async (recurrence, date, days) => {
    const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
    const { id } = await insert({
      summary: "Day",
      start: { date },
      end: { date: next },
      recurrence,
    });
    expect((await instances(id!)).map(({ start }) => start!.date!.slice(-2))).toEqual(days);
  });
});

describe("NEW-15 sync tokens", () => {
  test("tell what changed since, deletions too, and one change only once", async () => {
    const kept = await insert();
    const gone = await insert();
    const { nextSyncToken, items } = await list();
    expect(items).toHaveLength(2);
    await patch(kept.id!, { summary: "Changed" });
    await patch(kept.id!, { summary: "Changed again" });
    await calendar.events.delete({ ...primary, eventId: gone.id! });
    const next = await list({ syncToken: nextSyncToken! });
    expect(next.items!.map(({ id, status, summary }) => [id, status, summary])).toEqual([
      [kept.id, "confirmed", "Changed again"],
      [gone.id, "cancelled", undefined],
    ]);
    expect((await list({ syncToken: next.nextSyncToken! })).items).toEqual([]);
  });

  test("page by page, a change in between is told by the next token at the latest", async () => {
    const events = [];
    for (let number = 0; number < 5; number++) events.push(await insert());
    const first = await list({ maxResults: 2 });
    await patch(events[0]!.id!, { summary: "Changed between pages" });
    const seen = [...first.items!];
    let page = first;
    while (page.nextPageToken) {
      expect(page.nextSyncToken).toBeUndefined();
      page = await list({ maxResults: 2, pageToken: page.nextPageToken });
      seen.push(...page.items!);
    }
    expect(seen.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    const { items } = await list({ syncToken: page.nextSyncToken! });
    expect(items!.map(({ summary }) => summary)).toEqual(["Changed between pages"]);
  });

  test("expire by the fault, by age, and go with no time filter", async () => {
    const token = async () => (await list({ timeMin: "2026-11-01T00:00:00Z" })).nextSyncToken!;
    const fullSync = { status: 410, reason: "fullSyncRequired" };
    const first = await token();
    expect(await refused(list({ syncToken: first, timeMin: "2026-11-01T00:00:00Z" })))
      .toMatchObject({ status: 400 });
    const fault = lab.faults.add({ kind: "expire_sync_token", mailbox: "ada@acme.test" });
    expect(await refused(list({ syncToken: first }))).toEqual(fullSync);
    expect(fault.happened).toBe(1);
    const second = await token();
    expect((await list({ syncToken: second })).items).toEqual([]);
    await lab.clock.advance(29 * 86_400_000);
    expect(await refused(list({ syncToken: second }))).toEqual(fullSync);
    expect((await list({ orderBy: "updated" })).nextSyncToken).toBeUndefined();
  });

  test("of the calendar list: an added, a renamed and a removed calendar", async () => {
    const entries = async (syncToken?: string) =>
      (await calendar.calendarList.list({ syncToken })).data;
    const first = await entries();
    expect(first.items).toMatchObject([{
      id: "ada@acme.test",
      primary: true,
      accessRole: "owner",
    }]);
    const team = ada.calendars.add({ summary: "Team", accessRole: "reader" }).entry.id;
    const second = await entries(first.nextSyncToken!);
    expect(second.items).toMatchObject([{ id: team, accessRole: "reader" }]);
    ada.calendars.remove(team);
    const third = await entries(second.nextSyncToken!);
    expect(third.items).toMatchObject([{ id: team, deleted: true }]);
    expect((await entries(third.nextSyncToken!)).items).toEqual([]);
  });
});

test("NEW-15 freeBusy joins what overlaps and leaves out what is free, declined or cancelled", async () => {
  await insert(meeting());
  await insert(meeting({ start: at(23, 11), end: at(23, 12) }));
  await insert(meeting({ start: at(24, 9), end: at(24, 10), transparency: "transparent" }));
  const attendees = [{ email: "ada@acme.test" }];
  const { id } = await insert(meeting({ start: at(25, 9), end: at(25, 10), attendees }));
  await patch(id!, { attendees: [{ email: "ada@acme.test", responseStatus: "declined" }] });
  const { data } = await calendar.freebusy.query({
    requestBody: {
      timeMin: "2026-11-23T00:00:00Z",
      timeMax: "2026-11-30T00:00:00Z",
      items: [{ id: "primary" }, { id: "nobody@acme.test" }],
    },
  });
  expect(data.calendars!.primary!.busy).toEqual([
    { start: "2026-11-23T09:00:00Z", end: "2026-11-23T11:00:00Z" },
  ]);
  expect(data.calendars!["nobody@acme.test"]!.errors).toEqual([{
    domain: "global",
    reason: "notFound",
  }]);
});
