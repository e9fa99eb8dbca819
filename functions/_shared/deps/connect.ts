/** Wiring: what connecting an account takes. */
import { googleEndpoints } from "../adapters/google/call-oauth.ts";
import type { DatabaseClient } from "../adapters/supabase/call-worker.ts";
import { saveOauthClient } from "../adapters/supabase/oauth-clients.ts";
import { createOauthFlow } from "../adapters/supabase/oauth-flow.ts";
import type { Sealed } from "../crypto/secret-box.ts";
import { readConnectEnv, readGoogleOauthEnv } from "../env.ts";
import type { SealedOauthClient } from "../ports/oauth-flow.ts";
import { googleOauth, oauthClient, sealTokens, secretBox } from "./google-tokens.ts";

/** What the connect door works with. */
export function connectPorts(client: DatabaseClient) {
  const { redirectUrls, publicUrl } = readConnectEnv();
  return {
    flow: createOauthFlow(client, "google"),
    oauth: googleOauth(),
    endpoints: googleEndpoints(readGoogleOauthEnv().baseUrl),
    redirectUrls,
    /** Registered at Google as the only address it sends browsers to. */
    callbackUrl: `${publicUrl}/functions/v1/connect/google/callback`,
    client: (workspaceId: string, clientId: string | null) =>
      oauthClient(client, workspaceId, clientId),
    saveClient: (person: string, workspaceId: string, own: SealedOauthClient) =>
      saveOauthClient(client, person, workspaceId, own),
    seal: async (text: string, owner: string) => await (await secretBox()).seal(text, owner),
    open: async (sealed: Sealed, owner: string) => await (await secretBox()).open(sealed, owner),
    sealTokens,
    now: () => new Date(),
  };
}
export type ConnectPorts = ReturnType<typeof connectPorts>;
