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

/**
 * When a mail was sent: its Date header, unless that is missing, unreadable or more than two days
 * after the newest plausible Received header (a wrong clock); then that Received date, else null.
 */
export function sentAt(date: string, received: string[]): MailDate | null {
  const own = parseMailDate(date);
  const newest = received
    .map((line) => parseMailDate(line.slice(line.lastIndexOf(";") + 1)))
    .reduce((a, b) => (a && (!b || a.at >= b.at) ? a : b), null);
  if (own && (!newest || own.at.getTime() - newest.at.getTime() <= 2 * 86_400_000)) return own;
  return newest && { at: newest.at, utcOffsetMinutes: own?.utcOffsetMinutes ?? null };
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
