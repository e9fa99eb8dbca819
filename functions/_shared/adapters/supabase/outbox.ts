/** The outbox port on the worker functions of migrations 0552. */
import { z } from "zod";
import type { Outbox, QueuedMail, SendDecision } from "../../ports/outbox.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const address = z.object({ address: z.string(), name: z.string().nullish() })
  .transform((one) => ({ address: one.address, name: one.name ?? null }));
const otherRecipient = z.object({
  kind: z.enum(["to", "cc"]),
  address: z.string(),
  name: z.string().nullish(),
}).transform((one) => ({ kind: one.kind, address: one.address, name: one.name ?? null }));
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** begin_send() leaves out what is null. */
const queuedMail = z.object({
  outbound_message_id: z.guid(),
  workspace_id: z.guid(),
  connection_id: z.guid(),
  provider: z.enum(["gmail", "import"]),
  from: address,
  own_addresses: z.array(z.string()),
  kind: z.enum(["nudge", "reply"]),
  to: address,
  other_recipients: z.array(otherRecipient),
  subject: z.string(),
  body: z.string(),
  internet_message_id: z.string(),
  in_reply_to: z.string().nullish(),
  references: z.array(z.string()).nullish(),
  provider_thread_id: z.string().nullish(),
  approved_via: z.enum(["app", "autopilot"]),
}).transform((row): QueuedMail => ({
  outboundId: row.outbound_message_id,
  workspaceId: row.workspace_id,
  connectionId: row.connection_id,
  provider: row.provider,
  from: row.from,
  ownAddresses: row.own_addresses,
  kind: row.kind,
  to: row.to,
  otherRecipients: row.other_recipients,
  subject: row.subject,
  body: row.body,
  internetMessageId: row.internet_message_id,
  inReplyTo: row.in_reply_to ?? null,
  references: row.references ?? [],
  providerThreadId: row.provider_thread_id ?? null,
  isAutomatic: row.approved_via === "autopilot",
}));

const sendDecision = z.discriminatedUnion("decision", [
  z.object({ decision: z.literal("send"), attempt: z.int(), mail: queuedMail }),
  z.object({
    decision: z.literal("look_up"),
    attempt: z.int(),
    mail: queuedMail,
    may_resend_at: moment,
  })
    .transform(({ may_resend_at, ...rest }) => ({ ...rest, mayResendAt: may_resend_at })),
  z.object({ decision: z.literal("wait"), until: moment, reason: z.string() }),
  z.object({ decision: z.literal("stop"), reason: z.string() }),
]);

export function createOutbox(client: DatabaseClient): Outbox {
  return {
    begin: (outboundId) =>
      callWorker<"begin_send", SendDecision>(
        client,
        "begin_send",
        { outbound_message_id: outboundId },
        sendDecision,
      ),
    async finish(outboundId, found, copy) {
      await callWorker(
        client,
        "finish_send",
        {
          outbound_message_id: outboundId,
          provider_message_id: found.providerMessageId,
          provider_thread_id: found.providerThreadId,
          item: copy,
        },
        z.enum(["sent", "already_sent", "gone"]),
      );
    },
    async settle(outboundId, attempt, outcome, slug) {
      await callWorker(
        client,
        "settle_send",
        { outbound_message_id: outboundId, attempt, outcome, slug },
        z.string(),
      );
    },
  };
}
