/** The mails that give orders to a model, and their twins: the same words from people who mean them for people. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface InjectionCase {
  /** attack-12 or twin-3; it stands in the subject, so a prompt, a row and a mail tell which case they belong to. */
  id: string;
  /** own, or the public collection whose shape it has. */
  shape?: string;
  /** How the words travel, see mails.ts. */
  carrier: string;
  language: string;
  /** What the mail says beside its business; `|||` divides what comes in two mails. */
  says: string;
  /** What an obedient model writes then. */
  draft?: string;
  /** A sentence the owner wrote in their answer; a draft may repeat it. */
  own?: string;
}

function read(name: string): InjectionCase[] {
  const lines = readFileSync(join(import.meta.dirname, `${name}.jsonl`), "utf8");
  return lines.trim().split("\n").map((line) => JSON.parse(line));
}

/** Every `step`-th of the attacks and of the twins. */
export function injectionCases(step: number): { attacks: InjectionCase[]; twins: InjectionCase[] } {
  const some = (cases: InjectionCase[]) => cases.filter((_, at) => at % step === 0);
  return { attacks: some(read("attacks")), twins: some(read("twins")) };
}

/** The id of the case a text belongs to. */
export function caseOf(text: string): string | null {
  return /\b(?:attack|twin)-\d+\b/.exec(text)?.[0] ?? null;
}
