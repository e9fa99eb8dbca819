import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the stub answers instead of storing: a status with headers, or nothing at all. */
export interface StubFault {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Closes the connection without an answer. */
  isReset?: boolean;
}

export interface StubMessage {
  reference: string;
  raw: string;
  byte_count?: number;
}

export interface StubOptions {
  workspaces?: { id: string; slug: string; name: string; is_personal: boolean }[];
  /** Asked before a batch is stored; null lets it through. `number` counts requests from 1. */
  fault?: (messages: StubMessage[], number: number) => StubFault | null;
  /** Whether a stored message is looked up by content; off for volumes that are not to be kept. */
  isRemembering?: boolean;
  /** Milliseconds before each answer of the door. */
  delayMs?: number;
}

/** The HTTP border of a project as far as the import command sees it. Ada's password is `right`. */
export interface IngestStub {
  url: string;
  /** Every request at the door, faults included. */
  requests: { references: string[]; byteCount: number; token: string }[];
  messages: Map<string, StubMessage>;
  calls: { name: string; body: unknown }[];
  maxInFlight: number;
  close(): Promise<void>;
}

export const ACME = {
  id: "00000000-0000-4000-8000-00000000acae",
  slug: "acme",
  name: "Acme",
  is_personal: false,
};

export async function startIngestStub(options: StubOptions = {}): Promise<IngestStub> {
  let inFlight = 0;
  const stub: Omit<IngestStub, "url" | "close"> = {
    requests: [],
    messages: new Map(),
    calls: [],
    maxInFlight: 0,
  };

  const ingest = async (request: IncomingMessage, body: string, response: ServerResponse) => {
    const messages: StubMessage[] = JSON.parse(body).messages;
    const references = messages.map(({ reference }) => reference);
    const token = request.headers.authorization ?? "";
    stub.requests.push({ references, byteCount: body.length, token });
    const fault = options.fault?.(messages, stub.requests.length) ?? null;
    if (options.delayMs) await new Promise((resolve) => setTimeout(resolve, options.delayMs));
    if (fault?.isReset) return void request.socket.destroy();
    if (fault) return send(response, fault.status ?? 500, fault.body ?? {}, fault.headers);
    send(response, 200, { results: messages.map(store) });
  };

  const store = (message: StubMessage) => {
    const { reference, raw } = message;
    const text = raw.length > 100_000 ? "" : atob(raw);
    if (text.includes("X-Stub: failed")) {
      const error = {
        slug: "message_unreadable",
        detail: "Cannot parse the message: it is broken",
      };
      return { reference, outcome: "failed", message_id: null, conversation_id: null, error };
    }
    const hash = createHash("sha256").update(raw).digest("hex");
    const isDuplicate = stub.messages.has(hash);
    if (options.isRemembering !== false) stub.messages.set(hash, message);
    return {
      reference,
      outcome: isDuplicate ? "duplicate" : "stored",
      message_id: "00000000-0000-4000-8000-000000000001",
      conversation_id: "00000000-0000-4000-8000-000000000002",
      is_new_conversation: !isDuplicate && !text.includes("In-Reply-To:"),
      automatic_kind: text.includes("Auto-Submitted:") ? "auto_reply" : "human",
      new_contact_count: isDuplicate ? 0 : 1,
      error: null,
    };
  };

  const server = createServer(async (request, response) => {
    const parts: Uint8Array[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stub");
    if (pathname === "/functions/v1/ingest") {
      stub.maxInFlight = Math.max(stub.maxInFlight, ++inFlight);
      return await ingest(request, body, response).finally(() => inFlight--);
    }
    if (pathname === "/auth/v1/token") {
      const { password } = JSON.parse(body);
      const isRefresh = searchParams.get("grant_type") === "refresh_token";
      if (isRefresh || password === "right") return send(response, 200, session(isRefresh));
      return send(response, 400, {
        code: 400,
        error_code: "invalid_credentials",
        msg: "Invalid login credentials",
      });
    }
    if (pathname === "/rest/v1/workspaces") {
      return send(response, 200, options.workspaces ?? [ACME]);
    }
    const name = pathname.replace("/rest/v1/rpc/", "");
    stub.calls.push({ name, body: JSON.parse(body) });
    send(response, 200, { id: "00000000-0000-4000-8000-000000000c01" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(stub, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

function session(isRefresh: boolean) {
  const user = { id: "00000000-0000-4000-8000-00000000ada0", email: "ada@acme.test" };
  const accessToken = isRefresh ? "fresh-token" : "first-token";
  return {
    access_token: accessToken,
    refresh_token: "refresh",
    token_type: "bearer",
    expires_in: 3600,
    expires_at: Math.floor(Date.now() / 1000) + 3600,
    user,
  };
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  const type = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, { "content-type": type, ...headers }).end(JSON.stringify(body));
}
