/**
 * Whether a message carries the HMAC of somebody who knows the secret. WebCrypto compares in native code and without an
 * early end: `CRYPTO_memcmp` in Node (src/crypto/crypto_hmac.cc), ring's `hmac::verify` in Deno (ext/crypto/lib.rs).
 */

export interface HmacCheck {
  /** Raw bytes; text is taken as UTF-8. */
  secret: Uint8Array | string;
  /** What was signed, byte for byte as received. */
  message: Uint8Array | string;
  /** What the sender claims. Anything that is not of the encoding is simply wrong. */
  signature: string;
  encoding: "hex" | "base64";
  hash?: "SHA-256" | "SHA-1" | "SHA-512";
}

export async function verifyHmac(check: HmacCheck): Promise<boolean> {
  const claimed = check.encoding === "hex" ? fromHex(check.signature) : fromBase64(check.signature);
  const secret = toBytes(check.secret);
  // WebCrypto refuses an empty key, and so should we: it would accept what anybody can sign.
  if (!claimed || secret.length === 0) return false;
  const algorithm = { name: "HMAC", hash: check.hash ?? "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["verify"]);
  return await crypto.subtle.verify("HMAC", key, claimed, toBytes(check.message));
}

// The types of these are inferred: TypeScript 5.6, which Deno 2.1.4 carries, cannot spell `Uint8Array<ArrayBuffer>`.
function toBytes(value: Uint8Array | string) {
  return typeof value === "string" ? new TextEncoder().encode(value) : Uint8Array.from(value);
}

function fromHex(text: string) {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return null;
  return Uint8Array.from(text.match(/../g)!, (pair) => parseInt(pair, 16));
}

function fromBase64(text: string) {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
