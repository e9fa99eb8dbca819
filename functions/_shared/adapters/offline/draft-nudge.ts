/** A nudge by templates and rules: the same facts give the same draft, without a network or a key. */
import type { DraftNudgeFacts } from "../../ai/draft-nudge-facts.ts";
import { detectLanguage, type DraftLanguage } from "./detect-language.ts";
import { firstName } from "./first-name.ts";
import { english } from "./phrases/english.ts";
import { french } from "./phrases/french.ts";
import { german } from "./phrases/german.ts";
import type { Phrases } from "./phrases/phrases.ts";
import { spanish } from "./phrases/spanish.ts";
import { shortQuote } from "./short-quote.ts";

const PHRASES: Record<DraftLanguage, Phrases> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
};
const DAY_MS = 86_400_000;

export interface OfflineDraft {
  body: string;
  confidence: number;
  reasons: string[];
}

export function draftNudgeOffline(facts: DraftNudgeFacts): OfflineDraft {
  const { lastOutbound, tone } = facts;
  const language = detectLanguage(lastOutbound.textNew, facts.languageHint);
  const phrases = PHRASES[language];
  const position = Math.min(facts.nudgeNumber, 3) - 1 as 0 | 1 | 2;
  const sentences = phrases.tones[tone];
  const elapsed = Date.parse(facts.asOf) - Date.parse(lastOutbound.sentAt);
  const days = Math.max(0, Math.floor(elapsed / DAY_MS));
  const quote = shortQuote(lastOutbound.evidence ?? "");
  const subject = shortQuote(
    facts.conversationSubject.replace(/^(?:(?:re|aw|fwd?|wg|tr|rv):\s*)+/i, ""),
  );
  const reminder = quote ? phrases.question : subject ? phrases.topic : phrases.mail;

  const name = firstName(facts.recipientName);
  const opening = sentences.opening[position];
  const main = fill(reminder[position], { ago: phrases.ago(days), quote, subject });
  const body = [
    name ? fill(phrases.greeting, { name }) : phrases.greetingWithoutName,
    afterGreeting(phrases, opening, main),
    sentences.request[position],
    `${sentences.closing}\n${facts.ownerName.trim()}`,
  ].join("\n\n");
  return {
    body,
    // Templates repeat the question faithfully, but cannot tell whether it is still the right one to ask.
    confidence: quote ? 0.6 : 0.4,
    reasons: [
      `Your mail of ${lastOutbound.sentAt.slice(0, 10)} has had no answer for ${days} ${
        days === 1 ? "day" : "days"
      }`,
      quote
        ? "It repeats the question found in that mail"
        : "No question was found in that mail, so it names the subject",
      "Written by built-in rules without a language model" +
      (facts.voiceGuidelines ? ", which cannot follow your voice guidelines" : ""),
    ],
  };
}

function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_match, key: string) => values[key] ?? "");
}

/** After "Hallo Bob," German goes on in lower case; the other languages, and every second sentence, begin anew. */
function afterGreeting(phrases: Phrases, opening: string, main: string): string {
  if (opening === "") return phrases === german ? main : capitalise(main);
  return `${phrases === german ? opening : capitalise(opening)} ${capitalise(main)}`;
}

function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
