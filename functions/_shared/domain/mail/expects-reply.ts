import { COURTESIES, REQUESTS } from "./request-words.ts";

/** Whether an answer is waited for, and the sentence that says so (at most 300 characters). */
export type ExpectedReply = { expects: boolean; evidence: string | null };

const MAX_TEXT = 20_000;
const MAX_SENTENCES = 300;

/**
 * Whether newly written text asks for something or waits for an answer: a question, a request, a
 * proposal. Thanks, endings and boilerplate do not count, quoted lines are not read. Judge only mail of
 * people by it: a newsletter asks a lot and waits for nothing.
 */
export function expectsReply(textNew: string): ExpectedReply {
  const found = sentences(textNew).find(asks);
  return found === undefined
    ? { expects: false, evidence: null }
    : { expects: true, evidence: found.slice(0, 300).trimEnd().toWellFormed() };
}

function asks(sentence: string): boolean {
  if (COURTESIES.some((courtesy) => courtesy.test(sentence))) return false;
  const isQuestion = /[?？](?:["')\]\s!?]*)$/.test(sentence) && /\p{L}{2}/u.test(sentence);
  return isQuestion || REQUESTS.some((request) => request.test(sentence));
}

/** Sentences of the text without quoted lines and web addresses; lines of a paragraph are joined. */
function sentences(text: string): string[] {
  const plain = text.slice(0, MAX_TEXT)
    .replace(/^[^\S\n]*[>|].*$/gm, "")
    .replace(/https?:\/\/\S+/g, "")
    .replace(/([^\n])\n(?![^\S\n]*(?:\n|[-*•\d]))/g, "$1 ");
  return plain.split(/(?<=[.!?。！？])\s+|\n+|(?<=[。！？])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 1)
    .slice(0, MAX_SENTENCES)
    .map((sentence) => sentence.slice(0, 1_000));
}
