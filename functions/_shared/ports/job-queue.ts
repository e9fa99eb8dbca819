/** What a worker may ask of the queue. Whatever ends or changes a job acts only while its lease is held. */

export interface Job {
  id: string;
  queue: string;
  workspaceId: string | null;
  /** The account it acts through, if any. */
  connectionId: string | null;
  payload: unknown;
  /** 1 for the first. */
  attempt: number;
  leaseToken: string;
  /** How long the lease lasts without a sign of life. */
  leaseSeconds: number;
}

export interface JobFailure {
  /** needs_reconnect: the job waits, without losing an attempt, until its connection is active again. */
  errorClass: "transient" | "needs_reconnect" | "permanent";
  /** Stable name of what went wrong; never content. */
  slug: string;
  retryAfterMs?: number | null;
}

export interface JobQueue {
  /**
   * Leases at most `maxCount` due jobs and ends those that are `done`, in one commit before this returns. A job whose lease
   * was lost is somebody else's now and is left alone.
   */
  claim(queue: string, workerName: string, maxCount: number, done: Job[]): Promise<Job[]>;
  /** Ends jobs that are done, as `claim` does. */
  finish(done: Job[]): Promise<void>;
  /** Waits with backoff, or dies when permanent or out of attempts; null when the lease was lost. */
  fail(job: Job, failure: JobFailure): Promise<"waiting" | "dead" | null>;
  /** Its moment has not come: put off without counting an attempt. */
  delay(job: Job, until: Date, slug: string): Promise<boolean>;
  /** A sign of life: the lease lasts another `leaseSeconds`. False when it was lost. */
  extend(job: Job): Promise<boolean>;
  /** This run ends: hands back what it still holds, gives up its slot, and rings when work is left. */
  leave(queue: string, workerName: string, held: Job[]): Promise<void>;
}
