import type { LabAccount } from "../account.ts";
import type { Grants } from "./grants.ts";
import type { SigningKey } from "./keys.ts";

export interface OAuthClient {
  clientId: string;
  clientSecret: string;
  /** Shown on the consent page. */
  name: string;
  /** Without it any address of this machine. */
  redirectUris?: string[];
}

export interface OAuthDeps {
  accounts: Map<string, LabAccount>;
  clients: OAuthClient[];
  grants: Grants;
  key: SigningKey;
  /** Address of the lab. */
  url: () => string;
}
