/**
 * Labels mail uses that the Encoding Standard does not list (https://encoding.spec.whatwg.org/#names-and-labels),
 * without prefix and separators.
 */
const ALIASES: Record<string, string> = {
  iso88598i: "iso-8859-8",
  iso88598e: "iso-8859-8",
  shiftjis: "shift_jis",
  mskanji: "shift_jis",
  windows31j: "shift_jis",
  eucjp: "euc-jp",
  iso2022jp: "iso-2022-jp",
  iso2022jp1: "iso-2022-jp",
  iso2022jp2: "iso-2022-jp",
  junet: "iso-2022-jp",
  euckr: "euc-kr",
  uhc: "euc-kr",
  tis620: "windows-874",
};

/** Code pages as in cp932, ms932 and ibm932. */
const CODE_PAGES: Record<string, string> = {
  874: "windows-874",
  932: "shift_jis",
  936: "gbk",
  949: "euc-kr",
  950: "big5",
  50220: "iso-2022-jp",
  50221: "iso-2022-jp",
  50222: "iso-2022-jp",
  51932: "euc-jp",
};

const MAX_LABELS = 500;
const decoders = new Map<string, TextDecoder | null>();

/** The decoder of a charset as mail names it; UTF-8 without a name, Windows-1252 for an unknown one. */
export function decoderFor(label: string | undefined): TextDecoder {
  const name = (label || "utf-8").trim().toLowerCase();
  const plain = name.replace(/^(?:x-ms-|x-|cs)/, "").replace(/[\s._-]+/g, "");
  const page = /^(?:cp|windows|ms|ibm)(\d+)$/.exec(plain)?.[1] ?? "";
  return decoderNamed(name) ?? decoderNamed(CODE_PAGES[page] ?? ALIASES[plain] ?? plain) ??
    decoderNamed("windows-1252")!;
}

function decoderNamed(label: string): TextDecoder | null {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  // A sender may make labels up for ever.
  if (decoders.size >= MAX_LABELS) decoders.clear();
  const made = decoderOrNull(label);
  decoders.set(label, made);
  return made;
}

function decoderOrNull(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}

/** Percent-encoded text of a parameter (RFC 2231 section 4). */
export function decodePercent(text: string, charset: string): string {
  if (!text.includes("%")) return text;
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const high = bytes[at] === 0x25 ? hexDigit(bytes[at + 1]) : -1;
    const low = high < 0 ? -1 : hexDigit(bytes[at + 2]);
    bytes[length++] = low < 0 ? bytes[at]! : (high << 4) | low;
    if (low >= 0) at += 2;
  }
  return decoderFor(charset).decode(bytes.subarray(0, length));
}

/** 0 to 15, or -1 for what is no hexadecimal digit. */
export function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
