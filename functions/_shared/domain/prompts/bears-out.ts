/**
 * Whether messages bear out what a sentence adds to the quotes it rests on: whom it names, which weekday, how much. It may say
 * them in other words and in another language; what cannot be told apart from an honest paraphrase counts as borne out.
 */
import { MONTHS, OFFSET_DAYS, WEEKDAYS } from "../time/window-words.ts";

export interface Evidence {
  subject: string;
  text: string;
  /** ISO 8601. */
  sentAt: string;
  direction: "inbound" | "outbound";
  automaticKind: string;
  senderName: string | null;
  recipients: { name: string | null }[];
}

/**
 * @param cited the messages the sentence names
 * @param given all messages it could have named
 */
export function bearsOut(sentence: string, cited: Evidence[], given: Evidence[]): boolean {
  const said = cited.map(({ subject, text }) => `${subject}\n${text}`).join("\n");
  return !namesSomebodyElse(sentence, said, cited, given) &&
    !namesAnotherDay(sentence, said, cited) && !namesAnotherAmount(sentence, said);
}

/** A person who wrote another of the messages, and has no part in those it names. */
function namesSomebodyElse(
  sentence: string,
  said: string,
  cited: Evidence[],
  given: Evidence[],
): boolean {
  const here = wordsOf(
    [said, ...cited.flatMap((one) => [one.senderName, ...one.recipients.map(({ name }) => name)])]
      .join("\n").toLowerCase(),
  );
  const spelt = wordsOf(sentence);
  const everywhere = wordsOf(given.map(({ subject, text }) => `${subject}\n${text}`).join("\n"));
  return given.some(({ direction, automaticKind, senderName }) =>
    direction === "inbound" && automaticKind === "human" &&
    [...wordsOf(senderName ?? "")].some((word) =>
      /^\p{Lu}\p{L}{2,}$/u.test(word) && spelt.has(word) && !here.has(word.toLowerCase()) &&
      // "Support" in a sender's name is a word like others
      !everywhere.has(word.toLowerCase())
    )
  );
}

function wordsOf(text: string): Set<string> {
  return new Set(text.match(/\p{L}+/gu) ?? []);
}

const whole = (source: string, flags = "iu") =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, flags);
const SHORT_DAYS = [
  "Mon|Mo|lun",
  "Tues?|Di|mar",
  "Wed|Mi|mer|mié",
  "Thu(?:rs?)?|Do|jeu|jue",
  "Fri|Fr|ven|vie",
  "Sat|Sa|sam|sáb",
  "Sun|So|dim|dom",
];
const DAYS = WEEKDAYS.map(([source, day]) => ({ source, day, pattern: whole(source) }));
const MONTH = MONTHS.map(([source]) => source).join("|");
const NEAR_DAY = OFFSET_DAYS.map(([source]) => source).join("|");
/** Another way to name a day, from which a weekday can be told. */
const DAY_OF_ANY_KIND = whole(
  `${NEAR_DAY}|${MONTH}|tonight|weekend|wochenende|week-end|fin de semana|eod|(?:jan|feb|febr|mär|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez)` +
    "|\\d{1,2}(?:st|nd|rd|th)|\\d{1,2}[./-]\\d{1,2}(?:[./-]\\d{2,4})?|\\d{4}-\\d{2}-\\d{2}" +
    "|(?:in|within|nach|binnen|dans|sous|en|dentro de) \\p{L}*\\d* ?(?:days?|tagen?|jours?|días?|hours?|stunden|heures|horas)" +
    "|(?:end|ende|fin|final|beginning|start|anfang) (?:of|der|dieser|de|des|next|nächster?).{0,12}(?:week|woche|semaine|semana)",
);
const HOUR_MS = 3_600_000;
/** From Samoa to Kiribati, in hours from UTC. */
const ZONES = [-11, 0, 14];

function namesAnotherDay(sentence: string, said: string, cited: Evidence[]): boolean {
  const named = DAYS.filter(({ pattern }) => pattern.test(sentence));
  if (named.length === 0 || DAY_OF_ANY_KIND.test(said)) return false;
  // whatever the zone, the day it was sent on
  const sent = cited.flatMap(({ sentAt }) =>
    ZONES.map((hours) => new Date(Date.parse(sentAt) + hours * HOUR_MS).getUTCDay() || 7)
  );
  return named.some(({ pattern, day }) =>
    !pattern.test(said) && !whole(SHORT_DAYS[day - 1]!, "u").test(said) && !sent.includes(day)
  );
}

/** What is written in words or in thousands is not reckoned with. */
const IN_WORDS =
  /\d ?[km](?!\p{L})|thousand|hundred|million|tausend|hundert|mio|tsd|mille|cents?(?!\p{L})|(?<!\p{L})mil(?!\p{L})|millones|dozen|dutzend|cien/iu;
const MOMENTS =
  /\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})|(?<![\d.,])\d{1,2}[:.h]\d{2}(?!\d)|(?:19|20)\d{2}(?![\d.,]?\d)/gu;
const NUMBER = /\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d{1,2})?(?!\d)/gu;
const UNIT_AFTER =
  /^ ?(?:%|percent|prozent|pour cent|por ciento|€|\$|£|eur|usd|gbp|chf|dollars?|pounds?)/iu;
const UNIT_BEFORE = /(?:[€$£]|eur|usd|gbp|chf) ?$/iu;

/** A sum, a share or a number of three digits or more that none of the messages has. */
function namesAnotherAmount(sentence: string, said: string): boolean {
  const plain = sentence.replace(MOMENTS, " ");
  const amounts = [...plain.matchAll(NUMBER)].filter(({ 0: number, index }) =>
    isLong(number) || UNIT_AFTER.test(plain.slice(index + number.length)) ||
    UNIT_BEFORE.test(plain.slice(0, index))
  ).map(([number]) => number);
  if (amounts.length === 0 || IN_WORDS.test(said) || IN_WORDS.test(sentence)) return false;
  const known = new Set([...said.matchAll(NUMBER)].flatMap(([number]) => [
    digits(number),
    digits(withoutCents(number)),
  ]));
  // numbers that are grouped some other way, as those of orders and phones
  const bare = digits(said);
  return amounts.some((number) =>
    !known.has(digits(withoutCents(number))) &&
    !(digits(number).length > 3 && bare.includes(digits(number)))
  );
}

const digits = (text: string) => text.replace(/\D/g, "");
const withoutCents = (number: string) => number.replace(/[.,]\d{1,2}$/u, "");
const isLong = (number: string) => digits(withoutCents(number)).length >= 3;
