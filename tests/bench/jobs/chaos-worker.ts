/**
 * A worker process of B3: the product's loop, polling every 20 ms in place of rings. Each job has one effect at the
 * provider of the parent; whoever meets a job that was tried before asks the provider first, as the outbox does.
 */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { runQueue } from "../../../functions/_shared/jobs/run-queue.ts";
import { createPgJobQueue } from "./pg-job-queue.ts";

const [databaseUrl, providerUrl] = process.argv.slice(2) as [string, string];
// A server that vanished answers nothing: without these a query would wait for ever.
const pool = new pg.Pool({ connectionString: databaseUrl, max: 6, query_timeout: 2000 });
pool.on("error", () => {});
const jobs = createPgJobQueue(pool);
process.on("disconnect", () => process.exit(0));

for (;;) {
  try {
    const count = await runQueue({
      queue: "chaos",
      jobs,
      async handle(job) {
        const { n } = job.payload as { n: number };
        const isKnown = job.attempt > 1 &&
          await (await fetch(`${providerUrl}/seen/${n}`)).text() === "yes";
        if (!isKnown) await fetch(`${providerUrl}/effect/${n}`, { method: "POST" });
        await sleep(40); // so that a kill finds jobs at hand
        return { outcome: "done" };
      },
      log: () => {},
      budgetMs: 60_000,
      batchSize: 10,
      now: () => performance.now(),
    });
    if (count === 0) await sleep(20);
  } catch {
    await sleep(50); // the database is away
  }
}
