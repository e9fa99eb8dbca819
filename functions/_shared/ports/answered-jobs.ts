/** What a worker may ask the ledger of model calls (migrations 0400). */
export interface AnsweredJobs {
  /** Whether a model has answered this job and the answer is stored. */
  has(jobId: string): Promise<boolean>;
}
