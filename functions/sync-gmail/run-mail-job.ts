/** One job on one mailbox: what kind it is, and what its end means for the queue. */
import { z } from "zod";
import { ProviderError, ProviderWait } from "../_shared/http/provider-error.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { auditMailbox } from "./audit-mailbox.ts";
import { backfill } from "./backfill.ts";
import { followChanges } from "./follow-changes.ts";
import type { MailJobPorts, OpenMailbox, Turn } from "./ports.ts";
import { pushLabels } from "./push-labels.ts";
import { renewWatch } from "./renew-watch.ts";

const payload = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sync") }),
  z.object({ kind: z.literal("backfill") }),
  z.object({ kind: z.literal("push") }),
  z.object({ kind: z.literal("watch") }),
  z.object({ kind: z.literal("audit"), from_on: z.iso.date(), to_on: z.iso.date() }),
]);

/** The sweep looks every five seconds: a job that is put off until shortly before its moment waits the rest out in a run. */
const EARLY_MS = 5_000;
const OUTAGE_CHECK_MS = 15_000;

export async function runMailJob(job: Job, ports: MailJobPorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  try {
    const state = await ports.sync.read(job);
    const mailbox = { ...ports, state, gmail: ports.mailbox(state) };
    const turn = await work(job, mailbox, parsed.data);
    return turn === "done"
      ? { outcome: "done" }
      : { outcome: "delay", until: ports.now(), slug: "more_to_read" };
  } catch (error) {
    return outcomeOf(error, ports);
  }
}

function work(job: Job, mailbox: OpenMailbox, task: z.infer<typeof payload>): Promise<Turn> {
  switch (task.kind) {
    case "sync":
      return followChanges(job, mailbox);
    case "backfill":
      return backfill(job, mailbox);
    case "push":
      return pushLabels(mailbox);
    case "watch":
      return renewWatch(mailbox);
    case "audit":
      return auditMailbox(job, mailbox, task.from_on, task.to_on);
  }
}

/**
 * What the provider's state has to do with costs no attempt: a mailbox is followed however long its provider is away. Anything
 * else is ours, and counts.
 */
function outcomeOf(error: unknown, ports: MailJobPorts): JobOutcome {
  const slug = (error as { slug?: unknown } | null)?.slug;
  // Followed no more, or disconnected: there is nothing left to do.
  if (slug === "mailbox_not_synced") return { outcome: "done" };
  if (!(error instanceof ProviderError)) throw error;
  if (error.errorClass === "needs_reconnect") return { outcome: "reconnect", slug: error.slug };
  if (error.errorClass === "permanent") return { outcome: "retry", slug: error.slug };
  const waitMs = error.retryAfterMs ?? OUTAGE_CHECK_MS;
  const isTurn = error instanceof ProviderWait;
  const delayMs = isTurn && waitMs > EARLY_MS ? waitMs - EARLY_MS : waitMs;
  return {
    outcome: "delay",
    until: new Date(ports.now().getTime() + delayMs),
    slug: error.slug,
  };
}
