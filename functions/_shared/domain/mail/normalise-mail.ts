import type { Email } from "postal-mime";
import { senderOf } from "./addresses.ts";
import { describeAttachments, partText } from "./attachments.ts";
import { cleanLine, cutText } from "./clean-text.ts";
import { directionOf } from "./direction.ts";
import { expectsReply } from "./expects-reply.ts";
import { importFingerprint } from "./import-fingerprint.ts";
import { importanceScore, isBulk } from "./importance.ts";
import { MAIL_LIMITS } from "./limits.ts";
import { bodyOf } from "./mail-body.ts";
import { sentAt } from "./mail-dates.ts";
import { collectHeaders } from "./mail-headers.ts";
import type { MailRecipient, NormalisedMessage } from "./message.ts";
import { parseMail } from "./parse-mail.ts";
import { readBounce } from "./read-bounce.ts";
import type { Bounce } from "./read-bounce.ts";
import { isDirectlyAddressed, recipientsOf } from "./recipients.ts";
import { recogniseAutomatic } from "./recognise-automatic.ts";
import { sha256Hex } from "./sha256.ts";
import { splitReply } from "./split-reply.ts";
import * as threads from "./thread-keys.ts";

// What normaliseMail throws belongs to what its callers import.
export { MailError } from "./mail-error.ts";

/** Whose mail it is and how the caller names it. */
export type NormaliseOptions = {
  reference: string;
  /** Addresses of the account: mail from one of them is outbound. */
  ownAddresses: string[];
  /** The provider's ids; without them the mail is an import and gets a fingerprint (ING-8). */
  providerMessageId?: string;
  providerThreadId?: string;
  /** Size of the original in bytes when `raw` is only its beginning. */
  originalByteCount?: number;
};

/**
 * Turns one raw mail (RFC 5322) into the record everything later works with (ING-7). Deterministic:
 * the same bytes give the same record on every machine. What exceeds `MAIL_LIMITS` is cut and
 * `is_truncated` says so. Throws `MailError` (`mail_empty`, `mail_unreadable`) for input that is no
 * mail, and nothing else.
 */
export async function normaliseMail(
  raw: Uint8Array,
  options: NormaliseOptions,
): Promise<NormalisedMessage> {
  const { mail, isCut } = await parseMail(raw);
  const headers = collectHeaders(mail.headers);
  const sender = senderOf(mail);
  const recipients = recipientsOf(mail);
  const subject = cleanLine(mail.subject ?? "", MAIL_LIMITS.subjectLength);
  const date = sentAt(fieldsOf(mail, "date")[0] ?? "", fieldsOf(mail, "received"));
  const sentAtText = date?.at.toISOString() ?? null;
  const { text, html } = bodyOf(mail);
  const split = splitReply(text, { senderName: sender.name, senderAddress: sender.address });
  const attachments = await describeAttachments(mail.attachments);
  const automatic = recogniseAutomatic({
    headers,
    senderAddress: sender.address,
    subject,
    text,
    sentAt: date?.at ?? null,
    partTypes: attachments.map((part) => part.content_type),
    calendarMethod: mail.attachments.find((part) => part.method)?.method ?? null,
    deliveryStatus: textsOf(mail, /^message\/(?:global-)?delivery-status$/),
  });
  const isHuman = automatic.kind === "human";
  const asked = isHuman ? expectsReply(split.textNew) : { expects: false, evidence: null };
  const direction = directionOf(sender.address, options.ownAddresses);
  const messageId = threads.ownMessageId(mail.messageId ?? "");
  const hashes = attachments.map((part) => part.content_hash);
  return {
    reference: options.reference,
    provider_message_id: options.providerMessageId ?? await importFingerprint(raw),
    provider_thread_id: options.providerThreadId ??
      threads.gmailThreadId(fieldsOf(mail, "x-gm-thrid")[0] ?? ""),
    provider_updated_at: null,
    internet_message_id: messageId,
    in_reply_to: threads.messageIds(mail.inReplyTo ?? "")[0] ?? null,
    references: threads.cleanReferences(mail.references ?? ""),
    direction,
    sender_address: sender.address,
    sender_name: sender.name,
    recipients: recipients.list,
    subject,
    subject_base: threads.subjectBase(subject),
    sent_at: sentAtText,
    sender_utc_offset_minutes: date?.utcOffsetMinutes ?? null,
    text_full: text,
    html,
    text_new: split.textNew,
    text_quoted: split.textQuoted,
    text_signature: split.textSignature,
    language: null,
    automatic_kind: automatic.kind,
    automatic_confidence: automatic.confidence,
    automatic_evidence: automatic.evidence,
    returns_on: automatic.returns_on,
    expects_reply: asked.expects,
    expects_reply_evidence: asked.evidence,
    headers,
    attachments,
    content_hash: await sha256Hex(
      JSON.stringify([sender.address, subject, sentAtText, text, html, hashes]),
    ),
    text_for_embedding: cutText(
      `${subject}\n\n${split.textNew}`.trim(),
      MAIL_LIMITS.embeddingLength,
    ),
    importance_score: importanceScore({
      isHuman,
      isDirect: direction === "outbound" ||
        isDirectlyAddressed(recipients.list, options.ownAddresses),
      expectsReply: asked.expects,
      isBulk: isBulk(headers),
      recipientCount: recipients.list.filter(({ kind }) => kind !== "reply_to").length,
    }),
    byte_count: options.originalByteCount ?? raw.length,
    is_truncated: isCut || recipients.isCut || exceedsLimits(mail) ||
      (options.originalByteCount ?? 0) > raw.length,
    bounce: automatic.kind === "bounce" ? bounceOf(mail, text, headers, recipients.list) : null,
  };
}

function bounceOf(
  mail: Email,
  text: string,
  headers: Record<string, string[]>,
  recipients: MailRecipient[],
): Bounce {
  return readBounce({
    text,
    deliveryStatus: textsOf(mail, /^message\/(?:global-)?delivery-status$/),
    originals: textsOf(mail, /^message\/(?:rfc822|global)$|^text\/rfc822-headers$/),
    failedRecipients: (headers["x-failed-recipients"] ?? []).flatMap((value) => value.split(",")),
    reportedTo: recipients.filter(({ kind }) => kind === "to").map(({ address }) => address),
  });
}

function textsOf(mail: Email, type: RegExp): string[] {
  return mail.attachments.filter((part) => type.test(part.mimeType)).slice(0, 20).map(partText);
}

function exceedsLimits(mail: Email): boolean {
  return (mail.text?.length ?? 0) > MAIL_LIMITS.textLength ||
    (mail.html?.length ?? 0) > MAIL_LIMITS.htmlLength ||
    (mail.subject?.length ?? 0) > MAIL_LIMITS.subjectLength ||
    mail.attachments.length > MAIL_LIMITS.attachments ||
    mail.headers.length > MAIL_LIMITS.storedHeaders;
}

function fieldsOf(mail: Email, name: string): string[] {
  return mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
}
