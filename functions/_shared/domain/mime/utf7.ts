const SHIFTED = /\+([A-Za-z0-9+/]*)-?/g;

/**
 * UTF-7 (RFC 2152), which old Outlook and Exchange wrote and the Encoding Standard leaves out on purpose: a
 * browser must never guess it. Here it is read only where a part names it, and the text is never run.
 */
export function decodeUtf7(bytes: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(bytes);
  return text.replace(SHIFTED, (_, encoded: string) => encoded === "" ? "+" : decodeUnits(encoded));
}

export function isUtf7(charset: string): boolean {
  return /^(?:unicode-1-1-)?utf-?7$/i.test(charset.trim());
}

/** UTF-16 in big-endian order, six bits a letter; what is left over at the end is padding. */
function decodeUnits(encoded: string): string {
  let units = "";
  let bits = 0;
  let count = 0;
  for (const letter of encoded) {
    bits = (bits << 6) | ALPHABET.indexOf(letter);
    count += 6;
    if (count < 16) continue;
    count -= 16;
    units += String.fromCharCode((bits >>> count) & 0xffff);
    bits &= (1 << count) - 1;
  }
  return units;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
