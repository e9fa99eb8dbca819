/** Calls to the Calendar API as one person: base URL, token, limits and what Google's refusals mean. */
import { z } from "zod";
import { classifyGoogleRefusal } from "../google/classify-refusal.ts";
import { limitFetch } from "../../http/limited-fetch.ts";
import { createPause } from "../../http/pause.ts";
import { ProviderError, type ProviderErrorClass } from "../../http/provider-error.ts";
import { createProviderFetch, type ProviderFetch } from "../../http/provider-fetch.ts";
import type { Log } from "../../log.ts";
import type { ProviderLimits } from "../../ports/provider-limits.ts";
import { withAccessToken } from "../google/with-access-token.ts";

export interface GoogleCalendarOptions {
  baseUrl: string;
  fetch: typeof fetch;
  log: Log;
  /** The account's budget, pauses and circuit. */
  limits: ProviderLimits;
  /** A token that is still valid; never the one that was `refused`. */
  accessToken: (refused?: string) => Promise<string>;
  timeoutMs?: number;
}

/**
 * Requests an account and a project may make within a minute; every method costs one.
 * https://developers.google.com/workspace/calendar/api/guides/quota
 */
export const GOOGLE_CALENDAR_BUDGET = {
  provider: "google-calendar",
  perMinute: 600,
  projectPerMinute: 10_000,
};

const TIMEOUT_MS = 25_000;
/** 250 events with a few kilobytes of text each; longer ones are refused rather than held in memory. */
const MAX_BYTES = 16 * 1024 * 1024;

export function createGoogleCalendarFetch(options: GoogleCalendarOptions): ProviderFetch {
  const pause = createPause();
  const call = createProviderFetch({
    provider: "google-calendar",
    baseUrl: options.baseUrl,
    fetch: options.fetch,
    log: options.log,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    classify: classifyCalendarError,
    onRetryAfter: pause.hold,
  });
  const limited = limitFetch(
    withAccessToken(
      (token) => (request) =>
        call({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }),
      options.accessToken,
    ),
    { provider: "google-calendar", limits: options.limits, unitsOf: () => 1, pause },
  );
  return limited;
}

/** https://developers.google.com/workspace/calendar/api/guides/errors */
const LIMITS = [
  "rateLimitExceeded",
  "userRateLimitExceeded",
  "quotaExceeded",
  "calendarUsageLimitsExceeded",
];

/** Null leaves the decision to the status. */
export function classifyCalendarError(
  status: number,
  answer: unknown,
): ProviderErrorClass | "rate_limited" | null {
  return classifyGoogleRefusal(status, answer, LIMITS);
}

/** The path of a calendar; its id is an address, or something with `#` in it. */
export function calendarPath(providerCalendarId: string, rest: string): string {
  return `calendar/v3/calendars/${encodeURIComponent(providerCalendarId)}/${rest}`;
}

/** @throws {ProviderError} when an answer has another form; `effect` as far as the call may have acted */
export function readAnswer<T>(
  schema: z.ZodType<T>,
  answer: unknown,
  effect: "none" | "unknown",
): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ProviderError({
    errorClass: "transient",
    effect,
    slug: "provider_answer_unreadable",
    message: "Cannot read the calendar: the answer of google-calendar has another form",
  });
}
