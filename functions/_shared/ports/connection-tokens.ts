/** The sealed tokens of connections, and who may refresh them (migrations 0164). Each call is one transaction. */
import type { Sealed } from "../crypto/secret-box.ts";

/** One account of one tenant. */
export interface ConnectionRef {
  connectionId: string;
  workspaceId: string;
}

/** What is sealed for a connection. */
export interface Tokens {
  accessToken: string;
  /** Null for a token that cannot be refreshed. */
  refreshToken: string | null;
}

export interface StoredTokens {
  /** Counts the contents: whoever stores newer ones names the version they replace. */
  version: number;
  /** The OAuth client they were made with. */
  clientId: string | null;
  /** What the provider granted. */
  scopes: string[];
  secret: Sealed;
}

export type TokenVerdict =
  | { verdict: "use"; stored: StoredTokens }
  /** The caller holds the lease and asks the provider, nobody else does. */
  | { verdict: "refresh"; stored: StoredTokens; lease: string }
  /** Somebody else is asking: look again soon. */
  | { verdict: "wait" }
  | { verdict: "later"; slug: string; retryAfterMs: number }
  | { verdict: "reconnect"; slug: string };

export interface NewTokens {
  secret: Sealed;
  /** Null when there is no refresh token. */
  refreshFingerprint: string | null;
  /** Null when the provider does not say. */
  accessExpiresAt: Date | null;
}

export interface ConnectionTokens {
  /**
   * @param validSeconds how long the token must still last
   * @param refusedVersion the provider did not take the token of this version
   */
  begin(
    connection: ConnectionRef,
    validSeconds: number,
    refusedVersion: number | null,
  ): Promise<TokenVerdict>;
  /** Replaces what has this version; false when there is something newer. */
  save(connection: ConnectionRef, version: number, tokens: NewTokens): Promise<boolean>;
  /** refused: the grant is gone, which marks the account. later: says nothing about the account. */
  fail(
    connection: ConnectionRef,
    held: { version: number; lease: string },
    failure: { outcome: "refused" | "later"; slug: string; retryAfterMs: number | null },
  ): Promise<void>;
}
