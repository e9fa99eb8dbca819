/** Numbers that look random and are the same for the same seed (mulberry32), so that a failing run can be run again. */
export interface Random {
  /** 0 up to but without 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** Lower-case hex digits. */
  hex(length: number): string;
  /** Letters and digits as in Google's opaque tokens. */
  token(length: number): string;
  /** A generator of its own for one purpose: its numbers do not depend on how often others ask. */
  fork(purpose: string): Random;
}

const TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

export function createRandom(seed: string): Random {
  let state = hash(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const chars = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[between(0, alphabet.length - 1)]).join("");
  return {
    next,
    between,
    pick: (items) => items[between(0, items.length - 1)]!,
    hex: (length) => chars("0123456789abcdef", length),
    token: (length) => chars(TOKEN, length),
    fork: (purpose) => createRandom(`${seed}/${purpose}`),
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193);
  }
  return value | 0;
}
