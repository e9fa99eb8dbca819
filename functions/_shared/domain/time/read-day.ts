/** Days and hours as people name them, read from a text. */
import { anyOf, longest, mapped, meaningOf, type Reader } from "./phrase-readers.ts";
import type { DayName, DayPart, WallTime } from "./resolve-window.ts";
import {
  COUNT,
  countOf,
  DAY_PARTS,
  LAST,
  LAST_AFTER,
  MONTHS,
  NEXT,
  NEXT_AFTER,
  OFFSET_DAYS,
  THIS,
  UNITS,
  WEEKDAYS,
} from "./window-words.ts";

/** Before a day or a stretch. */
export const ON =
  "(?:(?:on|at|in|of|for|from|during|over|am|vom|für|le|du|el|del|des) )?(?:the |den |dem )?";

export const day: Reader<DayName> = longest<DayName>([
  ...OFFSET_DAYS.map(([source, days]) => mapped<DayName>(source, () => ({ kind: "offset", days }))),
  mapped(
    `${ON}(?:(${LAST})|(${THIS})|(${NEXT}))? ?(${
      anyOf(WEEKDAYS)
    })(?: (?:(${LAST_AFTER})|(${NEXT_AFTER})))?`,
    ([, last, current, next, name, lastAfter, nextAfter]) => ({
      kind: "weekday",
      weekday: meaningOf(WEEKDAYS, name!),
      turn: last || lastAfter ? "last" : next || nextAfter ? "next" : current ? "this" : "near",
    }),
  ),
  mapped(
    `(${COUNT}) (${anyOf(UNITS.slice(2))}) ago|(?:vor|il y a|hace) (${COUNT}) (${
      anyOf(UNITS.slice(2))
    })`,
    ([, count, unit, otherCount, otherUnit]) => {
      const days = { days: 1, weeks: 7, months: 30, years: 365 }[
        meaningOf(UNITS, (unit ?? otherUnit)!) as "days" | "weeks" | "months" | "years"
      ];
      return { kind: "offset", days: -days * countOf(count ?? otherCount) };
    },
  ),
  mapped(
    `${ON}(${anyOf(MONTHS)}) (\\d{1,2})(?:st|nd|rd|th)?(?:,? (20\\d\\d))?`,
    ([, month, number, year]) => date(number, meaningOf(MONTHS, month!), year),
  ),
  mapped(
    `${ON}(\\d{1,2})(?:st|nd|rd|th|\\.|er)?(?: of| de)? (${
      anyOf(MONTHS)
    })(?:(?:,| de)? (20\\d\\d))?`,
    ([, number, month, year]) => date(number, meaningOf(MONTHS, month!), year),
  ),
  mapped(
    `${ON}(20\\d\\d)-(\\d\\d)-(\\d\\d)`,
    ([, year, month, number]) => date(number, Number(month), year),
  ),
  mapped(
    `${ON}(\\d{1,2})\\.(1[0-2]|0?[1-9])\\.(20\\d\\d)?`,
    ([, number, month, year]) => date(number, Number(month), year),
  ),
  mapped(
    `(?:on )?the (\\d{1,2})(?:st|nd|rd|th)`,
    ([, number]) => date(number, null, undefined),
  ),
]);

function date(day: string | undefined, month: number | null, year: string | undefined) {
  const number = Number(day);
  if (number < 1 || number > 31 || month !== null && month > 12) return null;
  return { kind: "date" as const, day: number, month, year: year ? Number(year) : null };
}

export const part: Reader<DayPart> = longest(
  DAY_PARTS.map(([source, value]) => mapped(source, () => value)),
);

const TIME =
  "(?:las? |um |at )?(?:(\\d{1,2})(?:[:.h](\\d{2}))?(?: ?(am|pm|a\\.m\\.|p\\.m\\.))?(?: ?(?:uhr|h|heures|o'clock))?|(noon|midday|mittag|midi|mediodía|lunch))";

export const time: Reader<WallTime> = mapped(
  TIME,
  ([words, hour, minute, half, noon]) => wallTime(words!, hour, minute, half, noon),
);

function wallTime(
  words: string,
  hour: string | undefined,
  minute: string | undefined,
  half: string | undefined,
  noon: string | undefined,
): WallTime | null {
  if (noon) return { hour: 12, minute: 0 };
  const number = Number(hour);
  if (number > 24 || Number(minute ?? 0) > 59) return null;
  if (half) {
    if (number > 12) return null;
    return { hour: number % 12 + (/^p/i.test(half) ? 12 : 0), minute: Number(minute ?? 0) };
  }
  // "between 2 and 4" is in the afternoon; "02:00" and "2h" are not
  const isAfternoon = number >= 1 && number <= 6 && !minute && !/0\d|\dh/.test(words);
  return { hour: number + (isAfternoon ? 12 : 0), minute: Number(minute ?? 0) };
}
