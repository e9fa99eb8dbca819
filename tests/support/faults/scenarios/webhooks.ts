/** F7 and F8 at the webhook inbox: the same event a hundred times at once, and a thousand events in any order. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createWebhookInbox } from "../../../../functions/_shared/adapters/supabase/webhook-inbox.ts";
import { receiveWebhook } from "../../../../functions/_shared/http/webhook-door.ts";
import { signedHeaders, standardDoor } from "../../standard-webhooks.ts";
import { directClient } from "../direct-client.ts";
import { jobFacts } from "../queue-facts.ts";
import { answerFigures } from "../answer-figures.ts";
import type { FaultReport } from "../report.ts";
import type { World } from "../world.ts";

export interface WebhooksSize {
  /** Events that are each posted a hundred times at once. */
  events: number;
  /** Orders of the thousand events. */
  seeds: number;
}

const AT_ONCE = 100;
const QUEUE = "disorder";
/** A provider of its own with late, repeated and shuffled news: see the head of the file. */
const DISORDER = join(import.meta.dirname, "../../../integration/webhooks/disorder.sql");

export async function webhooks(world: World, size: WebhooksSize): Promise<FaultReport[]> {
  await world.sql.unsafe(await readFile(DISORDER, "utf8")).simple();
  return [await repeated(world, size.events), await permuted(world, size.seeds)];
}

async function repeated(world: World, events: number): Promise<FaultReport> {
  const door = standardDoor({ queue: QUEUE });
  const inbox = createWebhookInbox(directClient(world.database.url));
  const post = async (id: string) => {
    const since = performance.now();
    const headers = signedHeaders(id, "{}");
    const request = new Request("http://localhost/", { method: "POST", body: "{}", headers });
    const { status } = await receiveWebhook(request, door, inbox, () => {});
    return { status, ms: performance.now() - since };
  };
  // every connection is open before the first race
  await Promise.all(Array.from({ length: 20 }, (_, place) => post(`warm-${place}`)));
  const answers = [];
  for (let event = 0; event < events; event++) {
    answers.push(
      ...await Promise.all(Array.from({ length: AT_ONCE }, () => post(`event-${event}`))),
    );
  }
  const [stored] = await world.sql`
    select count(*)::int as rows, count(distinct job_id)::int as jobs
    from private.webhook_inbox where provider_event_id like 'event-%'`;
  const jobs = (await jobFacts(world.sql, [QUEUE])).length - 20;
  const n = answers.length;
  return {
    fault: "F7",
    injected: `${events} webhooks, each posted ${AT_ONCE} times at once`,
    happened: n,
    needed: events * AT_ONCE,
    figures: [
      {
        name: "events with other than one row and one job",
        measured: Math.abs(stored!.rows - events) + Math.abs(stored!.jobs - events) +
          Math.abs(jobs - events),
        limit: ["=", 0],
        n: events,
      },
      ...answerFigures(answers),
    ],
  };
}

async function permuted(world: World, seeds: number): Promise<FaultReport> {
  const run = async (seed: number, how: string) => {
    await world.sql`select disorder.run(${seed / 1_000}, ${how})`;
    const [row] = await world.sql`
      select disorder.hash('ours') as ours, disorder.hash('at_provider') as theirs,
        (select count(*)::int from private.webhook_inbox where state = 'done') as done`;
    return row as unknown as { ours: string; theirs: string; done: number };
  };
  let wrong = 0;
  const hashes = new Set<string>();
  for (let seed = 1; seed <= seeds; seed++) {
    const { ours, theirs, done } = await run(seed, "guarded");
    hashes.add(ours);
    if (ours !== theirs || done !== 1_000) wrong++;
  }
  // the disorder is real only if a worker that trusts the order ends elsewhere
  const control = await run(1, "unguarded");
  return {
    fault: "F8",
    injected: `1,000 events and 100 repeats in ${seeds} random orders, written late`,
    happened: control.ours === control.theirs ? 0 : seeds,
    needed: seeds,
    figures: [
      {
        name: "orders that ended in another state than the provider's",
        measured: wrong,
        limit: ["=", 0],
        n: seeds,
      },
      { name: "different states", measured: hashes.size, limit: ["=", 1], n: seeds },
    ],
  };
}
