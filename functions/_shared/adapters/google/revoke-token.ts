/** https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke */
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";

/** Ends the person's grant to our client. A token Google knows no more is as good as revoked. */
export async function revokeToken(oauth: ProviderFetch, token: string): Promise<void> {
  try {
    await oauth({ operation: "tokens.revoke", method: "POST", path: "revoke", form: { token } });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.status !== 400) throw error;
  }
}
