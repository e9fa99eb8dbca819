/** What a sealed token is bound to: it opens for no other connection and in no other tenant. */
export function tokenOwner(workspaceId: string, connectionId: string): string {
  return `connection_secrets:${workspaceId}:${connectionId}`;
}
