/** Reads a recurrence rule. https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10 */

export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

export interface RecurrenceRule {
  frequency: Frequency;
  interval: number;
  count: number | null;
  /** `20260601`, `20260601T120000` or `20260601T120000Z`, as written. */
  until: string | null;
  byMonth: number[];
  byMonthDay: number[];
  byYearDay: number[];
  byWeekNo: number[];
  /** nth 0 for every such weekday; weekday 0 Sunday to 6 Saturday. */
  byDay: { nth: number; weekday: number }[];
  byHour: number[];
  byMinute: number[];
  bySecond: number[];
  bySetPos: number[];
  weekStart: number;
}

/** Why a recurrence cannot be expanded. */
export class RecurrenceError extends Error {
  override readonly name = "RecurrenceError";
  readonly slug: "recurrence_invalid" | "recurrence_unsupported";

  constructor(slug: RecurrenceError["slug"]) {
    super(`Cannot expand the series: ${slug}`);
    this.slug = slug;
  }
}

const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
/** No calendar repeats a meeting within the day; a rule that does would be a way to keep a worker busy. */
const WITHIN_THE_DAY = ["SECONDLY", "MINUTELY", "HOURLY"];

const invalid = () => new RecurrenceError("recurrence_invalid");

/** @throws {RecurrenceError} */
export function parseRule(text: string): RecurrenceRule {
  const parts = new Map<string, string>();
  for (const part of text.trim().split(";").filter(Boolean)) {
    const [name, value] = part.split("=", 2);
    if (!name || !value || parts.has(name.toUpperCase())) throw invalid();
    parts.set(name.toUpperCase(), value.toUpperCase());
  }
  const frequency = parts.get("FREQ");
  if (frequency && WITHIN_THE_DAY.includes(frequency)) {
    throw new RecurrenceError("recurrence_unsupported");
  }
  if (!isFrequency(frequency)) throw invalid();
  const numbers = (name: string, least: number, most: number) =>
    numberList(parts.get(name), least, most);
  const until = parts.get("UNTIL") ?? null;
  if (until !== null && !/^\d{8}(T\d{6}Z?)?$/.test(until)) throw invalid();
  const weekStart = WEEKDAYS.indexOf(parts.get("WKST") ?? "MO");
  if (weekStart < 0) throw invalid();
  return {
    frequency,
    interval: one(parts.get("INTERVAL")) ?? 1,
    count: one(parts.get("COUNT")),
    until,
    byMonth: numbers("BYMONTH", 1, 12),
    byMonthDay: numbers("BYMONTHDAY", -31, 31),
    byYearDay: numbers("BYYEARDAY", -366, 366),
    byWeekNo: numbers("BYWEEKNO", -53, 53),
    byDay: weekdayList(parts.get("BYDAY")),
    byHour: numbers("BYHOUR", 0, 23),
    byMinute: numbers("BYMINUTE", 0, 59),
    // 60 is a leap second, which no time zone database knows
    bySecond: numbers("BYSECOND", 0, 60).map((second) => Math.min(second, 59)),
    bySetPos: numbers("BYSETPOS", -366, 366),
    weekStart,
  };
}

function isFrequency(text: string | undefined): text is Frequency {
  return ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].includes(text ?? "");
}

function one(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,6}$/.test(text) || Number(text) === 0) throw invalid();
  return Number(text);
}

function numberList(text: string | undefined, least: number, most: number): number[] {
  if (text === undefined) return [];
  return [
    ...new Set(
      text.split(",").map((item) => {
        const value = Number(item);
        // a negative least means: counted from either end, and there is no 0th
        const isWrong = !/^[+-]?\d{1,3}$/.test(item) || value < least || value > most ||
          (least < 0 && value === 0);
        if (isWrong) throw invalid();
        return value;
      }),
    ),
  ];
}

function weekdayList(text: string | undefined): RecurrenceRule["byDay"] {
  return (text?.split(",") ?? []).map((item) => {
    const match = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item);
    const weekday = WEEKDAYS.indexOf(match?.[2] ?? "");
    const nth = Number(match?.[1] ?? 0);
    if (!match || weekday < 0 || Math.abs(nth) > 53 || (match[1] && nth === 0)) throw invalid();
    return { nth, weekday };
  });
}
