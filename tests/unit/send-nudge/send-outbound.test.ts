import { expect, test } from "vitest";
import { sendOutbound } from "../../../functions/send-nudge/send-outbound.ts";
import type { NormalisedMessage } from "../../../functions/_shared/domain/mail/message.ts";
import {
  type FoundMail,
  MailProviderError,
  type SendOutcome,
} from "../../../functions/_shared/ports/mail-provider.ts";
import type { QueuedMail } from "../../../functions/_shared/ports/outbox.ts";

const OUTBOUND = "00000000-0000-4000-8000-0000000000a1";
const mail: QueuedMail = {
  outboundId: OUTBOUND,
  workspaceId: "00000000-0000-4000-8000-0000000000a2",
  connectionId: "00000000-0000-4000-8000-0000000000a3",
  provider: "gmail",
  from: { address: "ada@acme.test", name: "Ada" },
  ownAddresses: ["ada@acme.test"],
  kind: "nudge",
  to: { address: "bob@globex.test", name: "Bob" },
  otherRecipients: [],
  subject: "Offer",
  body: "Could you send me the signed agreement?",
  internetMessageId: `<${OUTBOUND}@acme.test>`,
  inReplyTo: "<question@acme.test>",
  references: ["<question@acme.test>"],
  providerThreadId: "t",
  isAutomatic: false,
};

/**
 * One send to a provider that answers as told; what the outbox was told comes back. With `lookUp` an earlier attempt
 * ended without proof, and the provider answers that.
 */
async function send(sent: SendOutcome, lookUp?: () => Promise<FoundMail | null>) {
  const told: unknown[] = [];
  let copy: NormalisedMessage | null = null;
  const job = {
    id: "j",
    queue: "send-nudge",
    workspaceId: null,
    payload: { outbound_message_id: OUTBOUND },
    attempt: 1,
    leaseToken: "l",
  };
  const outcome = await sendOutbound(job as Parameters<typeof sendOutbound>[0], {
    outbox: {
      begin: () =>
        Promise.resolve(
          lookUp
            ? { decision: "look_up", attempt: 3, mail, mayResendAt: new Date(0) }
            : { decision: "send", attempt: 3, mail },
        ),
      finish: (_id, _found, stored) => Promise.resolve(void (copy = stored)),
      settle: (...told_) => Promise.resolve(void told.push(told_)),
    },
    mailProvider: () => ({
      send: () => Promise.resolve(sent),
      findByMessageId: lookUp ?? (() => Promise.resolve(null)),
    }),
    now: () => new Date("2026-11-21T09:00:00Z"),
    log: () => {},
  });
  return { outcome, told, copy: copy as NormalisedMessage | null };
}

test("FUP-2 sendOutbound() stores a reminder as no question of its own, so that the next one quotes the question", async () => {
  const { outcome, copy } = await send({
    outcome: "accepted",
    providerMessageId: "g1",
    providerThreadId: "t",
  });
  expect(outcome).toEqual({ outcome: "done" });
  expect(copy).toMatchObject({
    direction: "outbound",
    text_new: "Could you send me the signed agreement?",
    expects_reply: false,
    expects_reply_evidence: null,
  });
});

test("FUP-4 sendOutbound() tries once more without a thread the provider does not know", async () => {
  const { outcome, told } = await send({
    outcome: "rejected",
    errorClass: "permanent",
    slug: "mail_thread_not_found",
    detail: "",
    retryAfterMs: null,
  });
  expect(outcome).toEqual({ outcome: "retry", slug: "mail_thread_not_found" });
  expect(told).toEqual([[OUTBOUND, 3, "thread_gone", "mail_thread_not_found"]]);
});

test("F4 sendOutbound() waits for its turn without losing an attempt", async () => {
  const { outcome, told } = await send({
    outcome: "rejected",
    errorClass: "transient",
    slug: "provider_rate_limited",
    detail: "",
    retryAfterMs: 60_000,
  });
  expect(outcome).toEqual({
    outcome: "delay",
    until: new Date("2026-11-21T09:01:00Z"),
    slug: "provider_rate_limited",
  });
  expect(told).toEqual([[OUTBOUND, 3, "not_sent", "provider_rate_limited"]]);
});

const rejected = (errorClass: "needs_reconnect" | "permanent", slug: string): SendOutcome => ({
  outcome: "rejected",
  errorClass,
  slug,
  detail: "",
  retryAfterMs: null,
});

test("FUP-4 sendOutbound() puts a mail back and waits for the account when the provider refuses the token", async () => {
  const { outcome, told } = await send(rejected("needs_reconnect", "provider_needs_reconnect"));
  expect(outcome).toEqual({ outcome: "reconnect", slug: "provider_needs_reconnect" });
  expect(told).toEqual([[OUTBOUND, 3, "not_sent", "provider_needs_reconnect"]]);
});

test("NEW-7 sendOutbound() leaves an uncertain mail uncertain when it may not be looked up", async () => {
  for (
    const [errorClass, expected] of [
      ["needs_reconnect", { outcome: "reconnect", slug: "refused" }],
      ["permanent", {
        outcome: "delay",
        until: new Date("2026-11-21T09:15:00Z"),
        slug: "refused",
      }],
      ["transient", { outcome: "retry", slug: "refused", retryAfterMs: null }],
    ] as const
  ) {
    const refuse = () =>
      Promise.reject(new MailProviderError({ errorClass, slug: "refused", message: "x" }));
    const { outcome, told } = await send(rejected("permanent", "never_asked"), refuse);
    expect(outcome).toEqual(expected);
    expect(told).toEqual([]);
  }
});
