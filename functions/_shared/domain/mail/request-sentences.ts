import { endsSentence } from "./sentence-ends.ts";

const MAX_TEXT = 20_000;
const MAX_SENTENCES = 300;
const MAX_SENTENCE = 1_000;

/**
 * Sentences of a mail's new text, without quoted lines and web addresses. Lines of a paragraph are joined; a blank
 * line, a bullet or a number begins anew. At most 300 sentences of at most 1,000 characters.
 */
export function requestSentences(text: string): string[] {
  return text.slice(0, MAX_TEXT)
    .replace(/^[^\S\n]*[>|].*$/gm, "")
    .replace(/https?:\/\/\S+/g, "")
    .replace(/([^\n])\n(?![^\S\n]*(?:\n|[-*•\d]))/g, "$1 ")
    .split(/\n+/)
    .flatMap(splitParagraph)
    .map((sentence) => sentence.trim().slice(0, MAX_SENTENCE))
    .filter((sentence) => sentence.length > 1)
    .slice(0, MAX_SENTENCES);
}

function splitParagraph(paragraph: string): string[] {
  // Who writes all in lower case begins sentences so, too.
  const isLowerCase = /^\P{L}*\p{Ll}/u.test(paragraph);
  const found: string[] = [];
  let start = 0;
  for (const end of paragraph.matchAll(/[.!?…]{1,9}["'”’»)\]]{0,3}\s+|[。！？]/gu)) {
    const at = end.index + end[0].length;
    const before = paragraph.slice(Math.max(start, at - 60), at).trimEnd();
    if (!endsSentence(before, paragraph.slice(at, at + 30), isLowerCase)) continue;
    found.push(paragraph.slice(start, at));
    start = at;
  }
  return [...found, paragraph.slice(start)];
}
