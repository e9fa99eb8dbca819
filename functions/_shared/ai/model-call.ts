/** What a model call leaves in the ledger, whether it answered or failed. */
import type { LanguageModel, ModelError, StructuredAnswer } from "../ports/language-model.ts";
import type { ModelCall } from "../ports/model-call.ts";

/** What was asked, by whom and about what. */
export type Asked = Pick<
  ModelCall,
  "action" | "asked_by" | "job_id" | "prompt_version" | "context_ids"
>;

export function answeredCall(
  asked: Asked,
  model: LanguageModel,
  answer: StructuredAnswer<unknown>,
  confidence: number | null,
): ModelCall {
  return {
    ...asked,
    provider: model.provider,
    model: answer.model,
    is_offline: answer.isOffline,
    prompt_tokens: answer.promptTokens,
    completion_tokens: answer.completionTokens,
    cost_usd: answer.costUsd,
    latency_ms: answer.latencyMs,
    confidence,
    outcome: "ok",
    error_slug: null,
  };
}

const OUTCOMES = {
  refused: "refused",
  invalid_answer: "invalid_answer",
  transient: "failed",
  permanent: "failed",
} as const;

export function failedCall(
  asked: Asked,
  model: LanguageModel,
  error: ModelError,
  latencyMs: number,
): ModelCall {
  return {
    ...asked,
    provider: model.provider,
    model: model.name,
    is_offline: model.provider === "offline",
    prompt_tokens: error.usage.promptTokens,
    completion_tokens: error.usage.completionTokens,
    cost_usd: model.cost(error.usage),
    latency_ms: latencyMs,
    confidence: null,
    outcome: OUTCOMES[error.errorClass],
    error_slug: error.slug,
  };
}
