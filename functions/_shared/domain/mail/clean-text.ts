/**
 * Text that PostgreSQL and JSON accept: NUL becomes U+FFFD (text columns refuse it), lone
 * surrogates become U+FFFD (no UTF-8 exists for them), lines end with \n.
 */
export function cleanText(value: string): string {
  const plain = value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
  return (plain.includes("\r") ? plain.replace(/\r\n?/g, "\n") : plain).toWellFormed();
}

/** At most `length` UTF-16 units of `value`, never ending in half a surrogate pair. */
export function cutText(value: string, length: number): string {
  if (value.length <= length) return value;
  const last = value.charCodeAt(length - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** One clean line: every run of white space and control characters is one space. */
export function cleanLine(value: string, length: number): string {
  if (value.length <= length && CLEAN_LINE.test(value)) return value;
  // Cut before the regular expression runs, so that a header of a megabyte costs nothing.
  const head = cutText(cleanText(cutText(value, length * 4)), length * 4);
  // deno-lint-ignore no-control-regex
  return cutText(head.replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim(), length).trimEnd();
}

const CLEAN_LINE = /^(?:[!-~]+(?: [!-~]+)*)?$/;
