import { createHash } from "node:crypto";

/**
 * SHA-256 of bytes, or of the UTF-8 of a string, in lower-case hex (64 characters); of several as if they were
 * one. Not crypto.subtle: its round trip through a thread costs more than the hash of a usual mail.
 */
export function sha256Hex(...inputs: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const input of inputs) hash.update(input);
  return hash.digest("hex");
}
