/** The jobs of the fault runs: some quick, some slow, some that fail, and the product's own sends. */
import { createOutbox } from "../../../functions/_shared/adapters/supabase/outbox.ts";
import type { DatabaseClient } from "../../../functions/_shared/adapters/supabase/call-worker.ts";
import type { JobOutcome } from "../../../functions/_shared/jobs/run-queue.ts";
import type { Job } from "../../../functions/_shared/ports/job-queue.ts";
import { sendOutbound } from "../../../functions/send-nudge/send-outbound.ts";
import { actOnce } from "./effects.ts";
import { httpMailProvider } from "./http-mail-provider.ts";
import type { WorkerSettings } from "./protocol.ts";
import { stallingOutbox, stallingProvider } from "./stalling-ports.ts";

/** instant, slow and flaky end with one effect; broken and hopeless end dead with none; idle has none by itself. */
export type JobKind = "instant" | "slow" | "flaky" | "broken" | "hopeless" | "idle";

const FLAKY_FAILURES = 2;
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function jobHandler(settings: WorkerSettings, client: DatabaseClient) {
  const direct = createOutbox(client);
  const outbox = settings.stalls ? stallingOutbox(direct) : direct;

  return async (job: Job): Promise<JobOutcome> => {
    const { kind, ms = 0 } = job.payload as { kind?: JobKind; ms?: number };
    const { effectsUrl } = settings;
    switch (kind) {
      case undefined:
        return await sendOutbound(job, {
          outbox,
          mailProvider: (mail) => {
            const provider = httpMailProvider(effectsUrl, mail.outboundId);
            return settings.stalls ? stallingProvider(provider, mail) : provider;
          },
          now: () => new Date(),
          log: () => {},
        });
      case "broken":
        return { outcome: "dead", slug: "refused_for_good" };
      case "hopeless":
        throw new Error("fails every time");
      case "flaky":
        if (job.attempt <= FLAKY_FAILURES) return { outcome: "retry", slug: "fails_at_first" };
        await actOnce(effectsUrl, job.id, job.attempt);
        return { outcome: "done" };
      case "idle":
        await rest(ms);
        return { outcome: "done" };
      case "slow":
        await rest(ms);
        await actOnce(effectsUrl, job.id, job.attempt);
        await rest(ms);
        return { outcome: "done" };
      case "instant":
        await actOnce(effectsUrl, job.id, job.attempt);
        return { outcome: "done" };
    }
  };
}
