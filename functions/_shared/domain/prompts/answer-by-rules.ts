/** An extractive answer to a question: the sentences that hold what it asks about, or nothing. */
import { requestSentences } from "../mail/request-sentences.ts";
import { contentWords } from "./content-words.ts";

export interface Passage {
  subject: string;
  from: string;
  text: string;
}

export interface FoundSentence {
  /** Place in the passages. */
  message: number;
  sentence: string;
  /** Share of the question the sentence and its subject cover, 0 to 1. */
  score: number;
}

/** Chosen so that a question about something that no mail mentions stays without an answer. */
const LEAST_SCORE = 0.5;
const MAX_FOUND = 3;
const NEAR_BEST = 0.75;
/** What the subject says counts, but a sentence must say something itself. */
const SUBJECT_SHARE = 0.7;

const KINDS: [RegExp, RegExp][] = [
  [
    /^(?:when|wann|quand|cuándo|what (?:date|day|time))/iu,
    /\d|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|january|february|march|april|june|july|august|september|october|november|december|tag\b|woche|lundi|mardi|lunes|martes/iu,
  ],
  [/^(?:how (?:much|many)|was kostet|wie ?viel|combien|cuánt)/iu, /\d/u],
  [/^(?:where|wo|où|dónde)/iu, /\b(?:in|at|on|im|auf|dans|à|en)\b/iu],
];

export function answerByRules(question: string, passages: Passage[]): FoundSentence[] {
  const wanted = contentWords(question);
  if (wanted.length === 0) return [];
  const said = passages.map(({ subject, text, from }) => ({
    subject: new Set(contentWords(`${subject} ${from}`)),
    sentences: requestSentences(text).map((sentence) => ({
      sentence,
      words: new Set(contentWords(sentence)),
    })),
  }));
  // a word that is in every mail found tells little, one that is in none is missing
  const weights = new Map(wanted.map((word) => {
    const count = said.filter(({ subject, sentences }) =>
      subject.has(word) || sentences.some(({ words }) =>
        words.has(word)
      )
    ).length;
    return [word, Math.log(2 + passages.length / Math.max(1, count))];
  }));
  const total = [...weights.values()].reduce((sum, one) => sum + one, 0);
  const kind = KINDS.find(([asks]) => asks.test(question))?.[1];
  const found = said.flatMap(({ subject, sentences }, message) =>
    sentences.flatMap(({ sentence, words }): FoundSentence[] => {
      let own = 0;
      let beside = 0;
      for (const [word, weight] of weights) {
        if (words.has(word)) own += weight;
        else if (subject.has(word)) beside += weight * SUBJECT_SHARE;
      }
      if (own === 0) return [];
      const fits = kind?.test(sentence) ? 1.15 : 1;
      return [{ message, sentence, score: Math.min(1, (own + beside) / total * fits) }];
    })
  ).sort((one, other) => other.score - one.score || one.message - other.message);
  const best = found[0]?.score ?? 0;
  return found.filter(({ score }) => score >= LEAST_SCORE && score >= best * NEAR_BEST)
    .slice(0, MAX_FOUND);
}
