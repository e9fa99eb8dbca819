import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createMailSync } from "../_shared/adapters/supabase/mail-sync.ts";
import { createMailUpkeep } from "../_shared/adapters/supabase/mail-upkeep.ts";
import { gmailMailboxes } from "../_shared/deps/gmail.ts";
import { readGmailPushEnv } from "../_shared/env.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { runMailJob } from "./run-mail-job.ts";
import { createRunBudget } from "./run-budget.ts";

export const app = createWorkerApp("sync-gmail", (client) => {
  const now = () => performance.now();
  const budget = createRunBudget(now);
  const ports = {
    sync: createMailSync(client),
    upkeep: createMailUpkeep(client),
    mailbox: gmailMailboxes(client),
    topic: readGmailPushEnv().topic,
    budget,
    now: () => new Date(),
    rest: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    log,
  };
  return runQueue({
    queue: "sync-gmail",
    jobs: createJobQueue(client),
    handle: (job) => runMailJob(job, ports),
    log,
    budgetMs: 60_000,
    batchSize: 4,
    now,
    onShutdown,
    mayClaim: budget.hasMore,
  });
});
