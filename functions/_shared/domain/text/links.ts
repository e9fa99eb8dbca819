/**
 * Links, addresses and host names in a text: everything a mail program could make clickable, so more rather than
 * less. A draft may only repeat the ones its owner wrote.
 */

const DOT = "[.。]";
const LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?";
const PATTERNS = [
  // https://…, ftp://…, and schemes that need no slashes
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/\S+/giu,
  /\b(?:mailto|tel|sms|javascript|data|callto|facetime):\S+/giu,
  // name@host and host.name/path
  new RegExp(`[^\\s<>()"',;:@]+@${LABEL}(?:${DOT}${LABEL})*`, "giu"),
  new RegExp(
    `(?<![\\p{L}\\p{N}-])(?:${LABEL}${DOT})+\\p{L}{2,24}(?![\\p{L}\\p{N}-])(?:[/:?#]\\S*)?`,
    "giu",
  ),
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?:[/:?#]\S*)?/g,
];

/** Each link once, lower-case, without the punctuation of the sentence around it. */
export function findLinks(text: string): string[] {
  // Compatibility forms first: full-width letters and dots make working host names too (RFC 5895).
  const plain = text.normalize("NFKC");
  const links = PATTERNS.flatMap((pattern) => plain.match(pattern) ?? []);
  return [
    ...new Set(links.map((link) => link.toLowerCase().replace(/[\s.,;:!?)\]}>"'»”’]+$/u, ""))),
  ];
}

/** The links of a text that none of `allowedTexts` has. */
export function findUnknownLinks(text: string, allowedTexts: string[]): string[] {
  const allowed = new Set(allowedTexts.flatMap(findLinks));
  return findLinks(text).filter((link) => !allowed.has(link));
}
