/**
 * Days and hours as they are named. Rules and the date parser name an offset or a wall-clock time; the calendar is computed here,
 * so that a change to daylight saving time between the mail and the day moves nothing.
 */
import { de, en, es, fr } from "chrono-node";
import { Temporal } from "temporal-polyfill";
import { DAY_PHRASES, type DayRule } from "./day-words.ts";

export interface NamedDayOptions {
  /** When it was written, ISO 8601. */
  sentAt: string;
  /** IANA zone of whoever keeps the calendar. */
  timeZone: string;
  /** Which words to expect; English where it is none of the four. */
  language: string | null;
}

const PARSERS: Record<string, typeof en.casual> = {
  en: en.casual,
  de: de.casual,
  fr: fr.casual,
  es: es.casual,
};
const MAX_TEXT = 2_000;

/** Rules that name a day one could meet on; the others name a stretch or its end. */
const EXACT = ["days", "day_of_month", "date"];

/** What the parser reads as a moment from now, where people speak of a length or a stretch: "45 minutes", "next week". */
const STRETCH =
  /(?<!\p{L})(?:min(?:ute|uten|utos)?s?|hours?|stunden?|heures?|horas?|days|tagen?|jours|días|weeks?|wochen?|semaines?|semanas?|months?|monate?n?|mois|mes|meses)(?!\p{L})/iu;
const EXACT_WORD =
  /(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|\d[:.h]\d|\d ?[ap]m/iu;

/**
 * Days and hours as they are named, past ones too. `isExact` leaves out phrases that name a stretch of days or its end
 * ("next week", "by the end of the month"), which a deadline may have and a meeting has not.
 */
export function findNamedDays(
  text: string,
  options: NamedDayOptions & { isExact?: boolean },
): NamedDay[] {
  const cut = text.slice(0, MAX_TEXT);
  const sent = Temporal.Instant.from(options.sentAt).toZonedDateTimeISO(options.timeZone);
  const ours = DAY_PHRASES.flatMap(({ pattern, rule }): NamedDay[] => {
    const match = pattern.exec(cut);
    if (!match || options.isExact && !EXACT.includes(rule(match).kind)) return [];
    const day = dayOf(rule(match), sent.toPlainDate());
    const none = { at: null, wall: null, lengthMinutes: null, hasZone: false };
    return [{ phrase: match[0], index: match.index, day, hasDay: true, ...none }];
  }).filter((own, place, all) => !all.slice(0, place).some((other) => overlap(own, other)));
  const parsed = parseDates(cut, sent, options).filter(({ phrase }) =>
    !options.isExact || !STRETCH.test(phrase) || EXACT_WORD.test(phrase)
  );
  // "next week Wednesday": the weekday says which day of it.
  const isRefined = (own: NamedDay) =>
    parsed.some(({ index }) =>
      index >= endOf(own) && index <= endOf(own) + 4 &&
      /^(?:[\s,]|on|am|le|el)*$/iu.test(cut.slice(endOf(own), index))
    );
  const rules = ours.filter((own) => !isRefined(own)).map((own) => {
    // "Montag, 7.12., 10:00 Uhr": the parser has the hour, the rule the day
    const hour = options.isExact && parsed.find((one) => one.wall && overlap(one, own));
    if (!hour) return own;
    const { wall, lengthMinutes, hasZone } = hour;
    return { ...own, phrase: cut.slice(own.index, endOf(hour)), wall, lengthMinutes, hasZone };
  });
  // What the parser reads inside one of our phrases ("week" in "end of the week") is not another date.
  const apart = parsed.filter((one) => !rules.some((own) => overlap(one, own)));
  const named = [...rules, ...apart].sort((one, other) => one.index - other.index);
  return mergeHours(named, cut, options.timeZone);
}

export interface NamedDay {
  phrase: string;
  index: number;
  day: Temporal.PlainDate;
  at: string | null;
  /** Hour and minute when they are named. */
  wall: Temporal.PlainTime | null;
  /** How long a stretch of hours is, "from 2 to 3 pm". */
  lengthMinutes: number | null;
  /** Whether the words themselves name a zone, "3 pm GMT". */
  hasZone: boolean;
  /** Whether a day is named, and not only an hour. */
  hasDay: boolean;
}

function endOf({ index, phrase }: NamedDay): number {
  return index + phrase.length;
}

function overlap(one: NamedDay, other: NamedDay): boolean {
  return one.index < endOf(other) && other.index < endOf(one);
}

/** "today by 5 pm", "am Montag bis 10 Uhr": an hour close behind a day is the hour of that day. */
function mergeHours(all: NamedDay[], text: string, timeZone: string): NamedDay[] {
  return all.reduce<NamedDay[]>((merged, next) => {
    const last = merged.at(-1);
    const between = last ? text.slice(endOf(last), next.index) : "";
    if (!last || last.at || !next.wall || next.hasDay || !JOINS.test(between)) {
      return [...merged, next];
    }
    const at = last.day.toPlainDateTime(next.wall).toZonedDateTime(timeZone).toInstant().toString();
    const phrase = text.slice(last.index, endOf(next));
    const { wall, lengthMinutes, hasZone } = next;
    return [...merged.slice(0, -1), { ...last, phrase, at, wall, lengthMinutes, hasZone }];
  }, []);
}

const JOINS =
  /^(?:[\s,(]|by|before|until|at|around|from|bis|vor|um|gegen|spätestens|ab|avant|à|vers|antes de|a|las?|hasta|sobre)*$/iu;

/**
 * chrono takes one fixed offset for the whole text, which is wrong across a change to daylight saving time: it is given the
 * wall clock as if it were UTC, and only the components it is certain of are read back.
 */
function parseDates(
  text: string,
  sent: Temporal.ZonedDateTime,
  { language, timeZone }: NamedDayOptions,
): NamedDay[] {
  const wall = sent.toPlainDateTime().toZonedDateTime("UTC").epochMilliseconds;
  const parser = PARSERS[language ?? "en"] ?? en.casual;
  const reference = { instant: new Date(wall), timezone: 0 };
  return parser.parse(plainForParser(text), reference, { forwardDate: true }).flatMap(
    ({ start: first, end, text: phrase, index }): NamedDay[] => {
      // "am Montag bis 10 Uhr" is read as a range of which only the end has an hour.
      const start = end && !first.isCertain("hour") && end.isCertain("hour") ? end : first;
      // "in March": a month is no day.
      if (start.isCertain("month") && !start.isCertain("day")) return [];
      const get = (component: "year" | "month" | "day" | "hour" | "minute" | "timezoneOffset") =>
        start.get(component) ?? 0;
      // "a week" of "twice a week", "sec", a bare number: the parser reads a date where a person reads none.
      if (
        !/\p{L}{3}|\d[.:/h]\d|\d ?[ap]m/iu.test(phrase) ||
        /^(?:a|one|une?|eine?|una?) \p{L}+$/iu.test(phrase)
      ) {
        return [];
      }
      const named = Temporal.PlainDate.from({
        year: get("year"),
        month: get("month"),
        day: get("day"),
      });
      // Written on a Monday, "on Monday" is the next one: people say "today" otherwise.
      const isToday = start.isCertain("weekday") && !start.isCertain("day") &&
        named.equals(sent.toPlainDate());
      const day = isToday ? named.add({ days: 7 }) : named;
      const hasDay = start.isCertain("day") || start.isCertain("weekday");
      const none = { at: null, wall: null, lengthMinutes: null, hasZone: false };
      if (!start.isCertain("hour")) return [{ phrase, index, day, hasDay, ...none }];
      const hasZone = start.isCertain("timezoneOffset");
      // modulo half a day: "from 11 to 1"
      const lengthMinutes = end && end !== start && end.isCertain("hour")
        ? ((end.get("hour")! - get("hour")) * 60 + (end.get("minute") ?? 0) - get("minute") + 720) %
            720 || null
        : null;
      // "at 2" in a mail is in the afternoon; "02:00" and "2 am" are not.
      const isAfternoon = get("hour") >= 1 && get("hour") <= 6 && !start.isCertain("meridiem") &&
        !/0\d|:\d|\d ?h/.test(phrase);
      const hour = get("hour") + (isAfternoon ? 12 : 0);
      const local = day.toPlainDateTime({ hour, minute: get("minute") });
      const instant = hasZone
        ? local.toZonedDateTime("UTC").toInstant().subtract({ minutes: get("timezoneOffset") })
        : local.toZonedDateTime(timeZone).toInstant();
      const moment = instant.toZonedDateTimeISO(timeZone);
      return [{
        phrase,
        index,
        day: moment.toPlainDate(),
        at: instant.toString(),
        wall: moment.toPlainTime(),
        lengthMinutes,
        hasZone,
        hasDay,
      }];
    },
  );
}

/** Words the parser trips over, replaced by others of the same length, so that places stay what they are. */
function plainForParser(text: string): string {
  const blank = (match: string) => " ".repeat(match.length);
  return text
    // "7.12." is a day, and no time of it
    .replace(/(?<![\d.])\d{1,2}\.(?:1[0-2]|0?[1-9])\.(?!\d)/gu, blank)
    .replace(
      /(?<=(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)(?:früh|morgen|vormittag|mittag|nachmittag|abend)(?!\p{L})/giu,
      blank,
    )
    .replace(/(?<=\p{L}) (?:por|de|en) la (?:mañana|tarde|noche)(?!\p{L})/giu, blank)
    .replace(/(?<!après-)(?<!\p{L})midi(?!\p{L})/giu, "12 h")
    .replace(
      /(?<!\p{L})(half past|halb) (\p{L}+)/giu,
      (all, kind: string, hour: string) => {
        const number = ONE_TO_TWELVE.indexOf(hour.toLowerCase()) % 12 + 1;
        if (number === 0) return all;
        // "halb fünf" is half an hour before five
        const full = /^half/i.test(kind) ? number : (number + 10) % 12 + 1;
        return `${full}:30`.padEnd(all.length);
      },
    )
    .replace(
      /(?<=\ba las )(?:dos|tres|seis|ocho|diez|once|doce)(?!\p{L})/giu,
      (word) => String(HOURS.indexOf(word.toLowerCase()) + 1).padEnd(word.length),
    );
}

const ONE_TO_TWELVE =
  "one two three four five six seven eight nine ten eleven twelve eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
    .split(" ");

const HOURS = "una dos tres cuatro cinco seis siete ocho nueve diez once doce".split(" ");

function dayOf(rule: DayRule, from: Temporal.PlainDate): Temporal.PlainDate {
  switch (rule.kind) {
    case "days":
      return from.add({ days: rule.count });
    case "workdays": {
      let day = from;
      for (let left = rule.count; left > 0;) {
        day = day.add({ days: 1 });
        if (day.dayOfWeek <= 5) left--;
      }
      return day;
    }
    case "end_of_day":
      return from;
    case "end_of_week":
      // Friday; from Saturday on the week that comes.
      return from.add({ days: (5 - from.dayOfWeek + 7) % 7 });
    case "start_of_next_week":
      return from.add({ days: 8 - from.dayOfWeek });
    case "next_week":
      return from.add({ days: 12 - from.dayOfWeek });
    case "end_of_month":
      return from.with({ day: from.daysInMonth });
    case "day_of_month": {
      const thisMonth = from.with({ day: Math.min(rule.day, from.daysInMonth) });
      return Temporal.PlainDate.compare(thisMonth, from) >= 0
        ? thisMonth
        : from.add({ months: 1 }).with({ day: Math.min(rule.day, 28) });
    }
    case "date": {
      const { month, day: dayOfMonth } = rule;
      const day = Temporal.PlainDate.from({ year: from.year, month, day: dayOfMonth });
      return Temporal.PlainDate.compare(day, from) >= 0 ? day : day.add({ years: 1 });
    }
  }
}
