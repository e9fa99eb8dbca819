/** HS256 JSON Web Tokens (RFC 7519), as @supabase/lite issues them. */
import { createHmac, timingSafeEqual } from "node:crypto";

export type Claims = Record<string, unknown> & { sub?: string; role?: string; exp?: number };

export type Verdict = { claims: Claims } | { code: string; message: string };

/** Signs claims; `keyId` goes into the header, where @supabase/server looks for it. */
export function signJwt(claims: Claims, secret: string, keyId: string): string {
  const body = `${encode({ alg: "HS256", typ: "JWT", kid: keyId })}.${encode(claims)}`;
  return `${body}.${hmac(body, secret).toString("base64url")}`;
}

/** Refusals carry the codes of the hosted gateway (main.ts of the Supabase CLI). */
export function verifyJwt(token: string, secret: string, now = Date.now()): Verdict {
  const [header, payload, signature] = token.split(".");
  if (!header || !payload || !signature) return refuse("UNAUTHORIZED_INVALID_JWT_FORMAT");
  try {
    const { alg } = decode(header);
    if (alg !== "HS256") return refuse("UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM");
    const wanted = hmac(`${header}.${payload}`, secret);
    const given = Buffer.from(signature, "base64url");
    if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) {
      return refuse("UNAUTHORIZED_JWT");
    }
    const claims = decode(payload) as Claims;
    if (typeof claims.exp === "number" && claims.exp * 1000 <= now) {
      return refuse("UNAUTHORIZED_JWT");
    }
    return { claims };
  } catch {
    return refuse("UNAUTHORIZED_INVALID_JWT_FORMAT");
  }
}

/** The key set that verifies these tokens, for SUPABASE_JWKS. */
export function symmetricKeySet(secret: string, keyId: string) {
  const k = Buffer.from(secret, "utf8").toString("base64url");
  return { keys: [{ kty: "oct", alg: "HS256", use: "sig", kid: keyId, k }] };
}

function refuse(code: string): Verdict {
  const isFormat = code === "UNAUTHORIZED_INVALID_JWT_FORMAT";
  return { code, message: isFormat ? "Invalid JWT format" : "Invalid JWT" };
}

function hmac(text: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
}
