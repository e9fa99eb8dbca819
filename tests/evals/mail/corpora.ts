import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** Real mail for development lies beside the repository (or where CORPORA_DIR says) and is never part of it. */
function findCorpora(): string | null {
  if (process.env.CORPORA_DIR) return process.env.CORPORA_DIR;
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, "shared/corpora");
    if (existsSync(candidate)) return candidate;
  }
  return null;
}

let root = findCorpora();

export const hasCorpora = root !== null;

export const ABSENT = "no shared/corpora beside the repository: skipped";

/** Scores another folder of the same shape from now on. */
export function useCorpora(folder: string): void {
  root = folder;
}

/** Whether a collection is there. */
export function hasCollection(folder: string): boolean {
  return root !== null && existsSync(join(root, folder));
}

/** The place of a file or folder of the corpora. */
export function inCorpora(path: string): string {
  if (root === null) throw new Error("Cannot read the corpora: there are none");
  return join(root, path);
}

/** Paths of all files below a folder of the corpora that `keep` wants, sorted. */
export function filesIn(folder: string, keep: (path: string) => boolean = () => true): string[] {
  const walk = (path: string): string[] =>
    statSync(path).isDirectory()
      ? readdirSync(path).sort().flatMap((name) => walk(join(path, name)))
      : [path];
  return walk(inCorpora(folder)).filter(keep);
}

/** A file as text with \n line ends. */
export function textOf(path: string): string {
  return readFileSync(path, "utf8").replace(/\r\n?/g, "\n");
}

/** The bytes of a file; Deno 2.1.4 and @types/node disagree on what a Buffer is. */
export function bytesOf(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(path) as unknown as ArrayLike<number>);
}
