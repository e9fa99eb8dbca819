/** https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code */
import { z } from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { OauthClient } from "./call-oauth.ts";

export interface GrantedTokens {
  accessToken: string;
  refreshToken: string | null;
  /** Seconds the access token lasts; null when it does not say. */
  expiresIn: number | null;
  /** What was really granted: people can untick scopes. */
  scopes: string[];
  idToken: string;
}

const answerForm = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
  scope: z.string(),
  id_token: z.string().min(1),
});

/** @throws {ProviderError} needs_reconnect when the code was refused: used, too old, or asked for by somebody else */
export async function exchangeCode(
  oauth: ProviderFetch,
  client: OauthClient,
  code: string,
  verifier: string,
  redirectUri: string,
): Promise<GrantedTokens> {
  const answer = answerForm.safeParse(
    await oauth({
      operation: "codes.exchange",
      method: "POST",
      path: "token",
      form: {
        grant_type: "authorization_code",
        code,
        code_verifier: verifier,
        redirect_uri: redirectUri,
        client_id: client.id,
        client_secret: client.secret,
      },
    }),
  );
  if (!answer.success) {
    throw new ProviderError({
      errorClass: "transient",
      effect: "unknown",
      slug: "provider_answer_unreadable",
      message: "Cannot connect the account: the answer of google has another form",
    });
  }
  return {
    accessToken: answer.data.access_token,
    refreshToken: answer.data.refresh_token ?? null,
    expiresIn: answer.data.expires_in ?? null,
    scopes: answer.data.scope.split(" ").filter(Boolean),
    idToken: answer.data.id_token,
  };
}
