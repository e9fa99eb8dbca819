/**
 * Google's OAuth endpoints with scripted faults: the person of the moment consents at once, and every call to the token endpoint
 * is kept. Strict where Google is: registered redirect targets, PKCE, one use of a code, the client's secret.
 */
import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { listen, type LocalServer } from "./listen.ts";

export interface GooglePerson {
  sub: string;
  email: string;
}

/** after: Google did it, and the answer is lost. */
export type TokenFault =
  | "server_error"
  | "rate_limited"
  | "invalid_client"
  | "reset_before"
  | "reset_after"
  | "garbage_after";

/** What the next consents answer in another way. */
export interface ConsentChanges {
  person?: GooglePerson;
  /** Only these of the scopes that were asked for. */
  scopes?: string[];
  /** Says no. */
  denied?: boolean;
  /** The issuer of the answer (RFC 9207). */
  iss?: string;
  /** Claims of the id token over the right ones. */
  claims?: Record<string, unknown>;
  /** Signs the id token with a key nobody published. */
  isForged?: boolean;
  withoutRefreshToken?: boolean;
}

export interface TokenCall {
  grantType: string;
  clientId: string;
  status: number;
}

interface Grant extends ConsentChanges {
  clientId: string;
  redirectUri: string;
  challenge: string | null;
  nonce: string | null;
  granted: string[];
  person: GooglePerson;
}

export interface GoogleOauth extends LocalServer {
  /** Client id to secret. */
  clients: Map<string, string>;
  change(changes: ConsentChanges): void;
  /** The next call to the token endpoint goes wrong so. */
  failNextToken(...faults: TokenFault[]): void;
  /** Milliseconds the token endpoint takes. */
  slowDown(ms: number): void;
  /** Each refresh gives another refresh token and ends the old one. Google does not, others do. */
  rotate(isOn: boolean): void;
  /** The person takes the app's access away. */
  revokeAll(): void;
  /** A refresh token that works. */
  issueRefreshToken(clientId: string): string;
  tokenCalls(): readonly TokenCall[];
  /** Tokens given to /revoke. */
  revoked(): readonly string[];
  isLive(refreshToken: string): boolean;
  failNextRevoke(times: number): void;
}

const ISSUER = "https://accounts.google.com";

export async function startGoogleOauth(): Promise<GoogleOauth> {
  const [published, unknown] = await Promise.all([
    generateKeyPair("RS256"),
    generateKeyPair("RS256"),
  ]);
  const key = { ...await exportJWK(published.publicKey), kid: "test", alg: "RS256", use: "sig" };
  const clients = new Map<string, string>();
  const codes = new Map<string, Grant>();
  const consents = new Map<string, string[]>();
  const refreshTokens = new Map<string, { clientId: string; scopes: string[] }>();
  const calls: TokenCall[] = [];
  const revoked: string[] = [];
  let faults: TokenFault[] = [];
  let changes: ConsentChanges = {};
  let delayMs = 0;
  let isRotating = false;
  let revokeFailures = 0;
  const random = (prefix: string) => `${prefix}${randomBytes(16).toString("hex")}`;
  const issue = (clientId: string, scopes: string[]) => {
    const token = random("1//refresh-");
    refreshTokens.set(token, { clientId, scopes });
    return token;
  };

  function authorize(url: URL, response: ServerResponse): void {
    const ask = url.searchParams;
    const redirectUri = ask.get("redirect_uri") ?? "";
    const wanted = ask.get("scope")?.split(" ") ?? [];
    if (!clients.has(ask.get("client_id") ?? "")) return json(response, 400, {});
    const back = new URL(redirectUri);
    back.searchParams.set("state", ask.get("state") ?? "");
    back.searchParams.set("iss", changes.iss ?? ISSUER);
    if (changes.denied) back.searchParams.set("error", "access_denied");
    else {
      const person = changes.person ?? { sub: "1001", email: "ada@acme.test" };
      const code = random("4/code-");
      codes.set(code, {
        ...changes,
        clientId: ask.get("client_id")!,
        redirectUri,
        challenge: ask.get("code_challenge_method") === "S256" ? ask.get("code_challenge") : null,
        nonce: ask.get("nonce"),
        granted: changes.scopes ?? [...new Set([...consents.get(person.sub) ?? [], ...wanted])],
        person,
      });
      // include_granted_scopes: what was granted before comes along
      consents.set(person.sub, codes.get(code)!.granted);
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: String(back) }).end();
  }

  async function exchange(form: URLSearchParams): Promise<[number, unknown]> {
    const code = form.get("code") ?? "";
    const grant = codes.get(code);
    codes.delete(code);
    const verifier = form.get("code_verifier");
    const challenge = verifier && createHash("sha256").update(verifier).digest("base64url");
    if (
      !grant || grant.clientId !== form.get("client_id") ||
      // RFC 9700, section 4.8.2: a verifier without a challenge is a sign of a downgrade
      grant.redirectUri !== form.get("redirect_uri") || grant.challenge !== challenge
    ) return [400, { error: "invalid_grant" }];
    const token = new SignJWT({
      email: grant.person.email,
      email_verified: true,
      ...(grant.nonce && { nonce: grant.nonce }),
      sub: grant.person.sub,
      iss: ISSUER,
      aud: grant.clientId,
      ...grant.claims,
    }).setProtectedHeader({ alg: "RS256", kid: "test" }).setIssuedAt().setExpirationTime("1h");
    return [200, {
      access_token: random("ya29."),
      expires_in: 3599,
      scope: grant.granted.join(" "),
      token_type: "Bearer",
      id_token: await token.sign((grant.isForged ? unknown : published).privateKey),
      ...(!grant.withoutRefreshToken &&
        { refresh_token: issue(grant.clientId, grant.granted) }),
    }];
  }

  function refresh(form: URLSearchParams): [number, unknown] {
    const old = form.get("refresh_token") ?? "";
    const grant = refreshTokens.get(old);
    if (!grant || grant.clientId !== form.get("client_id")) {
      return [400, { error: "invalid_grant", error_description: "Token has been revoked." }];
    }
    if (isRotating) refreshTokens.delete(old);
    return [200, {
      access_token: random("ya29."),
      expires_in: 3599,
      scope: grant.scopes.join(" "),
      token_type: "Bearer",
      ...(isRotating && { refresh_token: issue(grant.clientId, grant.scopes) }),
    }];
  }

  async function token(body: string, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(body);
    const clientId = form.get("client_id") ?? "";
    const call = { grantType: form.get("grant_type") ?? "", clientId, status: 0 };
    calls.push(call);
    if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const fault = faults.shift();
    if (fault === "reset_before") return void response.destroy();
    if (fault === "rate_limited") response.setHeader("retry-after", "7");
    const refusals: Partial<Record<TokenFault, [number, unknown]>> = {
      server_error: [503, { error: "temporarily_unavailable" }],
      rate_limited: [429, { error: "rate_limit_exceeded" }],
      invalid_client: [401, { error: "invalid_client" }],
    };
    const isKnown = clients.get(clientId) === form.get("client_secret");
    const [status, answer] = (fault && refusals[fault]) ??
      (!isKnown
        ? [401, { error: "invalid_client" }]
        : call.grantType === "refresh_token"
        ? refresh(form)
        : await exchange(form));
    call.status = status;
    if (fault === "reset_after") return void response.destroy();
    if (fault === "garbage_after") return void response.writeHead(200).end("<html>");
    json(response, status, answer);
  }

  async function handle(request: IncomingMessage, response: ServerResponse, body: string) {
    const url = new URL(request.url ?? "", "http://localhost");
    switch (`${request.method} ${url.pathname}`) {
      case "GET /o/oauth2/v2/auth":
        return authorize(url, response);
      case "GET /oauth2/v3/certs":
        return json(response, 200, { keys: [key] });
      case "POST /token":
        return await token(body, response);
      case "POST /revoke": {
        if (revokeFailures-- > 0) return json(response, 503, {});
        const given = new URLSearchParams(body).get("token") ?? "";
        revoked.push(given);
        const isKnown = refreshTokens.delete(given);
        return json(response, isKnown ? 200 : 400, isKnown ? {} : { error: "invalid_token" });
      }
      default:
        return json(response, 404, {});
    }
  }

  const server = await listen(handle);
  return {
    ...server,
    clients,
    change: (next) => void (changes = next),
    failNextToken: (...next) => void (faults = next),
    slowDown: (ms) => void (delayMs = ms),
    rotate: (isOn) => void (isRotating = isOn),
    revokeAll: () => refreshTokens.clear(),
    issueRefreshToken: (clientId) => issue(clientId, []),
    tokenCalls: () => calls,
    revoked: () => revoked,
    isLive: (refreshToken) => refreshTokens.has(refreshToken),
    failNextRevoke: (times) => void (revokeFailures = times),
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
