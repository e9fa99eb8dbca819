/**
 * Text fit for one header line. Control characters, line ends of any script (U+0085, U+2028, U+2029), characters
 * that reorder or hide what is read, and lone surrogates go, so that no name or subject can begin another header
 * or show something else than it says. RFC 5322, section 2.2.
 */
export function headerText(text: string): string {
  return text
    .toWellFormed()
    // deno-lint-ignore no-control-regex -- control characters are the point
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd]/g, "")
    .replace(/ {2,}/g, " ")
    .trim();
}
