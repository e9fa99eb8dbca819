/** Calls as one person, and once more with a new token when Google takes the first for ended (401, so nothing was done). */
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";

/**
 * @param call calls with the token it is given
 * @param accessToken a token that still lasts; `refused` is one that must not be given again
 */
export function withAccessToken(
  call: (accessToken: string) => ProviderFetch,
  accessToken: (refused?: string) => Promise<string>,
): ProviderFetch {
  return async (request) => {
    const token = await ask(accessToken);
    try {
      return await call(token)(request);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.status !== 401) throw error;
      return await call(await ask(accessToken, token))(request);
    }
  };
}

/** What goes wrong here has certainly not reached Google: the caller must be able to tell. */
async function ask(accessToken: (refused?: string) => Promise<string>, refused?: string) {
  try {
    return await accessToken(refused);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError({
      errorClass: "transient",
      effect: "none",
      slug: "token_unavailable",
      message: "Cannot use the account yet: its access could not be read",
    });
  }
}
