/** https://developers.google.com/identity/protocols/oauth2/web-server#offline */
import { z } from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { OauthClient } from "./call-oauth.ts";

export interface RefreshedTokens {
  accessToken: string;
  /** Another one when the provider rotated it, else the same again. */
  refreshToken: string;
  /** Seconds the access token lasts; null when it does not say. */
  expiresIn: number | null;
}

const answerForm = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
});

/** @throws {ProviderError} needs_reconnect when the grant is gone, permanent when our own client is refused */
export async function refreshTokens(
  oauth: ProviderFetch,
  client: OauthClient,
  refreshToken: string,
): Promise<RefreshedTokens> {
  const answer = answerForm.safeParse(
    await oauth({
      operation: "tokens.refresh",
      method: "POST",
      path: "token",
      form: {
        grant_type: "refresh_token",
        refresh_token: refreshToken,
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
      message: "Cannot refresh the access: the answer of google has another form",
    });
  }
  return {
    accessToken: answer.data.access_token,
    refreshToken: answer.data.refresh_token ?? refreshToken,
    expiresIn: answer.data.expires_in ?? null,
  };
}
