/** One planned nudge: read the conversation, ask the model, store the draft unless somebody was first. */
import { z } from "zod";
import { DRAFT_NUDGE_VERSION, draftNudge } from "../_shared/ai/prompts/draft-nudge.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { type LanguageModel, ModelError } from "../_shared/ports/language-model.ts";
import type { ModelCall, NudgeDrafts } from "../_shared/ports/nudge-drafts.ts";

export interface DraftPorts {
  drafts: NudgeDrafts;
  model: LanguageModel;
  now: () => Date;
}

const payload = z.object({ nudge_id: z.guid(), asked_by: z.guid().optional() });
/** After this many attempts a model that keeps failing fails the nudge, so that a person sees it. */
const FINAL_ATTEMPT = 5;

export async function draftPlannedNudge(job: Job, ports: DraftPorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const { nudge_id: nudgeId, asked_by: askedBy } = parsed.data;
  const context = await ports.drafts.context(nudgeId);
  // Cancelled, sent or deleted since the job was made: no model is asked, no money spent.
  if (!context?.facts || !["pending", "drafted"].includes(context.status)) {
    return { outcome: "done" };
  }
  const asked = {
    action: "draft_nudge",
    asked_by: askedBy ?? null,
    prompt_version: DRAFT_NUDGE_VERSION,
  } as const;
  const startedAt = ports.now().getTime();
  try {
    const answer = await draftNudge(ports.model, {
      ...context.facts,
      asOf: ports.now().toISOString(),
    });
    await ports.drafts.save(nudgeId, context.draftVersion, answer.value, {
      ...asked,
      provider: ports.model.provider,
      model: answer.model,
      is_offline: answer.isOffline,
      prompt_tokens: answer.promptTokens,
      completion_tokens: answer.completionTokens,
      cost_usd: answer.costUsd,
      latency_ms: answer.latencyMs,
      confidence: answer.value.confidence,
      outcome: "ok",
      error_slug: null,
    });
    return { outcome: "done" };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const isFinal = error.errorClass !== "transient" || job.attempt >= FINAL_ATTEMPT;
    await ports.drafts.logFailure(
      nudgeId,
      failedCall(asked, ports.model, error, ports.now().getTime() - startedAt),
      isFinal,
    );
    return isFinal
      ? { outcome: "dead", slug: error.slug }
      : { outcome: "retry", slug: error.slug, retryAfterMs: error.retryAfterMs };
  }
}

function failedCall(
  asked: Pick<ModelCall, "action" | "asked_by" | "prompt_version">,
  model: LanguageModel,
  error: ModelError,
  latencyMs: number,
): ModelCall {
  const outcomes = {
    refused: "refused",
    invalid_answer: "invalid_answer",
    transient: "failed",
    permanent: "failed",
  } as const;
  return {
    ...asked,
    provider: model.provider,
    model: model.name,
    is_offline: model.provider === "offline",
    prompt_tokens: error.usage.promptTokens,
    completion_tokens: error.usage.completionTokens,
    cost_usd: null,
    latency_ms: latencyMs,
    confidence: null,
    outcome: outcomes[error.errorClass],
    error_slug: error.slug,
  };
}
