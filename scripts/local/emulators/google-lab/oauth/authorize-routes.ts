/** https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient */
import type { LabAnswer } from "../answer.ts";
import type { Call, Route } from "../route.ts";
import { consentPage, errorPage, IDENTITY_SCOPES } from "./consent-page.ts";
import type { OAuthDeps } from "./deps.ts";

const PATH = "/o/oauth2/v2/auth";

export function authorizeRoutes(deps: OAuthDeps): Route[] {
  return [
    {
      method: "GET",
      path: PATH,
      operation: "oauth.authorize",
      handle({ query }) {
        const problem = checkRequest(deps, query);
        if (problem) return problem;
        return html(
          200,
          consentPage({
            appName: deps.clients.find(({ clientId }) => clientId === query.get("client_id"))!.name,
            accounts: [...deps.accounts.values()],
            loginHint: query.get("login_hint"),
            scopes: scopesOf(query),
            request: query,
          }),
        );
      },
    },
    {
      method: "POST",
      path: PATH,
      operation: "oauth.consent",
      handle: (call) => decide(deps, call),
    },
  ];
}

function decide(deps: OAuthDeps, call: Call): LabAnswer {
  const form = new URLSearchParams(call.request.body.toString("utf8"));
  const query = new URLSearchParams(form.get("request") ?? "");
  const problem = checkRequest(deps, query);
  if (problem) return problem;
  const target = new URL(query.get("redirect_uri")!);
  const state = query.get("state");
  if (state !== null) target.searchParams.set("state", state);
  const account = deps.accounts.get(form.get("account") ?? "");
  if (form.get("decision") !== "continue" || !account) {
    target.searchParams.set("error", "access_denied");
    return redirect(target);
  }
  const clientId = query.get("client_id")!;
  const chosen = form.getAll("granted");
  const scopes = scopesOf(query).filter((scope) =>
    chosen.includes(scope) || IDENTITY_SCOPES.includes(scope)
  );
  const isFirst = !deps.grants.isKnown(account.address, clientId);
  const asksAgain = (query.get("prompt") ?? "").split(" ").includes("consent");
  const isOffline = query.get("access_type") === "offline" && (isFirst || asksAgain);
  const grant = deps.grants.create({ address: account.address, clientId, scopes }, isOffline);
  const challenge = query.get("code_challenge");
  const code = deps.grants.newCode({
    grant,
    redirectUri: query.get("redirect_uri")!,
    nonce: query.get("nonce"),
    challenge: challenge === null ? null : {
      value: challenge,
      method: query.get("code_challenge_method") === "S256" ? "S256" : "plain",
    },
  }, call.now);
  target.searchParams.set("code", code);
  target.searchParams.set("scope", scopes.join(" "));
  target.searchParams.set("authuser", "0");
  target.searchParams.set("prompt", asksAgain || isFirst ? "consent" : "none");
  return redirect(target);
}

/** What Google tells the person rather than the app, since the app cannot be trusted yet. */
function checkRequest(deps: OAuthDeps, query: URLSearchParams): LabAnswer | null {
  const client = deps.clients.find(({ clientId }) => clientId === query.get("client_id"));
  if (!client) {
    return html(401, errorPage(401, "invalid_client", "The OAuth client was not found."));
  }
  const redirectUri = query.get("redirect_uri");
  const isAllowed = redirectUri !== null && (client.redirectUris?.includes(redirectUri) ??
    /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?\//.test(redirectUri));
  if (!isAllowed) {
    return html(
      400,
      errorPage(400, "redirect_uri_mismatch", "The redirect URI is not registered."),
    );
  }
  if (query.get("response_type") !== "code") {
    return html(
      400,
      errorPage(400, "invalid_request", "Invalid parameter value for response_type."),
    );
  }
  if (scopesOf(query).length === 0) {
    return html(400, errorPage(400, "invalid_request", "Missing required parameter: scope"));
  }
  return null;
}

const scopesOf = (query: URLSearchParams) =>
  (query.get("scope") ?? "").split(/\s+/).filter((scope) => scope !== "");

const html = (status: number, body: string): LabAnswer => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body,
});

const redirect = (target: URL): LabAnswer => ({ status: 302, headers: { location: target.href } });
