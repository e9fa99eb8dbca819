/** Serves a web-standard handler (Request to Response) with Node's own HTTP server. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** Listens on 127.0.0.1. `close()` ends open connections too, so that nothing keeps the process. */
export async function listen(
  port: number,
  handler: FetchHandler,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, handler).catch((error) => {
      if (!outgoing.headersSent) outgoing.writeHead(502, { "content-type": "application/json" });
      outgoing.end(
        JSON.stringify({ code: "BAD_GATEWAY", message: String(error.message ?? error) }),
      );
    });
  });
  server.requestTimeout = 0; // functions may answer late (hosted: 150 s)
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const opened = typeof address === "object" && address ? address.port : port;
  return { url: `http://127.0.0.1:${opened}`, close: () => close(server) };
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, handler: FetchHandler) {
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!);
  }
  const hasBody = !["GET", "HEAD"].includes(incoming.method!);
  const gone = new AbortController();
  outgoing.once("close", () => outgoing.writableFinished || gone.abort());
  const request = new Request(new URL(incoming.url!, `http://${incoming.headers.host}`), {
    method: incoming.method!,
    headers,
    body: hasBody ? Readable.toWeb(incoming) as ReadableStream : null,
    signal: gone.signal,
    duplex: "half",
  } as RequestInit);
  const response = await handler(request);
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  outgoing.writeHead(response.status);
  if (!response.body) return void outgoing.end();
  await pipeline(Readable.fromWeb(response.body as never), outgoing).catch(() => {
    outgoing.destroy(); // the reader went away, or the source broke after the headers were sent
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
