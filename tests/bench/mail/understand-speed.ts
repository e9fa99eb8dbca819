/**
 * What a stored message costs until it is understood: the jobs it makes, worked off by the product's own handlers with the offline
 * engine, one worker after the other. PostgREST is left out (directClient), so these are the costs of our own work.
 */
import postgres from "postgres";
import { createHashEmbedder } from "../../../functions/_shared/adapters/offline/hash-embedder.ts";
import { createOfflineModel } from "../../../functions/_shared/adapters/offline/generate-structured.ts";
import { createCommitmentStore } from "../../../functions/_shared/adapters/supabase/commitments.ts";
import { createEmbeddingLedger } from "../../../functions/_shared/adapters/supabase/embedding-ledger.ts";
import { createJobQueue } from "../../../functions/_shared/adapters/supabase/job-queue.ts";
import { createMessageTriage } from "../../../functions/_shared/adapters/supabase/message-triage.ts";
import { createVectorStore } from "../../../functions/_shared/adapters/supabase/vector-store.ts";
import { runQueue } from "../../../functions/_shared/jobs/run-queue.ts";
import type { Job } from "../../../functions/_shared/ports/job-queue.ts";
import { embedObject } from "../../../functions/embed/embed-object.ts";
import { extractStored } from "../../../functions/extract/extract-stored.ts";
import { classifyStored } from "../../../functions/triage/classify-stored.ts";
import { directClient } from "../../support/faults/direct-client.ts";
import type { BenchDatabase } from "../jobs/bench-database.ts";
import { printTable } from "../jobs/figures.ts";
import { makeConnection, storeAll } from "./store-speed.ts";

export async function benchUnderstanding(
  database: BenchDatabase,
  mails: Uint8Array[],
): Promise<void> {
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  // history is not triaged: this mail counts as new, and its bursts as over
  await sql`alter table public.workspaces disable trigger user`;
  const connection = await makeConnection(sql);
  await sql`alter table public.workspaces drop constraint workspaces_follow_up_window_is_one_day_to_a_year`;
  await sql`update public.workspaces set follow_up_window_days = 3650`;
  const stored = await storeAll(database.url, connection, mails);
  await sql`update private.jobs set run_at = now() where queue = 'embed' and run_at > now()`;
  await sql`select private.sweep(now())`;
  const [jobs] = await sql`select jsonb_object_agg(queue, count) as of from (
    select queue, count(*) from private.jobs where state = 'waiting' group by queue) q`;

  const client = directClient(database.url);
  const now = () => new Date();
  const model = createOfflineModel();
  const triage = createMessageTriage(client, now);
  const commitments = createCommitmentStore(client, now);
  const memory = {
    store: createVectorStore(client),
    embedder: createHashEmbedder(),
    ledger: createEmbeddingLedger(client, now),
  };
  const handlers: Record<
    string,
    { handle: (job: Job) => ReturnType<typeof embedObject>; batchSize: number }
  > = {
    triage: { handle: (job) => classifyStored(job, { triage, model, now }), batchSize: 10 },
    extract: {
      handle: (job) => extractStored(job, { commitments, model, rules: model, now }),
      batchSize: 10,
    },
    embed: { handle: (job) => embedObject(job, memory), batchSize: 20 },
  };
  const table = [["step", "jobs", "s", "ms a message", "CPU of the worker, ms a job"]];
  const perMessage = (seconds: number) => (seconds * 1_000 / mails.length).toFixed(2);
  table.push(["read and store", "", stored.seconds.toFixed(2), perMessage(stored.seconds), ""]);
  let all = stored.seconds;
  for (const [queue, { handle, batchSize }] of Object.entries(handlers)) {
    const started = performance.now();
    const cpu = process.cpuUsage();
    let count = 0;
    for (let worked = 1; worked > 0; count += worked) {
      worked = await runQueue({
        queue,
        jobs: createJobQueue(client),
        handle,
        log: (level, event, fields) => {
          if (level !== "info") console.log(`  ${event} ${JSON.stringify(fields)}`);
        },
        budgetMs: 60_000,
        batchSize,
        now: () => performance.now(),
      });
    }
    // the last look of each run waits for late news
    const seconds = (performance.now() - started) / 1_000;
    const used = process.cpuUsage(cpu);
    all += seconds;
    table.push([
      queue,
      `${count}`,
      seconds.toFixed(2),
      perMessage(seconds),
      ((used.user + used.system) / 1_000 / Math.max(1, count)).toFixed(2),
    ]);
  }
  table.push(["all", "", all.toFixed(2), perMessage(all), ""]);
  console.log(`  ${mails.length} mails; jobs they made: ${JSON.stringify(jobs!.of)}`);
  printTable(table);
  await sql.end();
}
