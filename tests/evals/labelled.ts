import { readFileSync } from "node:fs";
import { join } from "node:path";

export const HALVES = ["development", "held-out"] as const;

/** The cases of one half of a set of ours. */
export function labelled<Case>(set: string, half: (typeof HALVES)[number]): Case[] {
  const lines = readFileSync(join(import.meta.dirname, set, `${half}.jsonl`), "utf8");
  return lines.trim().split("\n").map((line) => JSON.parse(line) as Case);
}
