/**
 * One call to a provider, whoever it is: base URL override (emulators), timeout over the whole answer, bounded
 * body, one class per failure, one redacted log line. It never retries: the job layer does.
 */
import type { Log } from "../log.ts";
import { failedToConnect } from "./failed-to-connect.ts";
import { ProviderError, type ProviderErrorClass } from "./provider-error.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { boundStream, readBoundedAnswer, readPrefix } from "./read-bounded.ts";

export interface ProviderRequest {
  /** Noun and verb for the log, as `messages.send`: never part of a URL that holds data. */
  operation: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Relative to the base URL. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Answers the first so many bytes as text, instead of the whole as JSON: for what may be larger than memory. */
  prefixBytes?: number;
  /** Answers the body itself while it arrives, at most `maxBytes` of it: for what is larger than memory. */
  asStream?: true;
  /** Sent as application/x-www-form-urlencoded instead, as token endpoints want it (RFC 6749, section 4.1.3). */
  form?: Record<string, string>;
}

export interface ProviderFetchOptions {
  provider: string;
  baseUrl: string;
  fetch: typeof fetch;
  log: Log;
  /** Milliseconds until the last byte of the answer. */
  timeoutMs: number;
  maxBytes: number;
  /** What this provider's refusals mean where the status alone does not tell. rate_limited is transient, and known as such. */
  classify?: (status: number, answer: unknown) => ProviderErrorClass | "rate_limited" | null;
  /** The moment (milliseconds since 1970, by its clock) before which a refusal in words wants no call. */
  retryAt?: (answer: unknown) => number | null;
  /** Told the milliseconds of Retry-After when the head of a refusal for the rate is there: others may leave before its body is. */
  onRetryAfter?: (ms: number) => void;
}

export type ProviderFetch = (request: ProviderRequest) => Promise<unknown>;

/** @throws {ProviderError} from the returned function, for every answer that is not 2xx with JSON */
export function createProviderFetch(options: ProviderFetchOptions): ProviderFetch {
  return async (request) => {
    const startedAt = performance.now();
    let status: number | null = null;
    const finish = (error: ProviderError | null) =>
      options.log(error ? "warn" : "info", "provider_call.finished", {
        provider: options.provider,
        operation: request.operation,
        status,
        duration_ms: Math.round(performance.now() - startedAt),
        ...(error && {
          error_class: error.errorClass,
          slug: error.slug,
          retry_after_ms: error.retryAfterMs,
        }),
      });
    try {
      const response = await callProvider(options, request);
      status = response.status;
      const wait = status === 429 ? retryAfterOf(response.headers, null) : null;
      if (wait !== null) options.onRetryAfter?.(wait);
      const answer = await readAnswer(options, request, response);
      finish(null);
      return answer;
    } catch (cause) {
      const error = cause instanceof ProviderError
        ? cause
        : connectionError(options, request, cause, status !== null);
      finish(error);
      throw error;
    }
  };
}

function callProvider(options: ProviderFetchOptions, request: ProviderRequest): Promise<Response> {
  const url = new URL(request.path.replace(/^\/+/, ""), options.baseUrl.replace(/\/*$/, "/"));
  for (const [name, value] of Object.entries(request.query ?? {})) {
    url.searchParams.set(name, value);
  }
  return options.fetch(url, {
    method: request.method,
    headers: {
      accept: "application/json",
      ...(request.body !== undefined && { "content-type": "application/json" }),
      ...request.headers,
    },
    // fetch itself names the content type of a form
    body: request.form
      ? new URLSearchParams(request.form)
      : request.body === undefined
      ? undefined
      : JSON.stringify(request.body),
    // A redirect would carry the token to another host.
    redirect: "manual",
    signal: AbortSignal.timeout(options.timeoutMs),
  });
}

async function readAnswer(
  options: ProviderFetchOptions,
  request: ProviderRequest,
  response: Response,
): Promise<unknown> {
  if (response.ok && request.prefixBytes !== undefined) {
    return await readPrefix(response.body, request.prefixBytes);
  }
  if (response.ok && request.asStream) return boundStream(response.body, options.maxBytes);
  const text = await readBoundedAnswer(response.body, options.maxBytes);
  if (!response.ok) throw statusError(options, request, response, parseJson(text ?? ""));
  const answer = text === null ? undefined : parseJson(text);
  if (answer !== undefined) return answer;
  throw new ProviderError({
    // Asking again makes an answer no shorter.
    errorClass: text === null ? "permanent" : "transient",
    // It answered 2xx, so it has acted; only the proof is missing.
    effect: "unknown",
    slug: text === null ? "provider_answer_too_long" : "provider_answer_unreadable",
    status: response.status,
    message: text === null
      ? `Cannot read the answer of ${options.provider}: it is longer than ${options.maxBytes} bytes`
      : `Cannot read the answer of ${options.provider}: it is not JSON`,
  });
}

/** Undefined when it is not JSON; an empty body, as of a 204, is null. */
function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statusError(
  options: ProviderFetchOptions,
  request: ProviderRequest,
  response: Response,
  answer: unknown,
): ProviderError {
  const { status } = response;
  const verdict = options.classify?.(status, answer) ?? classifyStatus(status, answer);
  const isRateLimit = verdict === "rate_limited" || status === 429;
  const errorClass = verdict === "rate_limited" ? "transient" : verdict;
  const slugs = {
    transient: "unavailable",
    needs_reconnect: "needs_reconnect",
    permanent: "refused",
  };
  return new ProviderError({
    errorClass,
    // A redirect, 408 or 5xx may come from something in front of a provider that has done the work.
    effect: status < 400 || status >= 500 || status === 408 ? "unknown" : "none",
    slug: isRateLimit ? "provider_rate_limited" : `provider_${slugs[errorClass]}`,
    status,
    retryAfterMs: retryAfterOf(response.headers, options.retryAt?.(answer) ?? null),
    message: `Cannot call ${options.provider} ${request.operation}: it answered ${status}`,
  });
}

/** A date is a moment of the provider's clock, so it is compared with the provider's own Date, whatever ours says. */
function retryAfterOf(headers: Headers, retryAt: number | null): number | null {
  const itsDate = Date.parse(headers.get("date") ?? "");
  const itsNow = Number.isNaN(itsDate) ? Date.now() : itsDate;
  return parseRetryAfter(headers.get("retry-after"), itsNow) ??
    (retryAt === null ? null : Math.max(0, retryAt - itsNow));
}

function classifyStatus(status: number, answer: unknown): ProviderErrorClass {
  // An API does not redirect: something in front of it does, for a while.
  if (status < 400) return "transient";
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "transient";
  // RFC 6749, section 5.2: a revoked or expired refresh token is a 400 with this code.
  const isInvalidGrant = (answer as { error?: unknown } | null)?.error === "invalid_grant";
  return status === 401 || isInvalidGrant ? "needs_reconnect" : "permanent";
}

function connectionError(
  options: ProviderFetchOptions,
  request: ProviderRequest,
  cause: unknown,
  hasStatus: boolean,
): ProviderError {
  const isTimeout = cause instanceof DOMException && cause.name === "TimeoutError";
  return new ProviderError({
    errorClass: "transient",
    effect: !hasStatus && failedToConnect(cause) ? "none" : "unknown",
    slug: isTimeout ? "provider_timed_out" : "provider_unreachable",
    message: `Cannot call ${options.provider} ${request.operation}: ${
      isTimeout ? `no answer within ${options.timeoutMs} ms` : "the connection failed"
    }`,
  });
}
