import { CLOSINGS } from "../mail/signature-words.ts";
import { findLinks } from "../text/links.ts";

/** How a mail ends: "Viele Grüße," and "Ada". */
export interface Ending {
  closing: string;
  signsAs: string | null;
}

// Longest first: "best" must not match the beginning of "best regards".
const LONGEST = CLOSINGS.split("|").sort((one, other) => other.length - one.length).join("|");
const CLOSING = new RegExp(
  `^(?:${LONGEST})(?:[ ,.!–-]{0,3}| (?:aus|from|de) \\p{Lu}\\p{L}+)$`,
  "iu",
);
const NAME = /^\p{Lu}[\p{L}\p{M}'’.-]*(?: \p{Lu}[\p{L}\p{M}'’.-]*){0,3}$/u;
const LAST_LINES = 6;

/** The polite ending among the last lines, and the name under it; null when there is none. */
export function endingOf(text: string): Ending | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
  const last = lines.slice(-LAST_LINES);
  const at = last.findLastIndex((line) => line.length <= 40 && CLOSING.test(line));
  if (at < 0) return null;
  const closing = last[at]!.toWellFormed();
  const name = last[at + 1] ?? "";
  const isName = name.length <= 60 && NAME.test(name) && findLinks(name).length === 0;
  return { closing, signsAs: isName ? name : null };
}
