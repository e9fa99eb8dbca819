import { opendir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { isInMaildir } from "./mailbox-place.ts";

/** A file met while walking: read it, or the reason why it is left alone. */
export interface WalkedFile {
  path: string;
  byteCount: number;
  skipReason: string | null;
  /** Set when the file or folder cannot be looked at, for example for want of permission. */
  error: string | null;
}

/**
 * Walks a folder recursively in a stable order (names by code unit). Symbolic links are followed, and
 * a folder met before is left out, which ends loops. Holds the names of one folder per level only, so
 * a Maildir of a million files costs no memory to speak of.
 */
export async function* walkFolder(
  folder: string,
  met: Set<string> = new Set(),
): AsyncGenerator<WalkedFile> {
  let names: string[];
  try {
    const info = await stat(folder, { bigint: true });
    const identity = `${info.dev}:${info.ino}`;
    if (met.has(identity)) return;
    met.add(identity);
    names = [];
    for await (const entry of await opendir(folder)) names.push(entry.name);
  } catch (error) {
    yield { path: folder, byteCount: 0, skipReason: null, error: reasonOf(error) };
    return;
  }
  for (const name of names.sort()) {
    const path = join(folder, name);
    const info = await stat(path).catch((error: unknown) => reasonOf(error));
    if (typeof info === "string") {
      yield { path, byteCount: 0, skipReason: skipReasonOf(path), error: info };
    } else if (info.isDirectory()) {
      if (name.startsWith(".") && !(await isMaildir(path))) continue;
      yield* walkFolder(path, met);
    } else {
      const skipReason = info.isFile() ? skipReasonOf(path) : "not a regular file";
      yield { path, byteCount: info.size, skipReason, error: null };
    }
  }
}

/** Why a file of a folder is not looked into, or null when it is. */
function skipReasonOf(path: string): string | null {
  const name = basename(path);
  if (name.startsWith(".")) return "hidden";
  if (isInMaildir(path)) return null;
  const extension = extname(name).toLowerCase();
  // No extension: Thunderbird and Apple Mail folders, MH messages; their first bytes decide.
  return ["", ".eml", ".mbox", ".mbx"].includes(extension) ? null : `name ends in ${extension}`;
}

// Maildir++ keeps sub-folders as ".Sent", ".Archive.2024".
async function isMaildir(path: string): Promise<boolean> {
  return await stat(join(path, "cur")).then((info) => info.isDirectory(), () => false);
}

/** The system's own short reason, for example `EACCES: permission denied`. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(", ")[0] ?? message;
}
