/** Which operation a request is. Handlers get what they need in a `Call` and answer, or throw a `Refusal`. */
import type { IncomingHttpHeaders } from "node:http";
import { badRequest, type LabAnswer } from "./answer.ts";
import type { FaultKind, FaultOf } from "./faults/fault.ts";
import type { LabAccount } from "./account.ts";

export interface LabRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Call {
  request: LabRequest;
  /** Parts of the path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Only where the route asks for a token. */
  account: LabAccount;
  /** What the person granted to the token of this call. */
  scopes: readonly string[];
  now: number;
  /** Whether a fault that the handler itself carries out is to happen now; asking counts it. */
  fault<Kind extends FaultKind>(kind: Kind): FaultOf<Kind> | null;
}

export interface Route {
  method: string;
  /** As Google documents it, with `:name` for a part. */
  path: string;
  /** As `gmail.messages.list`: what faults, quota and the log call it. */
  operation: string;
  /** Any one of these is enough; without it no token is asked for. */
  scopes?: readonly string[];
  /** Whose request it is where no token says so. */
  mailboxOf?: (request: LabRequest) => string | null;
  handle: (call: Call) => LabAnswer | Promise<LabAnswer>;
}

export interface Match {
  route: Route;
  params: Record<string, string>;
}

export function createRouter(routes: Route[]): (method: string, pathname: string) => Match | null {
  const compiled = routes.map((route) => ({
    route,
    pattern: new RegExp(
      `^${route.path.replace(/[.]/g, "\\.").replace(/:(\w+)/g, "(?<$1>[^/]+?)")}/?$`,
    ),
  }));
  return (method, pathname) => {
    for (const { route, pattern } of compiled) {
      const match = route.method === method ? pattern.exec(pathname) : null;
      if (!match) continue;
      const params = Object.fromEntries(
        Object.entries(match.groups ?? {}).map((
          [name, value],
        ) => [name, decodeURIComponent(value)]),
      );
      return { route, params };
    }
    return null;
  };
}

// deno-lint-ignore no-explicit-any -- what a client sent; each handler reads the fields it knows
export function jsonBody(request: LabRequest): any {
  if (request.body.length === 0) return {};
  try {
    const value = JSON.parse(request.body.toString("utf8"));
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // refused below
  }
  return badRequest("Invalid JSON payload received.");
}

/** `maxResults` as Google reads it: out of range is refused below 1 and cut above the maximum. */
export function pageSize(query: URLSearchParams, standard: number, maximum: number): number {
  const text = query.get("maxResults");
  if (text === null) return standard;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 0) badRequest("Invalid value at 'max_results'");
  return size === 0 ? standard : Math.min(size, maximum);
}
