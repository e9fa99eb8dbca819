import { type Field, valueOf } from "../mime/header-fields.ts";
import { withLineFeeds } from "../mime/line-ends.ts";
import { senderOf } from "./addresses.ts";
import { describeAttachments } from "./attachments.ts";
import { cleanDeep } from "./clean-deep.ts";
import { cleanLine, cutText } from "./clean-text.ts";
import { expectsReply } from "./expects-reply.ts";
import { exportFields } from "./export-labels.ts";
import { importFingerprint } from "./import-fingerprint.ts";
import { importanceScore, isBulk } from "./importance.ts";
import { boundKey, boundKeyOrNull } from "./key-limit.ts";
import { MAIL_LIMITS } from "./limits.ts";
import { bodyOf } from "./mail-body.ts";
import { bounceOf, deliveryStatusOf } from "./mail-bounce.ts";
import { parseMailDate, sentAt } from "./mail-dates.ts";
import { collectHeaders } from "./mail-headers.ts";
import { MailError } from "./mail-error.ts";
import type { NormalisedMessage } from "./message.ts";
import { asNotification, standingOf } from "./own-mail.ts";
import { parseMail } from "./parse-mail.ts";
import type { ParsedMail } from "./parsed-mail.ts";
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
  /** Addresses of the account: mail from one of them is outbound, unless it has arrived (own-mail.ts). */
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
 * mail, (`mail_is_draft`, `mail_is_deleted`) for mail that is not to be stored, and nothing else.
 */
export function normaliseMail(raw: Uint8Array, options: NormaliseOptions): NormalisedMessage {
  const bytes = withLineFeeds(raw);
  const mail = parseMail(bytes);
  const { fields } = mail;
  const headers = collectHeaders(fields);
  const sender = senderOf(mail);
  const standing = standingOf(fields, sender.address, options.ownAddresses);
  if (standing.refusal) throw new MailError(standing.refusal);
  const { direction, isOwnArrived } = standing;
  const recipients = recipientsOf(mail);
  const subject = cleanLine(mail.subject, MAIL_LIMITS.subjectLength);
  const dateHeader = valueOf(fields, "date") ?? "";
  const date = sentAt(
    dateHeader,
    valuesOf(fields, "received"),
    isOwnArrived ? "own_copy" : direction === "inbound" ? "arrived" : "sent",
  );
  const sentAtText = date?.at.toISOString() ?? null;
  const { text, html } = bodyOf(mail);
  const split = splitReply(text, { senderName: sender.name, senderAddress: sender.address });
  const attachments = describeAttachments(mail.attachments);
  const recognised = recogniseAutomatic({
    headers,
    senderAddress: sender.address,
    subject,
    text,
    sentAt: date?.at ?? null,
    partTypes: attachments.map((part) => part.content_type),
    calendarMethod: calendarMethodOf(mail),
    deliveryStatus: deliveryStatusOf(mail),
  });
  const automatic = asNotification(recognised, standing.evidence);
  const isHuman = automatic.kind === "human";
  const asked = isHuman ? expectsReply(split.textNew) : { expects: false, evidence: null };
  const messageId = threads.ownMessageId(mail.messageId);
  const hashes = attachments.map((part) => part.content_hash);
  const threadId = options.providerThreadId ?? threads.gmailThreadId(
    exportFields(fields).find(({ key }) => key === "x-gm-thrid")?.value ?? "",
  );
  return cleanDeep({
    reference: options.reference,
    provider_message_id: options.providerMessageId ?? importFingerprint(bytes),
    provider_thread_id: boundKeyOrNull(threadId),
    provider_updated_at: null,
    internet_message_id: boundKeyOrNull(messageId),
    in_reply_to: boundKeyOrNull(threads.messageIds(mail.inReplyTo)[0] ?? null),
    references: threads.cleanReferences(mail.references).map(boundKey),
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
    content_hash: sha256Hex(JSON.stringify([
      sender.address,
      subject,
      // As the sender wrote it: copies that came by different ways say the same.
      parseMailDate(dateHeader)?.at.toISOString() ?? sentAtText,
      text,
      html,
      hashes,
      // The copy that came back never stands for the mail that was sent.
      ...(isOwnArrived ? ["own-address-arrived"] : []),
    ])),
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
    is_truncated: mail.isCut || recipients.isCut || exceedsLimits(mail) ||
      (options.originalByteCount ?? 0) > raw.length,
    bounce: automatic.kind === "bounce" ? bounceOf(mail, text, headers, recipients.list) : null,
  });
}

function exceedsLimits(mail: ParsedMail): boolean {
  return mail.text.length > MAIL_LIMITS.textLength ||
    mail.html.length > MAIL_LIMITS.htmlLength ||
    mail.subject.length > MAIL_LIMITS.subjectLength ||
    mail.attachments.length > MAIL_LIMITS.attachments ||
    mail.fields.length > MAIL_LIMITS.storedHeaders;
}

function calendarMethodOf(mail: ParsedMail): string | null {
  const part = mail.attachments.find(({ calendarMethod }) => calendarMethod);
  return cleanLine(part?.calendarMethod ?? "", 40) || null;
}

function valuesOf(fields: Field[], name: string): string[] {
  return fields.filter(({ key }) => key === name).map(({ value }) => value);
}
