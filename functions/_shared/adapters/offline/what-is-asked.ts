/** What a mail wants of its reader, as far as words tell, in four languages. */
import type { DraftReplyFacts } from "../../ai/draft-reply-facts.ts";
import { findDues } from "../../domain/time/find-due.ts";
import type { DraftLanguage } from "./detect-language.ts";
import type { Ask } from "./reply-phrases/reply-phrases.ts";
import { shortQuote } from "./short-quote.ts";

export interface Asked {
  ask: Ask;
  /** The words that ask; empty when none were found. */
  quote: string;
  /** Days and hours as the mail names them, at most three. */
  days: string[];
}

const MEET =
  /(?<!\p{L})(?:meet(?:ing)?s?|call|catch[- ]up|(?:have|grab) (?:a |lunch|coffee)|talk|speak|appointment|schedule|visit|zoom|termin|treffen|treffe|telefonieren|telefonat|anrufen|besprech\p{L}*|sprechen|gespräch|vorbeikommen|rendez-vous|rdv|réunion|se voir|appel|échanger|appeler|rencontrer|reunión|reunirnos|vernos|quedar|quedamos|llamada|llamarte|hablar|cita)(?!\p{L})/iu;
const SEND =
  /(?<!\p{L})(?:send|forward|share|attach|provide|mail me|e-mail me|let (?:me|us) have|submit|deliver|complete|sign|review|schick\p{L}*|send(?:en|est|et|e)|zusend\p{L}*|zuschick\p{L}*|weiterleit\p{L}*|unterschreib\p{L}*|prüf\p{L}*|envoy\p{L}*|transmet\p{L}*|faire parvenir|signer|env[ií]\p{L}*|mand\p{L}*|remit\p{L}*|firm\p{L}*|compart\p{L}*)(?!\p{L})/iu;
const PROBLEM =
  /(?<!\p{L})(?:complain\p{L}*|disappointed|unacceptable|does(?:n't| not) work|not working|broken|still waiting|refund|beschwer\p{L}*|enttäuscht|funktioniert (?:\p{L}+ )?nicht|defekt|reklam\p{L}*|inakzeptabel|réclamation|déçu\p{L}*|ne (?:fonctionne|marche) (?:\p{L}+ )?(?:pas|plus)|inacceptable|en panne|queja|decepcionad\p{L}*|no funciona|inaceptable|estropead\p{L}*|averiad\p{L}*)(?!\p{L})/iu;
const THANKS = /(?<!\p{L})(?:thank you|thanks|danke|vielen dank|merci|gracias)(?!\p{L})/iu;
/** What is asked in these words has an answer of its own: a price, a reason, a person. */
const OPEN =
  /^(?:(?:and|und|et|y),? )?(?:what|which|who|whose|why|how|where|was|welche\p{L}*|wer|warum|wieso|wie|wo|que|quel\p{L}*|qui|pourquoi|comment|combien|où|qué|cuál\p{L}*|quién|por qué|cómo|cuánt\p{L}*|dónde)(?!\p{L})/iu;

const HOUR = /^ ?(?:h(?:eures?)?(?: ?\d{2})?|uhr|horas?|o['’]clock|[ap]\.?m\.?)(?!\p{L})/iu;
const MAX_DAYS = 3;

export function whatIsAsked(
  facts: DraftReplyFacts,
  called: string[],
  language: DraftLanguage,
): Asked {
  const { text, evidence, sentAt, sentiment } = facts.answered;
  const quote = shortQuote(evidence ?? "", called);
  const daysIn = (words: string) => {
    const options = { sentAt, timeZone: facts.timeZone, language };
    const named = findDues(words, options).map(({ phrase, index }) => {
      const end = index + phrase.length;
      // "jeudi à 10 h": the parser leaves the word for the hour behind
      const unit = HOUR.exec(words.slice(end))?.[0] ?? "";
      return shortQuote(`${phrase}${unit}`);
    });
    return [...new Set(named)].filter((day) => day !== "" && day.length <= 40).slice(0, MAX_DAYS);
  };
  const asked = (ask: Ask, days: string[] = []): Asked => ({ ask, quote, days });
  if (sentiment === "negative" || PROBLEM.test(text.slice(0, 4_000))) return asked("problem");
  if (!evidence) return asked(THANKS.test(text.slice(0, 1_000)) ? "thanks" : "news");
  if (OPEN.test(quote) && !MEET.test(evidence)) return asked("question");
  const inQuestion = daysIn(evidence);
  if (MEET.test(evidence) || facts.answered.category === "scheduling") {
    // the day may stand in the sentence before or after the one that asks
    const days = inQuestion.length > 0 ? inQuestion : daysIn(text);
    return asked(
      days.length === 0 ? "meeting" : days.length === 1 ? "meeting_at" : "meeting_choice",
      days,
    );
  }
  if (SEND.test(evidence)) {
    return asked(inQuestion.length > 0 ? "send_by" : "send", inQuestion.slice(0, 1));
  }
  return asked("question");
}
