/** Changing Google Calendar: the verbs through supabase-js, the doors as deployed, and the result read by Google's own client. */
import type { calendar_v3 } from "@googleapis/calendar";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../../../functions/_shared/database.types.ts";
import { app as changes } from "../../../functions/change-calendar/app.ts";
import { app as reader } from "../../../functions/sync-calendar/app.ts";
import type { LabMailbox } from "../../../scripts/local/emulators/google-lab/lab.ts";
import { calendarClient } from "../../emulators/calendar-client.ts";
import { type CalendarWorld, startCalendarWorld } from "../../support/calendar-world.ts";

let world: CalendarWorld;
let google: calendar_v3.Calendar;
let bob: LabMailbox;
let bobsGoogle: calendar_v3.Calendar;
let ada: SupabaseClient<Database>;
let calendarId: string;

beforeAll(async () => {
  world = await startCalendarWorld();
  google = calendarClient(world.lab.url, world.ada.accessToken);
  bob = world.lab.addMailbox({ address: "bob@globex.test" });
  bobsGoogle = calendarClient(world.lab.url, bob.accessToken);
  ada = createClient<Database>(world.stack.url, world.stack.keys.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  await ada.auth.signInWithPassword({ email: "ada@acme.test", password: "akasavani-demo" });
  await world.work(reader, "/sync-calendar");
  const [calendar] = await world
    .sql`select id from public.calendars where connection_id is not null and is_primary`;
  calendarId = calendar!.id;
}, 120_000);
afterAll(() => world?.stop());
beforeEach(() => {
  world.lab.faults.clear();
  world.lab.requests.clear();
});

const make = async (event: Record<string, unknown> = {}, notify?: string) => {
  const { data } = await ada.rpc("create_event", {
    calendar_id: calendarId,
    event: {
      title: "Pilot",
      starts_at: "2030-03-04T10:00:00Z",
      ends_at: "2030-03-04T11:00:00Z",
      ...event,
    },
    ...(notify && { notify }),
  }).throwOnError();
  return data;
};
/** Works on changes; twice, because a lost answer is looked up after a while. */
async function apply() {
  await world.work(changes, "/change-calendar");
  await world.sql`update private.jobs set run_at = now() - interval '1 second', place = null
    where queue = 'change-calendar' and state = 'waiting'`;
  await world.work(changes, "/change-calendar");
  await world.sql`update private.jobs set run_at = now() - interval '1 second', place = null
    where queue = 'change-calendar' and state = 'waiting'`;
  await world.work(changes, "/change-calendar");
}
async function read() {
  await world.sql`select private.enqueue_calendar_sync(k.id) from private.calendar_cursors k`;
  await world.hurry();
  await world.work(reader, "/sync-calendar");
}
const stored = async (id: string) =>
  (await ada.from("calendar_events").select().eq("id", id).single().throwOnError()).data;
const lastChange = async (id: string) =>
  (await ada.from("calendar_changes").select("state, state_reason, attempts").eq("event_id", id)
    .order("id", { ascending: false }).limit(1).single().throwOnError()).data;
const atGoogle = async (eventId: string) =>
  (await google.events.get({ calendarId: "primary", eventId })).data;
const writes = (operation: string) =>
  world.lab.requests.count({ operation: `calendar.events.${operation}` });

test("CAL-1 an event with a guest and a Meet link: pending, made once, the link comes with the next reading", async () => {
  const made = await make({ attendees: ["bob@globex.test"], with_conference: true });
  expect(made).toMatchObject({ is_pending: true, conference_status: "pending" });
  await apply();
  expect(await lastChange(made.id)).toEqual({ state: "applied", state_reason: null, attempts: 1 });
  const event = await atGoogle(made.provider_event_id);
  expect(event).toMatchObject({ summary: "Pilot", status: "confirmed" });
  expect(event.attendees!.map(({ email }) => email)).toEqual(["bob@globex.test"]);
  expect(
    (await bobsGoogle.events.list({ calendarId: "primary" })).data.items!.map((it) => it.summary),
  )
    .toContain("Pilot");
  expect(await stored(made.id)).toMatchObject({
    is_pending: false,
    etag: event.etag,
    origin_id: made.origin_id,
  });
  world.lab.clock.advance(2_000);
  await read();
  const ready = await stored(made.id);
  expect(ready.conference_status).toBe("ready");
  expect(ready.conference_url).toMatch(/^https:\/\/meet\.google\.com\//);
});

test.each(["before", "after"] as const)(
  "CAL-1 the answer to a creation is lost %s it acted: looked up, then made exactly once",
  async (when) => {
    const made = await make({ title: `Lost ${when}`, attendees: ["bob@globex.test"] });
    const fault = world.lab.faults.add({
      kind: "reset",
      when,
      operation: "calendar.events.insert",
    });
    await apply();
    expect(fault.happened).toBe(1);
    expect(await lastChange(made.id)).toMatchObject({ state: "applied" });
    expect(writes("insert")).toBe(when === "after" ? 1 : 2);
    const { data } = await google.events.list({ calendarId: "primary", q: `Lost ${when}` });
    expect(data.items!.map(({ id }) => id)).toEqual([made.provider_event_id]);
    await read();
    expect(
      await world
        .sql`select 1 from public.calendar_events where title = ${`Lost ${when}`} and status <> 'cancelled'`,
    ).toHaveLength(1);
  },
);

test("CAL-1 a worker that dies after Google acted: the next one finds the event under our id", async () => {
  const made = await make({ title: "Killed" });
  const [change] = await world
    .sql`select id from public.calendar_changes where event_id = ${made.id}`;
  await world.sql`select worker.begin_change(${change!.id})`;
  await google.events.insert({
    calendarId: "primary",
    requestBody: {
      id: made.provider_event_id,
      summary: "Killed",
      start: { dateTime: "2030-03-04T10:00:00Z" },
      end: { dateTime: "2030-03-04T11:00:00Z" },
      extendedProperties: { private: { akasavani_change: change!.id } },
    },
  });
  world.lab.requests.clear();
  await apply();
  expect(await lastChange(made.id)).toMatchObject({ state: "applied", attempts: 2 });
  expect(writes("insert")).toBe(0);
});

test("CAL-1 a change applies to the version that was seen, or fails and nothing happens", async () => {
  const made = await make({ title: "Seen" });
  await apply();
  await ada.rpc("update_event", {
    event_id: made.id,
    event: { title: "Seen II", location: "Pune" },
  })
    .throwOnError();
  await apply();
  expect(await atGoogle(made.provider_event_id)).toMatchObject({
    summary: "Seen II",
    location: "Pune",
  });
  expect(await stored(made.id)).toMatchObject({ title: "Seen II" });
  // somebody else is faster
  await google.events.patch({
    calendarId: "primary",
    eventId: made.provider_event_id,
    requestBody: { summary: "Theirs" },
  });
  await ada.rpc("update_event", { event_id: made.id, event: { title: "Ours" } }).throwOnError();
  await apply();
  expect(await lastChange(made.id)).toMatchObject({
    state: "failed",
    state_reason: "event_changed",
  });
  expect((await atGoogle(made.provider_event_id)).summary).toBe("Theirs");
  await read();
  expect(await stored(made.id)).toMatchObject({ title: "Theirs" });
  await ada.rpc("update_event", { event_id: made.id, event: { title: "Ours" } }).throwOnError();
  await apply();
  expect((await atGoogle(made.provider_event_id)).summary).toBe("Ours");
});

test("CAL-1 the answer to a change or a deletion is lost: neither happens twice", async () => {
  const made = await make({ title: "Twice?", attendees: ["bob@globex.test"] });
  await apply();
  world.lab.faults.add({ kind: "reset", when: "after", operation: "calendar.events.patch" });
  await ada.rpc("update_event", { event_id: made.id, event: { starts_at: "2030-03-04T12:00:00Z" } })
    .throwOnError();
  await apply();
  expect(await lastChange(made.id)).toMatchObject({ state: "applied", state_reason: null });
  expect(writes("patch")).toBe(1);
  expect((await atGoogle(made.provider_event_id)).sequence).toBe(1);

  world.lab.faults.add({ kind: "reset", when: "after", operation: "calendar.events.delete" });
  await ada.rpc("delete_event", { event_id: made.id }).throwOnError();
  await apply();
  expect(await lastChange(made.id)).toMatchObject({ state: "applied" });
  expect(writes("delete")).toBe(1);
  expect((await stored(made.id)).status).toBe("cancelled");
  expect((await atGoogle(made.provider_event_id)).status).toBe("cancelled");
});

test("CAL-1 another list of guests keeps the answers of those who stay", async () => {
  const made = await make({ title: "Guests", attendees: ["bob@globex.test", "dora@globex.test"] });
  await apply();
  const { data } = await bobsGoogle.events.list({ calendarId: "primary", q: "Guests" });
  await bobsGoogle.events.patch({
    calendarId: "primary",
    eventId: data.items![0]!.id!,
    requestBody: { attendees: [{ email: "bob@globex.test", responseStatus: "accepted" }] },
  });
  await read();
  const answers = async () =>
    Object.fromEntries(
      (await ada.from("calendar_attendees").select("address, response").eq("event_id", made.id)
        .throwOnError()).data.map((one) => [one.address, one.response]),
    );
  expect(await answers()).toMatchObject({ "bob@globex.test": "accepted" });
  await ada.rpc("update_event", {
    event_id: made.id,
    event: { attendees: ["bob@globex.test", "eli@globex.test"] },
  }).throwOnError();
  await apply();
  expect(await answers()).toEqual({
    "bob@globex.test": "accepted",
    "eli@globex.test": "needs_action",
  });
});

test("CAL-1 one instance of a series is moved, one is cancelled", async () => {
  const soon = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 5 * 86_400_000);
  const at = (day: number, hour: number) =>
    new Date(soon.getTime() + day * 86_400_000 + hour * 3_600_000).toISOString();
  const near = await make({
    title: "Near",
    starts_at: at(0, 9),
    ends_at: at(0, 10),
    recurrence: ["RRULE:FREQ=DAILY;COUNT=4"],
  });
  await apply();
  await world.work(reader, "/sync-calendar");
  await ada.rpc("update_event", {
    event_id: near.id,
    instance_at: at(1, 9),
    event: { starts_at: at(1, 15) },
  }).throwOnError();
  await apply();
  await ada.rpc("delete_event", { event_id: near.id, instance_at: at(2, 9) }).throwOnError();
  await apply();
  await read();
  const { data } = await google.events.list({
    calendarId: "primary",
    singleEvents: true,
    orderBy: "startTime",
    q: "Near",
  });
  const truth = data.items!.map(({ start }) => new Date(start!.dateTime!).toISOString());
  expect(truth).toEqual([at(0, 9), at(1, 15), at(3, 9)]);
  const listed = await ada.rpc("list_events", {
    workspace_id: world.workspaceId,
    from_at: at(0, 0),
    search: "Near",
  }).throwOnError();
  expect(listed.data.map((one) => new Date(one.starts_at).toISOString())).toEqual(truth);
});

test("CAL-1 an invitation is answered, and the organiser sees it", async () => {
  const { data: invitation } = await bobsGoogle.events.insert({
    calendarId: "primary",
    sendUpdates: "all",
    requestBody: {
      summary: "From Bob",
      start: { dateTime: "2030-03-05T10:00:00Z" },
      end: { dateTime: "2030-03-05T11:00:00Z" },
      attendees: [{ email: "ada@acme.test" }, { email: "bob@globex.test" }],
    },
  });
  await read();
  const [event] = await world
    .sql`select id, my_response, organizer_address from public.calendar_events where title = 'From Bob'`;
  expect(event).toMatchObject({
    my_response: "needs_action",
    organizer_address: "bob@globex.test",
  });
  await ada.rpc("respond_to_event", { event_id: event!.id, response: "declined" }).throwOnError();
  await apply();
  const { data } = await bobsGoogle.events.get({ calendarId: "primary", eventId: invitation.id! });
  expect(data.attendees!.find(({ email }) => email === "ada@acme.test")!.responseStatus)
    .toBe("declined");
  expect(await stored(event!.id)).toMatchObject({ my_response: "declined" });
  const [instance] = await world
    .sql`select is_busy from public.calendar_instances where event_id = ${event!.id}`;
  expect(instance!.is_busy).toBe(false);
});

test("CAL-1 access is taken away: the change waits, and nothing is lost", async () => {
  const made = await make({ title: "Waiting" });
  world.lab.faults.add({
    kind: "status",
    status: 401,
    times: 10,
    operation: "calendar.events.insert",
  });
  await world.work(changes, "/change-calendar");
  expect(await lastChange(made.id)).toMatchObject({ state: "queued" });
  const [connection] = await world
    .sql`select status from public.connections where id = ${world.connectionId}`;
  expect(connection!.status).toBe("error");
  world.lab.faults.clear();
  await world
    .sql`update public.connections set status = 'active', status_reason = null where id = ${world.connectionId}`;
  await world.sql`select private.free_forgotten_jobs()`;
  await apply();
  expect(await lastChange(made.id)).toMatchObject({ state: "applied" });
});

test("CAL-1 Google's own word on free and busy, beside ours", async () => {
  const { calendarProviders } = await import("../../../functions/_shared/deps.ts");
  const { serviceClient } = await import("../../support/service-client.ts");
  const { reader: provider } = calendarProviders(serviceClient(world.stack))({
    connectionId: world.connectionId,
    workspaceId: world.workspaceId,
  });
  await read();
  const now = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const [from, until] = [1, 60].map((days) => new Date(now + days * 86_400_000).toISOString());
  const live = await provider.busyTimes(["primary", "nobody@nowhere.test"], from!, until!);
  const ours = await ada.rpc("busy_times", {
    workspace_id: world.workspaceId,
    user_ids: ["00000000-0000-4000-8000-00000000ada1"],
    from_at: from!,
    until_at: until!,
  }).throwOnError();
  const times = (list: { start: string; end: string }[]) =>
    list.map(({ start, end }) => [new Date(start).toISOString(), new Date(end).toISOString()]);
  expect(times(live.get("primary")!)).toEqual(
    times(ours.data.map((one) => ({ start: one.starts_at, end: one.ends_at }))),
  );
  expect(ours.data.length).toBeGreaterThan(0);
  expect(live.get("nobody@nowhere.test")).toBeNull();
});
