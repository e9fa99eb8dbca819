/**
 * One outbound message: claim it, send it or look it up, record what is known. The order is what makes it exactly-once:
 * `sending` is committed before the provider is called, and whoever finds `sending` asks the provider first.
 */
import { z } from "zod";
import { normaliseMail } from "../_shared/domain/mail/normalise-mail.ts";
import { composeMail } from "../_shared/domain/outgoing/compose-mail.ts";
import { outboundHeaders } from "../_shared/domain/outgoing/outbound-header.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { Log } from "../_shared/log.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import {
  type FoundMail,
  type MailProvider,
  MailProviderError,
  type OutgoingMail,
  type SendOutcome,
} from "../_shared/ports/mail-provider.ts";
import type { Outbox, QueuedMail, SendDecision } from "../_shared/ports/outbox.ts";
import { isWaitReason } from "../_shared/ports/provider-limits.ts";

export interface SendPorts {
  outbox: Outbox;
  mailProvider: (mail: QueuedMail) => MailProvider;
  now: () => Date;
  log: Log;
}

type Begun<Decision> = Extract<SendDecision, { decision: Decision }>;

const payload = z.object({ outbound_message_id: z.guid() });
/** Providers show a sent mail in search within seconds. */
const LOOK_UP_AFTER_MS = 5_000;
/** Asking again costs nothing: the limits answer until when the provider must not be called. */
const RATE_LIMIT_CHECK_MS = 1_000;
/** A look-up the provider refuses for good says nothing about the mail: asked again until an operator has seen why. */
const LOOK_UP_AGAIN_MS = 15 * 60_000;

export async function sendOutbound(job: Job, ports: SendPorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const outboundId = parsed.data.outbound_message_id;
  const begun = await ports.outbox.begin(outboundId);
  switch (begun.decision) {
    case "stop":
      return { outcome: "done" };
    case "wait":
      return { outcome: "delay", until: begun.until, slug: begun.reason };
    case "look_up":
      return await lookUp(begun, ports);
    case "send":
      return await send(begun, ports);
  }
}

async function send({ mail, attempt }: Begun<"send">, ports: SendPorts): Promise<JobOutcome> {
  const outgoing = toOutgoing(mail, ports.now());
  const sent = await ports.mailProvider(mail).send(outgoing);
  if (sent.outcome === "accepted") return await record(mail, outgoing, sent, ports);
  if (sent.outcome === "unknown") {
    await ports.outbox.settle(mail.outboundId, attempt, "unknown", sent.slug);
    return { outcome: "delay", until: later(ports, LOOK_UP_AFTER_MS), slug: sent.slug };
  }
  return await refuse(mail.outboundId, attempt, sent, ports);
}

async function refuse(
  outboundId: string,
  attempt: number,
  refusal: Extract<SendOutcome, { outcome: "rejected" }>,
  ports: SendPorts,
): Promise<JobOutcome> {
  const { errorClass, slug, retryAfterMs } = refusal;
  switch (errorClass) {
    case "transient":
      await ports.outbox.settle(outboundId, attempt, "not_sent", slug);
      return again(slug, retryAfterMs, ports);
    case "needs_reconnect":
      // Back in the queue; the job waits for the account, and then for the gate.
      await ports.outbox.settle(outboundId, attempt, "not_sent", slug);
      return { outcome: "reconnect", slug };
    case "permanent":
      if (slug === "mail_thread_not_found") {
        await ports.outbox.settle(outboundId, attempt, "thread_gone", slug);
        return { outcome: "retry", slug };
      }
      await ports.outbox.settle(outboundId, attempt, "rejected", slug);
      return { outcome: "done" };
  }
}

/** An earlier attempt may have sent it. Found: recorded. Not found: again only when that is safe, and through the gate. */
async function lookUp(
  { mail, attempt, mayResendAt }: Begun<"look_up">,
  ports: SendPorts,
): Promise<JobOutcome> {
  let found: FoundMail | null;
  try {
    found = await ports.mailProvider(mail).findByMessageId(mail.internetMessageId);
  } catch (error) {
    if (!(error instanceof MailProviderError)) throw error;
    const { errorClass, slug, retryAfterMs } = error;
    switch (errorClass) {
      case "transient":
        return again(slug, retryAfterMs, ports);
      case "needs_reconnect":
        // It stays uncertain: looked up before anything else once the account is back.
        return { outcome: "reconnect", slug };
      case "permanent":
        return { outcome: "delay", until: later(ports, LOOK_UP_AGAIN_MS), slug };
    }
  }
  if (found) return await record(mail, toOutgoing(mail, ports.now()), found, ports);
  if (ports.now() < mayResendAt) {
    await ports.outbox.settle(mail.outboundId, attempt, "unknown", "outcome_unknown");
    return { outcome: "delay", until: mayResendAt, slug: "outcome_unknown" };
  }
  await ports.outbox.settle(mail.outboundId, attempt, "not_sent", "not_found_at_provider");
  return { outcome: "retry", slug: "not_found_at_provider" };
}

async function record(
  mail: QueuedMail,
  outgoing: OutgoingMail,
  found: FoundMail,
  ports: SendPorts,
): Promise<JobOutcome> {
  const copy = await normaliseMail(await composeMail(outgoing), {
    reference: mail.outboundId,
    ownAddresses: mail.ownAddresses,
    providerMessageId: found.providerMessageId,
    providerThreadId: found.providerThreadId,
  });
  // A reminder is not a question of its own: the one it reminds of stays the open one.
  const stored = mail.kind === "nudge"
    ? { ...copy, expects_reply: false, expects_reply_evidence: null }
    : copy;
  await ports.outbox.finish(mail.outboundId, found, stored);
  ports.log("info", "outbound.sent", {
    outbound_id: mail.outboundId,
    workspace_id: mail.workspaceId,
    connection_id: mail.connectionId,
  });
  return { outcome: "done" };
}

function toOutgoing(mail: QueuedMail, now: Date): OutgoingMail {
  const others = (kind: "to" | "cc") =>
    mail.otherRecipients.filter((one) => one.kind === kind)
      .map(({ address, name }) => ({ address, name }));
  return {
    from: mail.from,
    to: [mail.to, ...others("to")],
    cc: others("cc"),
    subject: mail.subject,
    text: mail.body,
    html: null,
    internetMessageId: mail.internetMessageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    providerThreadId: mail.providerThreadId,
    replyToMessageId: mail.inReplyTo,
    headers: outboundHeaders(mail.outboundId),
    isAutomatic: mail.isAutomatic,
    sentAt: now.toISOString(),
  };
}

/** Waiting for one's turn is no failure: it costs no attempt. */
function again(slug: string, retryAfterMs: number | null, ports: SendPorts): JobOutcome {
  return isWaitReason(slug)
    ? { outcome: "delay", until: later(ports, retryAfterMs ?? RATE_LIMIT_CHECK_MS), slug }
    : { outcome: "retry", slug, retryAfterMs };
}

function later(ports: SendPorts, ms: number): Date {
  return new Date(ports.now().getTime() + ms);
}
