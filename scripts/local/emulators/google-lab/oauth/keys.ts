/** RS256 keys of the lab: one for id tokens and Pub/Sub's tokens, one that is nobody's, for forged ones. */
import { generateKeyPairSync, sign } from "node:crypto";

export interface SigningKey {
  kid: string;
  jwt(claims: Record<string, unknown>): string;
  /** The public half. */
  jwk: Record<string, unknown>;
}

const made = new Map<string, SigningKey>();

/** The same within one process: making a key takes longer than most tests. */
export function signingKey(kid: string): SigningKey {
  const known = made.get(kid);
  if (known) return known;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signing: SigningKey = {
    kid,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" },
    jwt(claims) {
      const content = `${encode({ alg: "RS256", kid, typ: "JWT" })}.${encode(claims)}`;
      return `${content}.${
        sign("RSA-SHA256", Buffer.from(content), privateKey).toString("base64url")
      }`;
    },
  };
  made.set(kid, signing);
  return signing;
}
