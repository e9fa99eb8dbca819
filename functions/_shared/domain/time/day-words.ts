/**
 * Phrases for a day that the date parser does not know, by language: what they mean is an offset named here and computed
 * in find-due.ts, in the reader's zone.
 */

/** `days` and `weeks` from the day of the mail; `workdays` skips weekends; the ends are of the reader's calendar. */
export type DayRule =
  | { kind: "days" | "workdays"; count: number }
  | { kind: "end_of_day" | "end_of_week" | "end_of_month" | "start_of_next_week" | "next_week" }
  | { kind: "day_of_month"; day: number }
  | { kind: "date"; month: number; day: number };

interface DayPhrase {
  pattern: RegExp;
  rule: (match: RegExpExecArray) => DayRule;
}

const NUMBERS: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  ein: 1,
  einem: 1,
  einer: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  un: 1,
  une: 1,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  quinze: 15,
  uno: 1,
  una: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  quince: 15,
};

const NUMBER = `(\\d{1,2}|${Object.keys(NUMBERS).join("|")})`;

const numberOf = (word: string | undefined) =>
  NUMBERS[(word ?? "").toLowerCase()] ?? Number.parseInt(word ?? "0", 10);

const fixed = (source: string, rule: DayRule): DayPhrase => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, "iu"),
  rule: () => rule,
});

const counted = (source: string, kind: "days" | "workdays", perUnit = 1): DayPhrase => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])${source.replace("#", NUMBER)}(?![\\p{L}\\p{N}])`, "iu"),
  rule: (match) => ({ kind, count: numberOf(match[1]) * perUnit }),
});

/** The first that matches decides, so longer phrases stand before what they contain. */
export const DAY_PHRASES: DayPhrase[] = [
  fixed("übermorgen|après-demain|pasado mañana|(?:the )?day after tomorrow", {
    kind: "days",
    count: 2,
  }),
  {
    pattern:
      /(?<!\p{L})(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo) (\d{1,2})(?! ?(?:h(?!\p{L})|:|\d|de \p{L}|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))/iu,
    rule: (match) => ({ kind: "day_of_month", day: Number(match[1]) }),
  },
  {
    pattern: /(?<![\d.])(\d{1,2})\.(1[0-2]|0?[1-9])\.(?!\d)/u,
    rule: (match) => ({ kind: "date", month: Number(match[2]), day: Number(match[1]) }),
  },
  fixed(
    "(?:by |at )?(?:the )?end of next week|(?:bis )?ende (?:der )?nächster? woche|(?:d'ici )?(?:à )?la fin de (?:la )?semaine prochaine|" +
      "(?:a )?finales de la (?:próxima semana|semana que viene)",
    { kind: "next_week" },
  ),
  fixed(
    "(?:by |before )?(?:the )?end of (?:the |this )?(?:day|business(?: today)?)|by eod|eod|by close of (?:business|play)(?: today)?|by cob|" +
      "bis (?:zum )?(?:feierabend|ende des tages)|d'ici (?:à )?(?:la fin de la journée|ce soir)|en fin de journée|" +
      "antes de (?:que acabe|terminar) el día|al final del día",
    { kind: "end_of_day" },
  ),
  fixed(
    "(?:by |before |at )?(?:the )?end of (?:the|this) (?:working )?week|by eow|in the course of (?:the|this) week|sometime this week|this week|" +
      "(?:bis |vor )?ende (?:der|dieser) woche|bis zum wochenende|(?:noch |im laufe )?(?:in )?dieser woche|diese woche|" +
      "(?:d'ici|avant) (?:à )?la fin de (?:la|cette) semaine|(?:dans le )?courant de la semaine|en fin de semaine|cette semaine|" +
      "(?:antes de(?:l)?|a) (?:fin(?:al)?(?:es)? de) (?:la |esta )?semana|a lo largo de (?:la|esta) semana|esta semana",
    { kind: "end_of_week" },
  ),
  fixed(
    "(?:by |before |at )?(?:the )?end of (?:the|this) month|by eom|(?:bis )?(?:zum )?(?:monatsende|ende des monats)|ende (?:november|des monats)|" +
      "(?:d'ici|avant|à) (?:à )?la fin du mois|en fin de mois|(?:antes de |a )?(?:fin(?:al)?(?:es)? de mes|fin del mes)",
    { kind: "end_of_month" },
  ),
  fixed(
    "early next week|at the (?:beginning|start) of next week|(?:zu )?(?:anfang|beginn) (?:der )?nächster? woche|en début de semaine prochaine|" +
      "début de semaine prochaine|a principios de la (?:semana que viene|próxima semana)",
    { kind: "start_of_next_week" },
  ),
  counted("(?:within|in) (?:the next )?# (?:working|business) days", "workdays"),
  counted("(?:innerhalb von|binnen|in) # (?:werktagen?|arbeitstagen?)", "workdays"),
  counted("(?:sous|dans(?: un délai de)?|d'ici) # jours (?:ouvrés|ouvrables)", "workdays"),
  counted("(?:en|dentro de)(?: un plazo de)? # días (?:hábiles|laborables)", "workdays"),
  counted("within (?:the next )?# days", "days"),
  counted("within (?:the next )?# weeks", "days", 7),
  counted("(?:innerhalb von|binnen) # tagen?", "days"),
  counted("(?:innerhalb von|binnen) # wochen?", "days", 7),
  counted("(?:sous|d'ici|dans un délai de) # jours", "days"),
  counted("(?:sous|d'ici|dans un délai de) # semaines?", "days", 7),
  counted("en (?:un plazo de )# días", "days"),
  counted("(?:en|dentro de) # semanas?", "days", 7),
  fixed(
    "(?:by|before|until) christmas|bis weihnachten|vor weihnachten|avant noël|antes de navidad",
    {
      kind: "date",
      month: 12,
      day: 25,
    },
  ),
  fixed(
    "next week|nächste woche|la semaine prochaine|la semana que viene|la próxima semana",
    { kind: "next_week" },
  ),
  {
    pattern:
      /(?<![\p{L}\p{N}])(?:by|before|on|until) the (\d{1,2})(?:st|nd|rd|th)(?! of|[ ,]+\p{L}*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))(?![\p{L}\p{N}])/iu,
    rule: (match) => ({ kind: "day_of_month", day: Number(match[1]) }),
  },
];

/** Words before a phrase that make it a deadline rather than a mention. */
export const DEADLINE_WORD =
  /(?:\b(?:by|until|till|before|no later than|not later than|due|deadline:?|at the latest|latest)|\b(?:bis|vor|spätestens|frist:?|abgabe)|(?:^|[^\p{L}])(?:avant|d'ici|au plus tard|pour|antes|para|hasta|a más tardar)|\b(?:lapses|expires|closes|ends))(?:[^.!?\p{N}]{0,16})$/iu;
