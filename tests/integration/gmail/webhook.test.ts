/** The door of Gmail's pushes against the lab's Pub/Sub: verified, taken once, and read afterwards (ING-1, F7, F8). */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { signingKey } from "../../../scripts/local/emulators/google-lab/oauth/keys.ts";
import { customerMail, type GmailWorld, openGmailWorld } from "./world.ts";

const AUDIENCE = "https://akasavani.test/gmail";
const ACCOUNT = "push@akasavani.iam.gserviceaccount.com";
let world: GmailWorld;
let server: Server;
let endpoint: string;

beforeAll(async () => {
  world = await openGmailWorld();
  vi.stubEnv("SUPABASE_URL", world.stack.url);
  vi.stubEnv(
    "SUPABASE_PUBLISHABLE_KEYS",
    JSON.stringify({ default: world.stack.keys.publishableKey }),
  );
  vi.stubEnv("SUPABASE_SECRET_KEYS", JSON.stringify({ default: world.stack.keys.secretKey }));
  vi.stubEnv("GMAIL_PUSH_AUDIENCE", AUDIENCE);
  vi.stubEnv("GMAIL_PUSH_SERVICE_ACCOUNT", ACCOUNT);
  vi.stubEnv("GOOGLE_JWKS_URL", `${world.lab.url}/oauth2/v3/certs`);
  vi.spyOn(console, "log").mockImplementation(() => {});
  const { app } = await import("../../../functions/gmail-webhook/app.ts");
  server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const answer = await app.request("/gmail-webhook", {
      method: incoming.method!,
      headers: incoming.headers as Record<string, string>,
      ...(incoming.method === "POST" && { body: Buffer.concat(chunks) }),
    });
    response.writeHead(answer.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  server?.close();
  await world?.close();
});

const subscription = () => ({ endpoint, audience: AUDIENCE, serviceAccount: ACCOUNT });
const push = (messageId: string, address: string, historyId: string, authorization: string) =>
  fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({
      message: {
        messageId,
        data: Buffer.from(`{"emailAddress":"${address}","historyId":${historyId}}`).toString(
          "base64",
        ),
      },
      subscription: "projects/lab/subscriptions/gmail-push",
    }),
  });
const syncJobs = async (id: string) =>
  (await world.sql`select count(*)::int as count from private.jobs where connection_id = ${id}
    and payload ->> 'kind' = 'sync' and state <> 'dead'`)[0]!.count;

test("ING-1 a new mail is told by Google and read", async () => {
  const { id, box } = await world.connect("pushed@acme.test");
  world.lab.pubsub.subscribe(subscription());
  await world.work();
  expect(box.watch?.topicName).toBe("projects/lab/topics/gmail");
  box.receive(customerMail(1));
  await world.lab.pubsub.settled();
  expect(
    world.lab.pubsub.deliveries().filter(({ mailbox }) => mailbox === box.address).every((
      { status },
    ) => status === 200),
  ).toBe(true);
  expect(await syncJobs(id)).toBe(1);
  await world.work();
  const [stored] = await world
    .sql`select count(*)::int as count from public.messages where connection_id = ${id}`;
  expect(stored!.count).toBe(1);
}, 30_000);

test.each([
  ["a token of another key", () => ({ key: signingKey("stranger") })],
  ["another audience", () => ({ claims: { aud: "https://elsewhere.test" } })],
  ["another issuer", () => ({ claims: { iss: "https://elsewhere.test" } })],
  ["another service account", () => ({ claims: { email: "cy@elsewhere.test" } })],
  ["an address Google has not verified", () => ({ claims: { email_verified: false } })],
  [
    "an expired token",
    () => ({ claims: { iat: Date.now() / 1000 - 8000, exp: Date.now() / 1000 - 4400 } }),
  ],
  ["a token that never expires", () => ({ claims: { exp: undefined } })],
])("F7 refuses %s with 401 and stores nothing", async (_, forged) => {
  const authorization = world.lab.pubsub.authorization(subscription(), forged());
  expect((await push("forged", "pushed@acme.test", "999999999", authorization)).status).toBe(401);
  const [rows] = await world
    .sql`select count(*)::int as count from private.webhook_inbox where provider_event_id = 'forged'`;
  expect(rows!.count).toBe(0);
});

test("F7 takes a good token, and nothing without one or without a readable body", async () => {
  const good = world.lab.pubsub.authorization(subscription());
  expect((await push("good", "nobody@acme.test", "1", good)).status).toBe(200);
  expect((await push("none", "nobody@acme.test", "1", "")).status).toBe(401);
  expect((await push("odd", "nobody@acme.test", '"x"', good)).status).toBe(401);
  expect((await fetch(endpoint, { headers: { authorization: good } })).status).toBe(405);
  const [row] = await world
    .sql`select last_error ->> 'slug' as slug from private.webhook_inbox where provider_event_id = 'good'`;
  expect(row!.slug).toBe("mailbox_unknown");
});

test("F7 the same push a hundred times at once: one row, one job, every answer 200", async () => {
  const { id, box } = await world.connect("repeated@acme.test");
  await world.work();
  await world.sql`delete from private.jobs where connection_id = ${id}`;
  const good = world.lab.pubsub.authorization(subscription());
  const times: number[] = [];
  const answers = await Promise.all(Array.from({ length: 100 }, async () => {
    const began = performance.now();
    const { status } = await push("same", box.address, "18446744073709551000", good);
    times.push(performance.now() - began);
    return status;
  }));
  expect(answers).toEqual(Array(100).fill(200));
  const [rows] = await world
    .sql`select count(*)::int as count from private.webhook_inbox where provider_event_id = 'same'`;
  expect(rows!.count).toBe(1);
  expect(await syncJobs(id)).toBe(1);
  const [cursor] = await world
    .sql`select notified_cursor::text from private.sync_cursors where connection_id = ${id}`;
  // not rounded as a number of JSON
  expect(cursor!.notified_cursor).toBe("18446744073709551000");
  const p95 = times.toSorted((a, b) => a - b)[94]!;
  console.info(`F7 gmail: 100 repeats at once, 100 x 200, 1 row, 1 job, p95 ${p95.toFixed(0)} ms`);
}, 30_000);

test(
  "F8 pushes in any order, doubled and going back: each mail is stored once, and the cursor never goes back",
  async () => {
    const { id, box } = await world.connect("disorder@acme.test");
    await world.work();
    for (const kind of ["reorder", "history_back"] as const) {
      world.lab.faults.add({ kind, mailbox: box.address, chance: 0.4, times: 1000 });
    }
    world.lab.faults.add({
      kind: "duplicate",
      copies: 2,
      mailbox: box.address,
      chance: 0.4,
      times: 1000,
    });
    let last = 0n;
    for (let number = 0; number < 60; number++) {
      box.receive(customerMail(number));
      if (number % 7 === 0) {
        await world.work();
        const [row] = await world
          .sql`select cursor::text from private.sync_cursors where connection_id = ${id}`;
        expect(BigInt(row!.cursor)).toBeGreaterThanOrEqual(last);
        last = BigInt(row!.cursor);
      }
    }
    await world.lab.pubsub.settled();
    const counts = world.lab.faults.counts();
    expect(Math.min(counts.reorder ?? 0, counts.history_back ?? 0, counts.duplicate ?? 0))
      .toBeGreaterThan(3);
    await world.work();
    await world.sql`select private.request_mail_job(${id}, 'sync')`;
    await world.work();
    const [stored] = await world
      .sql`select count(*)::int as rows, count(distinct internet_message_id)::int as ids
    from public.messages where connection_id = ${id}`;
    expect(stored).toEqual({ rows: 60, ids: 60 });
  },
  60_000,
);
