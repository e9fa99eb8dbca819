/** Calls to Google's OAuth endpoints, or to those of an emulator that answers under the same paths. */
import type { ProviderErrorClass } from "../../http/provider-error.ts";
import { createProviderFetch, type ProviderFetch } from "../../http/provider-fetch.ts";
import type { Log } from "../../log.ts";

export interface GoogleOauthOptions {
  /** GOOGLE_OAUTH_BASE_URL, or null for Google itself. */
  baseUrl: string | null;
  fetch: typeof fetch;
  log: Log;
  /** Milliseconds; less than half of the lease of a refresh, so that two never overlap. */
  timeoutMs?: number;
}

/** Who asks. */
export interface OauthClient {
  id: string;
  secret: string;
}

/** What https://accounts.google.com/.well-known/openid-configuration names, spelled out to save a call. */
export function googleEndpoints(baseUrl: string | null) {
  const at = (base: string, path: string) => `${(baseUrl ?? base).replace(/\/+$/, "")}${path}`;
  return {
    /** For the person's browser. */
    authorize: at("https://accounts.google.com", "/o/oauth2/v2/auth"),
    /** Base of `/token` and `/revoke`. */
    oauth: at("https://oauth2.googleapis.com", "/"),
    keys: at("https://www.googleapis.com", "/oauth2/v3/certs"),
    /** Whoever stands in for Google speaks in its name. */
    issuer: "https://accounts.google.com",
  };
}

const TIMEOUT_MS = 9_000;
const MAX_BYTES = 64 * 1024;

export function createGoogleOauthFetch(options: GoogleOauthOptions): ProviderFetch {
  return createProviderFetch({
    provider: "google",
    baseUrl: googleEndpoints(options.baseUrl).oauth,
    fetch: options.fetch,
    log: options.log,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    classify: classifyOauthError,
  });
}

/**
 * RFC 6749, section 5.2. Only invalid_grant is about the person's grant. invalid_client and unauthorized_client are about our
 * own settings: no account must be told to reconnect because of them.
 */
export function classifyOauthError(status: number, answer: unknown): ProviderErrorClass | null {
  const code = (answer as { error?: unknown } | null)?.error;
  if (code === "invalid_grant") return "needs_reconnect";
  if (status === 401) return "permanent";
  // Google answers 403 for rate limits (https://cloud.google.com/apis/design/errors#handling_errors).
  return status === 403 ? "transient" : null;
}
