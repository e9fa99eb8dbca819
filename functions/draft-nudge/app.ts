import { createAnsweredJobs } from "../_shared/adapters/supabase/answered-jobs.ts";
import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createNudgeDrafts } from "../_shared/adapters/supabase/nudge-drafts.ts";
import { languageModel } from "../_shared/deps/models.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { answerOnce } from "../_shared/jobs/answer-once.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { draftPlannedNudge } from "./draft-planned-nudge.ts";

export const app = createWorkerApp("draft-nudge", (client) => {
  const drafts = createNudgeDrafts(client);
  const model = languageModel("draft");
  return runQueue({
    queue: "draft-nudge",
    jobs: createJobQueue(client),
    handle: answerOnce(
      createAnsweredJobs(client),
      (job) => draftPlannedNudge(job, { drafts, model, now: () => new Date() }),
    ),
    log,
    budgetMs: 60_000,
    batchSize: 5,
    now: () => performance.now(),
    onShutdown,
  });
});
