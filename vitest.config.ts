import { defineConfig } from "vitest/config";

/** One project for each kind of test; `npm test` runs them all, `npx vitest run --project unit` one. */
const project = (name: string, options: Record<string, unknown> = {}) => ({
  test: { name, include: [`tests/${name}/**/*.test.ts`], ...options },
});

// Whole stacks are started one after another: two cores serve one at a time well.
const withStack = { testTimeout: 90_000, hookTimeout: 120_000, fileParallelism: false };

export default defineConfig({
  test: {
    projects: [
      project("unit"),
      project("contract", { testTimeout: 20_000 }),
      project("db", { testTimeout: 60_000, hookTimeout: 120_000 }),
      project("integration", { testTimeout: 60_000, hookTimeout: 60_000 }),
      project("e2e", { ...withStack, globalSetup: ["tests/support/shared-stack.ts"] }),
      project("faults", withStack),
    ],
  },
});
