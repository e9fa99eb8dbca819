/** One whole stack for all end-to-end tests: database, gateway, functions on Deno, emulators, schedules. */
import type { TestProject } from "vitest/node";
import { startStack } from "../../scripts/local/stack.ts";

export interface SharedStack {
  url: string;
  databaseUrl: string;
  publishableKey: string;
  secretKey: string;
  workerKey: string;
  googleUrl: string;
  functionsLog: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: SharedStack;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startStack({ engine: "postgres" });
  project.provide("stack", {
    url: stack.url,
    databaseUrl: stack.databaseUrl!,
    publishableKey: stack.keys.publishableKey,
    secretKey: stack.keys.secretKey,
    workerKey: stack.keys.workerKey,
    googleUrl: stack.emulatorUrls.google!,
    functionsLog: stack.functionsLog,
  });
  return () => stack.stop();
}
