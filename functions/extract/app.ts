import { createAnsweredJobs } from "../_shared/adapters/supabase/answered-jobs.ts";
import { createCommitmentStore } from "../_shared/adapters/supabase/commitments.ts";
import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createOfflineModel } from "../_shared/adapters/offline/generate-structured.ts";
import { languageModel } from "../_shared/deps/models.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { answerOnce } from "../_shared/jobs/answer-once.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { extractStored } from "./extract-stored.ts";

export const app = createWorkerApp("extract", (client) => {
  const now = () => new Date();
  const ports = {
    commitments: createCommitmentStore(client, now),
    model: languageModel("extract"),
    rules: createOfflineModel(),
    now,
  };
  return runQueue({
    queue: "extract",
    jobs: createJobQueue(client),
    handle: answerOnce(createAnsweredJobs(client), (job) => extractStored(job, ports)),
    log,
    budgetMs: 60_000,
    batchSize: 10,
    now: () => performance.now(),
    onShutdown,
  });
});
