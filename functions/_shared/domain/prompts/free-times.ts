/** When a person has time: their working week without what they are busy with. */
import { Temporal } from "temporal-polyfill";
import type { TimeWindow } from "../time/resolve-window.ts";

/** Local wall-time intervals by weekday, as profiles keep them; 24:00 is the end of the day. */
export type WorkingHours = Partial<
  Record<"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun", [from: string, until: string][]>
>;

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const MINUTE_MS = 60_000;

export interface FreeTimesFacts {
  window: TimeWindow;
  /** Nothing before it is free. ISO 8601. */
  asOf: string;
  timeZone: string;
  workingHours: WorkingHours;
  busy: TimeWindow[];
  /** Shorter gaps are left out. */
  minutes: number;
  maxCount: number;
}

/** Free stretches in order; times the clock skips or repeats come out as long as they really are. */
export function freeTimes(facts: FreeTimesFacts): TimeWindow[] {
  const { window, asOf, busy, minutes, maxCount } = facts;
  const from = Math.max(Date.parse(window.fromAt), Date.parse(asOf));
  const until = Date.parse(window.untilAt);
  const taken = busy.map(({ fromAt, untilAt }) =>
    [Date.parse(fromAt), Date.parse(untilAt)] as const
  )
    .sort(([one], [other]) => one - other);
  const free: TimeWindow[] = [];
  for (const [opens, closes] of workingTimes(facts)) {
    let at = Math.max(opens, from);
    const end = Math.min(closes, until);
    for (const [begins, ends] of [...taken, [end, end] as const]) {
      const gapEnd = Math.min(begins, end);
      if (gapEnd - at >= minutes * MINUTE_MS) {
        free.push({ fromAt: iso(at), untilAt: iso(gapEnd) });
        if (free.length === maxCount) return free;
      }
      at = Math.max(at, ends);
    }
  }
  return free;
}

/** Whether nothing at all lies in the window, working time or not. */
export function isFree(window: TimeWindow, busy: TimeWindow[]): boolean {
  return !busy.some(({ fromAt, untilAt }) =>
    Date.parse(fromAt) < Date.parse(window.untilAt) &&
    Date.parse(untilAt) > Date.parse(window.fromAt)
  );
}

function workingTimes(
  { window, timeZone, workingHours }: FreeTimesFacts,
): [opens: number, closes: number][] {
  const dayOf = (at: string) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const last = dayOf(window.untilAt);
  const found: [number, number][] = [];
  for (
    let day = dayOf(window.fromAt);
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    for (const [from, until] of workingHours[DAYS[day.dayOfWeek - 1]!] ?? []) {
      found.push([onDay(day, from, timeZone), onDay(day, until, timeZone)]);
    }
  }
  return found;
}

function onDay(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const zoned = time === "24:00"
    ? day.add({ days: 1 }).toZonedDateTime(timeZone)
    : day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });
  return zoned.epochMilliseconds;
}

const iso = (at: number) => new Date(at).toISOString();
