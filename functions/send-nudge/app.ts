import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createOutbox } from "../_shared/adapters/supabase/outbox.ts";
import { mailProvider } from "../_shared/deps.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { sendOutbound } from "./send-outbound.ts";

export const app = createWorkerApp("send-nudge", (client) => {
  const outbox = createOutbox(client);
  return runQueue({
    queue: "send-nudge",
    jobs: createJobQueue(client),
    handle: (job) => sendOutbound(job, { outbox, mailProvider, now: () => new Date(), log }),
    log,
    budgetMs: 60_000,
    batchSize: 10,
    now: () => performance.now(),
    onShutdown,
  });
});
