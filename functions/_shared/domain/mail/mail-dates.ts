/** A moment as a mail header tells it. */
export type MailDate = { at: Date; utcOffsetMinutes: number | null };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

// RFC 5322 section 4.3. Other letters say nothing about the zone and count as -0000.
const OBSOLETE_ZONES: Record<string, number> = {
  ut: 0,
  gmt: 0,
  utc: 0,
  z: 0,
  edt: -240,
  est: -300,
  cdt: -300,
  cst: -360,
  mdt: -360,
  mst: -420,
  pdt: -420,
  pst: -480,
};

const DATE =
  /(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{2,4}),?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([+-]\s?\d{2}:?\d{2}|[a-z]{1,5})?/i;
const ASCTIME =
  /([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:([a-z]{3,4})\s+)?(\d{4})/i;
const ISO =
  /(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?/i;

/**
 * Reads an RFC 5322 date with the liberties mail takes (comments, two-digit years, named zones,
 * asctime, ISO 8601). `Date.parse` is not used: it reads a missing zone as the machine's own, so the
 * same mail would differ between machines. Null when it is no date or lies outside 1980–2099.
 */
export function parseMailDate(value: string): MailDate | null {
  const text = value.slice(0, 200).replace(/\([^()]*\)/g, " ");
  let found = DATE.exec(text);
  if (found) return moment(found[3]!, monthOf(found[2]!), found[1]!, found.slice(4, 7), found[7]);
  found = ISO.exec(text);
  if (found) return moment(found[1]!, Number(found[2]), found[3]!, found.slice(4, 7), found[7]);
  found = ASCTIME.exec(text);
  if (found) return moment(found[7]!, monthOf(found[1]!), found[2]!, found.slice(3, 6), found[6]);
  return null;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * How a mail came to be in the mailbox: `sent` from it, `arrived` from somebody else, or `own_copy`,
 * arrived under an own address.
 */
export type MailPassage = "sent" | "arrived" | "own_copy";

/**
 * When a mail was sent, to be compared with other mails of its conversation. `received` are the
 * Received fields from top to bottom. Its Date header, except where the newest plausible Received
 * date is the better witness:
 * - the Date is missing or unreadable, more than 10 minutes after it or more than 3 days before it;
 * - the mail `arrived` and its Date lies after it at all, or 1 to 60 minutes before it: a sender's
 *   clock that is slow makes an answer look older than the question;
 * - an `own_copy` with a Date before it: it follows the mail it is a copy of.
 * A Date that lies before every Received date by other spans is kept, since mail waits in queues.
 * Null when neither tells. The zone is always the sender's own.
 */
export function sentAt(date: string, received: string[], passage: MailPassage): MailDate | null {
  const own = parseMailDate(date);
  const newest = newestReceived(received);
  if (!newest || (own && isKept(newest.getTime() - own.at.getTime(), passage))) return own;
  return { at: newest, utcOffsetMinutes: own?.utcOffsetMinutes ?? null };
}

/** `delay`: milliseconds from the Date to the newest Received date. */
function isKept(delay: number, passage: MailPassage): boolean {
  if (delay < -10 * MINUTE || delay > 3 * DAY) return false;
  if (passage === "sent") return true;
  if (passage === "own_copy") return delay <= 0;
  return delay >= 0 && (delay < MINUTE || delay > 60 * MINUTE);
}

/**
 * The topmost Received field is the one the mailbox's own server wrote; a lower one that is more
 * than 10 minutes younger is a wrong clock or was made up by the sender.
 */
function newestReceived(received: string[]): Date | null {
  const dates = received.map((line) => parseMailDate(line.slice(line.lastIndexOf(";") + 1)))
    .flatMap((found) => found ? [found.at.getTime()] : []);
  const [topmost] = dates;
  if (topmost === undefined) return null;
  return new Date(Math.max(...dates.filter((at) => at <= topmost + 10 * MINUTE)));
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name.toLowerCase()) + 1;
}

function moment(
  yearText: string,
  month: number,
  day: string,
  time: (string | undefined)[],
  zone: string | undefined,
): MailDate | null {
  const [hour, minute, second] = time.map((part) => Number(part ?? 0)) as [number, number, number];
  const utcOffsetMinutes = offsetOf(zone ?? "");
  const year = fullYear(yearText);
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return null;
  const local = new Date(Date.UTC(year, month - 1, Number(day), hour, minute, second));
  if (year < 1980 || year > 2099 || local.getUTCMonth() !== month - 1) return null;
  return { at: new Date(local.getTime() - (utcOffsetMinutes ?? 0) * 60_000), utcOffsetMinutes };
}

// RFC 5322 section 4.3: 00–49 are 20xx, 50–99 and three digits count from 1900.
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year + (year < 50 ? 2000 : 1900);
  return text.length === 3 ? year + 1900 : year;
}

/** Minutes east of UTC; null for -0000 and unknown names, which tell nothing (RFC 5322 3.3). */
function offsetOf(zone: string): number | null {
  const numeric = /^([+-])\s?(\d{2}):?(\d{2})$/.exec(zone);
  if (!numeric) return OBSOLETE_ZONES[zone.toLowerCase()] ?? null;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  if ((minutes === 0 && numeric[1] === "-") || minutes > 14 * 60 || Number(numeric[3]) > 59) {
    return null;
  }
  return numeric[1] === "-" ? -minutes : minutes;
}
