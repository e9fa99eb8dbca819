/**
 * Google's limits per user and minute, and what each operation costs.
 * Gmail: https://developers.google.com/workspace/gmail/api/reference/quota (projects since 2026-05-01 have the smaller profile)
 * Calendar: https://developers.google.com/workspace/calendar/api/guides/quota
 */
import { googleError, type LabAnswer } from "./answer.ts";
import type { RetryAfter } from "./faults/fault.ts";

export type QuotaProfile = "2026" | "before-2026" | "unlimited";

const GMAIL_PER_MINUTE: Record<QuotaProfile, number> = {
  "2026": 6_000,
  "before-2026": 15_000,
  "unlimited": Infinity,
};
/** Requests, whatever they do. */
const CALENDAR_PER_MINUTE = 600;
const MINUTE_MS = 60_000;

const UNITS: Record<string, number> = {
  "gmail.users.getProfile": 1,
  "gmail.history.list": 2,
  "gmail.messages.list": 5,
  "gmail.messages.get": 5,
  "gmail.messages.attachments.get": 5,
  "gmail.messages.modify": 5,
  "gmail.messages.trash": 5,
  "gmail.messages.untrash": 5,
  "gmail.messages.delete": 10,
  "gmail.messages.batchModify": 50,
  "gmail.messages.batchDelete": 50,
  "gmail.messages.insert": 25,
  "gmail.messages.import": 25,
  "gmail.messages.send": 100,
  "gmail.threads.list": 10,
  "gmail.threads.get": 10,
  "gmail.threads.modify": 10,
  "gmail.threads.trash": 10,
  "gmail.threads.untrash": 10,
  "gmail.threads.delete": 20,
  "gmail.drafts.list": 5,
  "gmail.drafts.get": 5,
  "gmail.drafts.create": 10,
  "gmail.drafts.update": 15,
  "gmail.drafts.delete": 10,
  "gmail.drafts.send": 100,
  "gmail.labels.list": 1,
  "gmail.labels.get": 1,
  "gmail.labels.create": 5,
  "gmail.labels.update": 5,
  "gmail.labels.patch": 5,
  "gmail.labels.delete": 5,
  "gmail.settings.sendAs.list": 1,
  "gmail.settings.sendAs.get": 1,
  "gmail.users.watch": 100,
  "gmail.users.stop": 50,
};
/** What the smaller profile charges more for. */
const UNITS_2026: Record<string, number> = { "gmail.messages.get": 20, "gmail.threads.get": 40 };

export function unitsOf(operation: string, profile: QuotaProfile): number {
  if (operation.startsWith("calendar.")) return 1;
  return (profile === "before-2026" ? undefined : UNITS_2026[operation]) ?? UNITS[operation] ?? 0;
}

export interface Quota {
  /** Null when there is room for it, which then is taken. */
  spend(operation: string, units: number, now: number): { retryInMs: number } | null;
  /** Units of the last minute. */
  used(api: "gmail" | "calendar", now: number): number;
}

/** One mailbox's quota: the units of any sixty seconds, each API for itself. */
export function createQuota(profile: () => QuotaProfile): Quota {
  const spent: Record<string, { at: number; units: number }[]> = { gmail: [], calendar: [] };
  const recent = (api: string, now: number) => {
    const list = spent[api]!;
    while (list.length > 0 && list[0]!.at <= now - MINUTE_MS) list.shift();
    return list;
  };
  const sum = (list: { units: number }[]) => list.reduce((total, { units }) => total + units, 0);
  return {
    spend(operation, units, now) {
      const api = operation.split(".")[0]!;
      if (!(api in spent) || units === 0) return null;
      const limit = profile() === "unlimited"
        ? Infinity
        : api === "calendar"
        ? CALENDAR_PER_MINUTE
        : GMAIL_PER_MINUTE[profile()];
      const list = recent(api, now);
      let over = sum(list) + units - limit;
      if (over <= 0) {
        list.push({ at: now, units });
        return null;
      }
      const room = list.find((one) => (over -= one.units) <= 0);
      return { retryInMs: (room?.at ?? now) + MINUTE_MS - now };
    },
    used: (api, now) => sum(recent(api, now)),
  };
}

/**
 * The refusals of https://developers.google.com/workspace/gmail/api/guides/handle-errors. Gmail seldom sends Retry-After; it
 * may name the moment in the message, and answers 403 as well as 429.
 */
export function rateLimited(
  options: { status: 429 | 403; retryAfter: RetryAfter; milliseconds: number; now: number },
): LabAnswer {
  const { status, retryAfter, milliseconds, now } = options;
  const seconds = Math.ceil(milliseconds / 1000);
  const until = new Date(now + seconds * 1000);
  if (retryAfter === "message") {
    return googleError(
      status,
      "userRateLimitExceeded",
      `User-rate limit exceeded.  Retry after ${until.toISOString()}`,
      { domain: "usageLimits" },
    );
  }
  const header: Partial<Record<RetryAfter, string>> = {
    seconds: String(seconds),
    date: until.toUTCString(),
    garbage: "soon, please",
  };
  const value = header[retryAfter];
  const headers = value === undefined ? undefined : { "retry-after": value };
  return status === 403
    ? googleError(
      403,
      "rateLimitExceeded",
      "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'gmail.googleapis.com' for consumer 'project_number:100000000000'.",
      { domain: "usageLimits", headers },
    )
    : googleError(429, "rateLimitExceeded", "Resource has been exhausted (e.g. check quota).", {
      headers,
    });
}
