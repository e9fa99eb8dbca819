/**
 * A Google access token that still lasts, for whoever works through an account. The database decides who refreshes
 * (migrations 0164), so any number of workers ask Google once for each expiry. Refreshing again after an answer that got lost is
 * safe: Google's refresh tokens may be used many times (https://developers.google.com/identity/protocols/oauth2#expiration).
 */
import { type GoogleFeature, missingScopes } from "../../domain/google-scopes.ts";
import { ProviderError } from "../../http/provider-error.ts";
import type {
  ConnectionRef,
  ConnectionTokens,
  NewTokens,
  StoredTokens,
  Tokens,
} from "../../ports/connection-tokens.ts";
import type { RefreshedTokens } from "./refresh-tokens.ts";

export interface TokenUse {
  /** What the token is for: without the scopes it needs nothing is called. */
  feature?: GoogleFeature;
  /** A token Google has just answered 401 to: it is not given out again. */
  refused?: string;
  /** How long it must last at least. */
  validSeconds?: number;
}

/** @throws {ProviderError} needs_reconnect, permanent `scope_missing`, or transient with `retryAfterMs` */
export type GoogleAccessToken = (connection: ConnectionRef, use?: TokenUse) => Promise<string>;

export interface AccessTokenPorts {
  tokens: ConnectionTokens;
  /** @throws {ProviderError} needs_reconnect when no key of ours opens it */
  open(connection: ConnectionRef, stored: StoredTokens): Promise<Tokens>;
  seal(
    connection: ConnectionRef,
    tokens: Tokens,
  ): Promise<Pick<NewTokens, "secret" | "refreshFingerprint">>;
  /** Asks with the client the tokens were made with. @throws {ProviderError} */
  refresh(
    connection: ConnectionRef,
    clientId: string | null,
    refreshToken: string,
  ): Promise<RefreshedTokens>;
  now(): Date;
  /** Resolves after so many milliseconds. */
  rest(ms: number): Promise<void>;
}

/** A call takes up to 30 s. */
const VALID_SECONDS = 60;
/** Longer than a lease, so that a dead worker's refresh is taken over while others wait. */
const MAX_WAIT_MS = 25_000;
/** Our own client is refused: a person has to correct a setting, so three times an hour is often enough to look. */
const CLIENT_REFUSED_RETRY_MS = 20 * 60_000;

export function createGoogleAccessToken(ports: AccessTokenPorts): GoogleAccessToken {
  return async (connection, use = {}) => {
    const endsAt = ports.now().getTime() + MAX_WAIT_MS;
    let refusedVersion: number | null = null;
    for (let pauseMs = 40;; pauseMs = Math.min(pauseMs * 1.5, 1_000)) {
      const verdict = await ports.tokens.begin(
        connection,
        use.validSeconds ?? VALID_SECONDS,
        refusedVersion,
      );
      switch (verdict.verdict) {
        case "use": {
          requireScopes(use.feature, verdict.stored.scopes);
          const { accessToken } = await ports.open(connection, verdict.stored);
          if (accessToken !== use.refused) return accessToken;
          refusedVersion = verdict.stored.version;
          continue;
        }
        case "refresh": {
          const accessToken = await refresh(ports, connection, verdict);
          requireScopes(use.feature, verdict.stored.scopes);
          if (accessToken !== null) return accessToken;
          continue; // somebody stored newer ones
        }
        case "reconnect":
          throw needsReconnect(verdict.slug);
        case "later":
          throw tryLater(verdict.slug, verdict.retryAfterMs);
      }
      if (ports.now().getTime() >= endsAt) throw tryLater("token_refresh_busy", 5_000);
      await ports.rest(pauseMs);
    }
  };
}

/** The new token once it is stored; null when somebody else stored one meanwhile. */
async function refresh(
  ports: AccessTokenPorts,
  connection: ConnectionRef,
  { stored, lease }: { stored: StoredTokens; lease: string },
): Promise<string | null> {
  try {
    const { refreshToken } = await ports.open(connection, stored);
    if (refreshToken === null) throw needsReconnect("connection_has_no_token");
    const answer = await ports.refresh(connection, stored.clientId, refreshToken);
    const sealed = await ports.seal(connection, answer);
    const isNewest = await ports.tokens.save(connection, stored.version, {
      ...sealed,
      accessExpiresAt: answer.expiresIn === null
        ? null
        : new Date(ports.now().getTime() + answer.expiresIn * 1000),
    });
    return isNewest ? answer.accessToken : null;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error; // the lease ends by itself
    const failure = toFailure(error);
    await ports.tokens.fail(connection, { version: stored.version, lease }, failure);
    if (failure.outcome === "refused") throw needsReconnect(failure.slug);
    throw tryLater(failure.slug, failure.retryAfterMs);
  }
}

function toFailure(error: ProviderError) {
  if (error.errorClass === "needs_reconnect") {
    // whatever is ours has a slug of its own; Google's refusal is invalid_grant
    const slug = error.slug === "provider_needs_reconnect" ? "grant_revoked" : error.slug;
    return { outcome: "refused" as const, slug, retryAfterMs: null };
  }
  if (error.errorClass === "permanent") {
    return {
      outcome: "later" as const,
      slug: "oauth_client_refused",
      retryAfterMs: CLIENT_REFUSED_RETRY_MS,
    };
  }
  return { outcome: "later" as const, slug: error.slug, retryAfterMs: error.retryAfterMs };
}

function requireScopes(feature: GoogleFeature | undefined, granted: readonly string[]): void {
  const missing = feature ? missingScopes(feature, granted) : [];
  if (missing.length === 0) return;
  throw new ProviderError({
    errorClass: "permanent",
    effect: "none",
    slug: "scope_missing",
    message: `Cannot use ${feature} of the account: Google has not granted ${missing.join(" ")}`,
  });
}

function needsReconnect(slug: string): ProviderError {
  return new ProviderError({
    errorClass: "needs_reconnect",
    effect: "none",
    slug,
    message: "Cannot use the account: its permission has ended",
  });
}

function tryLater(slug: string, retryAfterMs: number | null): ProviderError {
  return new ProviderError({
    errorClass: "transient",
    effect: "none",
    slug,
    retryAfterMs,
    message: "Cannot use the account yet: its access could not be refreshed",
  });
}
