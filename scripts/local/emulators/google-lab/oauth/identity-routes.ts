/** Who somebody is, and the keys to believe it. https://developers.google.com/identity/openid-connect/openid-connect */
import { type LabAnswer, ok } from "../answer.ts";
import type { Route } from "../route.ts";
import { IDENTITY_SCOPES } from "./consent-page.ts";
import type { OAuthDeps } from "./deps.ts";

const USERINFO_PATHS = ["/v1/userinfo", "/oauth2/v3/userinfo", "/oauth2/v2/userinfo"];

export function identityRoutes(deps: OAuthDeps): Route[] {
  return [
    ...USERINFO_PATHS.map((path): Route => ({
      method: "GET",
      path,
      operation: "oauth.userinfo",
      scopes: IDENTITY_SCOPES,
      handle: ({ account: { subject, address, name } }) =>
        ok({ sub: subject, id: subject, name, email: address, email_verified: true }),
    })),
    {
      method: "GET",
      path: "/tokeninfo",
      operation: "oauth.tokeninfo",
      handle({ query, now }): LabAnswer {
        const token = deps.grants.byAccessToken(query.get("access_token") ?? "", now);
        if (!token) {
          return {
            status: 400,
            body: { error: "invalid_token", error_description: "Invalid Value" },
          };
        }
        const { grant, expiresAt } = token;
        const seconds = Math.min(Math.floor((expiresAt - now) / 1000), 3599);
        return ok({
          azp: grant.clientId,
          aud: grant.clientId,
          sub: deps.accounts.get(grant.address)!.subject,
          scope: grant.scopes.join(" "),
          expires_in: String(seconds),
          email: grant.address,
          email_verified: "true",
        });
      },
    },
    {
      method: "GET",
      path: "/oauth2/v3/certs",
      operation: "oauth.certs",
      handle: () => ({
        status: 200,
        headers: { "cache-control": "public, max-age=3600" },
        body: { keys: [deps.key.jwk] },
      }),
    },
    {
      method: "GET",
      path: "/.well-known/openid-configuration",
      operation: "oauth.discovery",
      handle() {
        const url = deps.url();
        return ok({
          issuer: "https://accounts.google.com",
          authorization_endpoint: `${url}/o/oauth2/v2/auth`,
          token_endpoint: `${url}/token`,
          userinfo_endpoint: `${url}/v1/userinfo`,
          revocation_endpoint: `${url}/revoke`,
          jwks_uri: `${url}/oauth2/v3/certs`,
          response_types_supported: ["code"],
          id_token_signing_alg_values_supported: ["RS256"],
          code_challenge_methods_supported: ["plain", "S256"],
        });
      },
    },
  ];
}
