import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createEmbeddingLedger } from "../_shared/adapters/supabase/embedding-ledger.ts";
import { createVectorStore } from "../_shared/adapters/supabase/vector-store.ts";
import { batchEmbedder } from "../_shared/ai/batch-embedder.ts";
import { embedder } from "../_shared/deps/models.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { embedObject } from "./embed-object.ts";

/** A change of model is worked off in parts, behind everything else. */
const STALE_AT_A_TIME = 200;

export const app = createWorkerApp("embed", async (client) => {
  const store = createVectorStore(client);
  const now = () => new Date();
  // those who ask within these milliseconds share a call
  const batched = batchEmbedder(embedder(), (flush) => setTimeout(flush, 15));
  await store.embedAgain(batched.model, STALE_AT_A_TIME);
  return runQueue({
    queue: "embed",
    jobs: createJobQueue(client),
    handle: (job) =>
      embedObject(job, { store, embedder: batched, ledger: createEmbeddingLedger(client, now) }),
    log,
    budgetMs: 60_000,
    batchSize: 20,
    now: () => performance.now(),
    onShutdown,
  });
});
