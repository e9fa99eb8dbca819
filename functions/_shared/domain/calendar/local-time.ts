/** Local wall time and moments, in IANA zones. The platform's Deno has no `Temporal` of its own. */
import { Temporal } from "temporal-polyfill";
import { isoDay } from "./days.ts";

/** A wall time without a zone: a day and the seconds since its midnight on the clock. */
export interface LocalTime {
  day: number;
  second: number;
}

/**
 * The moment (milliseconds since 1970) a wall clock of the zone shows a local time. A time a clock skips is read with the offset
 * before the gap, of a time it shows twice the first is meant (RFC 5545, 3.3.5).
 * @throws {RangeError} for a zone this platform does not know
 */
export function momentOf({ day, second }: LocalTime, timeZone: string): number {
  const plain = Temporal.PlainDateTime.from(`${isoDay(day)}T00:00:00`).add({ seconds: second });
  return plain.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** @throws {RangeError} for a zone this platform does not know */
export function localTimeOf(moment: number, timeZone: string): LocalTime {
  const plain = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone)
    .toPlainDateTime();
  return {
    day: Date.UTC(plain.year, plain.month - 1, plain.day) / 86_400_000,
    second: plain.hour * 3600 + plain.minute * 60 + plain.second,
  };
}

/** Whether this platform can compute with the zone. */
export function isKnownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
