import { createAnsweredJobs } from "../_shared/adapters/supabase/answered-jobs.ts";
import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createMessageTriage } from "../_shared/adapters/supabase/message-triage.ts";
import { languageModel } from "../_shared/deps/models.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { answerOnce } from "../_shared/jobs/answer-once.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { classifyStored } from "./classify-stored.ts";

export const app = createWorkerApp("triage", (client) => {
  const now = () => new Date();
  const triage = createMessageTriage(client, now);
  const model = languageModel("classify");
  return runQueue({
    queue: "triage",
    jobs: createJobQueue(client),
    handle: answerOnce(
      createAnsweredJobs(client),
      (job) => classifyStored(job, { triage, model, now }),
    ),
    log,
    budgetMs: 60_000,
    batchSize: 10,
    now: () => performance.now(),
    onShutdown,
  });
});
