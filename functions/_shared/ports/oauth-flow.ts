/** An authorization from its start to the linked account (migrations 0163 to 0167). Each call is one transaction. */
import type { Sealed } from "../crypto/secret-box.ts";
import type { GoogleFeature } from "../domain/google-scopes.ts";
import type { NewTokens } from "./connection-tokens.ts";

export interface StartedFlow {
  person: string;
  workspaceId: string;
  features: GoogleFeature[];
  redirectTo: string;
  clientId: string;
  /** The connection to connect again. */
  connectionId: string | null;
  /** Hex of the SHA-256 of the state. */
  stateHash: string;
  secret: Sealed;
}

/** An OAuth client of a workspace. */
export interface SealedOauthClient {
  /** The provider's id of it. */
  id: string;
  secret: Sealed;
}

export type FlowProblem =
  | "state_unknown"
  | "state_used"
  | "state_expired"
  | "provider_mixed_up"
  | "started_by_somebody_else"
  | "account_mismatch"
  | "scope_missing"
  | "connection_is_erased";

export interface ClaimedFlow {
  workspaceId: string;
  features: GoogleFeature[];
  clientId: string;
  secret: Sealed;
}

export interface LinkedAccount {
  /** The provider's own id. */
  providerAccountId: string;
  address: string;
  scopes: string[];
  /** Every feature the scopes allow. */
  features: GoogleFeature[];
}

export interface OauthFlow {
  /** Answers what to ask for, and the address of the connection that is connected again. */
  start(flow: StartedFlow): Promise<{ features: GoogleFeature[]; loginHint: string | null }>;
  /** The provider answered through somebody's browser. Once. */
  answered(
    stateHash: string,
    isGranted: boolean,
  ): Promise<{ redirectTo: string | null; problem: FlowProblem | null }>;
  /** The person who started brings the answer. Once, but a repetition hears what came of it. */
  claim(
    person: string,
    stateHash: string,
  ): Promise<{ claimed: ClaimedFlow } | { connectionId: string } | { problem: FlowProblem }>;
  /** `isLinked` false: the tokens must be sealed for this connection instead. */
  link(
    person: string,
    stateHash: string,
    connectionId: string,
    account: LinkedAccount,
    tokens: NewTokens,
  ): Promise<{ connectionId: string; isLinked: boolean } | { problem: FlowProblem }>;
  fail(stateHash: string): Promise<void>;
}
