/**
 * Replaces: the network between the functions and their project. What they ask of the schema `worker` is asked of PostgreSQL
 * from this process, and what a provider posts to a webhook is given to its app. The way to the lab stays HTTP, with all that
 * can go wrong on it.
 */
import type { WorkerRpc } from "../faults/direct-client.ts";

export interface App {
  request(path: string, init?: RequestInit): Response | Promise<Response>;
}

export interface Network {
  /** Whether a call is under way. */
  isBusy(): boolean;
  restore(): void;
}

const RPC = "/rest/v1/rpc/";
const FUNCTIONS = "/functions/v1";

export function replaceNetwork(options: {
  projectUrl: string;
  rpc: WorkerRpc;
  /** By name. */
  webhooks: Map<string, App>;
  /** Before a call goes to the lab. */
  beforeCall: () => Promise<void>;
  /** After the last call under way has its answer. */
  onQuiet: () => void;
}): Network {
  const { projectUrl, rpc, webhooks, beforeCall, onQuiet } = options;
  const outside = globalThis.fetch;
  let underWay = 0;

  const answer = async (url: URL, request: Request): Promise<Response> => {
    if (url.pathname.startsWith(RPC) && request.headers.get("content-profile") === "worker") {
      return toResponse(await rpc(url.pathname.slice(RPC.length), await request.json()));
    }
    const path = url.pathname.slice(FUNCTIONS.length);
    const app = webhooks.get(path.split("/")[1]!);
    if (!app) throw new Error(`Nothing answers at ${url.pathname}`);
    const { method, headers } = request;
    return await app.request(path, { method, headers, body: await request.arrayBuffer() });
  };
  globalThis.fetch = async (input, init) => {
    underWay++;
    try {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.origin === projectUrl) return await answer(url, new Request(input, init));
      await beforeCall();
      return await outside(input, init);
    } finally {
      underWay--;
      if (underWay === 0) onQuiet();
    }
  };
  return {
    isBusy: () => underWay > 0,
    restore: () => void (globalThis.fetch = outside),
  };
}

/** As PostgREST answers: the status is in the code of our own problems. */
function toResponse({ data, error }: Awaited<ReturnType<WorkerRpc>>): Response {
  if (error === null) return Response.json(data);
  const [, status = "400"] = /^PT(\d{3})$/.exec(error.code) ?? [];
  return Response.json({ ...error, details: null, hint: null }, { status: Number(status) });
}
