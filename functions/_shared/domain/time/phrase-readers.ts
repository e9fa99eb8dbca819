/** Small readers of phrases: each says what stands at a place of a text, and they are put together to longer ones. */
import type { Words } from "./window-words.ts";

/** What stands at a place of a text, and where it ends. */
export interface Read<Value> {
  value: Value;
  end: number;
}
export type Reader<Value> = (text: string, at: number) => Read<Value> | null;

/** A pattern at exactly this place, ending with a word. */
export function pattern(source: string): (text: string, at: number) => RegExpExecArray | null {
  const regex = new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, "iuy");
  return (text, at) => {
    regex.lastIndex = at;
    return regex.exec(text);
  };
}

export function mapped<Value>(
  source: string,
  value: (match: RegExpExecArray) => Value | null,
): Reader<Value> {
  const match = pattern(source);
  return (text, at) => {
    const found = match(text, at);
    const read = found && value(found);
    return read === null || read === undefined ? null : { value: read, end: at + found![0].length };
  };
}

/** The reader that gets furthest. */
export function longest<Value>(readers: Reader<Value>[]): Reader<Value> {
  return (text, at) =>
    readers.reduce<Read<Value> | null>((best, reader) => {
      const read = reader(text, at);
      return read && (!best || read.end > best.end) ? read : best;
    }, null);
}

export const anyOf = (words: Words<unknown>) => words.map(([source]) => source).join("|");
export function meaningOf<Meaning>(words: Words<Meaning>, word: string): Meaning {
  return words.find(([source]) => new RegExp(`^(?:${source})$`, "iu").test(word))![1];
}

export function skip(text: string, at: number): number {
  return text[at] === " " ? at + 1 : at;
}

const BETWEEN = pattern("between|from|zwischen|von|entre|de|desde");
const AND = pattern("and|to|until|till|und|bis|et|à|y|hasta|a|al|-|–");

/** Two of a kind with "between … and …" around them. */
export function range<Value>(of: Reader<Value>): Reader<{ from: Value; until: Value }> {
  return (text, at) => {
    const between = BETWEEN(text, at);
    const from = between && of(text, skip(text, at + between[0].length));
    const and = from && AND(text, skip(text, from.end));
    const until = and && of(text, skip(text, skip(text, from.end) + and[0].length));
    return until ? { value: { from: from.value, until: until.value }, end: until.end } : null;
  };
}
