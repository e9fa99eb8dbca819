/**
 * Replaces: the API gateway of hosted Supabase. One address for /rest/v1 and /auth/v1 (@supabase/lite)
 * and /functions/v1 (Deno). Never deployed.
 */
import type { FunctionConfig } from "./config-toml.ts";
import { forward } from "./forward.ts";
import { signJwt, verifyJwt } from "./jwt.ts";
import type { FetchHandler } from "./node-http.ts";
import type { StackSecrets } from "./secrets.ts";

export interface GatewayOptions {
  secrets: StackSecrets;
  functions: FunctionConfig[];
  /** Answers /rest/v1 and /auth/v1. */
  lite: FetchHandler;
  /** Where the functions process answers, or null when the stack runs without it. */
  functionsUrl: () => string | null;
}

export function createGateway(options: GatewayOptions): FetchHandler {
  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/functions/v1/")) return toFunction(request, options);
    if (pathname === "/auth/v1/.well-known/jwks.json") {
      // Empty as on hosted projects with a shared secret, which must never be published.
      return Response.json({ keys: [] });
    }
    if (/^\/rest\/v1(\/|$)/.test(pathname) && wantsPlannersCount(request)) {
      return answer(400, countNotExact.code, countNotExact);
    }
    if (/^\/(rest|auth)\/v1(\/|$)/.test(pathname)) return toLite(request, options);
    return Response.json({ message: "no Route matched with those values" }, { status: 404 });
  };
}

/**
 * Replaces: the hook PostgREST calls before every request (private.guard_request() of the migrations);
 * lite calls none.
 */
function wantsPlannersCount(request: Request): boolean {
  return /count\s*=\s*"?(planned|estimated)/i.test(request.headers.get("prefer") ?? "");
}

/** As PostgREST answers the problem of that name in private.problems. */
const countNotExact = {
  code: "PT400",
  message: "count_not_exact",
  details: "Cannot count: planned and estimated counts are not offered",
  hint: "Ask for count=exact.",
};

/**
 * As the hosted gateway does for browsers, whatever page they show: lite answers preflights of functions with 404, and those of
 * sign-in without naming a header.
 */
async function toLite(request: Request, options: GatewayOptions): Promise<Response> {
  const wanted = request.headers.get("access-control-request-method");
  if (request.method === "OPTIONS" && wanted !== null) {
    return new Response(null, {
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS",
        "access-control-allow-headers": request.headers.get("access-control-request-headers") ??
          "authorization, apikey",
        "access-control-max-age": "3600",
      },
    });
  }
  const answer = await options.lite(withDefaultKey(request, options.secrets));
  const headers = new Headers(answer.headers);
  headers.set("access-control-allow-origin", "*");
  // a browser refuses a wildcard beside it, and nothing here acts with a cookie
  headers.delete("access-control-allow-credentials");
  const { status, statusText } = answer;
  return new Response(answer.body, { status, statusText, headers });
}

/** lite knows one secret key; on hosted projects every named one opens the same doors. */
function withDefaultKey(request: Request, secrets: StackSecrets): Request {
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  if (headers.get("apikey") === secrets.workerKey) headers.set("apikey", secrets.secretKey);
  if (headers.get("authorization") === `Bearer ${secrets.workerKey}`) {
    headers.delete("authorization");
  }
  if (url.searchParams.get("apikey") === secrets.workerKey) {
    url.searchParams.set("apikey", secrets.secretKey);
  }
  return new Request(url, {
    method: request.method,
    headers,
    body: request.body,
    signal: request.signal,
    duplex: "half",
  } as RequestInit);
}

function toFunction(request: Request, options: GatewayOptions): Promise<Response> | Response {
  const url = new URL(request.url);
  const path = url.pathname.slice("/functions/v1".length);
  const config = options.functions.find((one) => one.name === path.split("/")[1]);
  const target = options.functionsUrl();
  if (!config) return refuse(404, "NOT_FOUND", "Requested function was not found");
  if (!target) return refuse(503, "BOOT_ERROR", "This stack runs without functions");

  const headers = new Headers(request.headers);
  const authorization = headers.get("authorization");
  const token = /^Bearer (?!sb_)(\S+)$/.exec(authorization ?? "")?.[1];
  const verdict = token ? verifyJwt(token, options.secrets.jwtSecret) : null;
  if (verdict && "claims" in verdict) {
    // lite signs without a key id, and @supabase/server refuses a token without one. Same claims,
    // same secret, so everything else accepts it as well.
    const { jwtSecret, jwtKeyId } = options.secrets;
    headers.set("authorization", `Bearer ${signJwt(verdict.claims, jwtSecret, jwtKeyId)}`);
  } else if (config.verifyJwt && request.method !== "OPTIONS") {
    if (verdict) return refuse(401, verdict.code, verdict.message);
    if (authorization) return refuse(401, "UNAUTHORIZED_INVALID_JWT_FORMAT", "Invalid JWT format");
    return refuse(401, "UNAUTHORIZED_NO_AUTH_HEADER", "Missing authorization header");
  }
  headers.set("x-forwarded-host", url.host);
  return forward(request, `${target}${path}${url.search}`, headers).catch(() =>
    // The process is gone at this moment (it is being started again).
    refuse(503, "BOOT_ERROR", "Function failed to start (please check logs)")
  );
}

/** The form of the hosted gateway's refusals (main.ts of the Supabase CLI). */
function refuse(status: number, code: string, message: string): Response {
  return answer(status, code, { code, message, msg: message });
}

function answer(status: number, code: string, body: object): Response {
  return Response.json(body, {
    status,
    headers: {
      "sb-error-code": code,
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "authorization, x-client-info, apikey",
      "access-control-expose-headers": "sb-error-code",
    },
  });
}
