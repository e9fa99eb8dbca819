/** What people allowed: codes, refresh tokens and access tokens. https://developers.google.com/identity/protocols/oauth2/web-server */
import type { Random } from "../random.ts";

export interface Grant {
  address: string;
  clientId: string;
  scopes: readonly string[];
  refreshToken: string | null;
  /** Made with the mailbox, not by anybody's consent. */
  isStanding?: boolean;
  isRevoked: boolean;
}

export interface AuthorizationCode {
  grant: Grant;
  redirectUri: string;
  challenge: { value: string; method: "S256" | "plain" } | null;
  nonce: string | null;
  expiresAt: number;
}

export interface AccessToken {
  grant: Grant;
  expiresAt: number;
}

export interface Grants {
  create(grant: Omit<Grant, "refreshToken" | "isRevoked">, isOffline: boolean): Grant;
  /** Whether the person has allowed this client before and not taken it back. */
  isKnown(address: string, clientId: string): boolean;
  newCode(code: Omit<AuthorizationCode, "expiresAt">, now: number): string;
  /** Serves once. */
  takeCode(code: string, now: number): AuthorizationCode | null;
  newAccessToken(grant: Grant, now: number, chosen?: string): string;
  byAccessToken(token: string, now: number): AccessToken | null;
  /** Expired and revoked ones too: whose it was. */
  ownerOf(token: string): string | null;
  byRefreshToken(token: string): Grant | null;
  /** The old token is dead at once. */
  rotate(grant: Grant): string;
  expireAccessToken(token: string): void;
  revoke(grant: Grant): void;
  revokeAll(address: string): void;
}

/** Seconds, as Google answers. */
export const TOKEN_SECONDS = 3599;
const CODE_MS = 10 * 60_000;

export function createGrants(random: Random): Grants {
  const grants: Grant[] = [];
  const codes = new Map<string, AuthorizationCode>();
  const tokens = new Map<string, AccessToken>();
  const newRefreshToken = () => `1//0${random.token(60)}`;
  return {
    create(fields, isOffline) {
      const refreshToken = isOffline ? newRefreshToken() : null;
      const grant: Grant = { ...fields, refreshToken, isRevoked: false };
      grants.push(grant);
      return grant;
    },
    isKnown: (address, clientId) =>
      grants.some((grant) =>
        grant.address === address && grant.clientId === clientId && !grant.isRevoked &&
        !grant.isStanding
      ),
    newCode(code, now) {
      const text = `4/0${random.token(60)}`;
      codes.set(text, { ...code, expiresAt: now + CODE_MS });
      return text;
    },
    takeCode(text, now) {
      const code = codes.get(text);
      codes.delete(text);
      return code && code.expiresAt > now ? code : null;
    },
    newAccessToken(grant, now, chosen) {
      const token = chosen ?? `ya29.a0${random.token(120)}`;
      // one a story names lasts as long as the lab
      const expiresAt = chosen ? Infinity : now + TOKEN_SECONDS * 1000;
      tokens.set(token, { grant, expiresAt });
      return token;
    },
    byAccessToken(text, now) {
      const token = tokens.get(text);
      return token && token.expiresAt > now && !token.grant.isRevoked ? token : null;
    },
    ownerOf: (text) => tokens.get(text)?.grant.address ?? null,
    byRefreshToken: (text) => grants.find(({ refreshToken }) => refreshToken === text) ?? null,
    rotate: (grant) => grant.refreshToken = newRefreshToken(),
    expireAccessToken(text) {
      const token = tokens.get(text);
      if (token) token.expiresAt = -Infinity;
    },
    revoke: (grant) => void (grant.isRevoked = true),
    revokeAll(address) {
      for (const grant of grants) if (grant.address === address) grant.isRevoked = true;
    },
  };
}
