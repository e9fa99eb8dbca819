import { createAccountUpkeep } from "../_shared/adapters/supabase/account-upkeep.ts";
import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { googleAccessTokens, googleRevocation } from "../_shared/deps/google-tokens.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { eraseAccount, refreshAccess, revokeAccess } from "./tend-account.ts";

export const app = createWorkerApp("tend-accounts", async (client) => {
  const upkeep = createAccountUpkeep(client);
  const accessToken = googleAccessTokens(client);
  const revoke = googleRevocation();
  const now = () => performance.now();
  // A ring does not say for which queue it is. Short work first.
  const handlers: Record<string, (job: Job) => ReturnType<typeof refreshAccess>> = {
    "refresh-tokens": (job) => refreshAccess(job, accessToken),
    "revoke-access": (job) => revokeAccess(job, upkeep, revoke),
    "erase-accounts": (job) => eraseAccount(job, upkeep, now),
  };
  let count = 0;
  for (const [queue, handle] of Object.entries(handlers)) {
    count += await runQueue({
      queue,
      jobs: createJobQueue(client),
      handle,
      log,
      budgetMs: 30_000,
      batchSize: queue === "erase-accounts" ? 1 : 5,
      now,
      onShutdown,
    });
  }
  return count;
});
