/**
 * What the product may ask of a language model: one structured answer to one question.
 * Adapters: openai (Responses API), openai-compatible (Chat Completions), offline (rules, no network).
 */
import type { z } from "zod";

/** What the answer is for. The offline engine chooses its rules by it. */
export type ModelAction =
  | "draft_nudge"
  | "draft_reply"
  | "triage"
  | "extract"
  | "route_prompt"
  | "summarise"
  | "answer_question";

export type ModelProvider = "openai" | "openai_compatible" | "offline";

export interface StructuredRequest<T> {
  action: ModelAction;
  /** Fixed text of ours: never anything a mail or a person wrote. */
  system: string;
  /** The question; what others wrote stands in it fenced (see ai/fence.ts). */
  input: string;
  /** What a usable answer looks like. Every field required, as strict structured outputs want it. */
  schema: z.ZodType<T>;
  /** Letters, digits, `_` and `-`, at most 64 characters. */
  schemaName: string;
  /** The same question as typed facts: the offline engine reads these instead of prose. */
  facts: unknown;
  promptVersion: string;
  /** Requests with the same key share a cached prefix at providers that have such a cache. */
  cacheKey?: string;
}

export interface StructuredAnswer<T> {
  value: T;
  /** The model that answered, as the provider names it. */
  model: string;
  promptTokens: number;
  completionTokens: number;
  /** Null when the price is not known; 0 when nothing was bought. */
  costUsd: number | null;
  latencyMs: number;
  /** True for the rule-based engine, so that people can be told. */
  isOffline: boolean;
}

/** Tokens a call has cost. */
export interface ModelUsage {
  promptTokens: number;
  completionTokens: number;
}

export interface LanguageModel {
  readonly name: string;
  readonly provider: ModelProvider;
  /** US dollars of so many tokens; null when the settings name no price for the model, 0 when nothing is bought. */
  cost(usage: ModelUsage): number | null;
  /**
   * Asks once; no adapter retries by itself (ai/structured-answer.ts asks again about an answer that
   * does not fit, the job retries the rest).
   * @throws {ModelError} for everything that keeps it from a fitting answer
   */
  generate<T>(request: StructuredRequest<T>): Promise<StructuredAnswer<T>>;
}

/** transient: ask again later. refused: the model declined. invalid_answer: it did not fit the schema. */
export type ModelErrorClass = "transient" | "permanent" | "refused" | "invalid_answer";

export interface ModelErrorInit {
  errorClass: ModelErrorClass;
  /** Stable name for people and rows, as `ai_rate_limited`. */
  slug: string;
  /** One sentence without content of mails, prompts or answers. */
  message: string;
  /** How long the provider asked us to wait. */
  retryAfterMs?: number | null;
  /** Tokens a failed answer has cost all the same. */
  usage?: { promptTokens: number; completionTokens: number } | null;
}

export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly errorClass: ModelErrorClass;
  readonly slug: string;
  readonly retryAfterMs: number | null;
  readonly usage: { promptTokens: number; completionTokens: number };

  constructor(init: ModelErrorInit) {
    super(init.message);
    this.errorClass = init.errorClass;
    this.slug = init.slug;
    this.retryAfterMs = init.retryAfterMs ?? null;
    this.usage = init.usage ?? { promptTokens: 0, completionTokens: 0 };
  }
}
