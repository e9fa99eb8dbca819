/**
 * A proxy in front of a Gmail emulator that makes the next send go wrong in a chosen way, and counts the mails
 * the emulator really took. Everything else passes through unchanged.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { listen, type LocalServer } from "./listen.ts";
import { RETRY_AFTER_SECONDS, type SendFault } from "./send-fault.ts";

export interface GoogleFaults extends LocalServer {
  failNextSend(fault: SendFault): void;
  acceptedCount(): number;
  /** Path and query of every request, oldest first. */
  requests(): readonly string[];
}

const SEND_PATH = /^\/(?:upload\/)?gmail\/v1\/users\/[^/]+\/messages\/send(?:\?|$)/;

export async function startGoogleFaults(upstreamUrl: string): Promise<GoogleFaults> {
  let nextFault: SendFault | null = null;
  let acceptedCount = 0;
  const requests: string[] = [];

  const server = await listen(async (request, response, body) => {
    requests.push(request.url ?? "");
    const isSend = request.method === "POST" && SEND_PATH.test(request.url ?? "");
    const fault = isSend ? nextFault : null;
    if (isSend) nextFault = null;
    if (fault && !fault.endsWith("_after")) return failBefore(fault, response);
    const answer = await forward(upstreamUrl, request, body);
    if (isSend && answer.status === 200) acceptedCount++;
    if (fault) return failAfter(fault, response);
    reply(response, answer.status, await answer.text());
  });

  return {
    ...server,
    failNextSend: (fault) => void (nextFault = fault),
    acceptedCount: () => acceptedCount,
    requests: () => requests,
  };
}

function forward(upstreamUrl: string, request: IncomingMessage, body: string): Promise<Response> {
  const headers = new Headers();
  for (const name of ["authorization", "content-type", "accept"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  return fetch(`${upstreamUrl}${request.url}`, {
    method: request.method,
    headers,
    body: hasBody ? body : undefined,
  });
}

function failBefore(fault: SendFault, response: ServerResponse): void {
  switch (fault) {
    case "rate_limited":
      response.setHeader("retry-after", String(RETRY_AFTER_SECONDS));
      return reply(response, 429, googleError(429, "rateLimitExceeded"));
    case "unauthorized":
      return reply(response, 401, googleError(401, "authError"));
    case "refused":
      return reply(response, 400, googleError(400, "invalidArgument"));
    case "server_error_before":
      return reply(response, 503, googleError(503, "backendError"));
    case "reset_before":
      return void response.destroy();
    default:
      // no_answer_before: the connection stays open until the caller gives up.
  }
}

function failAfter(fault: SendFault, response: ServerResponse): void {
  switch (fault) {
    case "server_error_after":
      return reply(response, 500, googleError(500, "backendError"));
    case "reset_after":
      return void response.destroy();
    case "garbage_after":
      return reply(response, 200, "<html>");
    default:
      // no_answer_after
  }
}

function googleError(code: number, reason: string): string {
  return JSON.stringify({ error: { code, message: reason, errors: [{ reason }] } });
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body);
}
