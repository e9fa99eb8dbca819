/** One job of upkeep each: an access token ahead of its end, a grant that is over, an account that goes. */
import { z } from "zod";
import type { GoogleAccessToken } from "../_shared/adapters/google/access-token.ts";
import { ProviderError } from "../_shared/http/provider-error.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { AccountUpkeep } from "../_shared/ports/account-upkeep.ts";
import type { ConnectionRef, StoredTokens } from "../_shared/ports/connection-tokens.ts";
import type { Job } from "../_shared/ports/job-queue.ts";

/** As the schedule: what ends within ten minutes. */
const VALID_SECONDS = 600;
/** Well inside the 60 s a run may take, so that one large account lets others in between. */
const ERASE_MS = 20_000;

export async function refreshAccess(
  job: Job,
  accessToken: GoogleAccessToken,
): Promise<JobOutcome> {
  const { connectionId, workspaceId } = job;
  if (!connectionId || !workspaceId) return { outcome: "dead", slug: "job_payload_invalid" };
  try {
    await accessToken({ connectionId, workspaceId }, { validSeconds: VALID_SECONDS });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    // the account waits for its owner, and this job with it
    if (error.errorClass === "needs_reconnect") return { outcome: "reconnect", slug: error.slug };
    // The schedule comes back when the provider may be asked again.
  }
  return { outcome: "done" };
}

const revocation = z.object({ revocation_id: z.guid() });

/** @param revoke resolves once the provider has confirmed, or knows the token no more */
export async function revokeAccess(
  job: Job,
  upkeep: AccountUpkeep,
  revoke: (connection: ConnectionRef, secret: StoredTokens["secret"]) => Promise<void>,
): Promise<JobOutcome> {
  const payload = revocation.safeParse(job.payload);
  if (!payload.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const id = payload.data.revocation_id;
  const ended = await upkeep.readRevocation(id);
  if (!ended) return { outcome: "done" };
  try {
    await revoke(ended.connection, ended.secret);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.errorClass === "transient") {
      return { outcome: "retry", slug: error.slug, retryAfterMs: error.retryAfterMs };
    }
    return { outcome: "dead", slug: error.slug };
  }
  await upkeep.finishRevocation(id);
  return { outcome: "done" };
}

const erasure = z.object({ connection_id: z.guid() });

export async function eraseAccount(
  job: Job,
  upkeep: AccountUpkeep,
  now: () => number,
): Promise<JobOutcome> {
  const payload = erasure.safeParse(job.payload);
  if (!payload.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const endsAt = now() + ERASE_MS;
  let done = 0;
  while (true) {
    const { erased, left } = await upkeep.eraseSome(payload.data.connection_id);
    done += erased;
    await upkeep.reportProgress(job, done, done + left);
    if (left === 0) return { outcome: "done" };
    // what is left is just being sent: looked at again when that must be over
    const waitMs = erased === 0 ? 60_000 : now() >= endsAt ? 0 : null;
    if (waitMs !== null) {
      return { outcome: "delay", until: new Date(Date.now() + waitMs), slug: "erasing" };
    }
  }
}
