/** The first step: an authorization request that only its maker can finish. */
import { authorizeUrl } from "../_shared/adapters/google/authorize-url.ts";
import { randomText, sha256 } from "../_shared/crypto/random-text.ts";
import type { ConnectPorts } from "../_shared/deps/connect.ts";
import type { GoogleFeature } from "../_shared/domain/google-scopes.ts";
import { allowedRedirect } from "../_shared/domain/redirect-target.ts";
import { problem } from "../_shared/http/problem.ts";
import { answeringProblems } from "../_shared/http/answering-problems.ts";
import { STATE_SEAL } from "./ticket.ts";

export interface StartRequest {
  workspace_id: string;
  features: GoogleFeature[];
  redirect_to: string;
  connection_id?: string | undefined;
  login_hint?: string | undefined;
}

/** The provider's page to send the browser to. */
export async function startGoogle(
  ports: ConnectPorts,
  person: string,
  request: StartRequest,
): Promise<string> {
  const redirectTo = allowedRedirect(request.redirect_to, ports.redirectUrls);
  if (!redirectTo) throw problem("redirect_not_allowed");
  const client = await ports.client(request.workspace_id, null);
  if (!client) throw problem("google_not_configured");

  const [state, verifier, nonce] = [randomText(), randomText(), randomText()];
  const secret = await ports.seal(JSON.stringify({ verifier, nonce }), STATE_SEAL);
  const { loginHint, features } = await answeringProblems(async () =>
    ports.flow.start({
      person,
      workspaceId: request.workspace_id,
      features: request.features,
      redirectTo: String(redirectTo),
      clientId: client.id,
      connectionId: request.connection_id ?? null,
      stateHash: await sha256(state, "hex"),
      secret,
    })
  );
  return authorizeUrl(ports.endpoints.authorize, {
    clientId: client.id,
    redirectUri: ports.callbackUrl,
    features,
    state,
    nonce,
    codeChallenge: await sha256(verifier, "base64url"),
    loginHint: loginHint ?? request.login_hint ?? null,
  });
}
