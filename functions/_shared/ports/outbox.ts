/** What the send path may ask of the outbox (migrations 0552). Each call is one transaction. */
import type { NormalisedMessage } from "../domain/mail/message.ts";
import type { FoundMail, MailAddress } from "./mail-provider.ts";

export interface QueuedMail {
  outboundId: string;
  workspaceId: string;
  connectionId: string;
  provider: "gmail" | "import";
  from: MailAddress;
  ownAddresses: string[];
  /** What asked for it: a planned follow-up, or an answer somebody sends. */
  kind: "nudge" | "reply";
  to: MailAddress;
  /** Everybody else it goes to, from stored headers. */
  otherRecipients: (MailAddress & { kind: "to" | "cc" })[];
  subject: string;
  body: string;
  internetMessageId: string;
  inReplyTo: string | null;
  references: string[];
  providerThreadId: string | null;
  /** Released by the autopilot, not by a person. */
  isAutomatic: boolean;
}

export type SendDecision =
  | { decision: "send"; attempt: number; mail: QueuedMail }
  /** An earlier attempt ended without proof: ask the provider first, and send again no sooner than this. */
  | { decision: "look_up"; attempt: number; mail: QueuedMail; mayResendAt: Date }
  | { decision: "wait"; until: Date; reason: string }
  | { decision: "stop"; reason: string };

/** unknown: may have left. not_sent: certainly has not. */
/** thread_gone: refused because the provider does not know the thread; it is tried once more without. */
export type UnprovenOutcome =
  | "unknown"
  | "not_sent"
  | "thread_gone"
  | "rejected";

export interface Outbox {
  /** Claims the message; `send` has committed the state `sending`. */
  begin(outboundId: string): Promise<SendDecision>;
  /** Records the proof and stores our own copy in the inbox. */
  finish(outboundId: string, found: FoundMail, copy: NormalisedMessage): Promise<void>;
  /** Changes nothing when another attempt has begun since. */
  settle(
    outboundId: string,
    attempt: number,
    outcome: UnprovenOutcome,
    slug: string,
  ): Promise<void>;
}
