const ENCODED_WORD = /=\?[^?\s]{1,40}\?q\?[^?\r\n]{0,2000}\?=/gi;

/**
 * A header line whose bytes are no UTF-8 is Windows-1252 in practice (older programs write names and
 * subjects raw, against RFC 5322): recoded, with raw bytes inside an encoded word (RFC 2047) escaped.
 * Other lines come back as they are. The parser would turn those bytes into U+FFFD.
 */
export function repairHeaderLine(line: Uint8Array): Uint8Array {
  if (line.every((byte) => byte < 0x80) || isUtf8(line)) return line;
  let binary = "";
  for (const byte of line) binary += String.fromCharCode(byte);
  const escaped = binary.replace(
    ENCODED_WORD,
    (word) =>
      word.replace(/[\x80-\xff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`),
  );
  const bytes = Uint8Array.from(escaped, (character) => character.charCodeAt(0));
  return new TextEncoder().encode(new TextDecoder("windows-1252").decode(bytes));
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
