/** Month names of the languages out-of-office replies are read in, by their first letters. */
const MONTHS: [RegExp, number][] = [
  [/^(?:jan|ene|gen|sty|янв)/, 1],
  [/^(?:feb|fév|fev|lut|фев)/, 2],
  [/^(?:mar|mär|maa|marz|март|mrt)/, 3],
  [/^(?:apr|avr|abr|kwi)/, 4],
  [/^(?:may|mai|mei|maj|mag)/, 5],
  [/^(?:jun|juin|giu|cze)/, 6],
  [/^(?:jul|juil|lug|lip)/, 7],
  [/^(?:aug|aoû|aou|ago|sie)/, 8],
  [/^(?:sep|set|wrz)/, 9],
  [/^(?:oct|okt|ott|out|paź)/, 10],
  [/^(?:nov|lis)/, 11],
  [/^(?:dec|dez|déc|dic|gru)/, 12],
];

const WEEKDAYS: [RegExp, number][] = [
  [/^(?:sun|sonntag|dimanche|domingo|domenica|zondag)/i, 0],
  [/^(?:mon|montag|lundi|lunes|lunedì|maandag|segunda)/i, 1],
  [/^(?:tue|dienstag|mardi|martes|martedì|dinsdag|terça)/i, 2],
  [/^(?:wed|mittwoch|mercredi|miércoles|mercoledì|woensdag|quarta)/i, 3],
  [/^(?:thu|donnerstag|jeudi|jueves|giovedì|donderdag|quinta)/i, 4],
  [/^(?:fri|freitag|vendredi|viernes|venerdì|vrijdag|sexta)/i, 5],
  [/^(?:sat|samstag|sonnabend|samedi|sábado|sabato|zaterdag)/i, 6],
];

// What announces the day somebody is back, strongest first.
const BACK =
  /\b(?:back (?:in the office |at work |again |online )?(?:on|by)?|return(?:ing)?(?: to (?:the office|work))?(?: on)?|available again (?:on|from)?|wieder (?:da|im büro|erreichbar|zurück)|zurück|ab dem|de retour(?: au bureau)?(?: le)?|reviens|rentre|serai de retour|vuelvo|regreso|volveré|regresaré|de vuelta|torno|rientro|di ritorno|terug|volto|retorno|tillbaka|tilbage|tilbake)\b/giu;
const UNTIL =
  /\b(?:until|till|til|through|thru|to|bis(?: zum| einschließlich)?|jusqu'au|jusqu’au|hasta(?: el)?|fino al|t\/m|tot(?: en met)?|até|do)\b/giu;
const INCLUSIVE = /through|thru|einschließlich|einschl|inclu|t\/m|tot en met|compris/i;

/**
 * The first day back that an out-of-office text names, as YYYY-MM-DD; null when it names none. A day
 * without a year is the next such day after `sentAt`, a weekday the next one. "Until" is read as the
 * day back, "through" and "including" as the day before it.
 */
export function returnDate(text: string, sentAt: Date | null): string | null {
  const head = text.slice(0, 5_000);
  for (const announcement of [BACK, UNTIL]) {
    for (const match of head.matchAll(announcement)) {
      const after = head.slice(match.index + match[0].length, match.index + match[0].length + 60);
      const before = announcement === BACK
        ? head.slice(Math.max(0, match.index - 40), match.index)
        : "";
      const found = firstDay(after.split(/(?<!\d)[.!?](?:\s|$)/)[0] ?? "", sentAt) ??
        firstDay(lastClause(before), sentAt);
      if (!found) continue;
      const around = match[0] + after;
      const isIncluded = announcement === UNTIL && INCLUSIVE.test(around);
      return iso(isIncluded ? new Date(found.getTime() + 86_400_000) : found);
    }
  }
  return null;
}

/** "am 12.05. wieder erreichbar": German and Dutch put the day before the verb. */
function lastClause(text: string): string {
  return text.split(/[,;:!?\n]/).at(-1) ?? "";
}

function firstDay(text: string, sentAt: Date | null): Date | null {
  const numeric = /(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
  if (numeric) return dayOf(Number(numeric[1]), Number(numeric[2]), Number(numeric[3]), sentAt);
  const dotted = /\b(\d{1,2})[.](\d{1,2})[.]?(\d{4}|\d{2})?(?!\d)/.exec(text);
  if (dotted) return dayOf(yearOf(dotted[3]), Number(dotted[2]), Number(dotted[1]), sentAt);
  const slashed = /\b(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?\b/.exec(text);
  if (slashed) return slashedDay(slashed, text, sentAt);
  const dayFirst =
    /\b(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de |of )?(\p{L}{3,12})\.?(?:,?\s+(?:de )?(\d{4}))?/u
      .exec(text);
  const monthFirst = /(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4}))?/u.exec(text);
  for (const [match, day, name] of [[dayFirst, 1, 2], [monthFirst, 2, 1]] as const) {
    const month = match && monthOf(match[name]!);
    if (match && month) return dayOf(yearOf(match[3]), month, Number(match[day]), sentAt);
  }
  return weekday(text, sentAt);
}

// 3/4 is the fourth of March only in the United States; a number above 12 settles it, else the
// language does: English alone gives the month first.
function slashedDay(match: RegExpExecArray, text: string, sentAt: Date | null): Date | null {
  const [first, second] = [Number(match[1]), Number(match[2])];
  const isEnglish = !/\b(?:le|el|il|den|am|op|em|dem)\s*$/i.test(text.slice(0, match.index));
  const isMonthFirst = second > 12 || (first <= 12 && isEnglish);
  const [month, day] = isMonthFirst ? [first, second] : [second, first];
  return dayOf(yearOf(match[3]), month, day, sentAt);
}

function weekday(text: string, sentAt: Date | null): Date | null {
  const word =
    /^\s*(?:(?:on|next|am|le|el|lunedì|op|kommenden|nächsten|coming)\s+)*(\p{L}+)/iu.exec(text)
      ?.[1] ?? "";
  const index = WEEKDAYS.find(([name]) => name.test(word))?.[1];
  if (index === undefined || sentAt === null) return null;
  const ahead = (index - sentAt.getUTCDay() + 7) % 7 || 7;
  return new Date(sentAt.getTime() + ahead * 86_400_000);
}

function dayOf(year: number | null, month: number, day: number, sentAt: Date | null): Date | null {
  if (year === null && sentAt === null) return null;
  const at = new Date(Date.UTC(year ?? sentAt!.getUTCFullYear(), month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
  if (year !== null && (year < 1980 || year > 2099)) return null;
  // A week of grace: replies are still sent on the day of return.
  if (year === null && at.getTime() < sentAt!.getTime() - 7 * 86_400_000) {
    at.setUTCFullYear(at.getUTCFullYear() + 1);
  }
  return at;
}

function monthOf(name: string): number | null {
  return MONTHS.find(([start]) => start.test(name.toLowerCase()))?.[1] ?? null;
}

function yearOf(text: string | undefined): number | null {
  if (!text) return null;
  return Number(text) + (text.length === 2 ? 2000 : 0);
}

function iso(day: Date): string {
  return day.toISOString().slice(0, 10);
}
