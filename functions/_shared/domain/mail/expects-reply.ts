import { requestSentences } from "./request-sentences.ts";
import {
  COURTESIES,
  DEADLINE,
  DIRECT_REQUESTS,
  FORMULAS,
  MERE_HOPES,
  REQUESTS,
} from "./request-words.ts";

/** Whether an answer is waited for, and the sentence that says so (at most 300 characters). */
export type ExpectedReply = { expects: boolean; evidence: string | null };

/**
 * Whether newly written text asks for something or waits for an answer: a question, a request, a
 * proposal. Thanks, endings and boilerplate do not count, quoted lines are not read. Of several
 * sentences the evidence is the one that asks most plainly, the first of equals. Judge only mail of
 * people by it: a newsletter asks a lot and waits for nothing.
 */
export function expectsReply(textNew: string): ExpectedReply {
  let found: string | null = null;
  let most = 0;
  for (const sentence of requestSentences(textNew)) {
    const weight = weightOf(sentence);
    if (weight > most) [found, most] = [sentence, weight];
  }
  return found === null
    ? { expects: false, evidence: null }
    : { expects: true, evidence: found.slice(0, 300).trimEnd().toWellFormed() };
}

/** How plainly a sentence asks: 0 not at all, 1 it only hopes, more for a question, "could you …" and a day. */
function weightOf(sentence: string): number {
  const plain = sentence.replaceAll("’", "'");
  if (COURTESIES.some((courtesy) => courtesy.test(plain))) return 0;
  const rest = FORMULAS.reduce((text, formula) => text.replace(formula, " "), plain);
  const isQuestion = /[?？](?:["')\]\s!?]*)$/.test(rest) && /\p{L}{2}/u.test(rest);
  if (!isQuestion && !REQUESTS.some((request) => request.test(rest))) return 0;
  const isDirect = DIRECT_REQUESTS.some((request) => request.test(rest));
  if (!isQuestion && !isDirect && MERE_HOPES.some((hope) => hope.test(rest))) return 1;
  return 2 + (isQuestion ? 2 : 0) + (isDirect ? 2 : 0) + (DEADLINE.test(rest) ? 1 : 0);
}
