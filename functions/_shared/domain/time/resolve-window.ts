/**
 * Stretches of time a person names ("last 2 hours", "yesterday afternoon", "since Monday"), as data, and what they are in
 * their zone (PRM-3). Rules or a model name the phrase; every moment is computed here, so that days of 23 and 25 hours come
 * out right.
 */
import { Temporal } from "temporal-polyfill";

export type DayPart = "morning" | "afternoon" | "evening" | "night";
export type PeriodUnit = "week" | "month" | "quarter" | "year";
export type CountedUnit = "minutes" | "hours" | "days" | "weeks" | "months" | "years";

/** On the clock of the person. */
export interface WallTime {
  hour: number;
  minute: number;
}

export type DayName =
  | { kind: "offset"; days: number }
  /** `near` is the one before today, or after it where the future is meant. */
  | { kind: "weekday"; weekday: number; turn: "near" | "last" | "this" | "next" }
  | { kind: "date"; day: number; month: number | null; year: number | null };

export type WindowRule =
  | { kind: "rolling"; count: number; unit: CountedUnit }
  | {
    kind: "day";
    day: DayName;
    part: DayPart | null;
    hours: { from: WallTime; until: WallTime } | null;
  }
  | { kind: "since_day"; day: DayName; part: DayPart | null; time: WallTime | null }
  | { kind: "since_period"; unit: PeriodUnit; offset: number }
  /** Both days included. */
  | { kind: "days"; first: DayName; last: DayName }
  | { kind: "period"; unit: PeriodUnit; offset: number }
  | { kind: "month"; month: number; year: number | null }
  | { kind: "weekend"; turn: "near" | "last" | "next" };

export interface WindowOptions {
  /** ISO 8601. */
  asOf: string;
  /** IANA zone of the person. */
  timeZone: string;
  /** Which of two days of a name is meant: what has happened, or what is to come. */
  toward: "past" | "future";
}

/** ISO 8601 in UTC; `untilAt` is not included. */
export interface TimeWindow {
  fromAt: string;
  untilAt: string;
}

/** Wall-clock hours; the night begins the evening before. */
const PARTS: Record<DayPart, { from: number; until: number }> = {
  morning: { from: 6, until: 12 },
  afternoon: { from: 12, until: 18 },
  evening: { from: 18, until: 24 },
  night: { from: 18, until: 30 },
};

/** Moments are whole minutes; what comes within the minute that runs belongs to "the last two hours". */
export function resolveWindow(rule: WindowRule, options: WindowOptions): TimeWindow {
  const now = nextMinute(options.asOf, options.timeZone);
  const [from, until] = bounds(rule, now, options);
  return { fromAt: from.toInstant().toString(), untilAt: until.toInstant().toString() };
}

type Zoned = Temporal.ZonedDateTime;

function nextMinute(asOf: string, timeZone: string): Zoned {
  const now = Temporal.Instant.from(asOf).toZonedDateTimeISO(timeZone);
  return now.round({ smallestUnit: "minute", roundingMode: "ceil" });
}

function bounds(rule: WindowRule, now: Zoned, { timeZone, toward }: WindowOptions): [Zoned, Zoned] {
  const today = now.toPlainDate();
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone);
  const whole = (first: Temporal.PlainDate, next: Temporal.PlainDate): [Zoned, Zoned] => [
    midnight(first),
    midnight(next),
  ];
  switch (rule.kind) {
    case "rolling":
      // hours are time that has passed, days are turns of the calendar
      return [now.subtract({ [rule.unit]: rule.count }), now];
    case "day": {
      const day = dayOf(rule.day, today, toward);
      if (rule.hours) {
        const from = onDay(day, toMinutes(rule.hours.from), timeZone);
        const until = onDay(day, toMinutes(rule.hours.until), timeZone);
        // "between 22 and 2" ends on the next day
        return isBefore(from, until) ? [from, until] : [from, until.add({ days: 1 })];
      }
      if (!rule.part) return whole(day, day.add({ days: 1 }));
      const { from, until } = PARTS[rule.part];
      return [onDay(day, from * 60, timeZone), onDay(day, until * 60, timeZone)];
    }
    case "since_day": {
      const day = dayOf(rule.day, today, "past");
      const minutes = rule.time ? toMinutes(rule.time) : rule.part ? PARTS[rule.part].from * 60 : 0;
      const from = onDay(day, minutes, timeZone);
      // "since 5 pm", said at noon, is yesterday's
      const passed = isBefore(from, now)
        ? from
        : onDay(day.subtract({ days: 1 }), minutes, timeZone);
      return [earlier(passed, now), now];
    }
    case "since_period":
      return [earlier(midnight(startOf(rule.unit, rule.offset, today)), now), now];
    case "days": {
      const first = dayOf(rule.first, today, toward);
      const last = dayOf(rule.last, today, toward);
      // "from Monday to Wednesday": the Wednesday after that Monday
      const end = Temporal.PlainDate.compare(last, first) >= 0 ? last : last.add({ days: 7 });
      return Temporal.PlainDate.compare(end, first) >= 0
        ? whole(first, end.add({ days: 1 }))
        : whole(last, first.add({ days: 1 }));
    }
    case "period":
      return whole(
        startOf(rule.unit, rule.offset, today),
        startOf(rule.unit, rule.offset + 1, today),
      );
    case "month": {
      const first = monthOf(rule.month, rule.year, today, toward);
      return whole(first, first.add({ months: 1 }));
    }
    case "weekend": {
      const saturday = saturdayOf(rule.turn, today, toward);
      return whole(saturday, saturday.add({ days: 2 }));
    }
  }
}

const isBefore = (one: Zoned, other: Zoned) => Temporal.ZonedDateTime.compare(one, other) < 0;
/** What has not begun ("since next Monday") has lasted for a minute. */
const earlier = (from: Zoned, now: Zoned) =>
  isBefore(from, now) ? from : now.subtract({ minutes: 1 });
const toMinutes = ({ hour, minute }: WallTime) => hour * 60 + minute;

/** A wall time of a day; 24:00 and more belong to the day after. A time the clock skips is moved on by the gap. */
function onDay(day: Temporal.PlainDate, minutes: number, timeZone: string): Zoned {
  const date = day.add({ days: Math.floor(minutes / 1_440) });
  const rest = minutes % 1_440;
  if (rest === 0) return date.toZonedDateTime(timeZone);
  const time = Temporal.PlainTime.from({ hour: Math.floor(rest / 60), minute: rest % 60 });
  return date.toZonedDateTime({ timeZone, plainTime: time });
}

function dayOf(
  name: DayName,
  today: Temporal.PlainDate,
  toward: WindowOptions["toward"],
): Temporal.PlainDate {
  switch (name.kind) {
    case "offset":
      return today.add({ days: name.days });
    case "weekday": {
      if (name.turn === "this") return today.add({ days: name.weekday - today.dayOfWeek });
      const isAhead = name.turn === "next" || name.turn === "near" && toward === "future";
      // never today: people say "today" then
      const ahead = (name.weekday - today.dayOfWeek + 6) % 7 + 1;
      return today.add({ days: isAhead ? ahead : ahead === 7 ? -7 : ahead - 7 });
    }
    case "date": {
      const { day, month, year } = name;
      const made = (of: { year: number; month: number }) =>
        Temporal.PlainDate.from({ ...of, day }, { overflow: "constrain" });
      const named = made({ year: year ?? today.year, month: month ?? today.month });
      if (year !== null) return named;
      const step = month === null ? { months: 1 } : { years: 1 };
      const distance = Temporal.PlainDate.compare(named, today);
      if (toward === "past" && distance > 0) return named.subtract(step);
      return toward === "future" && distance < 0 ? named.add(step) : named;
    }
  }
}

/** Weeks begin on Monday (ISO 8601). */
function startOf(
  unit: PeriodUnit,
  offset: number,
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  switch (unit) {
    case "week":
      return today.subtract({ days: today.dayOfWeek - 1 }).add({ weeks: offset });
    case "month":
      return today.with({ day: 1 }).add({ months: offset });
    case "quarter":
      return today.with({ day: 1, month: Math.floor((today.month - 1) / 3) * 3 + 1 })
        .add({ months: offset * 3 });
    case "year":
      return today.with({ day: 1, month: 1 }).add({ years: offset });
  }
}

function monthOf(
  month: number,
  year: number | null,
  today: Temporal.PlainDate,
  toward: WindowOptions["toward"],
): Temporal.PlainDate {
  const first = today.with({ year: year ?? today.year, month, day: 1 });
  if (year !== null) return first;
  if (toward === "past" && month > today.month) return first.subtract({ years: 1 });
  return toward === "future" && month < today.month ? first.add({ years: 1 }) : first;
}

function saturdayOf(
  turn: "near" | "last" | "next",
  today: Temporal.PlainDate,
  toward: WindowOptions["toward"],
): Temporal.PlainDate {
  const ours = today.add({ days: 6 - today.dayOfWeek });
  if (turn === "last") return ours.subtract({ weeks: 1 });
  if (turn === "next" || toward === "future") return ours;
  return today.dayOfWeek >= 6 ? ours : ours.subtract({ weeks: 1 });
}
