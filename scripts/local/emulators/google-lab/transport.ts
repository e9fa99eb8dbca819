/** Hands an answer to the wire, well or as a fault wants it. */
import type { ServerResponse } from "node:http";
import type { LabAnswer } from "./answer.ts";
import type { RequestFault } from "./faults/fault.ts";

/** Answers whether the caller will ever see a status. */
export function send(
  response: ServerResponse,
  answer: LabAnswer,
  fault: RequestFault | null,
): boolean {
  const body = bodyOf(answer);
  const headers: Record<string, string> = {
    ...(body.length > 0 && { "content-type": "application/json; charset=UTF-8" }),
    ...answer.headers,
  };
  switch (fault?.kind) {
    case "reset":
      response.destroy();
      return false;
    case "silence":
      // nothing, until the caller gives up or the lab closes
      return false;
    case "garbage":
      response.writeHead(200, { "content-type": "application/json" })
        .end("<html><title>Error</title>");
      return true;
    case "truncate":
      response.writeHead(answer.status, { ...headers, "content-length": String(body.length + 1) });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      return true;
    case "slow":
      response.writeHead(answer.status, { ...headers, "content-length": String(body.length) });
      trickle(response, body, fault.bytesPerSecond);
      return true;
    case "huge":
      response.writeHead(answer.status, { "content-type": "application/json" });
      flood(response, fault.bytes);
      return true;
    default:
      response.writeHead(answer.status, headers).end(body);
      return true;
  }
}

function bodyOf({ body }: LabAnswer): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function trickle(response: ServerResponse, body: Buffer, bytesPerSecond: number): void {
  let at = 0;
  const step = Math.max(1, Math.floor(bytesPerSecond / 10));
  const timer = setInterval(() => {
    response.write(body.subarray(at, at += step));
    if (at >= body.length) {
      clearInterval(timer);
      response.end();
    }
  }, 1000 * step / bytesPerSecond);
  response.once("close", () => clearInterval(timer));
}

/** The beginning of valid JSON that is `bytes` long, no faster than the reader takes it. */
function flood(response: ServerResponse, bytes: number): void {
  const chunk = Buffer.alloc(64 * 1024, "a");
  let left = bytes;
  response.write('{"filler":"');
  const more = () => {
    while (left > 0 && !response.destroyed) {
      const piece = chunk.subarray(0, Math.min(left, chunk.length));
      left -= piece.length;
      if (!response.write(piece)) return void response.once("drain", more);
    }
    if (left <= 0) response.end('"}');
  };
  more();
}
