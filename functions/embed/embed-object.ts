/** One object of memory: read it, cut it, ask for vectors, store the chunks unless somebody changed it meanwhile. */
import { z } from "zod";
import { chunkText } from "../_shared/domain/text/chunk-text.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { Embedder } from "../_shared/ports/embedder.ts";
import type { EmbeddingLedger } from "../_shared/ports/embedding-ledger.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { ModelError } from "../_shared/ports/language-model.ts";
import type { ModelCall } from "../_shared/ports/model-call.ts";
import { OBJECT_TYPES, type StoredChunk, type VectorStore } from "../_shared/ports/vector-store.ts";

export interface EmbedPorts {
  store: VectorStore;
  embedder: Embedder;
  ledger: EmbeddingLedger;
}

const payload = z.object({
  object_type: z.enum(OBJECT_TYPES),
  object_id: z.guid(),
});
/** After this many attempts the words are stored without vectors. */
const FINAL_ATTEMPT = 4;
const CHUNKING_VERSION = "chunks-1";

export async function embedObject(job: Job, ports: EmbedPorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const { object_type: type, object_id: id } = parsed.data;
  const context = await ports.store.context(type, id);
  if (!context) return { outcome: "done" };
  const { stored, contentHash } = context;
  const { model } = ports.embedder;
  // unchanged, and read by the model that is set up
  if (stored?.contentHash === contentHash && stored.model === model && stored.hasVector) {
    return { outcome: "done" };
  }
  const pieces = chunkText(context.body);
  const texts = pieces.length > 0 ? pieces : [context.title].filter((title) => title !== "");
  const save = async (chunks: StoredChunk[]): Promise<JobOutcome> => {
    const outcome = await ports.store.save(type, id, contentHash, model, chunks);
    // what it says now has a job of its own; this one would wait for nothing
    return outcome === "superseded"
      ? { outcome: "retry", slug: "object_changed" }
      : { outcome: "done" };
  };
  if (texts.length === 0) return save([]);
  const call = {
    action: "embed",
    asked_by: null,
    context_ids: [id],
    provider: ports.embedder.provider,
    model,
    is_offline: ports.embedder.provider === "offline",
    prompt_version: CHUNKING_VERSION,
    completion_tokens: 0,
    confidence: null,
  } as const;
  const log = (
    rest: Pick<ModelCall, "prompt_tokens" | "cost_usd" | "latency_ms" | "outcome" | "error_slug">,
  ) =>
    ports.ledger.log(context.workspaceId, context.ownerId, { type, id }, {
      ...call,
      context_ids: [id],
      ...rest,
    });
  const refusal = await ports.ledger.refusal(context.workspaceId, ports.embedder);
  if (refusal) {
    await log({
      prompt_tokens: 0,
      cost_usd: 0,
      latency_ms: 0,
      outcome: "refused",
      error_slug: refusal,
    });
    return save(texts.map((text) => ({ text, vector: null })));
  }
  try {
    // the title stands with each chunk: it says what the rest is about
    const embedded = await ports.embedder.embed(
      texts.map((text) => `${context.title}\n${text}`.trim()),
    );
    // vectors that cost nothing fill no ledger: an import of ten thousand mails would
    if (ports.embedder.provider !== "offline") {
      await log({
        prompt_tokens: embedded.promptTokens,
        cost_usd: embedded.costUsd,
        latency_ms: embedded.latencyMs,
        outcome: "ok",
        error_slug: null,
      });
    }
    return save(texts.map((text, at) => ({ text, vector: embedded.vectors[at]! })));
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    await log({
      prompt_tokens: error.usage.promptTokens,
      cost_usd: null,
      latency_ms: 0,
      outcome: "failed",
      error_slug: error.slug,
    });
    if (error.errorClass === "transient" && job.attempt < FINAL_ATTEMPT) {
      return { outcome: "retry", slug: error.slug, retryAfterMs: error.retryAfterMs };
    }
    return save(texts.map((text) => ({ text, vector: null })));
  }
}
