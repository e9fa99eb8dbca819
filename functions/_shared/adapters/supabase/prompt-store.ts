/** The prompt store port: the worker functions of migrations 0402, 0462 and 0464, and summaries read as the person. */
import { z } from "zod";
import type { PromptStore } from "../../ports/prompt-store.ts";
import { callWorker, type DatabaseClient, DatabaseError } from "./call-worker.ts";

export interface PromptAsker {
  userId: string;
  workspaceId: string;
}

/**
 * @param admin of the service
 * @param person the client of who asks
 */
export function createPromptStore(
  admin: DatabaseClient,
  person: DatabaseClient,
  { userId, workspaceId }: PromptAsker,
  now: () => Date,
): PromptStore {
  const asOf = () => now().toISOString();
  return {
    begin: (prompt) =>
      callWorker(
        admin,
        "begin_prompt",
        { workspace_id: workspaceId, owner_id: userId, prompt, as_of: asOf() },
        z.guid(),
      ),
    async logCall(promptId, call) {
      const args = { prompt_id: promptId, call: { ...call } };
      await callWorker(admin, "log_prompt_call", args, z.unknown());
    },
    finish(promptId, result) {
      const args = {
        prompt_id: promptId,
        result: {
          status: result.status,
          status_reason: result.statusReason,
          intent: result.intent,
          from_at: result.window?.fromAt ?? null,
          until_at: result.window?.untilAt ?? null,
          answer: result.answer,
          coverage: result.coverage,
          message_ids: result.messageIds,
          engine: result.engine,
          fallback_reason: result.fallbackReason,
        },
        as_of: asOf(),
      };
      const outcomes = z.enum(["finished", "withdrawn", "gone"]);
      return callWorker(admin, "finish_prompt", args as never, outcomes);
    },
    budgetLeft: () =>
      callWorker(
        admin,
        "ai_budget_left",
        { workspace_id: workspaceId, as_of: asOf() },
        z.coerce.number().nullable(),
      ),
    async findSummary({ scope, fromAt, untilAt, contentHash }) {
      const { data, error } = await person.from("summaries").select("id, content, engine")
        .eq("workspace_id", workspaceId).eq("owner_id", userId).eq("scope", scope)
        .eq("from_at", fromAt).eq("until_at", untilAt).eq("content_hash", contentHash)
        .maybeSingle();
      if (error) throw new DatabaseError("summaries", error.code, error.message);
      return data && { ...data, engine: data.engine as "rules" | "model" };
    },
    saveSummary({ fromAt, untilAt, contentHash, messageIds, ...summary }) {
      const args = {
        workspace_id: workspaceId,
        owner_id: userId,
        summary: {
          ...summary,
          from_at: fromAt,
          until_at: untilAt,
          content_hash: contentHash,
          message_ids: messageIds,
        },
      };
      return callWorker(admin, "save_summary", args as never, z.guid().nullable());
    },
  };
}
