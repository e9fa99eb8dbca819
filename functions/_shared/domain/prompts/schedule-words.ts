/** What a question about the calendar wants: what others proposed, how long it takes. */
import { words } from "./words.ts";

export const ASKS_FOR_PROPOSALS = words(
  "(?:meetings?|meeting times|appointments?|times|dates)\\b.*\\b(?:propos|suggest|offered)",
  "(?:proposed|suggested) (?:meetings?|times?|dates?|appointments?)",
  "(?:who|has anybody|did anybody)\\b.*\\b(?:meet|meeting|call)\\b",
  "terminvorschl",
  "vorgeschlagen",
  "propos[ée]",
  "propuest",
);

const DURATION = /(\d{1,3}) ?-?(?:min(?:ute|uto|uten)?s?)(?!\p{L})/iu;
const HOURS =
  /(?<!\p{L})(\d{1,2}|an|one|eine|une|una) ?-?(?:hours?|stunden?|heures?|horas?)(?!\p{L})/iu;
const HALF_HOUR = /half(?: an)? hour|halbe stunde|demi-heure|media hora/iu;
const USUAL_MINUTES = 30;

/**
 * How long it takes, as far as the text says; half an hour otherwise.
 * @param text without the words that name when it is
 */
export function minutesOf(text: string): number {
  if (HALF_HOUR.test(text)) return 30;
  const minutes = Number(DURATION.exec(text)?.[1] ?? 0);
  if (minutes >= 5) return Math.min(minutes, 480);
  const hours = HOURS.exec(text)?.[1];
  if (hours) return Math.min(/\d/.test(hours) ? Math.max(Number(hours), 1) * 60 : 60, 480);
  return USUAL_MINUTES;
}

const MEETING = words(
  "meet",
  "call\\b",
  "talk\\b",
  "appointment",
  "(?:are|would) you (?:be )?(?:free|available)",
  "termin",
  "treffen",
  "telefonieren",
  "besprech",
  "rendez-vous",
  "réunion",
  "se voir",
  "reunión",
  "reunirnos",
  "vernos",
  "llamada",
);

/** Whether a sentence is about coming together. */
export const isAboutMeeting = (sentence: string) => MEETING.test(sentence);
