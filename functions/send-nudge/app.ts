import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createOutbox } from "../_shared/adapters/supabase/outbox.ts";
import { mailProviders } from "../_shared/deps/gmail.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { sendOutbound } from "./send-outbound.ts";

export const app = createWorkerApp("send-nudge", (client) => {
  const ports = {
    outbox: createOutbox(client),
    mailProvider: mailProviders(client),
    now: () => new Date(),
    log,
  };
  return runQueue({
    queue: "send-nudge",
    jobs: createJobQueue(client),
    handle: (job) => sendOutbound(job, ports),
    log,
    budgetMs: 60_000,
    batchSize: 10,
    now: () => performance.now(),
    onShutdown,
  });
});
