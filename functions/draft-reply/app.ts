import { createAnsweredJobs } from "../_shared/adapters/supabase/answered-jobs.ts";
import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createReplyDrafts } from "../_shared/adapters/supabase/reply-drafts.ts";
import { languageModel, offlineModel } from "../_shared/deps/models.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { answerOnce } from "../_shared/jobs/answer-once.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { draftRequested } from "./draft-requested.ts";

export const app = createWorkerApp("draft-reply", (client) => {
  const now = () => new Date();
  const ports = {
    drafts: createReplyDrafts(client, now),
    model: languageModel("draft"),
    rules: offlineModel(),
    now,
  };
  return runQueue({
    queue: "draft-reply",
    jobs: createJobQueue(client),
    handle: answerOnce(createAnsweredJobs(client), (job) => draftRequested(job, ports)),
    log,
    budgetMs: 60_000,
    batchSize: 5,
    now: () => performance.now(),
    onShutdown,
  });
});
