/**
 * Sealing of tokens at rest: AES-256-GCM by WebCrypto, a fresh 96-bit random nonce each time (NIST SP 800-38D,
 * section 8.2.2: fewer than 2^32 seals under one key). The associated data ties a secret to its owner, so that a
 * ciphertext copied into another row does not open there.
 */

export interface Sealed {
  /** Base64, the 16-byte tag at the end. */
  ciphertext: string;
  /** Base64 of 12 bytes. */
  nonce: string;
  /** Which key sealed it. */
  keyId: string;
}

export interface SecretBox {
  /** Seals with the current key. `associatedData` must be given again to open it. */
  seal(plaintext: string, associatedData: string): Promise<Sealed>;
  /**
   * Opens with whichever known key sealed it, so keys rotate without downtime.
   * @throws {SecretBoxError} token_key_unknown or token_unreadable
   */
  open(sealed: Sealed, associatedData: string): Promise<string>;
}

export type SecretBoxSlug = "token_keys_invalid" | "token_key_unknown" | "token_unreadable";

export class SecretBoxError extends Error {
  override readonly name = "SecretBoxError";
  readonly slug: SecretBoxSlug;

  constructor(slug: SecretBoxSlug, message: string) {
    super(message);
    this.slug = slug;
  }
}

/**
 * @param keys key id to 32 bytes in base64
 * @throws {SecretBoxError} token_keys_invalid
 */
export async function createSecretBox(
  keys: Record<string, string>,
  currentKeyId: string,
): Promise<SecretBox> {
  const imported = new Map<string, CryptoKey>();
  for (const [id, key] of Object.entries(keys)) imported.set(id, await importKey(id, key));
  const currentKey = imported.get(currentKeyId);
  if (!currentKey) {
    throw new SecretBoxError(
      "token_keys_invalid",
      "Cannot seal tokens: the current key is not known",
    );
  }
  const encoder = new TextEncoder();
  const parameters = (iv: ReturnType<typeof fromBase64>, associatedData: string) => ({
    name: "AES-GCM",
    iv,
    additionalData: encoder.encode(associatedData),
  });

  return {
    async seal(plaintext, associatedData) {
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const ciphertext = await crypto.subtle.encrypt(
        parameters(nonce, associatedData),
        currentKey,
        encoder.encode(plaintext),
      );
      return {
        ciphertext: toBase64(new Uint8Array(ciphertext)),
        nonce: toBase64(nonce),
        keyId: currentKeyId,
      };
    },
    async open(sealed, associatedData) {
      const key = imported.get(sealed.keyId);
      if (!key) {
        throw new SecretBoxError("token_key_unknown", "Cannot open a token: its key is not known");
      }
      try {
        const plaintext = await crypto.subtle.decrypt(
          parameters(fromBase64(sealed.nonce), associatedData),
          key,
          fromBase64(sealed.ciphertext),
        );
        return new TextDecoder().decode(plaintext);
      } catch {
        // GCM does not tell a changed ciphertext from a wrong key or wrong associated data.
        throw new SecretBoxError(
          "token_unreadable",
          "Cannot open a token: it does not match its key and owner",
        );
      }
    },
  };
}

async function importKey(id: string, base64: string): Promise<CryptoKey> {
  try {
    const bytes = fromBase64(base64);
    if (bytes.byteLength !== 32) throw new RangeError("not 32 bytes");
    return await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  } catch {
    throw new SecretBoxError(
      "token_keys_invalid",
      `Cannot use key ${id}: it is not 32 bytes in base64`,
    );
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

// Its type is inferred: TypeScript 5.6, which Deno 2.1.4 carries, cannot spell `Uint8Array<ArrayBuffer>`.
function fromBase64(text: string) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
