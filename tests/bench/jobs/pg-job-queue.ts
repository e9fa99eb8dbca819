/** The job queue port straight over a connection: what PostgREST does in production, without its hop. */
import type pg from "pg";
import type { Job, JobQueue } from "../../../functions/_shared/ports/job-queue.ts";

export function createPgJobQueue(pool: pg.Pool): JobQueue {
  /** Prepared under its own text, as PostgREST and the peers do. */
  const call = async (name: string, text: string, values: unknown[]) =>
    (await pool.query({ name, text, values })).rows;
  return {
    async claim(queue, workerName, maxCount, done) {
      const rows = done.length === 0
        ? await call("claim", "select * from worker.claim_jobs($1, $2, $3)", [
          queue,
          workerName,
          maxCount,
        ])
        : await call("next", "select * from worker.finish_and_claim_jobs($1, $2, $3, $4, $5)", [
          done.map(({ id }) => id),
          done.map(({ leaseToken }) => leaseToken),
          queue,
          workerName,
          maxCount,
        ]);
      return rows.map((row): Job => ({
        id: row.id,
        queue: row.queue_name,
        workspaceId: row.workspace_id,
        connectionId: row.connection_id,
        payload: row.payload,
        attempt: row.attempt,
        leaseToken: row.lease_token,
        leaseSeconds: row.lease_seconds,
      }));
    },
    async finish(done) {
      for (const { id, leaseToken } of done) {
        await call("finish", "select worker.finish_jobs($1::uuid[], $2)", [[id], leaseToken]);
      }
    },
    async fail(job, failure) {
      const rows = await call("fail", "select worker.fail_job($1, $2, $3, $4) as state", [
        job.id,
        job.leaseToken,
        failure.errorClass,
        failure.slug,
      ]);
      return rows[0].state;
    },
    async delay(job, until, slug) {
      const rows = await call("delay", "select worker.delay_job($1, $2, $3, $4) as held", [
        job.id,
        job.leaseToken,
        until,
        slug,
      ]);
      return rows[0].held;
    },
    async extend(job) {
      const rows = await call("extend", "select worker.extend_lease($1::uuid[], $2, $3) as count", [
        [job.id],
        job.leaseToken,
        job.leaseSeconds,
      ]);
      return rows[0].count === 1;
    },
    async leave(queue, workerName, held) {
      for (const { id, leaseToken } of held) {
        await call("release", "select worker.release_jobs($1::uuid[], $2)", [[id], leaseToken]);
      }
      await call("leave", "select worker.leave_queue($1, $2)", [queue, workerName]);
    },
  };
}
