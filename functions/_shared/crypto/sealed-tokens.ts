/** What is sealed for a connection, and what the seal is bound to. */

/** The associated data: a sealed token opens for no other connection and in no other tenant. */
export function tokenOwner(workspaceId: string, connectionId: string): string {
  return `connection_secrets:${workspaceId}:${connectionId}`;
}

/** The same for the secret of a workspace's OAuth client. */
export function clientOwner(workspaceId: string, clientId: string): string {
  return `oauth_clients:${workspaceId}:${clientId}`;
}

/** The text that is sealed. */
export function writeTokens(tokens: { accessToken: string; refreshToken: string | null }): string {
  return JSON.stringify({ access_token: tokens.accessToken, refresh_token: tokens.refreshToken });
}

export function readTokens(text: string): { accessToken: string; refreshToken: string | null } {
  const { access_token, refresh_token } = JSON.parse(text);
  return { accessToken: access_token, refreshToken: refresh_token ?? null };
}

/** First 16 hex digits of the SHA-256: tells whether two refresh tokens are the same, and nothing else about them. */
export async function fingerprint(refreshToken: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(refreshToken));
  return [...new Uint8Array(hash).subarray(0, 8)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
