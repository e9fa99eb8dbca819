/**
 * One run of a worker: claim, do, finish, until nothing is due or time is short. A job that throws is handed back,
 * never the end of the run; a lost lease is somebody else's job now and is left alone.
 */
import type { Log } from "../log.ts";
import type { Job, JobQueue } from "../ports/job-queue.ts";

export type JobOutcome =
  | { outcome: "done" }
  | { outcome: "delay"; until: Date; slug: string }
  | { outcome: "retry"; slug: string; retryAfterMs?: number | null }
  | { outcome: "dead"; slug: string };

export interface RunOptions {
  queue: string;
  jobs: JobQueue;
  handle: (job: Job) => Promise<JobOutcome>;
  log: Log;
  /** Milliseconds after which nothing more is claimed: well before the platform ends the worker. */
  budgetMs: number;
  /** Jobs claimed, and worked on together, at a time. */
  batchSize: number;
  now: () => number;
}

/** Answers how many jobs were worked on. */
export async function runQueue(options: RunOptions): Promise<number> {
  const endsAt = options.now() + options.budgetMs;
  const workerName = crypto.randomUUID();
  let count = 0;
  while (options.now() < endsAt) {
    const claimed = await options.jobs.claim(options.queue, workerName, options.batchSize);
    await Promise.all(claimed.map((job) => runJob(options, job)));
    count += claimed.length;
    if (claimed.length < options.batchSize) break;
  }
  return count;
}

async function runJob(options: RunOptions, job: Job): Promise<void> {
  const startedAt = options.now();
  let result: JobOutcome;
  try {
    result = await options.handle(job);
  } catch (error) {
    result = { outcome: "retry", slug: slugOf(error) };
  }
  const fields = {
    queue: job.queue,
    job_id: job.id,
    workspace_id: job.workspaceId,
    attempt: job.attempt,
    outcome: result.outcome,
    slug: result.outcome === "done" ? null : result.slug,
    duration_ms: Math.round(options.now() - startedAt),
  };
  try {
    await report(options.jobs, job, result);
    options.log(result.outcome === "done" ? "info" : "warn", "job.finished", fields);
  } catch (error) {
    // The lease runs out and the sweep brings the job back.
    options.log("error", "job.not_reported", { ...fields, slug: slugOf(error) });
  }
}

async function report(jobs: JobQueue, job: Job, result: JobOutcome): Promise<void> {
  switch (result.outcome) {
    case "done":
      await jobs.finish(job);
      return;
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
    case "dead":
      await jobs.fail(job, { errorClass: "permanent", slug: result.slug });
  }
}

/** Errors of ours carry a slug; of anything else only the class is told, its message may hold content. */
function slugOf(error: unknown): string {
  const slug = (error as { slug?: unknown } | null)?.slug;
  if (typeof slug === "string") return slug;
  return `unexpected_${error instanceof Error ? error.name.toLowerCase() : "error"}`;
}
