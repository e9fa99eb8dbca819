/** Notifications: signed, at least once, and in whatever order the faults want. */
import { createPublicKey, verify } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type GoogleLab,
  type LabMailbox,
  startGoogleLab,
} from "../../../scripts/local/emulators/google-lab/lab.ts";
import { signingKey } from "../../../scripts/local/emulators/google-lab/oauth/keys.ts";
import { gmailClient } from "../../emulators/gmail-client.ts";
import { listen, type LocalServer } from "../../emulators/listen.ts";
import { plainMail } from "./mails.ts";

let lab: GoogleLab;
let ada: LabMailbox;
let receiver: LocalServer;
let received: {
  authorization: string;
  messageId: string;
  emailAddress: string;
  historyId: number;
}[];
let answer: number;

beforeEach(async () => {
  received = [];
  answer = 204;
  receiver = await listen((request, response, body) => {
    const { message } = JSON.parse(body);
    const data = JSON.parse(Buffer.from(message.data, "base64").toString());
    const authorization = request.headers.authorization!;
    received.push({ authorization, messageId: message.messageId, ...data });
    return Promise.resolve(void response.writeHead(answer).end());
  });
  lab = await startGoogleLab({ standsAt: new Date("2026-11-20T09:00:00Z") });
  lab.pubsub.subscribe({
    endpoint: `${receiver.url}/push`,
    audience: "https://akasavani.test/push",
  });
  ada = lab.addMailbox({ address: "ada@acme.test" });
});
afterEach(async () => {
  await lab.close();
  await receiver.close();
});

const watch = async () => {
  const requestBody = { topicName: "projects/lab/topics/gmail" };
  const gmail = gmailClient(lab.url, ada.accessToken);
  const { data } = await gmail.users.watch({ userId: "me", requestBody });
  await lab.pubsub.settled();
  received = [];
  return data;
};

test("NEW-15 a watched mailbox tells its newest historyId, with a token anybody can check", async () => {
  const { expiration } = await watch();
  expect(Number(expiration) - lab.clock.now()).toBe(7 * 86_400_000);
  const { historyId } = ada.receive(plainMail());
  await lab.pubsub.settled();
  expect(received).toMatchObject([{ emailAddress: "ada@acme.test", historyId: Number(historyId) }]);
  const [head, claims, signature] = received[0]!.authorization.replace("Bearer ", "").split(".");
  expect(JSON.parse(Buffer.from(claims!, "base64url").toString())).toMatchObject({
    iss: "https://accounts.google.com",
    aud: "https://akasavani.test/push",
    email_verified: true,
  });
  const { keys } = await (await fetch(`${lab.url}/oauth2/v3/certs`)).json();
  const key = createPublicKey({ key: keys[0], format: "jwk" });
  const signed = Buffer.from(`${head}.${claims}`);
  expect(verify("RSA-SHA256", signed, key, Buffer.from(signature!, "base64url"))).toBe(true);
  const stranger = createPublicKey({ key: signingKey("stranger").jwk, format: "jwk" });
  expect(verify("RSA-SHA256", signed, stranger, Buffer.from(signature!, "base64url"))).toBe(false);
});

test("NEW-15 after seven days the watch is silent", async () => {
  await watch();
  await lab.clock.advance(7 * 86_400_000);
  ada.receive(plainMail());
  await lab.pubsub.settled();
  expect(received).toEqual([]);
});

test("NEW-15 what is not acknowledged comes again with the same id, later each time", async () => {
  await watch();
  answer = 500;
  ada.receive(plainMail());
  await lab.pubsub.settled();
  await lab.clock.advance(9_999);
  expect(received).toHaveLength(1);
  await lab.clock.advance(1);
  expect(received).toHaveLength(2);
  answer = 204;
  await lab.clock.advance(3_600_000);
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(1);
  expect(lab.pubsub.deliveries().map(({ attempt, status }) => [attempt, status]).slice(1))
    .toEqual([[1, 500], [2, 500], [3, 204]]);
});

test("NEW-15 dropped, doubled, late, reordered and backwards, each counted", async () => {
  await watch();
  const receive = async () => {
    const { historyId } = ada.receive(plainMail());
    await lab.pubsub.settled();
    return Number(historyId);
  };
  const told = () => received.splice(0).map(({ historyId }) => historyId);

  lab.faults.add({ kind: "drop" });
  const first = await receive();
  expect(told()).toEqual([]);
  lab.faults.add({ kind: "duplicate", copies: 2 });
  const second = await receive();
  expect(told()).toEqual([second, second, second]);
  lab.faults.add({ kind: "delay_push", milliseconds: 60_000 });
  const third = await receive();
  expect(told()).toEqual([]);
  await lab.clock.advance(60_000);
  expect(told()).toEqual([third]);
  lab.faults.add({ kind: "reorder" });
  const fourth = await receive();
  expect(told()).toEqual([]);
  const fifth = await receive();
  expect(told()).toEqual([fifth, fourth]);
  lab.faults.add({ kind: "history_back" });
  await receive();
  expect(told()[0]).toBeLessThan(first);
  expect(lab.faults.counts()).toEqual({
    drop: 1,
    duplicate: 1,
    delay_push: 1,
    reorder: 1,
    history_back: 1,
  });
});
