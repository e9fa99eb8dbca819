/** What a worker may ask of the queue. Every call but `claim` and `leave` acts only while the lease is held. */

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
  /** Leases at most `maxCount` due jobs, committed before this returns. */
  claim(queue: string, workerName: string, maxCount: number): Promise<Job[]>;
  /** False when the lease was lost: somebody else has the job. */
  finish(job: Job): Promise<boolean>;
  /** Waits with backoff, or dies when permanent or out of attempts; null when the lease was lost. */
  fail(job: Job, failure: JobFailure): Promise<"waiting" | "dead" | null>;
  /** Its moment has not come: put off without counting an attempt. */
  delay(job: Job, until: Date, slug: string): Promise<boolean>;
  /** A sign of life: the lease lasts another `leaseSeconds`. False when it was lost. */
  extend(job: Job): Promise<boolean>;
  /** This run ends: hands back what it still holds, gives up its slot, and rings when work is left. */
  leave(queue: string, workerName: string, held: Job[]): Promise<void>;
}
