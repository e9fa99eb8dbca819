import { findLinks } from "../../ai/links.ts";

const MAX_LENGTH = 160;

/**
 * A sentence short enough to be quoted in a line: its greeting off, its links, brackets and quotation marks out, cut at
 * a word. Empty when nothing is left.
 */
export function shortQuote(sentence: string): string {
  let quote = sentence.toWellFormed().replace(/[\s\p{C}]+/gu, " ").trim();
  // "Hi Bob, could you …": the nudge has a greeting of its own.
  quote = quote.replace(
    /^(?:hi|hello|hey|dear|hallo|guten tag|liebe[rs]?|bonjour|salut|cher|chère|hola|estimad[oa])\b[^,:!?.]{0,40}[,:!]\s*/iu,
    "",
  );
  if (findLinks(quote).length > 0) {
    quote = quote.split(" ").filter((word) => findLinks(word).length === 0).join(" ");
  }
  quote = quote.replace(/["“”„«»[\]{}]/g, "").replace(/ {2,}/g, " ").trim();
  if (quote.length <= MAX_LENGTH) return quote;
  return `${quote.slice(0, MAX_LENGTH).replace(/\s+\S*$/, "")} …`;
}
