import type { Buffer } from "node:buffer";
import { envelopeShape, looksLikeHeader } from "./envelope-line.ts";

/** What the first bytes of a file say it is. */
export type MailFileKind = "mbox" | "mail" | "empty" | "compressed" | "unknown";

/** How many bytes from the beginning of a file are enough to tell. */
export const SNIFF_BYTES = 8192;

// gzip, zip, bzip2, xz, zstd, 7-Zip: take-outs arrive packed.
const COMPRESSED = ["1f8b", "504b0304", "425a68", "fd377a585a00", "28b52ffd", "377abcaf271c"];

/** Tells the kind of a file from its first `SNIFF_BYTES` bytes. */
export function sniffMail(head: Buffer): MailFileKind {
  if (COMPRESSED.some((magic) => head.subarray(0, 6).toString("hex").startsWith(magic))) {
    return "compressed";
  }
  const text = head.toString("latin1").replace(/^\xef\xbb\xbf/, "").replace(/^\s*\n/, "");
  if (text.trim() === "") return "empty";
  const lines = text.split(/\r?\n/);
  const [first = "", second = ""] = lines;
  if (first.startsWith("From ") && (envelopeShape(first) !== null || looksLikeHeader(second))) {
    return "mbox";
  }
  if (looksLikeHeader(first)) return "mail";
  // Some mails begin with a broken line; a binary file rarely has a header before its first blank line.
  const block = lines.slice(0, lines.indexOf("") === -1 ? undefined : lines.indexOf(""));
  return !text.includes("\0") && block.some(looksLikeHeader) ? "mail" : "unknown";
}

/** Length in bytes of what stands before the first header: byte order mark, envelope line. */
export function envelopeByteCount(head: Buffer): number {
  const text = head.toString("latin1");
  const match = /^(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(From [^\n]*\n)?/.exec(text);
  return match ? match[0].length : 0;
}
