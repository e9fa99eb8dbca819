/** One request for drafts: written and stored, or tried again when the model may be back soon. */
import { z } from "zod";
import { writeDrafts, type WriteDraftsPorts } from "../_shared/ai/write-drafts.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { ModelError } from "../_shared/ports/language-model.ts";

const payload = z.object({
  request_id: z.guid(),
  draft_id: z.guid().optional(),
  draft_version: z.int().optional(),
  asked_by: z.guid().optional(),
});
/** After this many attempts at a model the rules write. */
const FINAL_ATTEMPT = 3;

export async function draftRequested(job: Job, ports: WriteDraftsPorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const { request_id: requestId, draft_id: id, draft_version: version, asked_by: askedBy } =
    parsed.data;
  try {
    await writeDrafts({
      requestId,
      again: id !== undefined && version !== undefined ? { id, version } : null,
      askedBy: askedBy ?? null,
      jobId: job.id,
      mayWait: job.attempt < FINAL_ATTEMPT,
    }, ports);
    return { outcome: "done" };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return error.errorClass === "transient"
      ? { outcome: "retry", slug: error.slug, retryAfterMs: error.retryAfterMs }
      : { outcome: "dead", slug: error.slug };
  }
}
