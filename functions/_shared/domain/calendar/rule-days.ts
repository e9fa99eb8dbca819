/**
 * The days a rule names, period by period. Every period is finite and the last day to look at is given, so no rule, however
 * contradictory ("30 February"), can keep a worker busy: libraries that search for the next match can be made to search for ever.
 */
import {
  type Day,
  dayNumber,
  dayOf,
  dayOfYear,
  daysInMonth,
  daysInYear,
  startOfWeek,
  weekOfYear,
} from "./days.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";

/**
 * The sets of days of the rule's periods (days, weeks, months or years), in order, from the one `start` is in to the one
 * `last` is in; those that lie wholly before `notBefore` may be left out.
 */
export function* periodsOfRule(
  rule: RecurrenceRule,
  start: Day,
  notBefore: number,
  last: number,
): Generator<Day[]> {
  const matches = dayMatcher(rule, start);
  for (let index = firstPeriod(rule, start, notBefore);; index++) {
    const [from, to] = period(rule, start, index * rule.interval);
    if (from > last) return;
    const days: Day[] = [];
    for (let number = from; number < to; number++) {
      const day = dayOf(number);
      if (matches(day)) days.push(day);
    }
    yield days;
  }
}

/** First day of the nth period after the one of `start`, and the day after its last. */
function period({ frequency, weekStart }: RecurrenceRule, start: Day, nth: number) {
  switch (frequency) {
    case "DAILY":
      return [start.number + nth, start.number + nth + 1] as const;
    case "WEEKLY": {
      const first = startOfWeek(start.number, weekStart) + 7 * nth;
      return [first, first + 7] as const;
    }
    case "MONTHLY":
      return [
        dayNumber(start.year, start.month + nth, 1),
        dayNumber(start.year, start.month + nth + 1, 1),
      ] as const;
    case "YEARLY":
      return [dayNumber(start.year + nth, 1, 1), dayNumber(start.year + nth + 1, 1, 1)] as const;
  }
}

const LONGEST_PERIOD = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };

function firstPeriod(rule: RecurrenceRule, start: Day, notBefore: number): number {
  const periods = Math.floor(
    (notBefore - start.number) / (LONGEST_PERIOD[rule.frequency] * rule.interval),
  );
  return Math.max(0, periods - 1);
}

/** Whether a day is one the rule names: the expansions and limits of the table in RFC 5545, 3.3.10, as one condition. */
function dayMatcher(rule: RecurrenceRule, start: Day): (day: Day) => boolean {
  const { frequency, byMonth, byMonthDay, byYearDay, byWeekNo, byDay, weekStart } = rule;
  // What the rule leaves open the start says.
  const isOpen = byMonthDay.length + byYearDay.length + byDay.length === 0;
  const months = frequency === "YEARLY" && isOpen && byMonth.length + byWeekNo.length === 0
    ? [start.month]
    : byMonth;
  const monthDays =
    isOpen && (frequency === "MONTHLY" || (frequency === "YEARLY" && byWeekNo.length === 0))
      ? [start.day]
      : byMonthDay;
  const weekdays =
    isOpen && (frequency === "WEEKLY" || (frequency === "YEARLY" && byWeekNo.length > 0))
      ? [{ nth: 0, weekday: start.weekday }]
      : byDay;
  const nthOf = frequency === "MONTHLY" || (frequency === "YEARLY" && byMonth.length > 0)
    ? "month"
    : frequency === "YEARLY" && byWeekNo.length === 0
    ? "year"
    : null;
  return (day) =>
    (months.length === 0 || months.includes(day.month)) &&
    (monthDays.length === 0 ||
      includesEither(monthDays, day.day, daysInMonth(day.year, day.month))) &&
    (byYearDay.length === 0 ||
      includesEither(byYearDay, dayOfYear(day), daysInYear(day.year))) &&
    (byWeekNo.length === 0 || isInWeek(byWeekNo, day.number, weekStart)) &&
    (weekdays.length === 0 ||
      weekdays.some(({ nth, weekday }) =>
        weekday === day.weekday && (nth === 0 || nthOf === null || isNth(day, nth, nthOf))
      ));
}

/** Counted from the front, or from the end when negative. */
function includesEither(wanted: number[], place: number, length: number): boolean {
  return wanted.includes(place) || wanted.includes(place - length - 1);
}

function isInWeek(wanted: number[], number: number, weekStart: number): boolean {
  const { week, fromEnd } = weekOfYear(number, weekStart);
  return wanted.includes(week) || wanted.includes(fromEnd);
}

function isNth(day: Day, nth: number, of: "month" | "year"): boolean {
  const [place, length] = of === "month"
    ? [day.day, daysInMonth(day.year, day.month)]
    : [dayOfYear(day), daysInYear(day.year)];
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((length - place + 1) / 7) === -nth;
}
