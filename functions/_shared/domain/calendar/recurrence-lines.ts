/** Reads the recurrence lines of a series: RRULE, EXRULE, RDATE and EXDATE (RFC 5545, 3.8.5). */
import { dayNumber } from "./days.ts";
import { isKnownZone, type LocalTime, localTimeOf, momentOf } from "./local-time.ts";
import { parseRule, RecurrenceError, type RecurrenceRule } from "./recurrence-rule.ts";

/** A whole day, or a moment in milliseconds since 1970. */
export type DateOrMoment = { day: number } | { moment: number };

export interface Recurrence {
  rules: RecurrenceRule[];
  exceptionRules: RecurrenceRule[];
  extra: DateOrMoment[];
  excluded: DateOrMoment[];
}

/**
 * Dates without a zone of their own are read in `timeZone`, the zone of the series.
 * @throws {RecurrenceError}
 */
export function readRecurrence(lines: string[], timeZone: string): Recurrence {
  const recurrence: Recurrence = { rules: [], exceptionRules: [], extra: [], excluded: [] };
  for (const line of lines) {
    const colon = line.indexOf(":");
    const [name, ...parameters] = line.slice(0, colon).split(";");
    const value = line.slice(colon + 1);
    const dates = () => readDates(value, parameters, timeZone);
    switch (colon < 0 ? undefined : name!.toUpperCase()) {
      case "RRULE":
        recurrence.rules.push(parseRule(value));
        break;
      case "EXRULE":
        recurrence.exceptionRules.push(parseRule(value));
        break;
      case "RDATE":
        recurrence.extra.push(...dates());
        break;
      case "EXDATE":
        recurrence.excluded.push(...dates());
        break;
      default:
        throw new RecurrenceError("recurrence_invalid");
    }
  }
  return recurrence;
}

function readDates(value: string, parameters: string[], timeZone: string): DateOrMoment[] {
  const named = parameters.map((one) => /^TZID=(.+)$/i.exec(one)?.[1]).find(Boolean);
  const zone = named && isKnownZone(named) ? named : timeZone;
  // Of a period the start counts; it lasts as long as the series' instances do.
  return value.split(",").filter(Boolean).map((one) => readDate(one.split("/")[0]!, zone));
}

/**
 * `20260601`, `20260601T120000` (in the zone) or `20260601T120000Z`.
 * @throws {RecurrenceError}
 */
export function readDate(text: string, timeZone: string): DateOrMoment {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(text.trim().toUpperCase());
  if (!match) throw new RecurrenceError("recurrence_invalid");
  const [year, month, date, hour, minute, second] = match.slice(1, 7).map(Number);
  const day = dayNumber(year!, month!, date!);
  if (match[4] === undefined) return { day };
  const local: LocalTime = { day, second: hour! * 3600 + minute! * 60 + second! };
  return { moment: match[7] ? day * 86_400_000 + local.second * 1000 : momentOf(local, timeZone) };
}

/** The day a date or moment falls on in a zone. */
export function dayIn(date: DateOrMoment, timeZone: string): number {
  return "day" in date ? date.day : localTimeOf(date.moment, timeZone).day;
}
