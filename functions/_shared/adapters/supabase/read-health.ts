/** Reads worker.health(): numbers and names of ours, nothing of a tenant. */
import { z } from "zod";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const health = z.object({
  database_time: z.string(),
  /** Whether the database knows where to ring, and with which key. */
  is_configured: z.boolean(),
  extensions: z.record(z.string(), z.string()),
  /** By name. */
  schedules: z.record(
    z.string(),
    z.object({
      schedule: z.string(),
      last_success_at: z.string().nullable(),
      /** Periods since then; null for a schedule of a form we do not use. */
      missed_runs: z.int().nullable(),
      is_late: z.boolean(),
    }),
  ),
  /** By name. */
  queues: z.record(
    z.string(),
    z.object({
      is_paused: z.boolean(),
      waiting: z.int(),
      due: z.int(),
      /** Waiting for a connection, a workspace or another job. */
      held: z.int(),
      leased: z.int(),
      stuck_leases: z.int(),
      dead: z.int(),
      oldest_due_seconds: z.int().nullable(),
      done_last_minute: z.int(),
      done_last_5_minutes: z.int(),
      done_last_hour: z.int(),
      /** Of the attempts of the last hour; null below twenty. */
      error_percent: z.number().nullable(),
    }),
  ),
  /** Unsettled outbound messages by state. */
  outbox: z.record(
    z.string(),
    z.object({ message_count: z.int(), oldest_seconds: z.int().nullable() }),
  ),
  /** Webhooks that are not done, by provider. */
  webhooks: z.record(
    z.string(),
    z.object({ unfinished: z.int(), dead: z.int(), oldest_seconds: z.int().nullable() }),
  ),
  /** Of the last ten minutes. */
  rings: z.object({
    unsent: z.int(),
    answered: z.int(),
    failed: z.int(),
    last_error: z.string().nullable(),
  }),
  /** Open ones, the oldest first. */
  alerts: z.array(z.object({
    rule: z.string(),
    subject: z.string(),
    value: z.number(),
    worst_value: z.number(),
    opened_at: z.string(),
    meaning: z.string().nullable(),
    cure: z.string().nullable(),
  })),
});
export type Health = z.infer<typeof health>;

export function readHealth(client: DatabaseClient): Promise<Health> {
  return callWorker(client, "health", {}, health);
}
