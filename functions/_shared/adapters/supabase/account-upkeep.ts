/** The upkeep port on the worker functions of migrations 0372 and 0312. */
import { z } from "zod";
import type { AccountUpkeep } from "../../ports/account-upkeep.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const revocation = z.object({
  workspace_id: z.guid(),
  connection_id: z.guid(),
  secret: z.object({ ciphertext: z.string(), nonce: z.string(), key_id: z.string() }),
}).nullable();

export function createAccountUpkeep(client: DatabaseClient): AccountUpkeep {
  return {
    async readRevocation(id) {
      const row = await callWorker(client, "read_revocation", { revocation_id: id }, revocation);
      return row && {
        connection: { connectionId: row.connection_id, workspaceId: row.workspace_id },
        secret: {
          ciphertext: row.secret.ciphertext,
          nonce: row.secret.nonce,
          keyId: row.secret.key_id,
        },
      };
    },
    async finishRevocation(id) {
      await callWorker(client, "finish_revocation", { revocation_id: id }, z.unknown());
    },
    eraseSome: (connectionId) =>
      callWorker(
        client,
        "erase_account",
        { connection_id: connectionId },
        z.object({ erased: z.int(), left: z.int() }),
      ),
    async reportProgress(job, done, total) {
      await callWorker(
        client,
        "report_progress",
        { id: job.id, lease_token: job.leaseToken, done, total },
        z.boolean(),
      );
    },
  };
}
