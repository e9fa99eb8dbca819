/** Unguessable texts and their hashes, in forms that need no escaping in a URL. */

/** 32 random bytes as 43 characters of base64url: also the form of a PKCE verifier (RFC 7636, section 4.1). */
export function randomText(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** SHA-256 of a text. */
export async function sha256(text: string, encoding: "hex" | "base64url"): Promise<string> {
  const bytes = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)),
  );
  return encoding === "base64url"
    ? toBase64Url(bytes)
    : [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
