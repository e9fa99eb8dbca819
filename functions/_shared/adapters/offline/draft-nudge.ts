/** A nudge by templates and rules: the same facts give the same draft, without a network or a key. */
import type { DraftNudgeFacts } from "../../ai/draft-nudge-facts.ts";
import { findLinks } from "../../domain/text/links.ts";
import { textLanguage } from "../../domain/text/text-language.ts";
import { type DraftLanguage, draftLanguage } from "./detect-language.ts";
import { readName } from "../../domain/text/first-name.ts";
import { germanAddress } from "../../domain/text/german-address.ts";
import { ownGreeting } from "../../domain/text/own-greeting.ts";
import { english } from "./phrases/english.ts";
import { french } from "./phrases/french.ts";
import { german } from "./phrases/german.ts";
import type { Phrases } from "./phrases/phrases.ts";
import { spanish } from "./phrases/spanish.ts";
import { isQuestion, shortQuote } from "./short-quote.ts";

export const PHRASES: Record<DraftLanguage, (text: string) => Phrases> = {
  en: () => english,
  de: (text) => german(germanAddress(text)),
  fr: () => french,
  es: () => spanish,
};
const DAY_MS = 86_400_000;

export interface OfflineDraft {
  body: string;
  confidence: number;
  reasons: string[];
}

/** How somebody greets and ends, where that is known. */
export interface OwnWords {
  greeting: string | null;
  closing: string | null;
  signsAs: string | null;
}

export function draftNudgeOffline(
  facts: DraftNudgeFacts,
  own: OwnWords = { greeting: null, closing: null, signsAs: null },
): OfflineDraft {
  const { lastOutbound, tone } = facts;
  const written = textLanguage(lastOutbound.textNew) ??
    textLanguage(facts.earlierMessages.map(({ text }) => text).join("\n"));
  const language = draftLanguage(written, facts.languageHint);
  // A draft in another language than the mail quotes nothing of it, so that it is in one language throughout.
  const isSameLanguage = written === null || written === language;
  const phrases = PHRASES[language](lastOutbound.textNew);
  const position = Math.min(facts.nudgeNumber, 3) - 1 as 0 | 1 | 2;
  const sentences = phrases.tones[tone];
  const elapsed = Date.parse(facts.asOf) - Date.parse(lastOutbound.sentAt);
  const days = Math.max(0, Math.floor(elapsed / DAY_MS));
  const name = readName(facts.recipientName, facts.recipientAddress);
  const called = name ? [name.first, name.full] : [];
  const quote = isSameLanguage ? shortQuote(lastOutbound.evidence ?? "", called) : "";
  const asks = isQuestion(quote);
  // a link in a subject of theirs is not repeated
  const isQuotable = facts.isOwnSubject || findLinks(facts.conversationSubject).length === 0;
  const subject = isQuotable
    ? shortQuote(facts.conversationSubject.replace(/^(?:(?:re|aw|fwd?|wg|tr|rv):\s*)+/i, ""))
    : "";
  const quoting = asks ? phrases.question : phrases.statement;
  const reminder = quote ? quoting : subject ? phrases.topic : phrases.mail;

  const greeting = own.greeting ?? (isSameLanguage ? ownGreeting(lastOutbound.textNew) : null) ??
    (name
      ? fill(phrases.greeting, { name: name.first, fullName: name.full })
      : phrases.greetingWithoutName);
  const main = fill(reminder[position], { ago: phrases.ago(days), quote, subject });
  const goesOn = language === "de" && greeting.endsWith(",");
  const body = [
    greeting,
    afterGreeting(sentences.opening[position], main, goesOn),
    sentences.request[position],
    `${own.closing ?? sentences.closing}\n${own.signsAs ?? facts.ownerName.trim()}`,
  ].join("\n\n");
  return {
    body,
    // Templates repeat the question faithfully, but cannot tell whether it is still the right one to ask.
    confidence: quote ? 0.6 : 0.4,
    reasons: [
      `Your mail of ${lastOutbound.sentAt.slice(0, 10)} has had no answer for ${days} ${
        days === 1 ? "day" : "days"
      }`,
      reasonFor(quote, asks, isSameLanguage),
      "Written by built-in rules without a language model" +
      (facts.voiceGuidelines ? ", which cannot follow your voice guidelines" : ""),
    ],
  };
}

function reasonFor(quote: string, asks: boolean, isSameLanguage: boolean): string {
  if (!isSameLanguage) {
    return "It is in another language than that mail and so repeats nothing of it";
  }
  if (quote === "") return "No question was found in that mail, so it names the subject";
  return asks
    ? "It repeats the question found in that mail"
    : "It repeats the sentence of that mail that waits for an answer";
}

export function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_match, key: string) => values[key] ?? "");
}

/** After "Hallo Bob," German goes on in small letters; the other languages, and every second sentence, begin anew. */
function afterGreeting(opening: string, main: string, goesOn: boolean): string {
  const [first, second] = opening === "" ? [main, ""] : [opening, ` ${capitalise(main)}`];
  return `${goesOn ? first : capitalise(first)}${second}`;
}

export function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
