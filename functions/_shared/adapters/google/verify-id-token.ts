/**
 * Whose account it is, from the id token: signed by Google for our client, for this very request.
 * https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken
 */
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { z } from "zod";
import { ProviderError } from "../../http/provider-error.ts";

export interface GoogleAccount {
  /** Never changes and is never given to anybody else, unlike the address. */
  sub: string;
  email: string;
}

const claimsForm = z.object({
  sub: z.string().min(1).max(255),
  email: z.email().max(254),
  email_verified: z.literal(true),
  nonce: z.string(),
});

/** Keys are fetched once and again when an unknown one appears, at most every 30 s (jose's cooldown). */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

/**
 * @param endpoints googleEndpoints(): where the keys are, and who must have issued it
 * @throws {ProviderError} permanent `id_token_invalid`, transient when the keys cannot be read
 */
export async function verifyIdToken(
  endpoints: { keys: string; issuer: string },
  idToken: string,
  expected: { clientId: string; nonce: string },
): Promise<GoogleAccount> {
  let keys = keySets.get(endpoints.keys);
  if (!keys) {
    keys = createRemoteJWKSet(new URL(endpoints.keys), { timeoutDuration: 9_000 });
    keySets.set(endpoints.keys, keys);
  }
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      // Google's tokens carry either form
      issuer: [endpoints.issuer, endpoints.issuer.replace(/^https:\/\//, "")],
      audience: expected.clientId,
      algorithms: ["RS256"],
      clockTolerance: 60,
    });
    const claims = claimsForm.safeParse(payload);
    if (claims.success && claims.data.nonce === expected.nonce) {
      return { sub: claims.data.sub, email: claims.data.email.toLowerCase() };
    }
  } catch (error) {
    const isInvalid = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) &&
      error.code !== "ERR_JOSE_GENERIC"; // the keys could not be fetched
    if (!isInvalid) {
      throw new ProviderError({
        errorClass: "transient",
        effect: "none",
        slug: "provider_unavailable",
        message: "Cannot connect the account: the keys of google cannot be read",
      });
    }
  }
  throw new ProviderError({
    errorClass: "permanent",
    effect: "none",
    slug: "id_token_invalid",
    message: "Cannot connect the account: google does not vouch for whose it is",
  });
}
