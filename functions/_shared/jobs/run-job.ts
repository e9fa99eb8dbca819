/** One job in the hands of a worker: signs of life while it runs, one report at its end unless it is done. */
import type { Log } from "../log.ts";
import type { Job, JobQueue } from "../ports/job-queue.ts";

export type JobOutcome =
  | { outcome: "done" }
  | { outcome: "delay"; until: Date; slug: string }
  | { outcome: "retry"; slug: string; retryAfterMs?: number | null }
  | { outcome: "reconnect"; slug: string }
  | { outcome: "dead"; slug: string };

export interface JobRun {
  jobs: JobQueue;
  handle: (job: Job) => Promise<JobOutcome>;
  log: Log;
  /** Milliseconds of a clock that only goes forward. */
  now: () => number;
}

/**
 * Whether the job is done and left to the caller to finish; any other outcome is reported here. Never rejects: what goes wrong
 * is logged, and the lease brings the job back.
 */
export async function runJob(run: JobRun, job: Job): Promise<boolean> {
  const startedAt = run.now();
  const signOfLife = setInterval(() => {
    // A lost lease shows in the report; a failed call gets its next chance before the lease ends.
    run.jobs.extend(job).catch(() => {});
  }, job.leaseSeconds * 500);
  let result: JobOutcome;
  try {
    result = await run.handle(job);
  } catch (error) {
    result = { outcome: "retry", slug: slugOf(error) };
  } finally {
    clearInterval(signOfLife);
  }
  const fields = {
    queue: job.queue,
    job_id: job.id,
    workspace_id: job.workspaceId,
    connection_id: job.connectionId,
    attempt: job.attempt,
    outcome: result.outcome,
    slug: result.outcome === "done" ? null : result.slug,
    duration_ms: Math.round(run.now() - startedAt),
  };
  try {
    if (result.outcome !== "done") await report(run.jobs, job, result);
    run.log(result.outcome === "done" ? "info" : "warn", "job.finished", fields);
  } catch (error) {
    // The lease runs out and the sweep brings the job back.
    run.log("error", "job.not_reported", { ...fields, slug: slugOf(error) });
  }
  return result.outcome === "done";
}

type Unfinished = Exclude<JobOutcome, { outcome: "done" }>;

async function report(jobs: JobQueue, job: Job, result: Unfinished): Promise<void> {
  switch (result.outcome) {
    case "delay":
      await jobs.delay(job, result.until, result.slug);
      return;
    case "retry":
      await jobs.fail(job, {
        errorClass: "transient",
        slug: result.slug,
        retryAfterMs: result.retryAfterMs ?? null,
      });
      return;
    case "reconnect":
      await jobs.fail(job, { errorClass: "needs_reconnect", slug: result.slug });
      return;
    case "dead":
      await jobs.fail(job, { errorClass: "permanent", slug: result.slug });
  }
}

/** Errors of ours carry a slug; of anything else only the class is told, its message may hold content. */
export function slugOf(error: unknown): string {
  const slug = (error as { slug?: unknown } | null)?.slug;
  if (typeof slug === "string") return slug;
  return `unexpected_${error instanceof Error ? error.name.toLowerCase() : "error"}`;
}
