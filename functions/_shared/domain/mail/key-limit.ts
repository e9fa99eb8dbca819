import { MAIL_LIMITS } from "./limits.ts";
import { sha256Hex } from "./sha256.ts";

/**
 * An id that fits into an index entry (PostgreSQL refuses those above 2,704 bytes; several ids share
 * one): up to `MAIL_LIMITS.keyBytes` of UTF-8 it stays as it is, a longer one becomes
 * `<sha256:HEX>` of itself, so that mails that name each other still meet.
 */
export function boundKey(id: string): string {
  const isShort = id.length * 3 <= MAIL_LIMITS.keyBytes || utf8Length(id) <= MAIL_LIMITS.keyBytes;
  return isShort ? id : `<sha256:${sha256Hex(id)}>`;
}

/** `boundKey` of an id that may be missing. */
export function boundKeyOrNull(id: string | null): string | null {
  return id === null ? null : boundKey(id);
}

/** At most `count` bytes of UTF-8, never ending inside a character. */
export function cutBytes(text: string, count: number): string {
  if (text.length * 3 <= count) return text;
  // encodeInto() writes whole characters only (https://encoding.spec.whatwg.org/#dom-textencoder-encodeinto).
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(count));
  return text.slice(0, read);
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
