/** Two ways to count the starts of a series: as whole days, which are days wherever one is, and as moments of a wall clock. */
import { type Day, dayOf, isoDay, parseIsoDay } from "./days.ts";
import type { Instance, Series } from "./expand-series.ts";
import { type LocalTime, localTimeOf, momentOf } from "./local-time.ts";
import { type DateOrMoment, dayIn, readDate } from "./recurrence-lines.ts";
import { RecurrenceError, type RecurrenceRule } from "./recurrence-rule.ts";

/** What differs between whole days (numbers of days) and wall times (milliseconds since 1970). */
export interface Timeline {
  first: number;
  firstDay: Day;
  dayNumberOf: (start: number) => number;
  /** Starts on a day the rule names. */
  startsOn: (day: Day, rule: RecurrenceRule) => number[];
  boundary: (moment: number) => number;
  at: (date: DateOrMoment) => number;
  parse: (text: string) => number;
  excluder: (excluded: DateOrMoment[]) => (start: number) => boolean;
  /** The last start a rule with this UNTIL may have. */
  untilOf: (text: string) => number;
  write: (start: number) => Instance;
}

export function wholeDays({ start, end, timeZone }: Series): Timeline {
  const day = (text: string) => {
    const number = parseIsoDay(text.slice(0, 10));
    if (number === null) throw new RecurrenceError("recurrence_invalid");
    return number;
  };
  const first = day(start);
  const length = Math.max(1, day(end) - first);
  // of a moment among whole days the day in UTC counts: that is how calendars write midnight there
  const at = (date: DateOrMoment) => dayIn(date, "UTC");
  return {
    first,
    firstDay: dayOf(first),
    dayNumberOf: (number) => number,
    startsOn: ({ number }) => [number],
    boundary: (moment) => localTimeOf(moment, timeZone).day,
    at,
    parse: day,
    excluder: (excluded) => {
      const days = new Set(excluded.map(at));
      return (number) => days.has(number);
    },
    untilOf: (text) => at(readDate(text, "UTC")),
    write: (number) => ({ start: isoDay(number), end: isoDay(number + length) }),
  };
}

export function wallTimes({ start, end, timeZone }: Series): Timeline {
  const first = Date.parse(start);
  const length = Date.parse(end) - first;
  if (Number.isNaN(length)) throw new RecurrenceError("recurrence_invalid");
  const local = localTimeOf(first, timeZone);
  const at = (date: DateOrMoment) =>
    "moment" in date ? date.moment : momentOf({ day: date.day, second: local.second }, timeZone);
  return {
    first,
    firstDay: dayOf(local.day),
    dayNumberOf: (moment) => localTimeOf(moment, timeZone).day,
    startsOn: ({ number }, rule) =>
      secondsOf(rule, local).map((second) => momentOf({ day: number, second }, timeZone)),
    boundary: (moment) => moment,
    at,
    parse: Date.parse,
    excluder: (excluded) => {
      const moments = new Set(excluded.flatMap((one) => "moment" in one ? [one.moment] : []));
      const days = new Set(excluded.flatMap((one) => "day" in one ? [one.day] : []));
      return (moment) =>
        moments.has(moment) || (days.size > 0 && days.has(localTimeOf(moment, timeZone).day));
    },
    untilOf: (text) => {
      const date = readDate(text, timeZone);
      // a day as the end of wall times means the whole of it
      return "moment" in date
        ? date.moment
        : momentOf({ day: date.day + 1, second: 0 }, timeZone) - 1;
    },
    write: (moment) => ({
      start: new Date(moment).toISOString(),
      end: new Date(moment + length).toISOString(),
    }),
  };
}

/** Times of the day a rule names, in seconds; what it leaves open the first instance says. */
function secondsOf({ byHour, byMinute, bySecond }: RecurrenceRule, { second }: LocalTime) {
  const or = (wanted: number[], own: number) => wanted.length > 0 ? wanted : [own];
  return or(byHour, Math.floor(second / 3600)).flatMap((hour) =>
    or(byMinute, Math.floor(second / 60) % 60).flatMap((minute) =>
      or(bySecond, second % 60).map((one) => hour * 3600 + minute * 60 + one)
    )
  ).sort((a, b) => a - b);
}
