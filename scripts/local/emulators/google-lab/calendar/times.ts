/** When an event is: a day, or a moment with a zone. https://developers.google.com/workspace/calendar/api/concepts/events-calendars */
import { badRequest, refuse } from "../answer.ts";
import { fromWall, isZone, toOffsetText, toWall } from "./zone.ts";

export interface EventTime {
  /** A whole day, as 2026-11-20. The end is the day after the last. */
  date?: string;
  dateTime?: string;
  timeZone?: string;
}

/** The moment it stands for: a day begins at midnight of the calendar's zone. */
export function momentOf(time: EventTime, calendarZone: string): number {
  if (time.date !== undefined) {
    const [year, month, day] = time.date.split("-").map(Number) as [number, number, number];
    return fromWall({ year, month, day, time: 0 }, calendarZone);
  }
  const text = time.dateTime ?? "";
  if (/(?:Z|[+-]\d\d:?\d\d)$/i.test(text)) return Date.parse(text);
  // without an offset it is local to its zone
  const local = Date.parse(`${text}Z`);
  const midnight = Math.floor(local / 86_400_000) * 86_400_000;
  const day = new Date(midnight);
  return fromWall({
    year: day.getUTCFullYear(),
    month: day.getUTCMonth() + 1,
    day: day.getUTCDate(),
    time: local - midnight,
  }, time.timeZone ?? calendarZone);
}

/** As Google answers it, of what a client sent. */
export function readTime(value: unknown, name: string, calendarZone: string): EventTime {
  const { date, dateTime, timeZone } = (value ?? {}) as Record<string, string | null | undefined>;
  if (timeZone && !isZone(timeZone)) badRequest(`Invalid time zone definition for ${name} time.`);
  if (date && !dateTime && /^\d{4}-\d\d-\d\d$/.test(date)) return { date };
  if (!dateTime || date) return refuse(400, "required", `Missing ${name} time.`);
  const moment = momentOf({ dateTime, timeZone: timeZone ?? undefined }, calendarZone);
  if (Number.isNaN(moment)) return badRequest(`Invalid value for ${name} time.`);
  return timeAt(moment, { dateTime, timeZone: timeZone ?? undefined }, calendarZone);
}

/** The same kind of time (day or moment, same zone) at another moment. */
export function timeAt(moment: number, like: EventTime, calendarZone: string): EventTime {
  if (like.date !== undefined) return { date: dayText(moment, calendarZone) };
  return {
    dateTime: toOffsetText(moment, calendarZone),
    timeZone: like.timeZone ?? calendarZone,
  };
}

/** What the id of one occurrence ends with. */
export function stampOf(moment: number, like: EventTime, calendarZone: string): string {
  if (like.date !== undefined) return dayText(moment, calendarZone).replaceAll("-", "");
  return `${new Date(moment).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

function dayText(moment: number, zone: string): string {
  const { year, month, day } = toWall(moment, zone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
