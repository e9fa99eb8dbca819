/** What a worker process and its supervisor tell each other. */

/**
 * The places of the send path at which a worker is killed, in the order it comes by. `_locked`: the statement waits in the
 * database and is carried out after its caller's death.
 */
export const KILL_POINTS = [
  "claimed",
  "begin_before",
  "begin_locked",
  "begin_after",
  "call_before",
  "call_half",
  "call_held",
  "call_late",
  "accepted_silent",
  "accepted_half",
  "accepted_read",
  "finish_before",
  "finish_locked",
  "finish_after",
  "unknown_before",
  "unknown_after",
  "delayed",
  "look_up_before",
  "look_up_after",
  "resend_before",
  "resend_after",
  "done_before",
  "done_after",
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

export interface WorkerSettings {
  databaseUrl: string;
  effectsUrl: string;
  queues: string[];
  batchSize: number;
  /** Rest between two runs that found nothing: stands for the ring of the doorbell. */
  pollMs: number;
  statementTimeoutMs: number;
  /** Whether sends are compared with the supervisor's list of kill points. */
  stalls: boolean;
}

export interface ClaimedJob {
  id: string;
  attempt: number;
  /** Milliseconds since the moment in the payload, when it has one. */
  waitedMs: number | null;
  outboundId: string | null;
}

export type FromWorker =
  | { type: "ready" }
  | { type: "claiming"; run: string }
  | { type: "claimed"; jobs: ClaimedJob[] }
  | { type: "ended"; jobId: string; outcome: string }
  | { type: "failed"; slug: string }
  /** The send `id` stands at its point until the process dies. */
  | { type: "stalled"; id: string; point: KillPoint }
  | { type: "question"; number: number; about: "point" | "lock"; id: string };

export type ToWorker = { number: number; answer: KillPoint | null };
