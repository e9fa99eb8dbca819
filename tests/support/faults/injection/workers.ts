/** The product's own workers, until nothing is left to do. */
import { createJobQueue } from "../../../../functions/_shared/adapters/supabase/job-queue.ts";
import { createOutbox } from "../../../../functions/_shared/adapters/supabase/outbox.ts";
import { type JobOutcome, runQueue } from "../../../../functions/_shared/jobs/run-queue.ts";
import type { Job } from "../../../../functions/_shared/ports/job-queue.ts";
import type { MailProvider } from "../../../../functions/_shared/ports/mail-provider.ts";
import { sendOutbound } from "../../../../functions/send-nudge/send-outbound.ts";
import { aiHandlers, type AiSurroundings } from "../../ai-workers.ts";

async function drain(
  around: AiSurroundings,
  queue: string,
  handle: (job: Job) => Promise<JobOutcome>,
) {
  const jobs = createJobQueue(around.client);
  let count = 0;
  for (;;) {
    const { log } = around;
    const run = { queue, jobs, handle, log, budgetMs: 60_000, batchSize: 20 };
    const worked = await runQueue({ ...run, now: () => performance.now() });
    count += worked;
    if (worked === 0) return count;
  }
}

/** Triage, extraction, vectors and drafts. */
export async function understandAndDraft(around: AiSurroundings): Promise<void> {
  for (const [queue, handle] of Object.entries(aiHandlers(around))) {
    await drain(around, queue, handle);
  }
}

export async function sendWhatIsReleased(
  around: AiSurroundings,
  provider: MailProvider,
): Promise<void> {
  const outbox = createOutbox(around.client);
  const ports = { outbox, mailProvider: () => provider, now: () => new Date(), log: around.log };
  await drain(around, "send-nudge", (job) => sendOutbound(job, ports));
}
