/** The ports of the send path with places to die between and inside their calls. The path itself is the product's. */
import type { Job, JobQueue } from "../../../functions/_shared/ports/job-queue.ts";
import type { MailProvider } from "../../../functions/_shared/ports/mail-provider.ts";
import type { Outbox, QueuedMail } from "../../../functions/_shared/ports/outbox.ts";
import { learnPoint, passBy, passByLocked, tell } from "./stalls.ts";

/** The outbound message a job is about, or null. */
export function outboundOf(job: Job): string | null {
  return (job.payload as { outbound_message_id?: string }).outbound_message_id ?? null;
}

/** Tells the supervisor what was claimed and what ended; with `stalls` it also stands still around both. */
export function watchedQueue(queue: JobQueue, stalls: boolean): JobQueue {
  const after = async <T>(job: Job, outcome: string, work: () => Promise<T>): Promise<T> => {
    const id = stalls ? outboundOf(job) : null;
    const answer = await work();
    if (id) await passBy("delayed", id);
    tell({ type: "ended", jobId: job.id, outcome: answer ? outcome : "lease_lost" });
    return answer;
  };
  const aroundDone = async <T>(done: Job[], work: () => Promise<T>): Promise<T> => {
    const ids = stalls ? done.map(outboundOf).filter((id) => id !== null) : [];
    await Promise.all(ids.map((id) => passBy("done_before", id)));
    const answer = await work();
    await Promise.all(ids.map((id) => passBy("done_after", id)));
    for (const { id } of done) tell({ type: "ended", jobId: id, outcome: "done" });
    return answer;
  };
  return {
    ...queue,
    async claim(name, workerName, maxCount, done) {
      tell({ type: "claiming", run: workerName });
      const jobs = await aroundDone(done, () => queue.claim(name, workerName, maxCount, done));
      if (jobs.length === 0) return jobs;
      const at = Date.now();
      const claimed = jobs.map((job) => {
        const since = (job.payload as { enqueued_at_ms?: number }).enqueued_at_ms;
        const waitedMs = since === undefined ? null : at - since;
        return { id: job.id, attempt: job.attempt, waitedMs, outboundId: outboundOf(job) };
      });
      tell({ type: "claimed", jobs: claimed });
      if (stalls) {
        const ids = jobs.map(outboundOf).filter((id) => id !== null);
        await Promise.all(ids.map(learnPoint));
        // the others of the batch die with it: nothing of theirs has begun
        await Promise.all(ids.map((id) => passBy("claimed", id)));
      }
      return jobs;
    },
    finish: (done) => aroundDone(done, () => queue.finish(done)),
    fail: (job, failure) => after(job, failure.errorClass, () => queue.fail(job, failure)),
    delay: (job, until, slug) => after(job, "delay", () => queue.delay(job, until, slug)),
  };
}

export function stallingOutbox(outbox: Outbox): Outbox {
  return {
    ...outbox,
    async begin(id) {
      await passBy("begin_before", id);
      const decision = await passByLocked("begin_locked", id, () => outbox.begin(id));
      if (decision.decision === "send") await passBy("begin_after", id);
      return decision;
    },
    async finish(id, found, copy) {
      await passBy("finish_before", id);
      await passByLocked("finish_locked", id, () => outbox.finish(id, found, copy));
      await passBy("finish_after", id);
    },
    async settle(...call) {
      const [id] = call;
      const step = call.includes("unknown") ? "unknown" : "resend";
      await passBy(`${step}_before`, id);
      await outbox.settle(...call);
      await passBy(`${step}_after`, id);
    },
  };
}

export function stallingProvider(provider: MailProvider, mail: QueuedMail): MailProvider {
  const id = mail.outboundId;
  return {
    async send(outgoing) {
      await passBy("call_before", id);
      const outcome = await provider.send(outgoing);
      if (outcome.outcome === "accepted") await passBy("accepted_read", id);
      return outcome;
    },
    async findByMessageId(messageId) {
      await passBy("look_up_before", id);
      const found = await provider.findByMessageId(messageId);
      await passBy("look_up_after", id);
      return found;
    },
  };
}
