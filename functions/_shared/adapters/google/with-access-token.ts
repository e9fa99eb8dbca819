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

/**
 * What goes wrong here has certainly not reached the API, whatever it did at the token endpoint: whoever sends must be able to
 * tell.
 */
async function ask(accessToken: (refused?: string) => Promise<string>, refused?: string) {
  try {
    return await accessToken(refused);
  } catch (error) {
    const { errorClass, slug, message, retryAfterMs } = error instanceof ProviderError
      ? error
      : unreadable;
    throw new ProviderError({ errorClass, slug, message, retryAfterMs, effect: "none" });
  }
}

const unreadable = {
  errorClass: "transient",
  slug: "token_unavailable",
  message: "Cannot use the account yet: its access could not be read",
  retryAfterMs: null,
} as const;
