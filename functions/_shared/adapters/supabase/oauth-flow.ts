/** The authorization port on the worker functions of migrations 0165 and 0167. */
import { z } from "zod";
import type { ClaimedFlow, FlowProblem, OauthFlow } from "../../ports/oauth-flow.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const problem = z.enum([
  "state_unknown",
  "state_used",
  "state_expired",
  "provider_mixed_up",
  "started_by_somebody_else",
  "account_mismatch",
  "scope_missing",
  "connection_is_erased",
]) satisfies z.ZodType<FlowProblem>;
const features = z.array(z.enum(["mail", "calendar"]));
const refused = z.object({ problem });
const secret = z.object({ ciphertext: z.string(), nonce: z.string(), key_id: z.string() })
  .transform((row): ClaimedFlow["secret"] => ({
    ciphertext: row.ciphertext,
    nonce: row.nonce,
    keyId: row.key_id,
  }));

const claim = z.union([
  refused,
  z.object({ connection_id: z.guid() }).transform((row) => ({ connectionId: row.connection_id })),
  z.object({
    workspace_id: z.guid(),
    features,
    client_id: z.string(),
    secret,
  }).transform((row) => ({
    claimed: {
      workspaceId: row.workspace_id,
      features: row.features,
      clientId: row.client_id,
      secret: row.secret,
    },
  })),
]);
const link = z.union([
  refused,
  z.object({ connection_id: z.guid(), is_linked: z.boolean() })
    .transform((row) => ({ connectionId: row.connection_id, isLinked: row.is_linked })),
]);

/** For one provider: its answers never finish what was asked of another. */
export function createOauthFlow(client: DatabaseClient, provider: "google"): OauthFlow {
  return {
    async start(flow) {
      const answer = await callWorker(client, "start_oauth", {
        person: flow.person,
        workspace_id: flow.workspaceId,
        provider,
        features: flow.features,
        redirect_to: flow.redirectTo,
        client_id: flow.clientId,
        // the generated types know no null for arguments
        connection_id: flow.connectionId as string,
        state_hash: flow.stateHash,
        ciphertext: flow.secret.ciphertext,
        nonce: flow.secret.nonce,
        key_id: flow.secret.keyId,
      }, z.object({ login_hint: z.string().nullable(), features }));
      return { loginHint: answer.login_hint, features: answer.features };
    },
    async answered(stateHash, isGranted) {
      const answer = await callWorker(
        client,
        "return_oauth",
        { state_hash: stateHash, provider, is_granted: isGranted },
        z.object({ redirect_to: z.string().nullish(), problem: problem.nullish() }),
      );
      return { redirectTo: answer.redirect_to ?? null, problem: answer.problem ?? null };
    },
    claim: (person, stateHash) =>
      callWorker<"finish_oauth", z.output<typeof claim>>(
        client,
        "finish_oauth",
        { person, state_hash: stateHash },
        claim,
      ),
    link: (person, stateHash, connectionId, account, tokens) =>
      callWorker<"link_account", z.output<typeof link>>(
        client,
        "link_account",
        {
          person,
          state_hash: stateHash,
          connection_id: connectionId,
          account: {
            provider_account_id: account.providerAccountId,
            address: account.address,
            scopes: account.scopes,
            features: account.features,
          },
          ciphertext: tokens.secret.ciphertext,
          nonce: tokens.secret.nonce,
          key_id: tokens.secret.keyId,
          refresh_fingerprint: tokens.refreshFingerprint as string,
          access_expires_at: (tokens.accessExpiresAt?.toISOString() ?? null) as string,
        },
        link,
      ),
    async fail(stateHash) {
      await callWorker(client, "fail_oauth", { state_hash: stateHash }, z.unknown());
    },
  };
}
