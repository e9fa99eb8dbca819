/** Guests, instances, answers and free time: the verbs through supabase-js, the result read by Google's own client. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { calendarProviders } from "../../../functions/_shared/deps/google-calendar.ts";
import { serviceClient } from "../../support/service-client.ts";
import { startWritingWorld, type WritingWorld } from "../../support/writing-world.ts";

let world: WritingWorld;

beforeAll(async () => {
  world = await startWritingWorld();
}, 120_000);
afterAll(() => world?.stop());
beforeEach(() => {
  world.lab.faults.clear();
  world.lab.requests.clear();
});

test("CAL-1 another list of guests keeps the answers of those who stay", async () => {
  const made = await world.make({
    title: "Guests",
    attendees: ["bob@globex.test", "dora@globex.test"],
  });
  await world.apply();
  const { data } = await world.bobsGoogle.events.list({ calendarId: "primary", q: "Guests" });
  await world.bobsGoogle.events.patch({
    calendarId: "primary",
    eventId: data.items![0]!.id!,
    requestBody: { attendees: [{ email: "bob@globex.test", responseStatus: "accepted" }] },
  });
  await world.read();
  const answers = async () =>
    Object.fromEntries(
      (await world.ada.from("calendar_attendees").select("address, response").eq(
        "event_id",
        made.id,
      )
        .throwOnError()).data.map((one) => [one.address, one.response]),
    );
  expect(await answers()).toMatchObject({ "bob@globex.test": "accepted" });
  await world.ada.rpc("update_event", {
    event_id: made.id,
    event: { attendees: ["bob@globex.test", "eli@globex.test"] },
  }).throwOnError();
  await world.apply();
  expect(await answers()).toEqual({
    "bob@globex.test": "accepted",
    "eli@globex.test": "needs_action",
  });
});

test("CAL-1 one instance of a series is moved, one is cancelled", async () => {
  const soon = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 5 * 86_400_000);
  const at = (day: number, hour: number) =>
    new Date(soon.getTime() + day * 86_400_000 + hour * 3_600_000).toISOString();
  const near = await world.make({
    title: "Near",
    starts_at: at(0, 9),
    ends_at: at(0, 10),
    recurrence: ["RRULE:FREQ=DAILY;COUNT=4"],
  });
  await world.apply();
  await world.read();
  await world.ada.rpc("update_event", {
    event_id: near.id,
    instance_at: at(1, 9),
    event: { starts_at: at(1, 15) },
  }).throwOnError();
  await world.apply();
  await world.ada.rpc("delete_event", { event_id: near.id, instance_at: at(2, 9) }).throwOnError();
  await world.apply();
  await world.read();
  const { data } = await world.google.events.list({
    calendarId: "primary",
    singleEvents: true,
    orderBy: "startTime",
    q: "Near",
  });
  const truth = data.items!.map(({ start }) => new Date(start!.dateTime!).toISOString());
  expect(truth).toEqual([at(0, 9), at(1, 15), at(3, 9)]);
  const listed = await world.ada.rpc("list_events", {
    workspace_id: world.workspaceId,
    from_at: at(0, 0),
    search: "Near",
  }).throwOnError();
  expect(listed.data.map((one) => new Date(one.starts_at).toISOString())).toEqual(truth);
});

test("CAL-1 an invitation is answered, and the organiser sees it", async () => {
  const { data: invitation } = await world.bobsGoogle.events.insert({
    calendarId: "primary",
    sendUpdates: "all",
    requestBody: {
      summary: "From Bob",
      start: { dateTime: "2030-03-05T10:00:00Z" },
      end: { dateTime: "2030-03-05T11:00:00Z" },
      attendees: [{ email: "ada@acme.test" }, { email: "bob@globex.test" }],
    },
  });
  await world.read();
  const [event] = await world
    .sql`select id, my_response, organizer_address from public.calendar_events where title = 'From Bob'`;
  expect(event).toMatchObject({
    my_response: "needs_action",
    organizer_address: "bob@globex.test",
  });
  await world.ada.rpc("respond_to_event", { event_id: event!.id, response: "declined" })
    .throwOnError();
  await world.apply();
  const { data } = await world.bobsGoogle.events.get({
    calendarId: "primary",
    eventId: invitation.id!,
  });
  expect(data.attendees!.find(({ email }) => email === "ada@acme.test")!.responseStatus)
    .toBe("declined");
  expect(await world.stored(event!.id)).toMatchObject({ my_response: "declined" });
  const [instance] = await world
    .sql`select is_busy from public.calendar_instances where event_id = ${event!.id}`;
  expect(instance!.is_busy).toBe(false);
});

test("CAL-1 access is taken away: the change waits, and nothing is lost", async () => {
  const made = await world.make({ title: "Waiting" });
  world.lab.faults.add({
    kind: "status",
    status: 401,
    times: 10,
    operation: "calendar.events.insert",
  });
  await world.apply();
  expect(await world.lastChange(made.id)).toMatchObject({ state: "queued" });
  const [connection] = await world
    .sql`select status from public.connections where id = ${world.connectionId}`;
  expect(connection!.status).toBe("error");
  world.lab.faults.clear();
  await world
    .sql`update public.connections set status = 'active', status_reason = null where id = ${world.connectionId}`;
  await world.sql`select private.free_forgotten_jobs()`;
  await world.apply();
  expect(await world.lastChange(made.id)).toMatchObject({ state: "applied" });
});

test("CAL-1 Google's own word on free and busy, beside ours", async () => {
  const { reader: provider } = calendarProviders(serviceClient(world.stack))({
    connectionId: world.connectionId,
    workspaceId: world.workspaceId,
  });
  await world.read();
  const now = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const [from, until] = [1, 60].map((days) => new Date(now + days * 86_400_000).toISOString());
  const live = await provider.busyTimes(["primary", "nobody@nowhere.test"], from!, until!);
  const ours = await world.ada.rpc("busy_times", {
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
