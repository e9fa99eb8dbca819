/** Google Calendar's push: the door as it is deployed, a real database, messages as Google sends them. */
import type { calendar_v3 } from "@googleapis/calendar";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { app as door } from "../../../functions/calendar-webhook/app.ts";
import { app as worker } from "../../../functions/sync-calendar/app.ts";
import { calendarClient } from "../../emulators/calendar-client.ts";
import { type CalendarWorld, startCalendarWorld } from "../../support/calendar-world.ts";

let world: CalendarWorld;
let google: calendar_v3.Calendar;
const channelId = randomUUID();
const secret = randomBytes(32).toString("hex");

beforeAll(async () => {
  world = await startCalendarWorld();
  google = calendarClient(world.lab.url, world.ada.accessToken);
  await world.work(worker, "/sync-calendar");
  const [cursor] = await world
    .sql`select id from private.calendar_cursors where calendar_id is not null`;
  const hash = createHash("sha256").update(secret).digest("hex");
  await world
    .sql`select worker.begin_calendar_channel(${
    cursor!.id
  }, ${channelId}, ${hash}, now() + interval '1 day')`;
}, 120_000);
afterAll(() => world?.stop());

const post = async (headers: Record<string, string>, method = "POST") =>
  (await door.request("/calendar-webhook", { method, headers })).status;
const message = (number: number, changes: Record<string, string> = {}) => ({
  "x-goog-channel-id": channelId,
  "x-goog-channel-token": secret,
  "x-goog-message-number": String(number),
  "x-goog-resource-id": "resource",
  "x-goog-resource-state": "exists",
  ...changes,
});
const webhooks = async () =>
  (await world.sql`select provider_event_id, headers from private.webhook_inbox`).length;

test("F7 a message without the secret of its channel is refused, and nothing is stored", async () => {
  expect(await post(message(1, { "x-goog-channel-token": secret.replace(/.$/, "x") }))).toBe(401);
  expect(await post(message(1, { "x-goog-channel-token": "" }))).toBe(401);
  expect(await post(message(1, { "x-goog-channel-id": randomUUID() }))).toBe(401);
  expect(await post(message(1, { "x-goog-channel-id": "x' or true --" }))).toBe(401);
  expect(await post(message(1, { "x-goog-resource-state": "exploded" }))).toBe(401);
  expect(await post(message(1, { "x-goog-message-number": "1e9" }))).toBe(401);
  expect(await post({})).toBe(401);
  expect(await post(message(1), "GET")).toBe(405);
  expect(await webhooks()).toBe(0);
});

test("F7 a message a hundred times at once is one; a hundred messages are few readings", async () => {
  const event = await google.events.insert({
    calendarId: "primary",
    requestBody: {
      summary: "Pushed",
      start: { dateTime: "2030-01-01T10:00:00Z" },
      end: { dateTime: "2030-01-01T11:00:00Z" },
    },
  });
  world.lab.requests.clear();
  const same = await Promise.all(Array.from({ length: 100 }, () => post(message(2))));
  expect(new Set(same)).toEqual(new Set([200]));
  expect(await webhooks()).toBe(1);
  // out of order, too
  const many = await Promise.all(
    Array.from({ length: 100 }, (_, n) => post(message(102 - n))),
  );
  expect(new Set(many)).toEqual(new Set([200]));
  expect(await webhooks()).toBe(101);
  await world.hurry();
  await world.work(worker, "/sync-calendar");
  await world.hurry();
  await world.work(worker, "/sync-calendar");
  expect(
    await world.sql`select title from public.calendar_events where provider_event_id = ${event.data
      .id!}`,
  )
    .toMatchObject([{ title: "Pushed" }]);
  const open = await world.sql`select state from private.webhook_inbox where state <> 'done'`;
  expect(open).toHaveLength(0);
  const readings = world.lab.requests.count({ operation: "calendar.events.list" });
  expect(readings).toBeGreaterThan(0);
  expect(readings).toBeLessThanOrEqual(3);
  const [channel] = await world
    .sql`select last_message_number::int from private.calendar_channels where id = ${channelId}`;
  expect(channel!.last_message_number).toBe(102);
});

test("ING-5 after a complete reading a channel is open at Google; near its end another, and the old one is stopped", async () => {
  const channels = () =>
    world
      .sql`select id, state, token_hash from private.calendar_channels where id <> ${channelId} order by created_at`;
  const [first] = await channels();
  expect(first!.state).toBe("active");
  // the test's own would count as one that is being opened
  await world.sql`update private.calendar_channels set state = 'ended' where id = ${channelId}`;
  await world.sql`update private.calendar_channels set expires_at = now() + interval '3 hours'`;
  world.lab.requests.clear();
  await world.sql`select private.enqueue_calendar_sync(k.id) from private.calendar_cursors k`;
  await world.work(worker, "/sync-calendar");
  const [old, renewed] = await channels();
  expect([old!.state, renewed!.state]).toEqual(["ended", "active"]);
  expect(world.lab.requests.count({ operation: "calendar.events.watch" })).toBe(1);
  expect(world.lab.requests.list({ operation: "calendar.channels.stop" }).map((it) => it.status))
    .toEqual([204]);
});

test("ING-5 a calendar that knows no push is polled, and asked again a day later", async () => {
  await world.sql`delete from private.calendar_channels where id <> ${channelId}`;
  world.lab.faults.add({
    kind: "status",
    status: 400,
    reason: "pushNotSupportedForRequestedResource",
    operation: "calendar.events.watch",
  });
  const read = async () => {
    await world.sql`select private.enqueue_calendar_sync(k.id) from private.calendar_cursors k`;
    await world.work(worker, "/sync-calendar");
  };
  await read();
  await read();
  expect(
    await world
      .sql`select state, state_slug from private.calendar_channels where id <> ${channelId}`,
  )
    .toMatchObject([{ state: "failed", state_slug: "provider_refused" }]);
  const [cursor] = await world.sql`
    select extract(epoch from next_sync_at - synced_at)::int as seconds from private.calendar_cursors where calendar_id is not null`;
  expect(cursor!.seconds).toBe(300);
});
