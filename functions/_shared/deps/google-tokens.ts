/** Wiring: the tokens of Google accounts, sealed with the keys of the environment. */
import {
  createGoogleAccessToken,
  type GoogleAccessToken,
} from "../adapters/google/access-token.ts";
import { createGoogleOauthFetch, type OauthClient } from "../adapters/google/call-oauth.ts";
import { refreshTokens } from "../adapters/google/refresh-tokens.ts";
import { revokeToken } from "../adapters/google/revoke-token.ts";
import type { DatabaseClient } from "../adapters/supabase/call-worker.ts";
import { createConnectionTokens } from "../adapters/supabase/connection-tokens.ts";
import { readOauthClient } from "../adapters/supabase/oauth-clients.ts";
import {
  clientOwner,
  fingerprint,
  readTokens,
  tokenOwner,
  writeTokens,
} from "../crypto/sealed-tokens.ts";
import {
  createSecretBox,
  type Sealed,
  type SecretBox,
  SecretBoxError,
} from "../crypto/secret-box.ts";
import { readGoogleOauthEnv, readTokenKeysEnv } from "../env.ts";
import { ProviderError } from "../http/provider-error.ts";
import type { ProviderFetch } from "../http/provider-fetch.ts";
import { log } from "../log.ts";
import type { ConnectionRef, StoredTokens, Tokens } from "../ports/connection-tokens.ts";

let box: Promise<SecretBox> | undefined;

/** Opens and seals secrets with the keys of the environment. */
export function secretBox(): Promise<SecretBox> {
  const { keys, currentKeyId } = readTokenKeysEnv();
  return box ??= createSecretBox(keys, currentKeyId);
}

/**
 * Access tokens of Google accounts that still last, see adapters/google/access-token.ts. Name the `feature` it is for, so
 * that a missing scope is told before a call; give the token Google answered 401 to as `refused`, or use withAccessToken().
 */
export function googleAccessTokens(client: DatabaseClient): GoogleAccessToken {
  return createGoogleAccessToken({
    tokens: createConnectionTokens(client),
    open: openTokens,
    seal: sealTokens,
    async refresh({ workspaceId }, clientId, refreshToken) {
      const oauth = await oauthClient(client, workspaceId, clientId);
      // only the client they were made with may refresh them, and without it the account is lost to us
      if (clientId === null || !oauth) throw unusable("oauth_client_unknown");
      return await refreshTokens(googleOauth(), oauth, refreshToken);
    },
    now: () => new Date(),
    rest: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

/** Google's endpoints of OAuth. */
export function googleOauth(): ProviderFetch {
  return createGoogleOauthFetch({ baseUrl: readGoogleOauthEnv().baseUrl, fetch, log });
}

/**
 * An OAuth client of Google with its secret: the one named, else the one for new connections. A workspace's own comes before
 * that of the project. Null when there is none.
 * @throws {SecretBoxError} when none of our keys opens its secret
 */
export async function oauthClient(
  client: DatabaseClient,
  workspaceId: string,
  clientId: string | null,
): Promise<OauthClient | null> {
  const { client: ours } = readGoogleOauthEnv();
  if (ours && ours.id === clientId) return ours;
  const own = await readOauthClient(client, workspaceId, clientId);
  if (!own) return clientId === null ? ours : null;
  const secret = await (await secretBox()).open(own.secret, clientOwner(workspaceId, own.id));
  return { id: own.id, secret };
}

/** Ends a grant at Google, given the sealed tokens of a connection that is no more. */
export function googleRevocation() {
  const oauth = googleOauth();
  return async (connection: ConnectionRef, secret: Sealed): Promise<void> => {
    const { accessToken, refreshToken } = await openTokens(connection, { secret });
    // either ends the whole grant, but an access token may have ended before
    await revokeToken(oauth, refreshToken ?? accessToken);
  };
}

/** @throws {ProviderError} needs_reconnect when none of our keys opens it */
async function openTokens(
  connection: ConnectionRef,
  stored: Pick<StoredTokens, "secret">,
): Promise<Tokens> {
  try {
    const owner = tokenOwner(connection.workspaceId, connection.connectionId);
    return readTokens(await (await secretBox()).open(stored.secret, owner));
  } catch (error) {
    throw error instanceof SecretBoxError ? unusable(error.slug) : error;
  }
}

export async function sealTokens(connection: ConnectionRef, tokens: Tokens) {
  const owner = tokenOwner(connection.workspaceId, connection.connectionId);
  return {
    secret: await (await secretBox()).seal(writeTokens(tokens), owner),
    refreshFingerprint: tokens.refreshToken && await fingerprint(tokens.refreshToken),
  };
}

function unusable(slug: string): ProviderError {
  return new ProviderError({
    errorClass: "needs_reconnect",
    effect: "none",
    slug,
    message: "Cannot use the account: it has no token that can be opened",
  });
}
