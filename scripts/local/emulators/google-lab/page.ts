/** Pages of a list. A token says after which item to go on, and serves only the list it came from. */
import { createHash } from "node:crypto";
import { badRequest } from "./answer.ts";

export interface Page<T> {
  items: T[];
  nextPageToken?: string;
}

/**
 * @param items in falling order of their keys
 * @param keyOf sorts as text; a page goes on below the last key given, even if that item has gone meanwhile
 */
export function takePage<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
  query: URLSearchParams,
  size: number,
): Page<T> {
  const list = fingerprint(query);
  const token = query.get("pageToken");
  const after = token ? readToken(token, list) : null;
  const taken: T[] = [];
  for (const item of items) {
    if (after !== null && keyOf(item) >= after) continue;
    if (taken.length === size) {
      return { items: taken, nextPageToken: writeToken(keyOf(taken.at(-1)!), list) };
    }
    taken.push(item);
  }
  return { items: taken };
}

export function fingerprint(query: URLSearchParams): string {
  const kept = [...query].filter(([name]) =>
    !["pageToken", "maxResults", "alt", "prettyPrint"].includes(name)
  );
  return createHash("sha256").update(JSON.stringify(kept.sort())).digest("hex").slice(0, 12);
}

function writeToken(key: string, list: string): string {
  return Buffer.from(JSON.stringify([list, key])).toString("base64url");
}

function readToken(token: string, list: string): string {
  try {
    const [madeFor, key] = JSON.parse(Buffer.from(token, "base64url").toString());
    if (madeFor === list && typeof key === "string") return key;
  } catch {
    // refused below
  }
  return badRequest("Invalid pageToken");
}
