/** A worker as a process of its own: the product's loop, adapters and send path, over PostgreSQL. Killed by its supervisor. */
import { createJobQueue } from "../../../functions/_shared/adapters/supabase/job-queue.ts";
import { runQueue } from "../../../functions/_shared/jobs/run-queue.ts";
import { directClient } from "./direct-client.ts";
import { jobHandler } from "./handle-job.ts";
import { outliveDriver } from "./lanes.ts";
import type { WorkerSettings } from "./protocol.ts";
import { watchedQueue } from "./stalling-ports.ts";
import { tell } from "./stalls.ts";

const settings: WorkerSettings = JSON.parse(process.env.FAULT_WORKER!);
outliveDriver();
const client = directClient(settings.databaseUrl, settings.statementTimeoutMs);
const jobs = watchedQueue(createJobQueue(client), settings.stalls);
const handle = jobHandler(settings, client);

/** Stands for `beforeunload`, which the platform sends to a worker it is about to end. */
const callbacks = new Set<() => Promise<void>>();
process.on("SIGTERM", () => {
  void Promise.allSettled([...callbacks].map((callback) => callback())).then(() => process.exit(0));
});

/** Runs of a queue one after another, as rings and sweeps start them; a run that fails is followed by the next. */
async function work(queue: string): Promise<never> {
  for (;;) {
    let count = 0;
    try {
      count = await runQueue({
        queue,
        jobs,
        handle,
        log: () => {},
        budgetMs: 60_000,
        batchSize: settings.batchSize,
        now: () => performance.now(),
        onShutdown(callback) {
          callbacks.add(callback);
          return () => void callbacks.delete(callback);
        },
      });
    } catch (error) {
      tell({ type: "failed", slug: (error as { slug?: string }).slug ?? String(error) });
    }
    if (count === 0) await new Promise((resolve) => setTimeout(resolve, settings.pollMs));
  }
}

process.on("disconnect", () => process.exit(0));
tell({ type: "ready" });
for (const queue of settings.queues) void work(queue);
