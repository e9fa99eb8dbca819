/**
 * The webhook door as it is deployed, on the local stack: repeats and disorder of a provider (F7, F8). The provider signs as
 * Standard Webhooks says; no real one is needed to prove the inbox.
 */
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createWebhookInbox } from "../../../functions/_shared/adapters/supabase/webhook-inbox.ts";
import { createWebhookApp } from "../../../functions/_shared/http/webhook-app.ts";
import type { WebhookInbox } from "../../../functions/_shared/ports/webhook-inbox.ts";
import { serviceClient } from "../../support/service-client.ts";
import { type Stack, startStack } from "../../../scripts/local/stack.ts";
import { SECRET, signedHeaders, standardDoor } from "../../support/standard-webhooks.ts";

let stack: Stack;
let sql: Sql;
let inbox: WebhookInbox;
const app = createWebhookApp("acme-webhook", standardDoor());

beforeAll(async () => {
  stack = await startStack({
    engine: "postgres",
    emulators: false,
    functions: false,
    seed: false,
    cron: false,
  });
  vi.stubEnv("SUPABASE_URL", stack.url);
  vi.stubEnv("SUPABASE_PUBLISHABLE_KEYS", JSON.stringify({ default: stack.keys.publishableKey }));
  vi.stubEnv("SUPABASE_SECRET_KEYS", JSON.stringify({ default: stack.keys.secretKey }));
  sql = postgres(stack.databaseUrl!, { max: 4, onnotice: () => {} });
  inbox = createWebhookInbox(serviceClient(stack));
  await sql`insert into private.queues (name, function_slug) values ('test-webhook', 'health')`;
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await sql?.end();
  await stack?.stop();
});
beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  await sql`delete from private.jobs where queue = 'test-webhook'`;
  await sql`delete from private.webhook_inbox`;
});

const send = (id: string, body: string | Uint8Array, secret = SECRET) =>
  app.request("/acme-webhook", {
    method: "POST",
    body: body as BodyInit,
    headers: signedHeaders(id, body, { secret }),
  });
const counts = async () =>
  (await sql`select (select count(*)::int from private.webhook_inbox) as rows,
    (select count(*)::int from private.jobs where queue = 'test-webhook') as jobs`)[0];

test("stores a webhook once, and its worker reads the same bytes and settles it", async () => {
  const body = Uint8Array.from({ length: 40_000 }, (_, place) => place % 256);
  expect((await send("e1", body)).status).toBe(200);
  const [row] = await sql`
    select w.id, j.payload from private.webhook_inbox w join private.jobs j on j.id = w.job_id`;
  expect(row!.payload).toEqual({ webhook_id: row!.id });
  const webhook = await inbox.read(row!.id);
  expect(webhook).toMatchObject({
    provider: "acme-mail",
    eventId: "e1",
    connectionId: null,
    headers: { "webhook-id": "e1", "content-type": "application/json" },
    attempt: 1,
  });
  expect(webhook!.body).toEqual(body);
  expect(await inbox.settle(row!.id, 1, "retry", "provider_unavailable")).toBe(true);
  expect(await inbox.settle(row!.id, 1, "done")).toBe(false);
  expect((await inbox.read(row!.id))!.attempt).toBe(2);
  expect(await inbox.settle(row!.id, 2, "done")).toBe(true);
  expect(await inbox.read(row!.id)).toBeNull();
});

test("refuses what is not signed with 401 and stores nothing", async () => {
  expect((await send("e1", "{}", "another secret")).status).toBe(401);
  expect((await app.request("/acme-webhook", { headers: signedHeaders("e1", "") })).status).toBe(
    405,
  );
  expect(await counts()).toEqual({ rows: 0, jobs: 0 });
});

test("answers 503 while its queue is missing, and stores the repeat once it is there", async () => {
  const broken = createWebhookApp("acme-webhook", standardDoor({ queue: "not-there" }));
  const request = { method: "POST", body: "{}", headers: signedHeaders("e1", "{}") };
  expect((await broken.request("/acme-webhook", request)).status).toBe(503);
  expect(await counts()).toEqual({ rows: 0, jobs: 0 });
  expect((await send("e1", "{}")).status).toBe(200);
  expect(await counts()).toEqual({ rows: 1, jobs: 1 });
});

test("F7 the same event a hundred times at once: one row, one job, every answer 200", async () => {
  await send("warm-up", "{}");
  await sql`delete from private.jobs where queue = 'test-webhook'`;
  await sql`delete from private.webhook_inbox`;
  const times: number[] = [];
  const answers = await Promise.all(Array.from({ length: 100 }, async () => {
    const began = performance.now();
    const { status } = await send("e1", '{"changed": "mailbox"}');
    times.push(performance.now() - began);
    return status;
  }));
  expect(answers).toEqual(Array(100).fill(200));
  expect(await counts()).toEqual({ rows: 1, jobs: 1 });
  const p95 = times.toSorted((a, b) => a - b)[94]!;
  console.info(`F7: 100 repeats at once, 100 x 200, 1 row, 1 job, p95 ${p95.toFixed(0)} ms`);
});
