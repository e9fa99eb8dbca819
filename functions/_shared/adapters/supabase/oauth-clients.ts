/** OAuth clients of workspaces (migrations 0163), their secrets still sealed. */
import { z } from "zod";
import type { SealedOauthClient } from "../../ports/oauth-flow.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const answer = z.object({
  client_id: z.string(),
  secret: z.object({ ciphertext: z.string(), nonce: z.string(), key_id: z.string() }),
}).nullable();

/** The workspace's own client: the one named, else its current one; null when it has none. */
export async function readOauthClient(
  client: DatabaseClient,
  workspaceId: string,
  clientId: string | null,
): Promise<SealedOauthClient | null> {
  const row = await callWorker(client, "read_oauth_client", {
    workspace_id: workspaceId,
    provider: "google",
    ...(clientId !== null && { client_id: clientId }),
  }, answer);
  if (!row) return null;
  const { ciphertext, nonce, key_id } = row.secret;
  return { id: row.client_id, secret: { ciphertext, nonce, keyId: key_id } };
}

/** Makes it the current one, on behalf of an admin. @throws {DatabaseError} workspace_role_insufficient */
export async function saveOauthClient(
  client: DatabaseClient,
  person: string,
  workspaceId: string,
  own: SealedOauthClient,
): Promise<void> {
  await callWorker(client, "save_oauth_client", {
    person,
    workspace_id: workspaceId,
    provider: "google",
    client_id: own.id,
    ciphertext: own.secret.ciphertext,
    nonce: own.secret.nonce,
    key_id: own.secret.keyId,
  }, z.unknown());
}
