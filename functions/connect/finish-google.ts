/** The third step: who started uses the answer, once. Whatever is not as it was asked for links nothing. */
import { exchangeCode, type GrantedTokens } from "../_shared/adapters/google/exchange-code.ts";
import { verifyIdToken } from "../_shared/adapters/google/verify-id-token.ts";
import { sha256 } from "../_shared/crypto/random-text.ts";
import type { ConnectPorts } from "../_shared/deps/connect.ts";
import { type GoogleFeature, missingScopes } from "../_shared/domain/google-scopes.ts";
import { Problem, problem } from "../_shared/http/problem.ts";
import { ProviderError } from "../_shared/http/provider-error.ts";
import type { ClaimedFlow, LinkedAccount } from "../_shared/ports/oauth-flow.ts";
import { answeringProblems } from "../_shared/http/answering-problems.ts";
import { readTicket, STATE_SEAL } from "./ticket.ts";

const FEATURES: readonly GoogleFeature[] = ["mail", "calendar"];

/** The id of the linked connection. @throws {Problem} for every reason not to link */
export async function finishGoogle(
  ports: ConnectPorts,
  person: string,
  ticketText: string,
): Promise<string> {
  const { state, code } = await readTicket(ports, ticketText);
  const stateHash = await sha256(state, "hex");
  const flow = await ports.flow.claim(person, stateHash);
  if ("problem" in flow) throw problem(flow.problem);
  if ("connectionId" in flow) return flow.connectionId;
  try {
    const { account, tokens } = await askGoogle(ports, flow.claimed, code);
    return await link(ports, person, stateHash, flow.claimed.workspaceId, account, tokens);
  } catch (error) {
    // A grant that is not kept is not revoked: that would end every other grant of this person to the same client.
    await ports.flow.fail(stateHash);
    throw error instanceof ProviderError ? toProblem(error) : error;
  }
}

async function askGoogle(ports: ConnectPorts, flow: ClaimedFlow, code: string) {
  const client = await ports.client(flow.workspaceId, flow.clientId);
  if (!client) throw problem("google_not_configured");
  const { verifier, nonce } = JSON.parse(await ports.open(flow.secret, STATE_SEAL));
  const tokens = await exchangeCode(ports.oauth, client, code, verifier, ports.callbackUrl);
  const { sub, email } = await verifyIdToken(ports.endpoints, tokens.idToken, {
    clientId: client.id,
    nonce,
  });
  for (const feature of flow.features) {
    const missing = missingScopes(feature, tokens.scopes);
    if (missing.length > 0) {
      throw problem("scope_missing", `${feature} needs ${missing.join(" ")}`);
    }
  }
  if (tokens.refreshToken === null) throw problem("refresh_token_missing");
  const features = FEATURES.filter((feature) => missingScopes(feature, tokens.scopes).length === 0);
  const account: LinkedAccount = {
    providerAccountId: sub,
    address: email,
    scopes: tokens.scopes,
    features,
  };
  return { account, tokens };
}

async function link(
  ports: ConnectPorts,
  person: string,
  stateHash: string,
  workspaceId: string,
  account: LinkedAccount,
  tokens: GrantedTokens,
): Promise<string> {
  const accessExpiresAt = tokens.expiresIn === null
    ? null
    : new Date(ports.now().getTime() + tokens.expiresIn * 1000);
  let connectionId: string = crypto.randomUUID();
  // Which connection it is shows only in the database, and a seal is for one connection.
  for (let attempt = 0; attempt < 3; attempt++) {
    const sealed = await ports.sealTokens({ workspaceId, connectionId }, tokens);
    const answer = await answeringProblems(() =>
      ports.flow.link(person, stateHash, connectionId, account, { ...sealed, accessExpiresAt })
    );
    if ("problem" in answer) throw problem(answer.problem);
    connectionId = answer.connectionId;
    if (answer.isLinked) return connectionId;
  }
  throw problem("internal_error");
}

function toProblem(error: ProviderError): Problem {
  if (error.slug === "id_token_invalid") return problem("id_token_invalid");
  if (error.errorClass === "needs_reconnect") return problem("code_refused");
  if (error.errorClass === "permanent") return problem("google_client_refused");
  return problem("google_unavailable");
}
