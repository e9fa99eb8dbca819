/**
 * The instances of a series inside a window (RFC 5545, 3.8.5). Rules count in wall time of the series' zone, so a meeting at nine
 * stays at nine when the clocks change; each lasts as long as the first, in hours, or in days when it is all day.
 */
import { readRecurrence } from "./recurrence-lines.ts";
import { RecurrenceError, type RecurrenceRule } from "./recurrence-rule.ts";
import { periodsOfRule } from "./rule-days.ts";
import { type Timeline, wallTimes, wholeDays } from "./timeline.ts";

export interface Series {
  isAllDay: boolean;
  /** First instance: ISO moments, or days (`2026-06-01`, the end exclusive) when all day. */
  start: string;
  end: string;
  /** IANA zone in which it repeats. */
  timeZone: string;
  recurrence: string[];
  /** Starts of the instances that exceptions stand in for, as moments or days. */
  replaced: string[];
}

export interface Window {
  /** Instances that start from here on … */
  from: string;
  /** … and before this. ISO moments. */
  until: string;
}

/** ISO moments, or days when all day. */
export interface Instance {
  start: string;
  end: string;
}

export interface Expansion {
  instances: Instance[];
  /** Nothing starts after this; null when the series goes on beyond the window. */
  lastStart: string | null;
  /** Why there are not all: recurrence_invalid, recurrence_unsupported, series_too_dense or time_zone_unknown. */
  problem: string | null;
}

/** Some 12 a day for 400 days: more is no calendar of a person. */
const MOST_INSTANCES = 5000;

/** A series that cannot be read keeps its first instance: a meeting must not vanish with its rule. */
export function expandSeries(series: Series, window: Window): Expansion {
  try {
    return expand(series, window);
  } catch (error) {
    const isZone = error instanceof RangeError;
    if (!isZone && !(error instanceof RecurrenceError)) throw error;
    const first = { start: series.start, end: series.end };
    return {
      instances: [first],
      lastStart: series.start,
      problem: isZone ? "time_zone_unknown" : error.slug,
    };
  }
}

function expand(series: Series, window: Window): Expansion {
  const timeline = series.isAllDay ? wholeDays(series) : wallTimes(series);
  const { rules, exceptionRules, extra, excluded } = readRecurrence(
    series.recurrence,
    series.timeZone,
  );
  const from = timeline.boundary(Date.parse(window.from));
  const until = timeline.boundary(Date.parse(window.until));
  const reach = { from, until };
  const occurrences = rules.map((rule) => occurrencesOf(rule, timeline, reach));
  const extras = extra.map(timeline.at);
  const exceptions = new Set([
    ...series.replaced.map(timeline.parse),
    ...exceptionRules.flatMap((rule) => occurrencesOf(rule, timeline, reach).starts),
  ]);
  const isExcluded = timeline.excluder(excluded);
  const starts = new Set([timeline.first, ...extras, ...occurrences.flatMap((one) => one.starts)]);
  const kept = [...starts]
    .filter((start) =>
      start >= from && start < until && !exceptions.has(start) && !isExcluded(start)
    )
    .sort((a, b) => a - b);
  const ends = [timeline.first, ...extras, ...occurrences.map((one) => one.last)];
  const last = ends.includes(null) ? null : Math.max(...ends as number[]);
  return {
    instances: kept.slice(0, MOST_INSTANCES).map(timeline.write),
    lastStart: last === null || last >= until ? null : timeline.write(last).start,
    problem: kept.length > MOST_INSTANCES ? "series_too_dense" : null,
  };
}

/**
 * The starts of a rule inside the window (more on its edges), and its last start: null when it goes on beyond the window. With
 * COUNT it is counted from the first instance, which is one of them whatever the rule says (RFC 5545, 3.8.5.3).
 */
function occurrencesOf(
  rule: RecurrenceRule,
  timeline: Timeline,
  { from, until }: { from: number; until: number },
): { starts: number[]; last: number | null } {
  const end = rule.until === null ? Infinity : timeline.untilOf(rule.until);
  const { first, firstDay } = timeline;
  // a day more on either side, because days begin at different moments in different zones
  const lastDay = timeline.dayNumberOf(Math.min(until, end)) + 1;
  const notBefore = rule.count === null ? timeline.dayNumberOf(from) - 1 : firstDay.number;
  const starts: number[] = [];
  let left = rule.count ?? Infinity;
  for (const days of periodsOfRule(rule, firstDay, notBefore, lastDay)) {
    const candidates = days.flatMap((day) => timeline.startsOn(day, rule));
    for (const start of atPositions(candidates, rule.bySetPos)) {
      if (start < first || start > end) continue;
      if (starts.length === 0 && start !== first) left--;
      if (left <= 0) break;
      starts.push(start);
      left--;
      if (starts.length > MOST_INSTANCES * 20) throw new RecurrenceError("recurrence_unsupported");
    }
    if (left <= 0) return { starts, last: starts.at(-1) ?? first };
  }
  return { starts, last: end < until ? end : null };
}

function atPositions(candidates: number[], positions: number[]): number[] {
  if (positions.length === 0) return candidates;
  const chosen = positions.map((position) =>
    candidates[position > 0 ? position - 1 : candidates.length + position]
  );
  return [...new Set(chosen)].filter((start) => start !== undefined).sort((a, b) => a - b);
}
