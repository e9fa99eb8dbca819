/**
 * Days and hours that a sentence names, in the zone of the person it is written to or by (TSK-1, PRM-3).
 */
import { Temporal } from "temporal-polyfill";
import { DEADLINE_WORD } from "./day-words.ts";
import { findNamedDays, type NamedDayOptions } from "./named-days.ts";

export type DueOptions = NamedDayOptions;

export interface Due {
  /** The words that name it, verbatim. */
  phrase: string;
  /** Where they stand in the text. */
  index: number;
  /** Day in the person's zone, YYYY-MM-DD. */
  on: string;
  /** The moment as ISO 8601 in UTC when an hour is named, else null. */
  at: string | null;
  /** Whether the words before it make it a deadline. */
  isDeadline: boolean;
}

/** Farther away than this a date is a mistake or history. */
const MAX_DAYS = 800;

/** All of them, in the order of the text; what lies before the day of the mail is left out. */
export function findDues(text: string, options: DueOptions): Due[] {
  const first = Temporal.Instant.from(options.sentAt).toZonedDateTimeISO(options.timeZone)
    .toPlainDate();
  return findNamedDays(text, options)
    .filter(({ day }) => {
      const distance = first.until(day, { largestUnit: "days" }).days;
      return distance >= 0 && distance <= MAX_DAYS;
    })
    .map(({ phrase, index, day, at }) => ({
      phrase: phrase.replace(/[\s,;:]+$/u, ""),
      index,
      on: day.toString(),
      at,
      isDeadline: DEADLINE_WORD.test(`${text.slice(Math.max(0, index - 60), index)}`) ||
        DEADLINE_WORD.test(phrase.split(/\s/)[0] ?? ""),
    }));
}

/** The one that counts: a deadline before a mention, the first of equals. */
export function findDue(text: string, options: DueOptions): Due | null {
  const dues = findDues(text, options);
  return dues.find(({ isDeadline }) => isDeadline) ?? dues[0] ?? null;
}
