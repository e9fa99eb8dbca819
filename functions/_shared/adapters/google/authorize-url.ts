/** https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient and #incrementalAuth */
import { type GoogleFeature, scopesFor } from "../../domain/google-scopes.ts";

export interface AuthorizationRequest {
  clientId: string;
  /** Our callback, as registered at Google. */
  redirectUri: string;
  features: readonly GoogleFeature[];
  state: string;
  /** Comes back in the id token: ties it to this request. */
  nonce: string;
  /** Base64url of the SHA-256 of the verifier (RFC 7636, method S256). */
  codeChallenge: string;
  /** Address to offer first. */
  loginHint: string | null;
}

/** @param endpoint googleEndpoints().authorize */
export function authorizeUrl(endpoint: string, request: AuthorizationRequest): string {
  const url = new URL(endpoint);
  url.search = String(
    new URLSearchParams({
      response_type: "code",
      client_id: request.clientId,
      redirect_uri: request.redirectUri,
      scope: scopesFor(request.features).join(" "),
      state: request.state,
      nonce: request.nonce,
      code_challenge: request.codeChallenge,
      code_challenge_method: "S256",
      access_type: "offline",
      // Google gives a refresh token only with consent, and an account chosen by itself is often the wrong one.
      prompt: "consent select_account",
      // what was granted before stays granted
      include_granted_scopes: "true",
      ...(request.loginHint && { login_hint: request.loginHint }),
    }),
  );
  return String(url);
}
