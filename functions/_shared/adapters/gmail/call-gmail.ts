/** Calls to the Gmail API as one person: base URL, token, limits and what Gmail's refusals mean. */
import { z } from "zod";
import { classifyGoogleRefusal } from "../google/classify-refusal.ts";
import { GMAIL_QUOTAS, type GmailQuota, gmailUnits } from "../../domain/limits/gmail-quota.ts";
import { limitFetch } from "../../http/limited-fetch.ts";
import { createPause } from "../../http/pause.ts";
import type { ProviderErrorClass } from "../../http/provider-error.ts";
import { createProviderFetch, type ProviderFetch } from "../../http/provider-fetch.ts";
import type { Log } from "../../log.ts";
import type { ProviderLimits } from "../../ports/provider-limits.ts";
import { withAccessToken } from "../google/with-access-token.ts";

export interface GmailOptions {
  /** GOOGLE_API_BASE_URL */
  baseUrl: string;
  fetch: typeof fetch;
  log: Log;
  /** The account's budget, pauses and circuit. */
  limits: ProviderLimits;
  /** Which costs Gmail counts for this project; new projects' when not given. */
  quota?: GmailQuota;
  /** Milliseconds; a send takes seconds, and a function has 150 s for all of its work. An attempt ends within 30 s. */
  timeoutMs?: number;
  /** Longest answer that is read; enough for ids, not for a whole mail. */
  maxBytes?: number;
}

const TIMEOUT_MS = 25_000;
const MAX_BYTES = 1024 * 1024;

export interface GmailAccount extends GmailOptions {
  /** A token that is still valid, and not the refused one; throws ProviderError when there is none to be had. */
  accessToken: (refused?: string) => Promise<string>;
}

/** Calls within the account's limits. @throws {ProviderWait} or {ProviderError} from the returned function */
export function createGmailFetch(options: GmailAccount): ProviderFetch {
  const quota = options.quota ?? GMAIL_QUOTAS.since_2026_05;
  const pause = createPause();
  const call = createProviderFetch({
    provider: "gmail",
    baseUrl: options.baseUrl,
    fetch: options.fetch,
    log: options.log,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxBytes: options.maxBytes ?? MAX_BYTES,
    classify: classifyGmailError,
    retryAt: gmailRetryAt,
    onRetryAfter: pause.hold,
  });
  const limited = limitFetch(call, {
    provider: "gmail",
    limits: options.limits,
    unitsOf: ({ operation }) => gmailUnits(quota, operation),
    pause,
  });
  return withAccessToken(
    (token) => (request) =>
      limited({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }),
    options.accessToken,
  );
}

/** Reasons of a 403, https://developers.google.com/workspace/gmail/api/guides/handle-errors */
const LIMITS = [
  "dailyLimitExceeded",
  "userRateLimitExceeded",
  "rateLimitExceeded",
  "quotaExceeded",
];

/** Null leaves the decision to the status. */
export function classifyGmailError(
  status: number,
  answer: unknown,
): ProviderErrorClass | "rate_limited" | null {
  return classifyGoogleRefusal(status, answer, LIMITS);
}

const messageAnswer = z.object({ error: z.object({ message: z.string() }) });

/** Gmail may name the moment in words only: "User-rate limit exceeded.  Retry after 2026-11-21T09:00:00.000Z". */
export function gmailRetryAt(answer: unknown): number | null {
  const parsed = messageAnswer.safeParse(answer);
  const [, moment] = /retry after (\d{4}-\d\d-\d\dT[\d:.]+Z)/i.exec(
    parsed.data?.error.message ?? "",
  ) ?? [];
  const at = Date.parse(moment ?? "");
  return Number.isNaN(at) ? null : at;
}
