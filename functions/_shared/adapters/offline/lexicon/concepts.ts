/**
 * Ideas that words of four languages stand for, so that the offline embedder sees "Rechnung" and "invoice" as kin. A word may stand for
 * several; a compound ("Blumenrechnung") stands for those of its beginning and its end.
 */
import { plainText, stem } from "../../../domain/text/word-forms.ts";
import { LIFE } from "./life.ts";
import { WORK } from "./work.ts";

/** Letters a word must have left beside the part that is known, and that part: shorter ones are found by chance. */
const LEAST_REST = 3;
const LEAST_PART = 5;

/** Ideas by the stem of a word; built at the first question. */
let ideas: Map<string, number[]> | undefined;

function readLexicon(): Map<string, number[]> {
  const known = new Map<string, number[]>();
  plainText(WORK + LIFE).split("\n").forEach((line, idea) => {
    for (const word of new Set((line.match(/\p{L}{2,}/gu) ?? []).map(stem))) {
      known.set(word, [...(known.get(word) ?? []), idea]);
    }
  });
  return known;
}

/** @param word as plainText() leaves it */
export function conceptsOf(word: string): number[] {
  ideas ??= readLexicon();
  const whole = ideas.get(stem(word));
  if (whole || word.length < LEAST_PART + LEAST_REST) return whole ?? [];
  const found = new Set<number>();
  // the longest beginning and the longest end that are words of their own
  for (let length = word.length - LEAST_REST; length >= LEAST_PART; length--) {
    const first = ideas.get(stem(word.slice(0, length)));
    if (first) {
      first.forEach((idea) => found.add(idea));
      break;
    }
  }
  for (let length = word.length - LEAST_REST; length >= LEAST_PART; length--) {
    const last = ideas.get(stem(word.slice(-length)));
    if (last) {
      last.forEach((idea) => found.add(idea));
      break;
    }
  }
  return [...found];
}
