/** The ledger port on the worker functions of migrations 0402 and 0447. */
import { z } from "zod";
import type { EmbeddingLedger } from "../../ports/embedding-ledger.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

export function createEmbeddingLedger(client: DatabaseClient, now: () => Date): EmbeddingLedger {
  return {
    async log(workspaceId, ownerId, { type, id }, call) {
      const args = {
        workspace_id: workspaceId,
        owner_id: ownerId,
        subject_type: type,
        subject_id: id,
        call: { ...call },
      };
      await callWorker(client, "log_ai_call", args, z.unknown());
    },
    async refusal(workspaceId, embedder) {
      if (embedder.provider === "offline") return null;
      const args = { workspace_id: workspaceId, as_of: now().toISOString() };
      const left = await callWorker(client, "ai_budget_left", args, z.coerce.number().nullable());
      return left !== null && left <= 0 ? "ai_budget_spent" : null;
    },
  };
}
