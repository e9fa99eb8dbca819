import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Real mail for development lies beside the repository (or where CORPORA_DIR says) and is never part of it. */
export const CORPORA = process.env.CORPORA_DIR ??
  fileURLToPath(new URL("../../../../shared/corpora/", import.meta.url));

export const hasCorpora = existsSync(CORPORA);

export const ABSENT = "no ../shared/corpora beside the repository: skipped";

/** Paths of all files below a folder of the corpora that `keep` wants, sorted. */
export function filesIn(folder: string, keep: (path: string) => boolean = () => true): string[] {
  const walk = (path: string): string[] =>
    statSync(path).isDirectory()
      ? readdirSync(path).sort().flatMap((name) => walk(join(path, name)))
      : [path];
  return walk(join(CORPORA, folder)).filter(keep);
}

/** A file as text with \n line ends. */
export function textOf(path: string): string {
  return readFileSync(path, "utf8").replace(/\r\n?/g, "\n");
}

/** Precision, recall and F1 of counted decisions. */
export function f1(truePositive: number, falsePositive: number, falseNegative: number) {
  const precision = truePositive / (truePositive + falsePositive || 1);
  const recall = truePositive / (truePositive + falseNegative || 1);
  return { precision, recall, f1: 2 * precision * recall / (precision + recall || 1) };
}

/** The bytes of a file; Deno 2.1.4 and @types/node disagree on what a Buffer is. */
export function bytesOf(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(path) as unknown as ArrayLike<number>);
}
