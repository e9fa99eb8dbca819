/**
 * The slow and obvious way to expand a series, written apart from the product's: every day from the first instance on is
 * looked at by itself, and wall times are found by asking the clock of the zone what it shows.
 */
export interface SimpleRule {
  freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  interval?: number;
  count?: number;
  byMonth?: number[];
  byMonthDay?: number[];
  byYearDay?: number[];
  byWeekNo?: number[];
  /** "MO", "-1FR" */
  byDay?: string[];
  bySetPos?: number[];
  wkst?: string;
}

const NAMES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const DAY = 86_400_000;
const utc = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day));
const add = (date: Date, days: number) => new Date(date.getTime() + days * DAY);
const name = (date: Date) => NAMES[date.getUTCDay()]!;
const iso = (date: Date) => date.toISOString().slice(0, 10);

export function ruleText(rule: SimpleRule): string {
  const parts = [`FREQ=${rule.freq}`];
  if (rule.interval) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.count) parts.push(`COUNT=${rule.count}`);
  const lists = {
    BYMONTH: rule.byMonth,
    BYMONTHDAY: rule.byMonthDay,
    BYYEARDAY: rule.byYearDay,
    BYWEEKNO: rule.byWeekNo,
    BYDAY: rule.byDay,
    BYSETPOS: rule.bySetPos,
  };
  for (const [key, list] of Object.entries(lists)) {
    if (list?.length) parts.push(`${key}=${list.join(",")}`);
  }
  if (rule.wkst) parts.push(`WKST=${rule.wkst}`);
  return `RRULE:${parts.join(";")}`;
}

/** Days of the rule from `first` to before `end`, first included (`2026-06-01`). */
export function walkDays(rule: SimpleRule, first: string, end: string): string[] {
  const start = new Date(`${first}T00:00:00Z`);
  const named: string[] = [];
  let group: string[] = [];
  let key = "";
  const close = () => {
    const chosen = rule.bySetPos?.length
      ? group.filter((_, place) =>
        rule.bySetPos!.includes(place + 1) || rule.bySetPos!.includes(place - group.length)
      )
      : group;
    named.push(...chosen);
    group = [];
  };
  // a whole period before, because positions count within a period
  for (let date = add(start, -366); iso(date) < iso(add(new Date(end), 366)); date = add(date, 1)) {
    const period = periodOf(rule, start, date);
    if (period.key !== key) {
      close();
      key = period.key;
    }
    if (period.turn && isNamed(rule, start, date)) group.push(iso(date));
  }
  close();
  const days = [first, ...named.filter((day) => day > first)];
  return days.slice(0, rule.count ?? Infinity).filter((day) => day < end);
}

function mondayOf(date: Date, wkst: string): Date {
  let day = date;
  while (name(day) !== wkst) day = add(day, -1);
  return day;
}

/** Which period a day is in, and whether it is that period's turn. */
function periodOf(rule: SimpleRule, start: Date, date: Date) {
  const interval = rule.interval ?? 1;
  const turn = (distance: number) => distance >= 0 && distance % interval === 0;
  const years = date.getUTCFullYear() - start.getUTCFullYear();
  switch (rule.freq) {
    case "DAILY":
      return { key: iso(date), turn: turn((date.getTime() - start.getTime()) / DAY) };
    case "WEEKLY": {
      const wkst = rule.wkst ?? "MO";
      const [a, b] = [mondayOf(start, wkst), mondayOf(date, wkst)];
      return { key: iso(b), turn: turn((b.getTime() - a.getTime()) / DAY / 7) };
    }
    case "MONTHLY":
      return {
        key: iso(date).slice(0, 7),
        turn: turn(years * 12 + date.getUTCMonth() - start.getUTCMonth()),
      };
    case "YEARLY":
      return { key: iso(date).slice(0, 4), turn: turn(years) };
  }
}

function isNamed(rule: SimpleRule, start: Date, date: Date): boolean {
  const { freq, byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const nothing = !byMonthDay?.length && !byYearDay?.length && !byDay?.length;
  const weekly = freq === "WEEKLY" || (freq === "YEARLY" && byWeekNo?.length);
  if (byMonth?.length && !byMonth.includes(month + 1)) return false;
  if (nothing && weekly && name(date) !== name(start)) return false;
  if (nothing && !weekly && freq !== "DAILY" && day !== start.getUTCDate()) return false;
  if (
    nothing && freq === "YEARLY" && !byMonth?.length && !byWeekNo?.length &&
    month !== start.getUTCMonth()
  ) return false;
  if (byMonthDay?.length) {
    const length = utc(year, month + 1, 0).getUTCDate();
    if (!byMonthDay.some((wanted) => wanted === day || length + 1 + wanted === day)) return false;
  }
  if (byYearDay?.length) {
    const ofYear = (date.getTime() - utc(year, 0, 1).getTime()) / DAY + 1;
    const length = (utc(year + 1, 0, 1).getTime() - utc(year, 0, 1).getTime()) / DAY;
    if (!byYearDay.some((wanted) => wanted === ofYear || length + 1 + wanted === ofYear)) {
      return false;
    }
  }
  if (byWeekNo?.length && !isInWeek(byWeekNo, date, rule.wkst ?? "MO")) return false;
  if (!byDay?.length) return true;
  const inMonth = freq === "MONTHLY" || (freq === "YEARLY" && byMonth?.length);
  const [from, to] = inMonth
    ? [utc(year, month, 1), utc(year, month + 1, 1)]
    : [utc(year, 0, 1), utc(year + 1, 0, 1)];
  return byDay.some((text) => {
    const weekday = text.slice(-2);
    if (weekday !== name(date)) return false;
    const nth = Number(text.slice(0, -2));
    if (!nth || freq === "DAILY" || freq === "WEEKLY" || byWeekNo?.length) return true;
    const same: string[] = [];
    for (let one = from; one < to; one = add(one, 1)) {
      if (name(one) === weekday) same.push(iso(one));
    }
    return same.at(nth > 0 ? nth - 1 : nth) === iso(date);
  });
}

function isInWeek(wanted: number[], date: Date, wkst: string): boolean {
  const monday = mondayOf(date, wkst);
  // the year in which most days of the week lie
  const years = Array.from({ length: 7 }, (_, i) => add(monday, i).getUTCFullYear());
  const year = years.filter((one) => one === years[6]).length >= 4 ? years[6]! : years[0]!;
  const weeks: string[] = [];
  for (let one = utc(year - 1, 11, 20); one < utc(year + 1, 0, 12); one = add(one, 1)) {
    if (name(one) !== wkst) continue;
    const inYear = Array.from({ length: 7 }, (_, i) => add(one, i).getUTCFullYear())
      .filter((it) => it === year).length;
    if (inYear >= 4) weeks.push(iso(one));
  }
  const place = weeks.indexOf(iso(monday));
  return wanted.includes(place + 1) || wanted.includes(place - weeks.length);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock of the zone shows at a moment: `2026-06-01T12:00`. */
export function clockAt(moment: number, timeZone: string): string {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  clocks.set(timeZone, clock);
  return clock.format(moment).replace(" ", "T");
}

/** The moment the clock shows a time for the first time; in a gap, the time as if the clocks had not yet changed. */
export function momentAt(day: string, time: string, timeZone: string): number {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const wanted = `${day}T${time}`;
  for (let moment = asUtc - 15 * 3_600_000; moment <= asUtc + 15 * 3_600_000; moment += 900_000) {
    if (clockAt(moment, timeZone) === wanted) return moment;
  }
  for (let back = 15; back < 2000; back += 15) {
    const earlier = new Date(asUtc - back * 60_000).toISOString();
    const [earlierDay, earlierTime] = [earlier.slice(0, 10), earlier.slice(11, 16)];
    for (
      let moment = asUtc - 15 * 3_600_000 - back * 60_000;
      moment <= asUtc + 15 * 3_600_000;
      moment += 900_000
    ) {
      if (clockAt(moment, timeZone) === `${earlierDay}T${earlierTime}`) {
        return moment + back * 60_000;
      }
    }
  }
  throw new Error(`no ${wanted} in ${timeZone}`);
}
