import { createServer } from "node:net";
import { StackError } from "./stack-error.ts";

/** A TCP port on 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Throws StackError `port_taken` when something already listens on the port. */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch (cause) {
    const isTaken = (cause as NodeJS.ErrnoException).code === "EADDRINUSE";
    throw new StackError(
      "port_taken",
      `Cannot start ${purpose}: port ${port} ${isTaken ? "is taken" : "cannot be opened"}`,
      "Stop what uses it, or choose others with --port",
      { cause },
    );
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
