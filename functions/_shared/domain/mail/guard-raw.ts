import { MAIL_LIMITS } from "./limits.ts";
import { MailError } from "./mail-error.ts";
import { repairHeaderLine } from "./repair-header-line.ts";

/** Header and body of a mail, safe to read, and whether anything was left out for that. */
export type GuardedMail = { header: Uint8Array; body: Uint8Array; isCut: boolean };

const LINE_FEED = 0x0a;

/**
 * Bounds the size of a mail and of its header: what reads a header field (addresses, encoded words)
 * sees the whole field. Lines end with \n.
 * Throws `MailError` for an empty input and for one without a header line.
 */
export function guardRaw(raw: Uint8Array): GuardedMail {
  const start = skipBlank(raw);
  if (start === raw.length) throw new MailError("mail_empty");
  const kept = raw.subarray(start, start + MAIL_LIMITS.rawBytes);
  const blankLine = kept[0] === LINE_FEED ? 0 : indexOfPair(kept);
  const header = safeHeader(blankLine < 0 ? kept : kept.subarray(0, blankLine));
  return {
    header: header.bytes,
    body: blankLine < 0 ? kept.subarray(kept.length) : kept.subarray(blankLine + 2),
    isCut: header.isCut || start + kept.length < raw.length,
  };
}

/** Where two line feeds follow each other; -1 when they never do. */
function indexOfPair(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (bytes[at + 1] === LINE_FEED) return at;
  }
  return -1;
}

/** First byte that is no white space, byte order mark or mbox separator line. */
function skipBlank(raw: Uint8Array): number {
  let at = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 3 : 0;
  while (at < raw.length && (raw[at]! <= 0x20)) at++;
  const opening = String.fromCharCode(...raw.subarray(at, at + 6));
  if (!/^>?From /.test(opening)) return at;
  const lineEnd = raw.indexOf(LINE_FEED, at);
  return lineEnd < 0 ? raw.length : lineEnd + 1;
}

/** The header with long fields shortened and raw bytes recoded; the same bytes when it is fine as it is. */
function safeHeader(header: Uint8Array): { bytes: Uint8Array; isCut: boolean } {
  const kept: Uint8Array[] = [];
  let size = 0;
  let fieldSize = 0;
  let fields = 0;
  let hasField = false;
  let isCut = false;
  let isRepaired = false;
  const isHarmless = header.length <= MAIL_LIMITS.headerFieldBytes && isFewAsciiLines(header);
  for (let at = 0; at < header.length;) {
    const lineEnd = header.indexOf(LINE_FEED, at);
    const next = lineEnd < 0 ? header.length : lineEnd + 1;
    const isFolded = header[at] === 0x20 || header[at] === 0x09;
    if (!isFolded) {
      fieldSize = 0;
      fields++;
      hasField ||= isFieldLine(header.subarray(at, next));
      // Nothing below can exceed a limit or needs recoding.
      if (hasField && isHarmless) return { bytes: header, isCut: false };
    }
    const line = header.subarray(at, next);
    at = next;
    const room = Math.min(
      MAIL_LIMITS.headerFieldBytes - fieldSize,
      MAIL_LIMITS.headerBytes - size,
      fields > MAIL_LIMITS.headerFields ? 0 : Infinity,
    );
    if (line.length > room) isCut = true;
    if (room <= 0) continue;
    const part = repairHeaderLine(line.length > room ? cutLine(line, room) : line);
    isRepaired ||= part !== line;
    kept.push(part);
    fieldSize += line.length;
    size += part.length;
  }
  if (!hasField) throw new MailError("mail_unreadable");
  return { bytes: isCut || isRepaired ? concat(kept) : header, isCut };
}

function isFewAsciiLines(header: Uint8Array): boolean {
  let lines = 0;
  for (const byte of header) {
    if (byte >= 0x80) return false;
    if (byte === LINE_FEED) lines++;
  }
  return lines < MAIL_LIMITS.headerFields;
}

/** RFC 5322 section 2.2: printable characters but the colon, then a colon. */
function isFieldLine(line: Uint8Array): boolean {
  const colon = line.indexOf(0x3a);
  if (colon < 1 || colon > 76) return false;
  return line.subarray(0, colon).every((byte) => byte > 0x20 && byte < 0x7f);
}

function cutLine(line: Uint8Array, length: number): Uint8Array {
  const cut = line.slice(0, length + 1);
  cut[length] = LINE_FEED;
  return cut;
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
