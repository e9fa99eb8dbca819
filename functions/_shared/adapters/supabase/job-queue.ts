/** The job queue port on the worker functions of migrations 0310 to 0320. */
import { z } from "zod";
import type { Job, JobQueue } from "../../ports/job-queue.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const jobRow = z.object({
  id: z.guid(),
  queue_name: z.string(),
  workspace_id: z.guid().nullable(),
  connection_id: z.guid().nullable(),
  payload: z.unknown(),
  attempt: z.int(),
  lease_token: z.guid(),
  lease_seconds: z.int(),
}).transform((row): Job => ({
  id: row.id,
  queue: row.queue_name,
  workspaceId: row.workspace_id,
  connectionId: row.connection_id,
  payload: row.payload,
  attempt: row.attempt,
  leaseToken: row.lease_token,
  leaseSeconds: row.lease_seconds,
}));

export function createJobQueue(client: DatabaseClient): JobQueue {
  return {
    claim(queue, workerName, maxCount, done) {
      const args = { queue, worker_name: workerName, max_count: maxCount };
      if (done.length === 0) return callWorker(client, "claim_jobs", args, z.array(jobRow));
      const ended = {
        ids: done.map(({ id }) => id),
        lease_tokens: done.map(({ leaseToken }) => leaseToken),
      };
      return callWorker(client, "finish_and_claim_jobs", { ...ended, ...args }, z.array(jobRow));
    },
    async finish(done) {
      for (const { ids, token } of byLease(done)) {
        await callWorker(client, "finish_jobs", { ids, lease_token: token }, z.int());
      }
    },
    fail: (job, failure) =>
      callWorker(
        client,
        "fail_job",
        {
          id: job.id,
          lease_token: job.leaseToken,
          error_class: failure.errorClass,
          slug: failure.slug,
          ...(failure.retryAfterMs && {
            retry_after_seconds: Math.ceil(failure.retryAfterMs / 1000),
          }),
        },
        z.enum(["waiting", "dead"]).nullable(),
      ),
    delay: (job, until, slug) =>
      callWorker(
        client,
        "delay_job",
        { id: job.id, lease_token: job.leaseToken, until: until.toISOString(), slug },
        z.boolean(),
      ),
    async extend(job) {
      const args = { ids: [job.id], lease_token: job.leaseToken, seconds: job.leaseSeconds };
      return await callWorker(client, "extend_lease", args, z.int()) === 1;
    },
    async leave(queue, workerName, held) {
      for (const { ids, token } of byLease(held)) {
        await callWorker(client, "release_jobs", { ids, lease_token: token }, z.int());
      }
      const args = { queue, worker_name: workerName };
      await callWorker(client, "leave_queue", args, z.unknown());
    },
  };
}

/** All jobs of one claim share a lease. */
function byLease(jobs: Job[]): { token: string; ids: string[] }[] {
  const tokens = [...new Set(jobs.map(({ leaseToken }) => leaseToken))];
  return tokens.map((token) => ({
    token,
    ids: jobs.filter(({ leaseToken }) => leaseToken === token).map(({ id }) => id),
  }));
}
