/** Calendar's notification channels. */
import type { IncomingHttpHeaders } from "node:http";
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { calendar_v3 } from "@googleapis/calendar";
import {
  type GoogleLab,
  type LabMailbox,
  startGoogleLab,
} from "../../../scripts/local/emulators/google-lab/lab.ts";
import { calendarClient } from "../../emulators/calendar-client.ts";
import { listen, type LocalServer } from "../../emulators/listen.ts";

let lab: GoogleLab;
let ada: LabMailbox;
let calendar: calendar_v3.Calendar;
let receiver: LocalServer;
let received: IncomingHttpHeaders[];
let answer: number;
const primary = { calendarId: "primary" };

beforeEach(async () => {
  received = [];
  answer = 200;
  receiver = await listen((request, response) => {
    received.push(request.headers);
    return Promise.resolve(void response.writeHead(answer).end());
  });
  lab = await startGoogleLab({ standsAt: new Date("2026-11-20T09:00:00Z") });
  ada = lab.addMailbox({ address: "ada@acme.test" });
  calendar = calendarClient(lab.url, ada.accessToken);
});
afterEach(async () => {
  await lab.close();
  await receiver.close();
});

const watch = async (changes: calendar_v3.Schema$Channel = {}) => {
  const requestBody = {
    id: randomUUID(),
    type: "web_hook",
    address: `${receiver.url}/calendar`,
    token: "secret-of-the-channel",
    ...changes,
  };
  const { data } = await calendar.events.watch({ ...primary, requestBody });
  await lab.pubsub.settled();
  return data;
};
const change = async () => {
  const day = { date: "2026-11-23" };
  await calendar.events.insert({
    ...primary,
    requestBody: { start: day, end: { date: "2026-11-24" } },
  });
  await lab.pubsub.settled();
};
const states = () => received.map((headers) => headers["x-goog-resource-state"]);

test("NEW-15 a channel says sync, then exists with growing numbers, and echoes its token", async () => {
  const channel = await watch();
  await change();
  await change();
  expect(states()).toEqual(["sync", "exists", "exists"]);
  expect(received[1]).toMatchObject({
    "x-goog-channel-id": channel.id,
    "x-goog-channel-token": "secret-of-the-channel",
    "x-goog-resource-id": channel.resourceId,
    "x-goog-channel-expiration": new Date(Number(channel.expiration)).toUTCString(),
  });
  const numbers = received.map((headers) => Number(headers["x-goog-message-number"]));
  expect(numbers[0]).toBe(1);
  expect(numbers[2]).toBeGreaterThan(numbers[1]!);
});

test("NEW-15 a stopped channel and one whose time is over are silent", async () => {
  const { id, resourceId } = await watch();
  await watch({ expiration: String(lab.clock.now() + 60_000) });
  await calendar.channels.stop({ requestBody: { id, resourceId } });
  await expect(calendar.channels.stop({ requestBody: { id, resourceId } })).rejects.toMatchObject({
    status: 404,
  });
  await lab.clock.advance(59_999);
  await change();
  expect(states()).toEqual(["sync", "sync", "exists"]);
  await lab.clock.advance(1);
  await change();
  expect(received).toHaveLength(3);
  expect((await watch()).expiration).toBe(String(lab.clock.now() + 7 * 86_400_000));
  lab.channels.expire("ada@acme.test");
  await change();
  expect(states().filter((state) => state === "exists")).toHaveLength(1);
});

test("NEW-15 an id serves one channel, and strangers' addresses must be https", async () => {
  const { id } = await watch();
  await expect(watch({ id })).rejects.toMatchObject({ status: 400 });
  await expect(watch({ address: "http://acme.test/hook" })).rejects.toMatchObject({ status: 400 });
});

test("NEW-15 a server error is tried again, a refusal is not", async () => {
  await watch();
  answer = 503;
  await change();
  answer = 400;
  await lab.clock.advance(1_000);
  await lab.clock.advance(60_000);
  expect(received).toHaveLength(3);
  expect(lab.channels.deliveries().map(({ status }) => status)).toEqual([200, 503, 400]);
});

test("NEW-15 dropped, doubled and late notifications", async () => {
  await watch();
  lab.faults.add({ kind: "drop", operation: "calendar.push" });
  await change();
  expect(states()).toEqual(["sync"]);
  lab.faults.add({ kind: "duplicate", copies: 3 });
  await change();
  expect(received).toHaveLength(5);
  lab.faults.add({ kind: "delay_push", milliseconds: 5_000 });
  await change();
  expect(received).toHaveLength(5);
  await lab.clock.advance(5_000);
  expect(received).toHaveLength(6);
});
