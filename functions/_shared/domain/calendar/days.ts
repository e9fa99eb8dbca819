/**
 * Days of the proleptic Gregorian calendar as numbers since 1970-01-01: what recurrence rules count in. No zones here.
 */

export interface Day {
  number: number;
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
  /** 0 Sunday to 6 Saturday. */
  weekday: number;
}

const MS_PER_DAY = 86_400_000;

export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

export function dayOf(number: number): Day {
  const date = new Date(number * MS_PER_DAY);
  return {
    number,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
}

/** `2026-06-01` */
export function isoDay(number: number): string {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The number of a day written `2026-06-01`; null when there is no such day. */
export function parseIsoDay(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return null;
  const number = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  return Number.isNaN(number) || isoDay(number) !== text ? null : number;
}

export function daysInMonth(year: number, month: number): number {
  return dayNumber(year, month + 1, 1) - dayNumber(year, month, 1);
}

export function daysInYear(year: number): number {
  return dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1);
}

/** 1 for the first of January. */
export function dayOfYear(day: Day): number {
  return day.number - dayNumber(day.year, 1, 1) + 1;
}

/** First day of the week a day is in, when weeks start on `weekStart`. */
export function startOfWeek(number: number, weekStart: number): number {
  // 1970-01-01 was a Thursday
  return number - (((number + 4 - weekStart) % 7) + 7) % 7;
}

/**
 * Number of the week in its year: the first week has at least four days in the year (RFC 5545, 3.3.10, BYWEEKNO).
 * `fromEnd` counts backwards, -1 for the last.
 */
export function weekOfYear(number: number, weekStart: number): { week: number; fromEnd: number } {
  const start = startOfWeek(number, weekStart);
  // the year that has most of the week has its fourth day
  const { year } = dayOf(start + 3);
  const first = startOfWeek(dayNumber(year, 1, 4), weekStart);
  const afterLast = startOfWeek(dayNumber(year + 1, 1, 4), weekStart);
  return { week: (start - first) / 7 + 1, fromEnd: (start - afterLast) / 7 };
}
