/** A multipart whose end was not seen yet, and what its parts are to know. */
export type OpenMultipart<T> = { boundary: Uint8Array; inside: T };

/** A line that delimits parts: `level` is the multipart it belongs to, counted from the outermost. */
export type Delimiter = { start: number; end: number; level: number; isEnd: boolean };

/** Bytes of boundaries that are compared for one mail; a hostile one stops there. */
export class SearchBudget {
  isSpent = false;
  #left = 20_000_000;

  spend(count: number): boolean {
    this.#left -= count;
    return !(this.isSpent = this.#left <= 0);
  }
}

/**
 * The next delimiter line at or after `from`, which begins a line: the innermost multipart that fits
 * (RFC 2046 section 5.1.1; blanks may follow the boundary). Null when there is none.
 */
export function findBoundary(
  bytes: Uint8Array,
  from: number,
  open: OpenMultipart<unknown>[],
  budget: SearchBudget,
): Delimiter | null {
  if (open.length === 0) return null;
  for (let at = from; at < bytes.length;) {
    const isCandidate = bytes[at] === DASH && bytes[at + 1] === DASH;
    const lineEnd = bytes.indexOf(LINE_FEED, at);
    const next = lineEnd < 0 ? bytes.length : lineEnd + 1;
    if (isCandidate) {
      const end = trimmedEnd(bytes, at + 2, lineEnd < 0 ? bytes.length : lineEnd);
      for (let level = open.length - 1; level >= 0; level--) {
        const { boundary } = open[level]!;
        const surplus = end - at - 2 - boundary.length;
        const fits = surplus === 0 || surplus === 2;
        if (!budget.spend(fits ? boundary.length + 1 : 1)) return null;
        if (!fits || !startsWith(bytes, at + 2, boundary)) continue;
        const isEnd = surplus === 2;
        if (isEnd && !(bytes[end - 1] === DASH && bytes[end - 2] === DASH)) continue;
        return { start: at, end: next, level, isEnd };
      }
    }
    at = next;
  }
  return null;
}

const LINE_FEED = 0x0a;
const DASH = 0x2d;

function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x09)) end--;
  return end;
}

function startsWith(bytes: Uint8Array, start: number, boundary: Uint8Array): boolean {
  for (let at = 0; at < boundary.length; at++) {
    if (bytes[start + at] !== boundary[at]) return false;
  }
  return true;
}
