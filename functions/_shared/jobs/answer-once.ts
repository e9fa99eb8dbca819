/**
 * A job whose worker died after the answer was stored comes back. Nobody pays for the same answer twice: from the second attempt on
 * the ledger is looked at first.
 */
import type { AnsweredJobs } from "../ports/answered-jobs.ts";
import type { Job } from "../ports/job-queue.ts";
import type { JobOutcome } from "./run-job.ts";

export function answerOnce(
  answered: AnsweredJobs,
  handle: (job: Job) => Promise<JobOutcome>,
): (job: Job) => Promise<JobOutcome> {
  return async (job) =>
    job.attempt > 1 && await answered.has(job.id) ? { outcome: "done" } : await handle(job);
}
