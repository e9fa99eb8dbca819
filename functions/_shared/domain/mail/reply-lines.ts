import {
  FORWARD_OPENINGS,
  FROM_NAMES,
  HEADER_NAMES,
  ORIGINAL_TITLES,
  WROTE,
} from "./quote-words.ts";

/**
 * What a line of a plain text body is: `text`, `empty`, `quote` (`> …`), `attribution`
 * ("On … Bob wrote:"), `header` (a line of an inlined header block) or `divider`
 * ("-----Original Message-----").
 */
export type LineKind = "text" | "empty" | "quote" | "attribution" | "header" | "divider";

/** Longest line the expressions below look at, and most lines an attribution spans. */
const MAX_LINE = 400;
const MAX_ATTRIBUTION_LINES = 6;

const QUOTE = /^\s{0,4}(?:>|[\p{L}\p{N}]{1,12}>+(?:\s|$)|\|(?:\s|$))/u;
const DIVIDER = new RegExp(
  `^[\\s>*]*(?:[-_=*~]{2,}\\s*(?:${ORIGINAL_TITLES})\\b[^-_=]{0,80}[-_=*~]*|(?:${FORWARD_OPENINGS})\\s*:?)[\\s*]*$`,
  "iu",
);
const RULE = /^[\s>]*[_-]{20,}\s*$/;
const HEADER = new RegExp(`^[\\s>*]{0,6}(?:${HEADER_NAMES})\\s?\\*?\\s*[:：]`, "iu");
const HEADER_FROM = new RegExp(`^[\\s>*]{0,6}(?:${FROM_NAMES})\\s?\\*?\\s*[:：]`, "iu");
const DATE = /\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d年/u;
const ADDRESS = /[^\s<>@]+@[^\s<>@]+/;
const WROTE_END = new RegExp(`(?:^|[^\\p{L}])(?:${WROTE})(?:[^\\p{L}]|$)`, "iu");
const COLON_END = /[:：]\s*\*?$/;
/** "2013/7/20 Sam <sam@x.test>", the one common attribution without a verb. */
const DATED_NAME =
  /^[\s>]*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b.{1,200}<[^<>\s]+@[^<>\s]+>:?\s*$/u;
const OPENING =
  /^[\s>*]*(?:on|le|am|el|il|em|op|den|dnia|w dniu|dne|dňa|em|kl|pe|в|у|στις|vào|pada|在|於)\s/iu;

/** Kinds of all lines, in order; linear in their number. */
export function classifyLines(lines: string[]): LineKind[] {
  const kinds = lines.map(kindAlone);
  for (let index = 0; index < lines.length; index++) {
    if (
      COLON_END.test(lines[index]!.slice(-8)) || DATED_NAME.test(lines[index]!.slice(0, MAX_LINE))
    ) {
      const start = attributionStart(lines, kinds, index);
      for (let at = start; at >= 0 && at <= index; at++) kinds[at] = "attribution";
    }
  }
  markHeaderBlocks(lines, kinds);
  // "| " quotes in a few programs and draws tables in many: without an announcement it is a table.
  if (!kinds.includes("attribution")) {
    kinds.forEach((kind, at) => {
      if (kind === "quote" && /^\s*\|/.test(lines[at]!)) kinds[at] = "text";
    });
  }
  return kinds;
}

function kindAlone(line: string): LineKind {
  const head = line.slice(0, MAX_LINE);
  if (head.trim() === "") return "empty";
  if (DIVIDER.test(head)) return "divider";
  return QUOTE.test(head) ? "quote" : "text";
}

/** First line of the attribution that ends on line `end`; -1 when there is none. */
function attributionStart(lines: string[], kinds: LineKind[], end: number): number {
  const isQuotedNext = nextKind(kinds, end) === "quote";
  if (DATED_NAME.test(lines[end]!.slice(0, MAX_LINE))) return isQuotedNext ? end : -1;
  let best = -1;
  for (let start = end; start >= 0 && end - start < MAX_ATTRIBUTION_LINES; start--) {
    if (kinds[start] === "attribution" || kinds[start] === "divider") break;
    const joined = lines.slice(start, end + 1).join(" ");
    if (joined.length > MAX_LINE) break;
    const hasDate = DATE.test(joined);
    const hasVerb = WROTE_END.test(joined.slice(-MAX_LINE));
    const isOpened = OPENING.test(lines[start]!);
    const isComplete = hasDate && (hasVerb || (isQuotedNext && ADDRESS.test(joined)));
    if (isComplete && (isOpened || best < 0)) best = start;
    if (!isComplete && hasVerb && isQuotedNext && start === end) best = start;
    if (isComplete && isOpened) break;
    // A blank line ends the search, unless a program broke the address out of the line.
    if (kinds[start] === "empty" && !ADDRESS.test(joined)) break;
  }
  return best;
}

function nextKind(kinds: LineKind[], after: number): LineKind | undefined {
  for (let at = after + 1; at < kinds.length; at++) if (kinds[at] !== "empty") return kinds[at];
  return undefined;
}

/** Three header lines together, one of them From, are a block; folded lines in between belong to it. */
function markHeaderBlocks(lines: string[], kinds: LineKind[]): void {
  for (let start = 0; start < lines.length; start++) {
    if (kinds[start] !== "text" || !HEADER.test(lines[start]!.slice(0, MAX_LINE))) continue;
    let last = start;
    let names = 0;
    let hasFrom = false;
    for (let at = start; at < lines.length && at - last <= 2 && kinds[at] === "text"; at++) {
      const head = lines[at]!.slice(0, MAX_LINE);
      if (!HEADER.test(head)) continue;
      last = at;
      names++;
      hasFrom ||= HEADER_FROM.test(head);
    }
    if (names >= 3 && hasFrom) {
      for (let at = start; at <= last; at++) kinds[at] = "header";
      if (start > 0 && RULE.test(lines[start - 1]!)) kinds[start - 1] = "divider";
    }
    start = last;
  }
}
