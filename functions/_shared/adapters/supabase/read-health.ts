/** Reads worker.health(). */
import { z } from "zod";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const health = z.object({
  database_time: z.string(),
  /** Whether the database knows where to ring, and with which key. */
  is_configured: z.boolean(),
  extensions: z.record(z.string(), z.string()),
  schedules: z.int(),
  queues: z.record(
    z.string(),
    z.object({
      is_paused: z.boolean(),
      due: z.int(),
      leased: z.int(),
      dead: z.int(),
      oldest_due_seconds: z.int().nullable(),
    }),
  ),
  uncertain_outbound: z.int(),
});
export type Health = z.infer<typeof health>;

export function readHealth(client: DatabaseClient): Promise<Health> {
  return callWorker(client, "health", {}, health);
}
