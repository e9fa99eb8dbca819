/** The secret of a push channel. Only its hash is kept; who posts to the channel repeats it, and is compared with that. */

/** A channel id, a secret of 256 random bits, and the SHA-256 of the secret in hex. */
export async function channelSecret(): Promise<{ id: string; token: string; tokenHash: string }> {
  const token = toHex(crypto.getRandomValues(new Uint8Array(32)));
  return { id: crypto.randomUUID(), token, tokenHash: await hashSecret(token) };
}

/** Whether a secret is the one of the hash. Hashes of equal length are compared as a whole, so time tells nothing. */
export async function isSecretOf(token: string, tokenHash: string): Promise<boolean> {
  const given = await hashSecret(token);
  let difference = given.length ^ tokenHash.length;
  for (let place = 0; place < given.length; place++) {
    difference |= given.charCodeAt(place) ^ tokenHash.charCodeAt(place);
  }
  return difference === 0;
}

async function hashSecret(token: string): Promise<string> {
  return toHex(
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token))),
  );
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
