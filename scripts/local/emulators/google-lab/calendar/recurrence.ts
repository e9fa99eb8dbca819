/** When a series happens: the part of RFC 5545's recurrence rules that calendars write. */
import { badRequest } from "../answer.ts";
import { fromWall, toWall, type WallTime } from "./zone.ts";

export interface Series {
  /** Lines as `RRULE:…`, `EXDATE…:…`, `RDATE…:…`. */
  recurrence: string[];
  /** First occurrence. */
  start: number;
  zone: string;
}

interface Rule {
  frequency: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  interval: number;
  count: number;
  until: number;
  days: { weekday: number; ordinal: number }[];
  monthDays: number[];
  months: number[];
}

const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const DAY_MS = 86_400_000;

/** Starts of the occurrences before `until`, in order. */
export function occurrences({ recurrence, start, zone }: Series, until: number): number[] {
  const first = toWall(start, zone);
  const starts = new Set<number>();
  const rules = recurrence.filter((line) => line.startsWith("RRULE"));
  if (rules.length === 0) starts.add(start);
  for (const line of rules) {
    for (const moment of byRule(parseRule(line, zone), first, start, zone, until)) {
      starts.add(moment);
    }
  }
  for (const moment of dates(recurrence, "RDATE", first, zone)) {
    if (moment < until) starts.add(moment);
  }
  for (const moment of dates(recurrence, "EXDATE", first, zone)) starts.delete(moment);
  return [...starts].sort((a, b) => a - b);
}

function* byRule(
  rule: Rule,
  first: WallTime,
  start: number,
  zone: string,
  until: number,
): Generator<number> {
  let found = 0;
  for (let period = 0; period < 20_000; period++) {
    const days = daysOf(rule, first, period * rule.interval);
    for (const day of days) {
      const date = new Date(day);
      const moment = fromWall({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        time: first.time,
      }, zone);
      if (moment < start) continue;
      if (moment >= until || moment > rule.until || found >= rule.count) return;
      found++;
      yield moment;
    }
  }
}

/** Midnights, as if in UTC, of one period of the rule. */
function daysOf(rule: Rule, first: WallTime, step: number): number[] {
  const origin = Date.UTC(first.year, first.month - 1, first.day);
  const inMonths = (day: number) =>
    rule.months.length === 0 || rule.months.includes(new Date(day).getUTCMonth() + 1);
  const onWeekday = (day: number) =>
    rule.days.length === 0 ||
    rule.days.some(({ weekday }) => weekday === new Date(day).getUTCDay());
  switch (rule.frequency) {
    case "DAILY":
      return [origin + step * DAY_MS].filter((day) => inMonths(day) && onWeekday(day));
    case "WEEKLY": {
      // weeks begin on Monday
      const monday = origin - ((new Date(origin).getUTCDay() + 6) % 7) * DAY_MS +
        step * 7 * DAY_MS;
      const wanted = rule.days.length > 0
        ? rule.days.map(({ weekday }) => weekday)
        : [new Date(origin).getUTCDay()];
      return Array.from({ length: 7 }, (_, index) => monday + index * DAY_MS)
        .filter((day) => wanted.includes(new Date(day).getUTCDay()) && inMonths(day));
    }
    case "MONTHLY":
      return daysOfMonth(rule, first.year, first.month - 1 + step, first.day).filter(inMonths);
    case "YEARLY": {
      const months = rule.months.length > 0 ? rule.months : [first.month];
      return months.sort((a, b) => a - b)
        .flatMap((month) => daysOfMonth(rule, first.year + step, month - 1, first.day));
    }
  }
}

function daysOfMonth(rule: Rule, year: number, month: number, standardDay: number): number[] {
  const begin = Date.UTC(year, month, 1);
  const length = (Date.UTC(year, month + 1, 1) - begin) / DAY_MS;
  const all = Array.from({ length }, (_, index) => begin + index * DAY_MS);
  if (rule.days.length > 0) {
    return rule.days.flatMap(({ weekday, ordinal }) => {
      const same = all.filter((day) => new Date(day).getUTCDay() === weekday);
      return ordinal === 0 ? same : [same.at(ordinal > 0 ? ordinal - 1 : ordinal) ?? []].flat();
    }).sort((a, b) => a - b);
  }
  const wanted = rule.monthDays.length > 0 ? rule.monthDays : [standardDay];
  // a month without that day has no occurrence
  return wanted.flatMap((day) => all.at(day > 0 ? day - 1 : day) ?? []).filter((day) =>
    day < begin + length * DAY_MS
  ).sort((a, b) => a - b);
}

function parseRule(line: string, zone: string): Rule {
  const parts = Object.fromEntries(
    line.replace(/^RRULE:/, "").split(";").map((part) => part.split("=") as [string, string]),
  );
  const numbers = (text?: string) => text ? text.split(",").map(Number) : [];
  if (!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].includes(parts.FREQ!)) {
    badRequest("Invalid recurrence rule.");
  }
  return {
    frequency: parts.FREQ as Rule["frequency"],
    interval: Number(parts.INTERVAL ?? 1),
    count: Number(parts.COUNT ?? Infinity),
    until: parts.UNTIL ? untilOf(parts.UNTIL, zone) : Infinity,
    days: (parts.BYDAY?.split(",") ?? []).map((text) => ({
      weekday: WEEKDAYS.indexOf(text.slice(-2)),
      ordinal: Number(text.slice(0, -2) || 0),
    })),
    monthDays: numbers(parts.BYMONTHDAY),
    months: numbers(parts.BYMONTH),
  };
}

/** A day without a time means all of it. */
function untilOf(text: string, zone: string): number {
  const moment = momentOf(text, 0, zone);
  return text.includes("T") ? moment : moment + DAY_MS - 1;
}

function dates(recurrence: string[], name: string, first: WallTime, zone: string): number[] {
  return recurrence.filter((line) => line.startsWith(name)).flatMap((line) => {
    const [head = "", values = ""] = line.split(/:(.*)/s);
    const own = /TZID=([^;:]+)/.exec(head)?.[1] ?? zone;
    return values.split(",").map((text) => momentOf(text, first.time, own));
  });
}

function momentOf(text: string, standardTime: number, zone: string): number {
  const [, year, month, day, hour, minute, second, utc] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(text.trim()) ?? [];
  if (year === undefined) return badRequest("Invalid recurrence rule.");
  const time = hour === undefined
    ? standardTime
    : (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1000;
  const wall = { year: Number(year), month: Number(month), day: Number(day), time };
  return fromWall(wall, utc === "Z" ? "UTC" : zone);
}
