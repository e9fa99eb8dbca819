/**
 * One calendar change: claim it, apply it or look it up, record what is known. Creating happens once because the event's id is
 * ours; changing and deleting because each applies to one version only, and our mark in the event tells whether it was us.
 */
import { z } from "zod";
import { ProviderError, ProviderWait } from "../_shared/http/provider-error.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { EventItem } from "../_shared/domain/calendar/calendar-item.ts";
import type {
  CalendarChange,
  CalendarChanges,
  ChangeOutcome,
} from "../_shared/ports/calendar-changes.ts";
import type { CalendarWriter } from "../_shared/ports/calendar-provider.ts";
import type { Job } from "../_shared/ports/job-queue.ts";

export interface ChangePorts {
  changes: CalendarChanges;
  writer: (change: CalendarChange) => CalendarWriter;
  now: () => Date;
}

const payload = z.object({ change_id: z.guid() });
const LOOK_UP_AFTER_MS = 2_000;

export async function applyChange(job: Job, ports: ChangePorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const begun = await ports.changes.begin(parsed.data.change_id);
  if (begun.decision === "stop") return { outcome: "done" };
  const { change } = begun;
  const writer = ports.writer(change);
  try {
    const outcome = begun.decision === "apply"
      ? await apply(change, writer)
      : await lookUp(change, writer);
    await ports.changes.settle(change, outcome);
    return outcome.outcome === "not_applied"
      ? { outcome: "retry", slug: outcome.slug }
      : { outcome: "done" };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return await refuse(change, begun.decision === "look_up", error, ports);
  }
}

async function apply(change: CalendarChange, writer: CalendarWriter): Promise<ChangeOutcome> {
  try {
    switch (change.action) {
      case "create":
        return { outcome: "applied", item: await writer.create(change) };
      case "update":
        return { outcome: "applied", item: await writer.update(change) };
      case "delete":
        await writer.remove(change);
        return { outcome: "applied", item: null };
      case "respond":
        return { outcome: "applied", item: await writer.respond(change, change.fields.response!) };
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return await judgeRefusal(change, error, writer);
  }
}

/** 409: the id is taken, so we were here before. 412: another version. 404, 410: gone. */
async function judgeRefusal(
  change: CalendarChange,
  error: ProviderError,
  writer: CalendarWriter,
): Promise<ChangeOutcome> {
  const { status } = error;
  if (change.action === "create" && status === 409) return judge(change, await writer.find(change));
  if (change.action === "respond" && status === 412) {
    // somebody else answered meanwhile; ours is still to be given
    return { outcome: "not_applied", slug: "event_changed" };
  }
  if (status === 412) return { outcome: "failed", slug: "event_changed" };
  if (status === 404 || status === 410) {
    return change.action === "delete"
      ? { outcome: "applied", item: null }
      : { outcome: "failed", slug: "event_is_gone" };
  }
  throw error;
}

async function lookUp(change: CalendarChange, writer: CalendarWriter): Promise<ChangeOutcome> {
  return judge(change, await writer.find(change));
}

/** What the event at the provider says about a change whose outcome is not known. */
function judge(change: CalendarChange, found: EventItem | null): ChangeOutcome {
  const again: ChangeOutcome = { outcome: "not_applied", slug: "not_found_at_provider" };
  switch (change.action) {
    case "create":
      if (found === null) return again;
      return found.origin_id === change.changeId
        ? { outcome: "applied", item: found }
        : { outcome: "failed", slug: "event_id_taken" };
    case "update":
      if (found === null || found.status === "cancelled") {
        return { outcome: "failed", slug: "event_is_gone" };
      }
      if (found.origin_id === change.changeId) return { outcome: "applied", item: found };
      return change.expectedEtag === null || found.etag === change.expectedEtag
        ? again
        : { outcome: "failed", slug: "event_changed" };
    case "delete":
      return found === null || found.status === "cancelled"
        ? { outcome: "applied", item: null }
        : again;
    case "respond":
      if (found === null || found.status === "cancelled") {
        return { outcome: "failed", slug: "event_is_gone" };
      }
      return found.my_response === change.fields.response
        ? { outcome: "applied", item: found }
        : again;
  }
}

/** A refusal that says nothing about the change itself. `wasLookUp`: nothing new was tried, the doubt remains. */
async function refuse(
  change: CalendarChange,
  wasLookUp: boolean,
  error: ProviderError,
  { changes, now }: ChangePorts,
): Promise<JobOutcome> {
  const { slug, retryAfterMs } = error;
  const isOpen = wasLookUp || error.effect === "unknown";
  if (!isOpen && error.errorClass === "permanent") {
    await changes.settle(change, { outcome: "failed", slug });
    return { outcome: "done" };
  }
  await changes.settle(change, { outcome: isOpen ? "unknown" : "not_applied", slug });
  if (error instanceof ProviderWait) {
    return { outcome: "delay", until: new Date(now().getTime() + error.waitMs), slug };
  }
  if (error.errorClass === "needs_reconnect") return { outcome: "reconnect", slug };
  if (isOpen && !wasLookUp) {
    return { outcome: "delay", until: new Date(now().getTime() + LOOK_UP_AFTER_MS), slug };
  }
  return { outcome: "retry", slug, retryAfterMs };
}
