/** Words for stretches of time in English, German, French and Spanish; what they mean is computed in resolve-window.ts. */
import type { CountedUnit, DayPart, PeriodUnit } from "./resolve-window.ts";

/** Patterns and what they stand for; of two that fit the longer words stand first. */
export type Words<Meaning> = [source: string, meaning: Meaning][];

const COUNTS: Record<string, number> = {
  ...counted("one two three four five six seven eight nine ten eleven twelve"),
  ...counted("ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"),
  ...counted("un deux trois quatre cinq six sept huit neuf dix onze douze"),
  ...counted("uno dos tres cuatro cinco seis siete ocho nueve diez once doce"),
  an: 1,
  a: 1,
  eine: 1,
  einer: 1,
  einem: 1,
  einen: 1,
  une: 1,
  una: 1,
  "a couple of": 2,
  "couple of": 2,
  couple: 2,
  "a few": 3,
  few: 3,
  several: 3,
  "ein paar": 3,
  paar: 3,
  quelques: 3,
  unas: 3,
  unos: 3,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  "forty-five": 45,
  sixty: 60,
  ninety: 90,
  zwanzig: 20,
  dreißig: 30,
  vingt: 20,
  trente: 30,
  quinze: 15,
  quince: 15,
  veinte: 20,
  treinta: 30,
};

function counted(words: string): Record<string, number> {
  return Object.fromEntries(words.split(" ").map((word, at) => [word, at + 1]));
}

/** Longest first, so that "a couple of" is not read as "a". */
export const COUNT = `\\d{1,3}|${
  Object.keys(COUNTS).sort((one, other) => other.length - one.length).join("|")
}`;

export function countOf(word: string | undefined): number {
  const plain = (word ?? "1").toLowerCase();
  return COUNTS[plain] ?? Number.parseInt(plain, 10);
}

export const UNITS: Words<CountedUnit> = [
  ["minutes?|mins?|minuten?|minutos?", "minutes"],
  ["hours?|hrs?|h|stunden?|heures?|horas?", "hours"],
  ["days?|tagen?|tage?|jours?|journées?|d[ií]as?", "days"],
  ["weeks?|wochen?|semaines?|semanas?", "weeks"],
  ["months?|monaten?|monate?|mois|mes(?:es)?", "months"],
  ["years?|jahren?|jahre?|ans?|années?|años?", "years"],
];

export const PERIODS: Words<PeriodUnit> = [
  ["week|woche|semaine|semana", "week"],
  ["month|monate?s?|mois|mes", "month"],
  ["quarter|quartale?s?|trimestre", "quarter"],
  ["year|jahre?s?|année|an|año", "year"],
];

export const OFFSET_DAYS: Words<number> = [
  ["(?:the )?day before yesterday|vorgestern|avant-hier|anteayer|antes de ayer", -2],
  ["(?:the )?day after tomorrow|übermorgen|après-demain|pasado mañana", 2],
  ["yesterday|gestern|gestrigen tag(?:es)?|hier|ayer", -1],
  ["tomorrow|(?<!guten |am )morgen|demain|(?<!la |esta )mañana", 1],
  ["today|(?:der |den |des )?heutigen tag(?:es)?|heute|aujourd'hui|aujourd’hui|hoy", 0],
];

export const WEEKDAYS: Words<number> = [
  ["mondays?|montags?|lundi|lunes", 1],
  ["tuesdays?|dienstags?|mardi|martes", 2],
  ["wednesdays?|mittwochs?|mercredi|miércoles", 3],
  ["thursdays?|donnerstags?|jeudi|jueves", 4],
  ["fridays?|freitags?|vendredi|viernes", 5],
  ["saturdays?|samstags?|sonnabends?|samedi|sábado", 6],
  ["sundays?|sonntags?|dimanche|domingo", 7],
];

export const MONTHS: Words<number> = [
  ["january|januar|janvier|enero", 1],
  ["february|februar|février|febrero", 2],
  ["march|märz|mars|marzo", 3],
  ["april|avril|abril", 4],
  ["may|mai|mayo", 5],
  ["june|juni|juin|junio", 6],
  ["july|juli|juillet|julio", 7],
  ["august|août|agosto", 8],
  ["september|septembre|septiembre", 9],
  ["october|oktober|octobre|octubre", 10],
  ["november|novembre|noviembre", 11],
  ["december|dezember|décembre|diciembre", 12],
];

/** Behind a day. */
export const DAY_PARTS: Words<DayPart> = [
  [
    "(?:in the )?(?:early )?morning|(?:am )?(?:früh|morgen|vormittag)|(?:au )?matin|(?:por|de) la mañana",
    "morning",
  ],
  [
    "(?:in the )?afternoon|(?:am )?nachmittag|(?:dans l'|l')?après-midi|(?:por|de) la tarde",
    "afternoon",
  ],
  ["(?:in the )?evening|(?:am )?abend|(?:au )?soir|(?:por|de) la noche", "evening"],
  ["(?:at )?night|(?:in der )?nacht", "evening"],
];

/** A part of a day that needs no day beside it, and the day it belongs to. */
export const LONE_PARTS: Words<{ days: number; part: DayPart }> = [
  ["(?:early )?this morning|ce matin|esta mañana", { days: 0, part: "morning" }],
  ["this afternoon|cet après-midi|esta tarde", { days: 0, part: "afternoon" }],
  ["this evening|tonight|ce soir|esta noche", { days: 0, part: "evening" }],
  [
    "last night|over ?night|during the night|letzte nacht|über nacht|heute nacht|la nuit dernière|cette nuit|anoche",
    { days: -1, part: "night" },
  ],
];

export const LAST = "last|previous|letzte[nrs]?|vorige[nrs]?|vergangene[nrs]?";
export const THIS = "this|the current|current|diese[nrs]?|laufende[nrs]?|cette|cet|ce|esta|este";
export const NEXT = "next|the coming|coming|nächste[nrsm]?|kommende[nrsm]?";
/** Behind the noun, as French and Spanish have it. */
export const LAST_AFTER = "dernière|dernier|passée|passé|pasada|pasado|précédente|précédent";
export const NEXT_AFTER = "prochaine|prochain|próxima|próximo|que viene|qui vient";
