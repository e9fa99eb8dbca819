import { hexDigit } from "./charset.ts";

/**
 * The content of a part whose body is written in a transfer encoding (RFC 2045 section 6), at most
 * `limit` bytes of it. Without an encoding it is the body itself, not a copy. Lines end with \n, and
 * so does the content, whether or not the last line did.
 */
export function decodeBody(body: Uint8Array, encoding: string, limit = Infinity): Uint8Array {
  if (encoding.includes("base64")) return decodeBase64(body, limit);
  if (encoding.includes("quoted-printable")) return decodeQuotedPrintable(body, limit);
  const isOpen = body.length > 0 && body.at(-1) !== LINE_FEED;
  if (!isOpen || body.length >= limit) return body.subarray(0, limit);
  const closed = new Uint8Array(body.length + 1);
  closed.set(body);
  closed[body.length] = LINE_FEED;
  return closed;
}

const LINE_FEED = 0x0a;
const EQUALS = 0x3d;

const IGNORED = 0xff;
const PADDING = 0xfe;
const SEXTETS = new Uint8Array(256).fill(IGNORED);
for (
  const [value, letter] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"]
    .entries()
) {
  SEXTETS[letter.charCodeAt(0)] = value;
}
SEXTETS[EQUALS] = PADDING;

/**
 * Anything that is no letter of the alphabet is skipped (RFC 2045 section 6.8). Padding ends a unit and the
 * next one begins: some programs pad every line.
 */
function decodeBase64(body: Uint8Array, limit: number): Uint8Array {
  const decoded = new Uint8Array(Math.min(Math.ceil(body.length * 3 / 4), limit) + 3);
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < body.length && length < limit; at++) {
    const sextet = SEXTETS[body[at]!]!;
    if (sextet < 64) {
      bits = (bits << 6) | sextet;
      if (++count < 4) continue;
      decoded[length++] = bits >> 16;
      decoded[length++] = bits >> 8;
      decoded[length++] = bits;
    } else if (sextet === PADDING) length = closeUnit(decoded, length, bits, count);
    else continue;
    bits = 0;
    count = 0;
  }
  return decoded.subarray(0, Math.min(closeUnit(decoded, length, bits, count), limit));
}

/** Two sextets left over are one byte, three are two; a single one encodes nothing. */
function closeUnit(decoded: Uint8Array, length: number, bits: number, count: number): number {
  if (count === 2) decoded[length++] = bits >> 4;
  if (count === 3) {
    decoded[length++] = bits >> 10;
    decoded[length++] = bits >> 2;
  }
  return length;
}

function decodeQuotedPrintable(body: Uint8Array, limit: number): Uint8Array {
  const decoded = new Uint8Array(Math.min(body.length, limit) + 1);
  const end = body.length;
  let length = 0;
  let at = 0;
  for (; at < end && length < limit; at++) {
    const byte = body[at]!;
    if (byte !== EQUALS) {
      decoded[length++] = byte;
      continue;
    }
    const next = body[at + 1];
    // A soft line break: neither the sign nor the line end is content.
    if (next === LINE_FEED || next === undefined) {
      at++;
      continue;
    }
    const high = hexDigit(next);
    const low = high < 0 ? -1 : hexDigit(body[at + 2]);
    decoded[length++] = low < 0 ? EQUALS : (high << 4) | low;
    if (low >= 0) at += 2;
  }
  if (at >= end && end > 0 && body[end - 1] !== LINE_FEED && body[end - 1] !== EQUALS) {
    decoded[length++] = LINE_FEED;
  }
  return decoded.subarray(0, Math.min(length, limit));
}
