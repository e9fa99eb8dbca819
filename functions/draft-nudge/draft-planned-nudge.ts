/** One planned nudge: read the conversation, ask the model, store the draft unless somebody was first. */
import { z } from "zod";
import { DRAFT_NUDGE_VERSION, draftNudge } from "../_shared/ai/prompts/draft-nudge.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { answeredCall, failedCall } from "../_shared/ai/model-call.ts";
import { type LanguageModel, ModelError } from "../_shared/ports/language-model.ts";
import type { NudgeDrafts } from "../_shared/ports/nudge-drafts.ts";

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
    job_id: job.id,
    prompt_version: DRAFT_NUDGE_VERSION,
  } as const;
  const startedAt = ports.now().getTime();
  try {
    const answer = await draftNudge(ports.model, {
      ...context.facts,
      asOf: ports.now().toISOString(),
    });
    const call = answeredCall(asked, ports.model, answer, answer.value.confidence);
    await ports.drafts.save(nudgeId, context.draftVersion, answer.value, call);
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
