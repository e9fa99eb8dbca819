import { z } from "zod";
import type { AnsweredJobs } from "../../ports/answered-jobs.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

export function createAnsweredJobs(client: DatabaseClient): AnsweredJobs {
  return {
    has: (jobId) => callWorker(client, "is_job_answered", { job_id: jobId }, z.boolean()),
  };
}
