/**
 * One run of a worker: claim, do, finish, until nothing is due or time is short. A job that throws is handed back,
 * never the end of the run; a lost lease is somebody else's job now and is left alone.
 */
import type { Log } from "../log.ts";
import type { Job, JobQueue } from "../ports/job-queue.ts";
import { type JobOutcome, runJob, slugOf } from "./run-job.ts";

export type { JobOutcome };

export interface RunOptions {
  queue: string;
  jobs: JobQueue;
  handle: (job: Job) => Promise<JobOutcome>;
  log: Log;
  /** Milliseconds after which nothing more is claimed: well before the platform ends the worker. */
  budgetMs: number;
  /** Jobs worked on together at a time. */
  batchSize: number;
  now: () => number;
  /** Calls back when the platform is about to end the worker; answers how to stop listening. */
  onShutdown?: (callback: () => Promise<void>) => () => void;
  /** False when this run has done enough, whatever time is left. */
  mayClaim?: () => boolean;
}

/**
 * A run may use 2 s of CPU (https://supabase.com/docs/guides/functions/limits), which nothing measures for us. Composing or
 * parsing a mail takes some 10 ms of it, so a run ends after this many and rings for the next.
 */
const MAX_JOBS_PER_RUN = 100;

/**
 * A job of a transaction that commits just as the last claim looks is seen by nobody: its ring was taken for one that this claim
 * has answered. So a run looks once more before it goes; what is slower waits for the sweep.
 */
const LAST_LOOK_MS = 200;

/** Answers how many jobs were worked on. Rejects when the queue cannot be asked, after the jobs at hand are done. */
export async function runQueue(options: RunOptions): Promise<number> {
  const { queue, jobs, batchSize } = options;
  const endsAt = options.now() + options.budgetMs;
  const workerName = crypto.randomUUID();
  const held = new Map<Job, Promise<void>>();
  /** Done and not yet told to the queue. */
  let done: Job[] = [];
  let count = 0;
  let isDry = false;
  let stop = () => {};
  let isStopped = false;
  const stopped = new Promise<void>((resolve) => stop = resolve);
  const stopListening = options.onShutdown?.(async () => {
    isStopped = true;
    // Whoever claims these next finds what we did: every effect is guarded, and our own report finds the lease gone.
    await finish();
    await jobs.leave(queue, workerName, [...held.keys()]);
    stop();
  });

  async function work(job: Job): Promise<void> {
    if (await runJob(options, job)) done.push(job);
    held.delete(job);
  }
  /** Never rejects: what is not told comes back by its lease, and is found done. */
  async function finish(): Promise<void> {
    const told = done;
    done = [];
    if (told.length === 0) return;
    await jobs.finish(told).catch((error) =>
      options.log("error", "job.not_reported", {
        queue,
        item_count: told.length,
        slug: slugOf(error),
      })
    );
  }
  /** Claims, and tells what is done in the same call: half the round trips of a busy run. */
  async function claim(maxCount: number): Promise<number> {
    const told = done;
    done = [];
    try {
      const claimed = await jobs.claim(queue, workerName, maxCount, told);
      for (const job of claimed) held.set(job, work(job));
      count += claimed.length;
      return claimed.length;
    } catch (error) {
      done.push(...told);
      throw error;
    }
  }

  try {
    let hasLookedAgain = false;
    const mayClaim = () => !isStopped && options.now() < endsAt && count < MAX_JOBS_PER_RUN;
    while (mayClaim() && (options.mayClaim?.() ?? true)) {
      const wanted = Math.min(batchSize - held.size, MAX_JOBS_PER_RUN - count);
      const claimedCount = await claim(wanted);
      if (held.size === 0) {
        isDry = claimedCount === 0;
        if (isDry && hasLookedAgain) break;
        if (isDry) await Promise.race([pause(LAST_LOOK_MS), stopped]);
        hasLookedAgain = isDry;
        continue;
      }
      hasLookedAgain = false;
      // A queue that gave less than asked has no more: wait for all, whoever comes meanwhile rings. Otherwise go on when
      // half of the hands are free, so that one slow job holds up no others and a claim is not made for each.
      const rest = claimedCount < wanted ? 0 : Math.floor(batchSize / 2);
      while (!isStopped && held.size > rest) {
        await Promise.race([...held.values(), stopped]);
        // the slow ones keep nobody's end from being told
        if (held.size > rest) await finish();
      }
    }
  } finally {
    await Promise.race([Promise.all(held.values()), stopped]);
    stopListening?.();
    if (!isStopped) {
      await finish();
      // after a last empty claim the slot is free already
      if (!isDry) await jobs.leave(queue, workerName, []);
    }
  }
  return count;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
