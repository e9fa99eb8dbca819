/** Finds the stretch of time a sentence names and computes it in the person's zone (PRM-3). */
import {
  anyOf,
  longest,
  mapped,
  meaningOf,
  pattern,
  range,
  type Reader,
  skip,
} from "./phrase-readers.ts";
import { day, ON, part, time } from "./read-day.ts";
import {
  type DayName,
  resolveWindow,
  type TimeWindow,
  type WindowOptions,
  type WindowRule,
} from "./resolve-window.ts";
import {
  COUNT,
  countOf,
  LAST,
  LAST_AFTER,
  LONE_PARTS,
  MONTHS,
  NEXT,
  NEXT_AFTER,
  PERIODS,
  THIS,
  UNITS,
} from "./window-words.ts";

export interface FoundWindow extends TimeWindow {
  /** The words that name it, verbatim. */
  phrase: string;
  /** Where they stand in the text. */
  index: number;
  rule: WindowRule;
}

const MAX_TEXT = 2_000;

/** The first one that is named; null when there is none. */
export function findWindow(text: string, options: WindowOptions): FoundWindow | null {
  const plain = text.slice(0, MAX_TEXT).replaceAll("’", "'");
  for (const { index } of plain.matchAll(/(?<![\p{L}\p{N}.])[\p{L}\p{N}]/gu)) {
    const read = readWindow(plain, index);
    if (!read) continue;
    const phrase = text.slice(index, read.end);
    return { ...resolveWindow(read.value, options), phrase, index, rule: read.value };
  }
  return null;
}

const hours = range(time);
const TODAY: DayName = { kind: "offset", days: 0 };

/** "yesterday", "Monday morning", "yesterday between 9 and 11", "between 9 and 11 on Friday". */
const dayWindow: Reader<WindowRule> = (text, at) => {
  const between = hours(text, at);
  if (between) {
    const behind = day(text, skip(text, between.end));
    return {
      value: { kind: "day", day: behind?.value ?? TODAY, part: null, hours: between.value },
      end: behind?.end ?? between.end,
    };
  }
  const named = day(text, at);
  if (!named) return null;
  const next = skip(text, named.end);
  const inDay = hours(text, next);
  const partOf = inDay ? null : part(text, next);
  return {
    value: {
      kind: "day",
      day: named.value,
      part: partOf?.value ?? null,
      hours: inDay?.value ?? null,
    },
    end: inDay?.end ?? partOf?.end ?? named.end,
  };
};

const lonePart: Reader<WindowRule> = longest(
  LONE_PARTS.map(([source, { days, part }]) =>
    mapped<WindowRule>(
      source,
      () => ({ kind: "day", day: { kind: "offset", days }, part, hours: null }),
    )
  ),
);

const dayRange: Reader<WindowRule> = (text, at) => {
  const days = range(day)(text, at);
  if (!days) return null;
  const { from: first, until: last } = days.value;
  return { value: { kind: "days", first, last }, end: days.end };
};

const WITHIN =
  "(?:(?:in|over|during|within|for|of|from|innerhalb|während|au cours|en|durante) )?(?:the |den |der |die |des |les |las |los |la |l')?";

const rolling: Reader<WindowRule> = longest<WindowRule>([
  mapped(
    `${WITHIN}(?:last|past|previous|letzten?|vergangenen?|últim[ao]s?) (${COUNT}) ?(${
      anyOf(UNITS)
    })`,
    ([, count, unit]) => rollingOf(count, unit!),
  ),
  mapped(
    `${WITHIN}(${COUNT}) (?:dernières?|derniers?|últim[ao]s) (${anyOf(UNITS)})`,
    ([, count, unit]) => rollingOf(count, unit!),
  ),
  // "the past week" has seven days, "last week" began on a Monday
  mapped(
    `${WITHIN}(?:past|últim[ao]|dernière|dernier) (${anyOf(UNITS)})`,
    ([, unit]) => rollingOf("1", unit!),
  ),
  mapped(
    `${WITHIN}(?:last|letzten?|letzter) (${anyOf(UNITS.slice(0, 3))})`,
    ([, unit]) => rollingOf("1", unit!),
  ),
  mapped(
    `${WITHIN}(?:last |past |letzten? |dernière |última )?(?:half(?: an)? hour|halben? stunde|demi-heure|media hora)`,
    () => ({ kind: "rolling", count: 30, unit: "minutes" }),
  ),
  mapped(
    `(${COUNT}) (${anyOf(UNITS.slice(0, 2))}) ago|(?:vor|il y a|hace) (${COUNT}) (${
      anyOf(UNITS.slice(0, 2))
    })`,
    ([, count, unit, otherCount, otherUnit]) =>
      rollingOf(count ?? otherCount, (unit ?? otherUnit)!),
  ),
]);

function rollingOf(count: string | undefined, unit: string): WindowRule {
  return { kind: "rolling", count: Math.max(1, countOf(count)), unit: meaningOf(UNITS, unit) };
}

const period: Reader<{ unit: "week" | "month" | "quarter" | "year"; offset: number }> = longest([
  mapped(
    `${ON}(?:der |die |das |la |el |l')?(?:(${LAST})|(${THIS})|(${NEXT})) (${anyOf(PERIODS)})`,
    ([, last, current, , name]) => ({
      unit: meaningOf(PERIODS, name!),
      offset: last ? -1 : current ? 0 : 1,
    }),
  ),
  mapped(
    `(?:de )?(?:la |le |el |l'|los |en )?(${anyOf(PERIODS)}) (?:(${LAST_AFTER})|(${NEXT_AFTER}))`,
    ([, name, last]) => ({ unit: meaningOf(PERIODS, name!), offset: last ? -1 : 1 }),
  ),
]);

const periodWindow: Reader<WindowRule> = (text, at) => {
  const read = period(text, at);
  return read && { value: { kind: "period", ...read.value }, end: read.end };
};

const weekend: Reader<WindowRule> = mapped(
  `${ON}(?:(last|letzte[sn]?|vergangene[sn]?)|(next|this|nächste[sn]?|dieses)|ce|este|le|el)? ?(?:weekend|week-end|wochenende|fin de semana)(?: (${LAST_AFTER}))?`,
  ([, last, next, lastAfter]) => ({
    kind: "weekend",
    turn: last || lastAfter ? "last" : next ? "next" : "near",
  }),
);

/** "in October", or a month as the last word; "the October invoice" is no time. */
const month: Reader<WindowRule> = mapped(
  `(?:in|during|for|of|im|für|en|au mois de)(?: the month of)? (${
    anyOf(MONTHS)
  })(?: (20\\d\\d))?(?! \\d)|(?<!d'|de |of |the |may |vom )(${
    anyOf(MONTHS)
  })(?: (20\\d\\d))?(?=[\\s.!?]*$)`,
  ([, named, year, last, lastYear]) => ({
    kind: "month",
    month: meaningOf(MONTHS, (named ?? last)!),
    year: year ?? lastYear ? Number(year ?? lastYear) : null,
  }),
);

const SINCE = pattern("since|seit|ab|depuis|desde");
const START = pattern(
  "(?:the )?(?:beginning|start) of|(?:dem )?(?:anfang|beginn)|(?:le )?début de|(?:el )?principio de",
);

const since: Reader<WindowRule> = (text, at) => {
  const word = SINCE(text, at);
  if (!word) return null;
  const start = skip(text, at + word[0].length);
  const beginning = START(text, start);
  const next = beginning ? skip(text, start + beginning[0].length) : start;
  return longest<WindowRule>([
    (text, at) => {
      const read = dayWindow(text, at);
      if (read?.value.kind !== "day" || read.value.hours) return null;
      const { day, part } = read.value;
      const exact = part ? null : time(text, skip(text, read.end));
      return {
        value: { kind: "since_day", day, part, time: exact?.value ?? null },
        end: exact?.end ?? read.end,
      };
    },
    (text, at) => {
      const read = lonePart(text, at);
      if (read?.value.kind !== "day") return null;
      const { day, part } = read.value;
      return { value: { kind: "since_day", day, part, time: null }, end: read.end };
    },
    (text, at) => {
      const read = time(text, at);
      if (!read) return null;
      const behind = day(text, skip(text, read.end));
      const value = behind?.value ?? TODAY;
      return {
        value: { kind: "since_day", day: value, part: null, time: read.value },
        end: behind?.end ?? read.end,
      };
    },
    (text, at) => {
      const read = period(text, at);
      return read && { value: { kind: "since_period", ...read.value }, end: read.end };
    },
    mapped(
      `(?:the |der |des |la |du |del )?(?:last )?(${anyOf(PERIODS)})`,
      ([, name]) => ({ kind: "since_period", unit: meaningOf(PERIODS, name!), offset: 0 }),
    ),
    // "seit zwei Tagen", "depuis 3 jours", "desde hace dos horas"
    mapped(
      `(?:hace )?(${COUNT}) (${anyOf(UNITS)})`,
      ([, count, unit]) => rollingOf(count, unit!),
    ),
    rolling,
  ])(text, next);
};

const readWindow: Reader<WindowRule> = longest([
  since,
  dayRange,
  dayWindow,
  lonePart,
  rolling,
  periodWindow,
  weekend,
  month,
]);
