/** A workspace brings its own OAuth client: the secret is sealed at once, and nobody reads it again. */
import type { ConnectPorts } from "../_shared/deps/connect.ts";
import { clientOwner } from "../_shared/crypto/sealed-tokens.ts";
import { answeringProblems } from "../_shared/http/answering-problems.ts";

export async function setGoogleClient(
  ports: ConnectPorts,
  person: string,
  body: { workspace_id: string; client_id: string; client_secret: string },
): Promise<void> {
  const { workspace_id: workspaceId, client_id: id } = body;
  const secret = await ports.seal(body.client_secret, clientOwner(workspaceId, id));
  await answeringProblems(() => ports.saveClient(person, workspaceId, { id, secret }));
}
