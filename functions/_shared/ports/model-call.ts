/** One row of the ledger of model calls (migrations 0400). */
import type { ModelAction, ModelProvider } from "./language-model.ts";

export interface ModelCall {
  action: ModelAction | "embed";
  asked_by: string | null;
  /** Job that asks, when one does: it is answered once, however often it is handed out. */
  job_id?: string | null;
  /** Rows whose content was sent along. */
  context_ids?: string[];
  provider: ModelProvider;
  model: string;
  is_offline: boolean;
  prompt_version: string;
  prompt_tokens: number;
  completion_tokens: number;
  cost_usd: number | null;
  latency_ms: number;
  confidence: number | null;
  outcome: "ok" | "refused" | "invalid_answer" | "failed";
  error_slug: string | null;
}
