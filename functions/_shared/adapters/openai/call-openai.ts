/** One call through the `openai` package, for both of its wires: client, timing, log line and error classes. */
import OpenAI from "openai";
import { parseRetryAfter } from "../../http/retry-after.ts";
import { readBoundedAnswer } from "../../http/read-bounded.ts";
import type { Log } from "../../log.ts";
import { ModelError, type ModelUsage } from "../../ports/language-model.ts";

/** US dollars for a million tokens. */
export interface ModelPrice {
  input: number;
  output: number;
}

export interface OpenAiOptions {
  apiKey: string;
  /** Null for OpenAI's own. */
  baseUrl: string | null;
  model: string;
  fetch: typeof fetch;
  log: Log;
  /** Null or missing when the settings name none: prices change too often to be kept here. */
  price?: ModelPrice | null;
  /** Milliseconds until the last byte. */
  timeoutMs?: number;
}

export function costOf(
  { price }: Pick<OpenAiOptions, "price">,
  { promptTokens, completionTokens }: ModelUsage,
): number | null {
  if (!price) return null;
  return (promptTokens * price.input + completionTokens * price.output) / 1_000_000;
}

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 1024 * 1024;

/** @throws {ModelError} for every failure of the call */
export async function callOpenAi<Answer>(
  options: OpenAiOptions & { provider: string; operation: string },
  call: (client: OpenAI) => Promise<Answer>,
): Promise<{ answer: Answer; latencyMs: number }> {
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    timeout: options.timeoutMs ?? TIMEOUT_MS,
    maxRetries: 0,
    fetch: boundedFetch(options.fetch),
    // The package would read these from the environment, and its own log could hold prompts.
    organization: null,
    project: null,
    logLevel: "off",
  });
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  const line = { provider: options.provider, operation: options.operation, model: options.model };
  try {
    const answer = await call(client);
    const latencyMs = elapsed();
    options.log("info", "provider_call.finished", { ...line, status: 200, duration_ms: latencyMs });
    return { answer, latencyMs };
  } catch (cause) {
    const error = toModelError(cause);
    options.log("warn", "provider_call.finished", {
      ...line,
      status: cause instanceof OpenAI.APIError ? cause.status ?? null : null,
      duration_ms: elapsed(),
      error_class: error.errorClass,
      slug: error.slug,
      retry_after_ms: error.retryAfterMs,
    });
    throw error;
  }
}

/**
 * Reads the whole answer before the package sees it: its own timeout ends with the headers, and it would read a
 * body of any size.
 */
function boundedFetch(fetchOnce: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await fetchOnce(input, init);
    const text = await readBoundedAnswer(response.body, MAX_BYTES);
    if (text === null) throw new Error("answer too long");
    const { status, headers } = response;
    return new Response(text === "" ? null : text, { status, headers });
  };
}

/** Status and code decide (https://platform.openai.com/docs/guides/error-codes); messages may quote the prompt. */
function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof OpenAI.APIConnectionTimeoutError) {
    return modelError("transient", "ai_timed_out", "it did not answer in time");
  }
  if (!(error instanceof OpenAI.APIError) || error.status === undefined) {
    return modelError("transient", "ai_unreachable", "the connection failed");
  }
  const { status, code } = error;
  if (code === "insufficient_quota") {
    return modelError("permanent", "ai_quota_exhausted", "the account has no credit left");
  }
  if (status === 429) {
    const retryAfterMs = parseRetryAfter(error.headers?.get("retry-after") ?? null, Date.now());
    return modelError("transient", "ai_rate_limited", "it asks to wait", retryAfterMs);
  }
  if (status === 408 || status === 409 || status >= 500) {
    return modelError("transient", "ai_unavailable", `it answered ${status}`);
  }
  if (status === 401 || status === 403) {
    return modelError("permanent", "ai_key_rejected", "it does not accept the key");
  }
  if (status === 404) return modelError("permanent", "ai_model_unknown", "it has no such model");
  return modelError("permanent", "ai_request_rejected", `it answered ${status}`);
}

function modelError(
  errorClass: "transient" | "permanent",
  slug: string,
  state: string,
  retryAfterMs: number | null = null,
): ModelError {
  return new ModelError({
    errorClass,
    slug,
    message: `Cannot ask the model: ${state}`,
    retryAfterMs,
  });
}
