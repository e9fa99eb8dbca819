import { CLOSINGS, DEVICES, DISCLAIMERS, SENT_VERBS } from "./signature-words.ts";
import type { SplitOptions } from "./split-reply.ts";

/** A signature has at most this many lines with text, unless a `-- ` line announces it. */
const MAX_SIGNATURE_LINES = 14;

// RFC 3676 section 4.3 says "-- "; programs strip the space or take another dash.
const DELIMITER = /^\s*(?:--|—|–|__|\*\*)\s*$/;
const RULE = /^\s*[-_=*~]{5,}\s*$/;
// Longest first: "best" must not match the beginning of "best regards".
const LONGEST_CLOSINGS = CLOSINGS.split("|").sort((a, b) => b.length - a.length).join("|");
const CLOSING = new RegExp(
  `^[\\s*_/]*(?:${LONGEST_CLOSINGS})(?:[\\s,.!:;\\-–*_]+|$)(.{0,60})$`,
  "iu",
);
const SENT_FROM = new RegExp(`^\\W{0,4}(?:${SENT_VERBS}).{0,60}(?:${DEVICES})`, "iu");
const PHONE =
  /(?:\+|\(|\b)\d[\d\s().\/-]{5,}\d\b|^\W*(?:x|ext\.?|\*|#)\s?\d{3,6}\W*$|\b\d{3}[-.]\d{4}\b/iu;
const CONTACT =
  /[^\s<>@]+@[^\s<>@]+\.\p{L}{2,}|\bwww\.|https?:\/\/|\b(?:tel|fax|phone|mobile?|cell|office|ext|direct|telefon|tél|móvil)\b\s?[.:]/iu;
const SENTENCE =
  /\b(?:please|you|your|we|will|would|can|could|should|have|has|is|are|was|were|this|that|attached|bitte|ich|wir|sie|vous|nous|por favor)\b/iu;
const NAME_LINE = /^[\s*~\-–—]*(?:\p{Lu}[\p{L}\p{M}'’.-]*\s*){1,4}[\s.,!*]*$/u;

/**
 * Where the signature begins in the newly written lines: the index of its first line, or their number
 * when there is none. The order: delimiter, legal notice, "sent from my …", then the ending itself (a
 * polite closing or the sender's name followed by nothing but short lines).
 */
export function signatureStart(lines: string[], options: SplitOptions): number {
  let end = lines.length;
  const markers = [
    (line: string) => DELIMITER.test(line),
    (line: string) => DISCLAIMERS.some((notice) => notice.test(line.slice(0, 300))),
    (line: string) => line.length <= 120 && SENT_FROM.test(line),
  ];
  for (const isMarker of markers) {
    const found = lines.findIndex((line, at) => at < end && isMarker(line) && hasText(lines, at));
    if (found >= 0) end = found;
  }
  const ending = endingStart(lines.slice(0, end), nameTokens(options));
  return Math.min(ending, end);
}

/** The longest run of short lines at the end decides; in it, the earliest closing or own name. */
function endingStart(lines: string[], names: Set<string>): number {
  let first = lines.length;
  let count = 0;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at]!;
    if (line.trim() === "") continue;
    if (++count > MAX_SIGNATURE_LINES || !isShort(line)) break;
    if (!hasText(lines, at)) break;
    if (isClosing(line) || isOwnName(line, names)) first = at;
    if (RULE.test(line) && first === nextText(lines, at)) first = at;
  }
  return first < lines.length ? first : contactBlockStart(lines);
}

/** A last paragraph of name and contact lines without any closing. */
function contactBlockStart(lines: string[]): number {
  let end = lines.length;
  while (end > 0 && lines[end - 1]!.trim() === "") end--;
  let start = end;
  while (start > 0 && lines[start - 1]!.trim() !== "") start--;
  const block = lines.slice(start, end);
  if (block.length === 0 || block.length > MAX_SIGNATURE_LINES || !hasText(lines, start)) {
    return lines.length;
  }
  const isNamed = NAME_LINE.test(block[0]!);
  const isLoneName = block.length === 1 && /^\s*\p{Lu}\p{Ll}{2,14}\W{0,3}$/u.test(block[0]!);
  const hasContact = block.slice(1).some((line) => isContact(line));
  return (isNamed && hasContact && block.every(isShort)) || isLoneName ? start : lines.length;
}

function hasText(lines: string[], before: number): boolean {
  return lines.slice(0, before).some((line) => line.trim() !== "");
}

function nextText(lines: string[], after: number): number {
  return lines.findIndex((line, at) => at > after && line.trim() !== "");
}

function isContact(line: string): boolean {
  return line.length <= 160 && (PHONE.test(line) || CONTACT.test(line));
}

/** Not a sentence: a name, a title, a place, a number. */
function isShort(line: string): boolean {
  if (line.length > 120 || /\?\s*$/.test(line)) return false;
  if (isClosing(line) || isContact(line)) return line.split(/\s+/).length <= 14;
  return line.trim().split(/\s+/).length <= 7 && !SENTENCE.test(line);
}

function isClosing(line: string): boolean {
  const rest = CLOSING.exec(line.slice(0, 120))?.[1]?.trim();
  if (rest === undefined) return false;
  return rest === "" ||
    (rest.split(/\s+/).length <= 4 && /^[^\p{Ll}]/u.test(rest) && !SENTENCE.test(rest));
}

/** The sender's names, the words of their address and their initials, lower case. */
function nameTokens({ senderName, senderAddress }: SplitOptions): Set<string> {
  const name = senderName ?? "";
  const local = senderAddress?.split("@")[0] ?? "";
  const words = `${name} ${local}`.toLowerCase().split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word.length > 1);
  const initials = [...name.matchAll(/\p{Lu}/gu)].map(([letter]) => letter.toLowerCase());
  if (initials.length === 2) words.push(initials.join(""), [...initials].reverse().join(""));
  return new Set(words);
}

function isOwnName(line: string, names: Set<string>): boolean {
  if (/[:=_]/.test(line)) return false;
  const words = line.toLowerCase().split(/[^\p{L}\p{M}]+/u).filter(Boolean);
  return words.length > 0 && words.length <= 5 && names.has(words[0]!) ||
    (words.length > 1 && words.length <= 4 && names.has(words.at(-1)!) && NAME_LINE.test(line));
}
