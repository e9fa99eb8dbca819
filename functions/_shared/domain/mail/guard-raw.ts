import { MAIL_LIMITS } from "./limits.ts";
import { MailError } from "./mail-error.ts";
import { repairHeaderLine } from "./repair-header-line.ts";

/** Bytes that are safe to hand to the parser, and whether anything was left out for that. */
export type GuardedMail = { bytes: Uint8Array; isCut: boolean };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const DASH = 0x2d;

/**
 * Bounds what the parser's own options do not: size, number of lines, number of MIME parts, and the
 * size of one header field (its address parser and word decoder see the whole field).
 * Throws `MailError` for an empty input and for one without a header line.
 */
export function guardRaw(raw: Uint8Array): GuardedMail {
  const start = skipBlank(raw);
  if (start === raw.length) throw new MailError("mail_empty");
  const body = cutBody(raw.subarray(start));
  const headerEnd = endOfHeader(body.bytes);
  const header = safeHeader(body.bytes.subarray(0, headerEnd));
  if (header === null) return body;
  const bytes = concat([header.bytes, body.bytes.subarray(headerEnd)]);
  return { bytes, isCut: body.isCut || header.isCut };
}

/**
 * The same mail up to its `count`-th multipart declaration: depth can never exceed it, which the
 * parser otherwise refuses the whole mail for.
 */
export function cutAfterMultiparts(bytes: Uint8Array, count: number): Uint8Array {
  const text = new TextDecoder("latin1").decode(bytes);
  const declaration = /boundary\s*\*?=/gi;
  for (let seen = 0, found; (found = declaration.exec(text)) !== null;) {
    if (++seen > count) return bytes.subarray(0, found.index);
  }
  return bytes;
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

function cutBody(raw: Uint8Array): GuardedMail {
  const end = Math.min(raw.length, MAIL_LIMITS.rawBytes);
  const seen = { rawLines: 0, textLines: 0, dashLines: 0 };
  for (let at = 0; at < end;) {
    const lineEnd = raw.indexOf(LINE_FEED, at);
    const next = lineEnd < 0 ? end : lineEnd + 1;
    seen.rawLines++;
    if (raw[at] === DASH && raw[at + 1] === DASH) seen.dashLines++;
    if (!isBase64Line(raw, at, next)) seen.textLines++;
    const isTooMany = seen.rawLines > MAIL_LIMITS.rawLines ||
      seen.textLines > MAIL_LIMITS.textLines || seen.dashLines > MAIL_LIMITS.dashLines;
    if (isTooMany) return { bytes: raw.subarray(0, at), isCut: true };
    at = next;
  }
  return { bytes: raw.subarray(0, end), isCut: end < raw.length };
}

/** A full line of base64 by its first characters: 60 to 78 of them, none a space. */
function isBase64Line(raw: Uint8Array, start: number, end: number): boolean {
  if (end - start < 61 || end - start > 80) return false;
  for (let at = start; at < start + 24; at++) {
    const byte = raw[at]!;
    const isLetterOrDigit = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) ||
      (byte >= 0x61 && byte <= 0x7a);
    if (!isLetterOrDigit && byte !== 0x2b && byte !== 0x2f) return false;
  }
  return true;
}

function endOfHeader(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf(LINE_FEED, at);
    const isBlank = bytes[at] === LINE_FEED ||
      (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED);
    if (isBlank) return at;
    if (lineEnd < 0) return bytes.length;
    at = lineEnd + 1;
  }
  return bytes.length;
}

/** The header with long fields shortened and raw bytes recoded; null when it is fine as it is. */
function safeHeader(header: Uint8Array): GuardedMail | null {
  const kept: Uint8Array[] = [];
  let size = 0;
  let fieldSize = 0;
  let fields = 0;
  let hasField = false;
  let isCut = false;
  let isRepaired = false;
  for (let at = 0; at < header.length;) {
    const lineEnd = header.indexOf(LINE_FEED, at);
    const next = lineEnd < 0 ? header.length : lineEnd + 1;
    const line = header.subarray(at, next);
    at = next;
    const isFolded = line[0] === 0x20 || line[0] === 0x09;
    if (!isFolded) {
      fieldSize = 0;
      fields++;
      hasField ||= isFieldLine(line);
    }
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
  return isCut || isRepaired ? { bytes: concat(kept), isCut } : null;
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
