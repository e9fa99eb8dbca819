/** https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code */
import { createHash } from "node:crypto";
import { type LabAnswer, ok, Refusal } from "../answer.ts";
import type { Call, LabRequest, Route } from "../route.ts";
import type { OAuthClient, OAuthDeps } from "./deps.ts";
import { type Grant, TOKEN_SECONDS } from "./grants.ts";

/** oauth2.googleapis.com, and the older addresses that still serve. */
const TOKEN_PATHS = ["/token", "/oauth2/v4/token", "/o/oauth2/token", "/oauth2/token"];

export function tokenRoutes(deps: OAuthDeps): Route[] {
  const mailboxOf = (request: LabRequest) =>
    deps.grants.byRefreshToken(formOf(request).get("refresh_token") ?? "")?.address ?? null;
  return [
    ...TOKEN_PATHS.map((path): Route => ({
      method: "POST",
      path,
      operation: "oauth.token",
      mailboxOf,
      handle: (call) => issue(deps, call),
    })),
    {
      method: "POST",
      path: "/revoke",
      operation: "oauth.revoke",
      handle({ request }) {
        const text = formOf(request).get("token") ?? "";
        const grant = deps.grants.byRefreshToken(text) ??
          deps.grants.byAccessToken(text, -Infinity)?.grant;
        if (!grant || grant.isRevoked) {
          return oauthError(400, "invalid_token", "Token expired or revoked");
        }
        // takes away everything the person allowed this app
        deps.grants.revoke(grant);
        return ok({});
      },
    },
  ];
}

function issue(deps: OAuthDeps, call: Call): LabAnswer {
  const form = formOf(call.request);
  const client = clientOf(deps, call.request, form);
  switch (form.get("grant_type")) {
    case "authorization_code":
      return exchange(deps, call, client, form);
    case "refresh_token":
      return refresh(deps, call, client, form);
    default:
      return oauthError(400, "unsupported_grant_type", "Invalid grant_type");
  }
}

function exchange(deps: OAuthDeps, call: Call, client: OAuthClient, form: URLSearchParams) {
  const code = deps.grants.takeCode(form.get("code") ?? "", call.now);
  if (!code || code.grant.isRevoked || code.grant.clientId !== client.clientId) {
    return oauthError(400, "invalid_grant", "Malformed auth code.");
  }
  if (form.get("redirect_uri") !== code.redirectUri) {
    return oauthError(400, "redirect_uri_mismatch", "Bad Request");
  }
  if (code.challenge) {
    const verifier = form.get("code_verifier");
    if (verifier === null) return oauthError(400, "invalid_grant", "Missing code verifier.");
    const value = code.challenge.method === "S256"
      ? createHash("sha256").update(verifier).digest("base64url")
      : verifier;
    if (value !== code.challenge.value) {
      return oauthError(400, "invalid_grant", "Invalid code verifier.");
    }
  }
  const { refreshToken } = code.grant;
  return ok({
    ...tokenAnswer(deps, code.grant, call.now, code.nonce),
    ...(refreshToken && { refresh_token: refreshToken }),
  });
}

function refresh(deps: OAuthDeps, call: Call, client: OAuthClient, form: URLSearchParams) {
  const grant = deps.grants.byRefreshToken(form.get("refresh_token") ?? "");
  if (grant && call.fault("invalid_grant")) deps.grants.revoke(grant);
  if (!grant || grant.isRevoked || grant.clientId !== client.clientId) {
    return oauthError(400, "invalid_grant", "Token has been expired or revoked.");
  }
  const rotated = call.fault("rotate_refresh_token") ? deps.grants.rotate(grant) : null;
  return ok({
    ...tokenAnswer(deps, grant, call.now, null),
    ...(rotated && { refresh_token: rotated }),
  });
}

function tokenAnswer(deps: OAuthDeps, grant: Grant, now: number, nonce: string | null) {
  const accessToken = deps.grants.newAccessToken(grant, now);
  return {
    access_token: accessToken,
    expires_in: TOKEN_SECONDS,
    scope: grant.scopes.join(" "),
    token_type: "Bearer",
    ...(grant.scopes.includes("openid") && {
      id_token: idToken(deps, grant, accessToken, now, nonce),
    }),
  };
}

/** https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload */
function idToken(
  deps: OAuthDeps,
  grant: Grant,
  accessToken: string,
  now: number,
  nonce: string | null,
): string {
  const account = deps.accounts.get(grant.address)!;
  const issuedAt = Math.floor(now / 1000);
  return deps.key.jwt({
    iss: "https://accounts.google.com",
    azp: grant.clientId,
    aud: grant.clientId,
    sub: account.subject,
    email: account.address,
    email_verified: true,
    at_hash: createHash("sha256").update(accessToken).digest().subarray(0, 16)
      .toString("base64url"),
    name: account.name,
    ...(nonce !== null && { nonce }),
    iat: issuedAt,
    exp: issuedAt + 3600,
  });
}

/** The client's id and secret, in the body or as Basic. */
function clientOf(deps: OAuthDeps, request: LabRequest, form: URLSearchParams): OAuthClient {
  const [, basic] = /^Basic (.+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const [id, secret] = basic
    ? Buffer.from(basic, "base64").toString().split(":").map(decodeURIComponent)
    : [form.get("client_id"), form.get("client_secret")];
  const client = deps.clients.find(({ clientId }) => clientId === id);
  if (!client) {
    throw new Refusal(oauthError(401, "invalid_client", "The OAuth client was not found."));
  }
  if (client.clientSecret !== secret) {
    throw new Refusal(oauthError(401, "invalid_client", "Unauthorized"));
  }
  return client;
}

/** Form fields of the body, and of the query where Google takes them too. */
function formOf(request: LabRequest): URLSearchParams {
  const form = new URLSearchParams(request.url.searchParams);
  for (const [name, value] of new URLSearchParams(request.body.toString("utf8"))) {
    form.set(name, value);
  }
  return form;
}

function oauthError(status: number, error: string, description: string): LabAnswer {
  return { status, body: { error, error_description: description } };
}
