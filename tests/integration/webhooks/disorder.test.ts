/** Repeats and disorder at the webhook inbox itself (F7, F8), without an API in between. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { receiveWebhook } from "../../../functions/_shared/http/webhook-door.ts";
import type { WebhookInbox } from "../../../functions/_shared/ports/webhook-inbox.ts";
import { startTestDatabase, type TestDatabase } from "../../support/database.ts";
import { signedHeaders, standardDoor } from "../../support/standard-webhooks.ts";

/** A hundred take a minute: set WEBHOOK_SEEDS=100. */
const SEEDS = Number(process.env.WEBHOOK_SEEDS ?? 5);

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await database.sql.unsafe(await readFile(join(import.meta.dirname, "disorder.sql"), "utf8"))
    .simple();
}, 120_000);
afterAll(() => database?.stop());
beforeEach(() => void vi.spyOn(console, "log").mockImplementation(() => {}));

/** The port straight on the database. */
const inbox = (): Pick<WebhookInbox, "receive"> => ({
  async receive({ provider, queue, eventId, headers, body }) {
    const [row] = await database
      .sql`select worker.receive_webhook(${provider}, ${queue}, ${eventId},
      ${database.sql.json(headers)}, ${Buffer.from(body).toString("base64")}) as outcome`;
    return row!.outcome;
  },
});

test("F7 the same event a hundred times at once is one row and one job", async () => {
  const door = standardDoor({ queue: "disorder" });
  const send = async (id: string) => {
    const began = performance.now();
    const request = new Request("http://localhost/", {
      method: "POST",
      body: "{}",
      headers: signedHeaders(id, "{}"),
    });
    const { status } = await receiveWebhook(request, door, inbox() as WebhookInbox, () => {});
    return { status, ms: performance.now() - began };
  };
  // every connection of the pool is open
  await Promise.all(Array.from({ length: 20 }, (_, place) => send(`warm-up ${place}`)));
  const answers = await Promise.all(Array.from({ length: 100 }, () => send("e1")));
  expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
  const [found] = await database.sql`
    select count(*)::int as rows, count(distinct job_id)::int as jobs,
      (select count(*)::int from private.jobs where queue = 'disorder') as all_jobs
    from private.webhook_inbox where provider_event_id = 'e1'`;
  expect(found).toEqual({ rows: 1, jobs: 1, all_jobs: 21 });
  const p95 = answers.map(({ ms }) => ms).toSorted((a, b) => a - b)[94]!;
  console.info(`F7 without an API in between: p95 ${p95.toFixed(0)} ms`);
});

test(
  "F8 a thousand events in any order end in the state of the provider, whatever the order",
  async () => {
    const run = async (seed: number, how: string) => {
      await database.sql`select disorder.run(${seed / 1000}, ${how})`;
      // a statement of its own: it sees what the run has left
      const [row] = await database.sql`
      select disorder.hash('ours') as ours, disorder.hash('at_provider') as theirs,
        (select count(*)::int from private.webhook_inbox where state = 'done') as done`;
      expect(row!.done).toBe(1000);
      return { ours: row!.ours as string, isRight: row!.ours === row!.theirs };
    };
    const runs = [];
    for (let seed = 1; seed <= SEEDS; seed++) runs.push(await run(seed, "guarded"));
    expect(runs.filter(({ isRight }) => !isRight)).toEqual([]);
    expect(new Set(runs.map(({ ours }) => ours)).size).toBe(1);

    // Controls: the disorder is there. Without the guard, or by what the events say, the result is another.
    expect((await run(1, "unguarded")).isRight).toBe(false);
    expect((await run(1, "by event")).isRight).toBe(false);
    console.info(`F8: 1,000 events, 100 repeats, ${SEEDS} orders: one state hash`);
  },
  300_000,
);
