/**
 * How long a provider asks us to wait, in milliseconds from `now`; null when it says nothing readable.
 * Retry-After is a number of seconds or an HTTP date (RFC 9110, section 10.2.3).
 */
export function parseRetryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Only the three date forms of RFC 9110 begin with a day's name; Date.parse alone would take "7 apples".
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return null;
  // The oldest form (asctime) carries no zone and means UTC.
  const date = Date.parse(/gmt|utc/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
