/** The mail upkeep port on the worker functions of migrations 0282, 0290 and 0292. */
import { z } from "zod";
import type { MailUpkeep } from "../../ports/mail-sync.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const pushes = z.array(z.object({
  conversation_id: z.guid(),
  version: z.int(),
  messages: z.array(z.object({
    id: z.string(),
    added: z.array(z.string()),
    removed: z.array(z.string()),
  })),
}));
const fullLabels = z.array(z.object({ id: z.string(), labels: z.array(z.string()) }));

export function createMailUpkeep(client: DatabaseClient): MailUpkeep {
  return {
    absent: (connectionId, since, until, listed, withThrownAway = false) =>
      callWorker(
        client,
        "absent_messages",
        {
          connection_id: connectionId,
          since: since.toISOString(),
          until: until.toISOString(),
          listed,
          with_thrown_away: withThrownAway,
        },
        z.array(z.string()),
      ),
    listedLabels: (connectionId, since, listed) =>
      callWorker(
        client,
        "listed_labels",
        { connection_id: connectionId, since: since.toISOString(), listed },
        fullLabels,
      ),
    saveAudit: (job, audit) =>
      callWorker(
        client,
        "save_audit",
        {
          job_id: job.id,
          lease_token: job.leaseToken,
          on_date: audit.onDate,
          inbound: audit.inbound,
          outbound: audit.outbound,
          repaired: audit.repaired,
          removed: audit.removed,
        },
        z.int(),
      ),
    pushes: (connectionId) =>
      callWorker(client, "read_label_pushes", { connection_id: connectionId }, pushes),
    async settlePushes(connectionId, pushed) {
      const args = { connection_id: connectionId, pushed: pushed.map((push) => ({ ...push })) };
      await callWorker(client, "settle_label_pushes", args, z.int());
    },
    async saveWatch(connectionId, expiresAt, aliases) {
      await callWorker(
        client,
        "save_watch",
        {
          connection_id: connectionId,
          // null is told by leaving out nothing: the function takes it as "no pushes"
          expires_at: (expiresAt?.toISOString() ?? null) as string,
          aliases,
        },
        z.unknown(),
      );
    },
  };
}
