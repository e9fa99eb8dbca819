/** Schedules as pg_cron reads them: `[1-59] seconds`, or five cron fields in GMT with `$` = last day. */

const aliases: Record<string, string> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};
const names = {
  month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  day: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

/**
 * Whether a job is due at `now` (looked at once a second) when it last ran, or was first seen, at
 * `lastRun`. At most once a minute for cron fields.
 */
export function isDue(schedule: string, now: Date, lastRun: Date): boolean {
  const seconds = /^\s*(\d+)\s+seconds?\s*$/.exec(schedule)?.[1];
  if (seconds) return now.getTime() - lastRun.getTime() >= Number(seconds) * 1000;
  const minute = Math.floor(now.getTime() / 60_000);
  if (Math.floor(lastRun.getTime() / 60_000) >= minute) return false;
  return matches(aliases[schedule.trim()] ?? schedule, now);
}

function matches(schedule: string, at: Date): boolean {
  const [minute, hour, day, month, weekday] = schedule.trim().split(/\s+/);
  if (!minute || !hour || !day || !month || !weekday) return false;
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  const days = day.replaceAll("$", String(lastDay));
  const inDay = inField(days, at.getUTCDate(), 1, 31);
  const inWeekday = inField(weekday, at.getUTCDay(), 0, 7, names.day, 0) ||
    (at.getUTCDay() === 0 && inField(weekday, 7, 0, 7, names.day, 0));
  // Vixie cron: when both are restricted, either is enough.
  const isEither = !day.startsWith("*") && !weekday.startsWith("*");
  return inField(minute, at.getUTCMinutes(), 0, 59) &&
    inField(hour, at.getUTCHours(), 0, 23) &&
    inField(month, at.getUTCMonth() + 1, 1, 12, names.month, 1) &&
    (isEither ? inDay || inWeekday : inDay && inWeekday);
}

function inField(
  field: string,
  value: number,
  low: number,
  high: number,
  words: string[] = [],
  base = 0,
): boolean {
  const number = (text: string) => {
    const index = words.indexOf(text.toLowerCase().slice(0, 3));
    return index >= 0 ? index + base : Number(text);
  };
  return field.split(",").some((item) => {
    const [range, step] = item.split("/");
    const [from, to] = range === "*" ? [low, high] : range!.split("-").map(number);
    const end = to ?? (step ? high : from!);
    return value >= from! && value <= end && (value - from!) % Number(step ?? 1) === 0;
  });
}
