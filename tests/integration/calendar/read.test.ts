/** Reading Google Calendar: the door as it is deployed, a real database, and the lab with Google's own client. */
import type { calendar_v3 } from "@googleapis/calendar";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { app } from "../../../functions/sync-calendar/app.ts";
import { calendarClient } from "../../emulators/calendar-client.ts";
import { type CalendarWorld, startCalendarWorld } from "../../support/calendar-world.ts";

let world: CalendarWorld;
let google: calendar_v3.Calendar;
const calendarId = "primary";

beforeAll(async () => {
  world = await startCalendarWorld();
  google = calendarClient(world.lab.url, world.ada.accessToken);
}, 120_000);
afterAll(() => world?.stop());
beforeEach(async () => {
  const store = world.ada.calendars.get(calendarId);
  for (const { fields } of store.all()) {
    if (fields.status !== "cancelled" && !fields.recurringEventId) store.cancel(fields.id);
  }
  await read();
});

const HOUR = 3_600_000;
/** A whole hour some days ahead, in UTC. */
const at = (days: number, hour: number) => {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  return new Date(midnight + days * 86_400_000 + hour * HOUR).toISOString();
};
/** "MO,WE,FR" and so on: the day of `at(days, …)` and two others, because a start its rule leaves out is undefined (RFC 5545, 3.8.5.3). */
const weekdays = (days: number) =>
  [0, 2, 4].map((after) =>
    ["SU", "MO", "TU", "WE", "TH", "FR", "SA"][new Date(at(days + after, 9)).getUTCDay()]
  ).join(",");
const insert = async (event: calendar_v3.Schema$Event) =>
  (await google.events.insert({ calendarId, requestBody: event })).data;
const meeting = (days: number, changes: calendar_v3.Schema$Event = {}) => ({
  summary: `Meeting ${days}`,
  start: { dateTime: at(days, 9), timeZone: "Europe/Berlin" },
  end: { dateTime: at(days, 10), timeZone: "Europe/Berlin" },
  ...changes,
});
/** Straight into the lab, for more than Google's quota lets a client write. */
const put = (id: string, event: calendar_v3.Schema$Event) =>
  world.ada.calendars.get(calendarId).put({
    id,
    iCalUID: `${id}@google.com`,
    status: "confirmed",
    eventType: "default",
    sequence: 0,
    creator: { email: world.ada.address },
    organizer: { email: world.ada.address },
    ...event,
  } as never);
/** Asks for news of every calendar and works until there is nothing to do. */
async function read() {
  await world.sql`select private.enqueue_calendar_sync(k.id) from private.calendar_cursors k`;
  await world.hurry();
  await world.work(app, "/sync-calendar");
}
const rows = () =>
  world
    .sql`select provider_event_id, title, status, series_id is not null as is_exception from public.calendar_events
    where status <> 'cancelled' order by starts_at`;
const instances = async () =>
  (await world
    .sql`select i.starts_at from public.calendar_instances i where i.starts_at < now() + interval '60 days' order by 1`)
    .map((row) => (row.starts_at as Date).toISOString());
/** What Google itself says takes place in the next sixty days. */
const truth = async () =>
  ((await google.events.list({
    calendarId,
    singleEvents: true,
    orderBy: "startTime",
    timeMin: at(0, 0),
    timeMax: new Date(Date.now() + 60 * 86_400_000).toISOString(),
  })).data.items ?? []).map(({ start }) => new Date(start!.dateTime ?? start!.date!).toISOString());
const cursor = async () =>
  (await world.sql`select * from private.calendar_cursors where calendar_id is not null`)[0]!;

test("ING-5 reads the list of calendars, then their events, and goes on by token", async () => {
  await insert(meeting(2, { attendees: [{ email: "Bob@globex.test" }], location: "Pune" }));
  await read();
  expect(await rows()).toMatchObject([{ title: "Meeting 2", status: "confirmed" }]);
  const [calendar] = await world
    .sql`select * from public.calendars where connection_id is not null`;
  expect(calendar).toMatchObject({
    is_primary: true,
    is_selected: true,
    time_zone: "Europe/Berlin",
    access_role: "owner",
    owner_id: "00000000-0000-4000-8000-00000000ada1",
  });
  expect(
    await world.sql`select address, response, is_self from public.calendar_attendees order by 1`,
  )
    .toMatchObject([{ address: "bob@globex.test", response: "needs_action" }]);
  world.lab.requests.clear();
  await insert(meeting(3));
  await read();
  expect(world.lab.requests.count({ operation: "calendar.events.list" })).toBe(1);
  expect((await rows()).map(({ title }) => title)).toEqual(["Meeting 2", "Meeting 3"]);
});

test("ING-5 a series, a moved, a cancelled and a cut one: the instances are Google's own", async () => {
  const daily = await insert(meeting(1, { recurrence: ["RRULE:FREQ=DAILY;COUNT=20"] }));
  const weekly = await insert(
    meeting(2, { recurrence: [`RRULE:FREQ=WEEKLY;BYDAY=${weekdays(2)}`] }),
  );
  await read();
  expect(await instances()).toEqual(await truth());
  expect((await instances()).length).toBeGreaterThan(40);

  const { data } = await google.events.instances({ calendarId, eventId: daily.id! });
  const [, second, third] = data.items!;
  await google.events.patch({
    calendarId,
    eventId: second!.id!,
    requestBody: { start: { dateTime: at(2, 15) }, end: { dateTime: at(2, 16) } },
  });
  await google.events.delete({ calendarId, eventId: third!.id! });
  await read();
  expect(await instances()).toEqual(await truth());

  // "this and following": the series ends, another one begins
  const until = at(9, 0).replace(/[-:]|\.\d{3}/g, "");
  await google.events.patch({
    calendarId,
    eventId: daily.id!,
    requestBody: { recurrence: [`RRULE:FREQ=DAILY;UNTIL=${until}`] },
  });
  await insert(meeting(9, { recurrence: ["RRULE:FREQ=DAILY;COUNT=5"], summary: "After" }));
  await google.events.patch({
    calendarId,
    eventId: weekly.id!,
    requestBody: {
      start: { dateTime: at(2, 11), timeZone: "America/New_York" },
      end: { dateTime: at(2, 12), timeZone: "America/New_York" },
    },
  });
  await read();
  expect(await instances()).toEqual(await truth());

  await google.events.delete({ calendarId, eventId: weekly.id! });
  await read();
  expect(await instances()).toEqual(await truth());
});

test("ING-5 out-of-office and whole days are recognised", async () => {
  await google.events.insert({
    calendarId,
    requestBody: {
      summary: "Away",
      eventType: "outOfOffice",
      start: { dateTime: at(3, 0) },
      end: { dateTime: at(5, 0) },
    },
  });
  await insert({
    summary: "Fair",
    start: { date: at(7, 0).slice(0, 10) },
    end: { date: at(9, 0).slice(0, 10) },
  });
  await read();
  expect(
    await world
      .sql`select title, kind, is_all_day, starts_on::text, ends_on::text from public.calendar_events
      where status <> 'cancelled' order by starts_at`,
  ).toMatchObject([
    { title: "Away", kind: "out_of_office", is_all_day: false },
    {
      title: "Fair",
      kind: "default",
      is_all_day: true,
      starts_on: at(7, 0).slice(0, 10),
      ends_on: at(9, 0).slice(0, 10),
    },
  ]);
});

test("F9 a token that expires: everything is listed again, without duplicates or loss, user data is kept", async () => {
  const kept = await insert(meeting(2));
  const gone = await insert(meeting(3));
  await read();
  await world.sql`update public.calendars set is_hidden = true where connection_id is not null`;
  const [before] = await world
    .sql`select id from public.calendar_events where provider_event_id = ${kept.id!}`;
  const { sync_token: oldToken } = await cursor();
  // deleted while the token dies: nobody is told
  await google.events.delete({ calendarId, eventId: gone.id! });
  await insert(meeting(4));
  const fault = world.lab.faults.add({
    kind: "expire_sync_token",
    operation: "calendar.events.list",
  });
  await read();
  expect(fault.happened).toBe(1);
  expect((await rows()).map(({ title }) => title)).toEqual(["Meeting 2", "Meeting 4"]);
  const [after] = await world
    .sql`select id from public.calendar_events where provider_event_id = ${kept.id!}`;
  expect(after!.id).toBe(before!.id);
  expect(await world.sql`select 1 from public.calendars where is_hidden`).toHaveLength(1);
  await world.sql`update public.calendars set is_hidden = false`;
  const now = await cursor();
  expect(now.full_began_at).toBeNull();
  expect(now.sync_token).not.toBe(oldToken);
});

test(
  "F9 killed between two pages of a full listing: it goes on there, with the old token until the end",
  async () => {
    for (let day = 1; day <= 3; day++) {
      for (let n = 0; n < 100; n++) put(`many${day}00${n}`, meeting(day));
    }
    const { sync_token: oldToken } = await cursor();
    world.lab.faults.add({ kind: "expire_sync_token", operation: "calendar.events.list" });
    // the second page of the full listing is answered by nothing, also when the wait before the next try is next to none
    const cut = world.lab.faults.add({
      kind: "reset",
      when: "before",
      operation: "calendar.events.list",
      skip: 2,
      times: Infinity,
    });
    await read();
    expect(cut.happened).toBeGreaterThanOrEqual(1);
    world.lab.faults.clear();
    const half = await cursor();
    expect(half.page_token).not.toBeNull();
    expect(half.sync_token).toBe(oldToken);
    world.lab.requests.clear();
    await read();
    expect(world.lab.requests.count({ operation: "calendar.events.list" })).toBe(1);
    expect(await rows()).toHaveLength(300);
    expect((await cursor()).full_began_at).toBeNull();
  },
  90_000,
);

test("ING-10 a pause Google asks for is kept, and the reading goes on after it", async () => {
  await insert(meeting(2));
  const fault = world.lab.faults.add({
    kind: "rate_limited",
    retryAfter: "seconds",
    seconds: 60,
    operation: "calendar.events.list",
  });
  await read();
  expect(fault.happened).toBe(1);
  expect(await rows()).toEqual([]);
  const [job] = await world.sql`select run_at - now() as wait, state from private.jobs
    where queue = 'sync-calendar' and payload ->> 'cursor_id' = ${(await cursor()).id}`;
  expect(job!.state).toBe("waiting");
  await world.sql`update private.provider_limits set paused_until = null, refused_count = 0`;
  await read();
  expect(await rows()).toMatchObject([{ title: "Meeting 2" }]);
});

test("ING-5 a calendar that is removed at Google is read no longer, and counts no longer", async () => {
  const team = world.ada.calendars.add({ summary: "Team" });
  await read();
  expect(await world.sql`select name, removed_at from public.calendars where name = 'Team'`)
    .toMatchObject([{ name: "Team", removed_at: null }]);
  world.ada.calendars.remove(team.entry.id);
  await read();
  const [removed] = await world.sql`select removed_at from public.calendars where name = 'Team'`;
  expect(removed!.removed_at).not.toBeNull();
});
