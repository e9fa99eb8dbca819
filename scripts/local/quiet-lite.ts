import { AsyncLocalStorage } from "node:async_hooks";
import { appendFileSync } from "node:fs";
import { inspect } from "node:util";
import type { FetchHandler } from "./node-http.ts";

const currentLog = new AsyncLocalStorage<string>();
let isInstalled = false;

/**
 * Sends what @supabase/lite prints while it answers a request to a log file: it prints each refused
 * statement with a stack trace, which would drown the terminal, and has no setting against it.
 */
export function logToFile(file: string, handler: FetchHandler): FetchHandler {
  if (!isInstalled) {
    isInstalled = true;
    for (const method of ["error", "log", "warn"] as const) {
      const print = console[method];
      console[method] = (...values: unknown[]) => {
        const log = currentLog.getStore();
        if (!log) return print(...values);
        const text = values.map((value) => typeof value === "string" ? value : inspect(value));
        appendFileSync(log, `${new Date().toISOString()} ${text.join(" ")}\n`, { mode: 0o600 });
      };
    }
  }
  return (request) => currentLog.run(file, () => handler(request));
}
