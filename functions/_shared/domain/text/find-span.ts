/** A quote in a text, as positions of UTF-16 units; `text.slice(start, end)` is what stands there. */
export interface Span {
  start: number;
  end: number;
}

const MAX_QUOTE = 1_000;

/**
 * Where a quote stands in a text, word for word; only white space may differ, because lines are wrapped. Null when it does
 * not stand there: what nobody wrote is no evidence.
 */
export function findSpan(text: string, quote: string): Span | null {
  const words = quote.trim().slice(0, MAX_QUOTE).split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  const match = new RegExp(pattern, "u").exec(text);
  return match && { start: match.index, end: match.index + match[0].length };
}
