import { classifyLines } from "./reply-lines.ts";
import type { LineKind } from "./reply-lines.ts";
import { signatureStart } from "./signature-start.ts";

/** Who wrote the mail; their name helps to find where their signature begins. */
export type SplitOptions = { senderName?: string | null; senderAddress?: string | null };

/** The three parts of a body; each line of the input is in exactly one of them. */
export type SplitReply = { textNew: string; textQuoted: string; textSignature: string };

type Part = "new" | "quoted" | "signature";

/** Below this many lines, text after the one quotation is a footer rather than an answer. */
const MAX_FOOTER_LINES = 6;

/** Lines looked at; what follows belongs to the part of the last one. */
const MAX_LINES = 20_000;

/**
 * Splits a plain text body into what the sender newly wrote, what is quoted and the signature with
 * its disclaimers (ING-9). Quotations between answers stay with the answers they belong to, and a mail
 * that is nothing but a quotation or a signature counts as newly written. Lines end with \n.
 */
export function splitReply(text: string, options: SplitOptions = {}): SplitReply {
  const lines = text.split("\n");
  const kinds = classifyLines(lines.slice(0, MAX_LINES));
  const parts = quotedParts(kinds);
  const newLines = [...parts.keys()].filter((at) => parts[at] === "new");
  const start = signatureStart(newLines.map((at) => lines[at]!), options);
  for (const at of newLines.slice(start)) parts[at] = "signature";
  while (parts.length < lines.length) parts.push(parts.at(-1) ?? "new");
  const pick = (part: Part) => trimBlankLines(lines.filter((_, at) => parts[at] === part));
  return { textNew: pick("new"), textQuoted: pick("quoted"), textSignature: pick("signature") };
}

/** Which lines are quoted. The order of the rules matters: the first that fits decides. */
function quotedParts(kinds: LineKind[]): Part[] {
  const parts: Part[] = kinds.map(() => "new");
  const quote = (from: number, to: number) => parts.fill("quoted", from, to);
  const isText = (kind: LineKind) => kind === "text";
  if (!kinds.some(isText)) return parts;
  const marker = kinds.findIndex((kind) => kind !== "text" && kind !== "empty" && kind !== "quote");
  if (marker < 0) {
    // Quotations without any announcement: only those that end the mail.
    const end = kinds.findLastIndex(isText) + 1;
    quote(end, kinds.length);
    return parts;
  }
  const hasTextBefore = kinds.slice(0, marker).some(isText);
  if (!hasTextBefore) {
    // A forward, or an answer below: the announcement and the quotation next to it.
    let end = marker;
    while (end < kinds.length && !isText(kinds[end]!)) end++;
    if (end === kinds.length) return parts;
    quote(0, end);
    const rest = quotedParts(kinds.slice(end));
    rest.forEach((part, at) => parts[end + at] = part);
    return parts;
  }
  const after = kinds.slice(marker + 1);
  if (kinds[marker] !== "attribution" || !after.includes("quote") || isFooterAfterQuote(after)) {
    quote(marker, kinds.length);
    return parts;
  }
  // Answers between quotations: the announcement goes, and the quotation that ends the mail.
  kinds.forEach((kind, at) => at >= marker && kind === "attribution" && quote(at, at + 1));
  quote(kinds.findLastIndex(isText) + 1, kinds.length);
  return parts;
}

/** One quotation and at most a few lines below it (signature, list footer). */
function isFooterAfterQuote(after: LineKind[]): boolean {
  const firstText = after.indexOf("text", after.indexOf("quote"));
  if (after.slice(0, after.indexOf("quote")).includes("text")) return true;
  if (firstText < 0) return true;
  const tail = after.slice(firstText);
  const texts = tail.filter((kind) => kind === "text").length;
  return texts <= MAX_FOOTER_LINES && !tail.includes("quote");
}

function trimBlankLines(lines: string[]): string {
  let start = 0;
  let end = lines.length;
  while (start < end && lines[start]!.trim() === "") start++;
  while (end > start && lines[end - 1]!.trim() === "") end--;
  return lines.slice(start, end).map((line) => line.trimEnd()).join("\n");
}
