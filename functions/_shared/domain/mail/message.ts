import { z } from "zod";
import { MAIL_LIMITS } from "./limits.ts";

/** What kind of sender a mail has; everything but `human` is never nudged or answered. */
export const AUTOMATIC_KINDS = [
  "human",
  "auto_reply",
  "out_of_office",
  "bounce",
  "mailing_list",
  "notification",
  "calendar",
] as const;
export type AutomaticKind = (typeof AUTOMATIC_KINDS)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();
const moment = z.iso.datetime();

export const bounceRecipientSchema = z.object({
  /** Who the mail did not reach, lower case. */
  address: z.string(),
  /** RFC 3463 status such as "5.1.1"; empty when the report names none. */
  status: z.string(),
  smtp_code: z.number().int().min(200).max(599).nullable(),
  /** True only when no later mail can ever reach this address. */
  is_hard: z.boolean(),
  reason: z.string().nullable(),
});
export type BounceRecipient = z.infer<typeof bounceRecipientSchema>;

export const attachmentSchema = z.object({
  /** Position in the mail, counted from 1. */
  part_id: z.string(),
  file_name: z.string().nullable(),
  content_type: z.string(),
  byte_count: count,
  content_id: z.string().nullable(),
  is_inline: z.boolean(),
  /** Null where only the beginning of the mail was read. */
  content_hash: sha256.nullable(),
});
export type MailAttachment = z.infer<typeof attachmentSchema>;

export const recipientSchema = z.object({
  kind: z.enum(["to", "cc", "bcc", "reply_to"]),
  address: z.string(),
  name: z.string().nullable(),
});
export type MailRecipient = z.infer<typeof recipientSchema>;

/**
 * The one record every source is turned into (ING-7); one item of `worker.store_messages`.
 * Moments are ISO 8601 in UTC, lengths are UTF-16 units, shares lie between 0 and 1.
 */
export const normalisedMessageSchema = z.object({
  /** The caller's own name for this mail, handed back with the outcome. */
  reference: z.string(),
  provider_message_id: z.string().min(1),
  provider_thread_id: z.string().nullable(),
  provider_updated_at: moment.nullable(),
  internet_message_id: z.string().nullable(),
  in_reply_to: z.string().nullable(),
  /** Oldest first. */
  references: z.array(z.string()).max(MAIL_LIMITS.references),
  direction: z.enum(["inbound", "outbound"]),
  sender_address: z.string().min(3).max(254),
  sender_name: z.string().nullable(),
  recipients: z.array(recipientSchema).max(MAIL_LIMITS.recipients),
  subject: z.string().max(MAIL_LIMITS.subjectLength),
  subject_base: z.string(),
  /** Null when neither Date nor Received tells: the store then takes the moment of arrival. */
  sent_at: moment.nullable(),
  sender_utc_offset_minutes: z.number().int().min(-840).max(840).nullable(),
  text_full: z.string().max(MAIL_LIMITS.textLength),
  html: z.string().max(MAIL_LIMITS.htmlLength).nullable(),
  /** What this person newly wrote, without quotations and signature. */
  text_new: z.string(),
  text_quoted: z.string(),
  text_signature: z.string(),
  language: z.null(),
  automatic_kind: z.enum(AUTOMATIC_KINDS),
  automatic_confidence: share,
  /** For example "header:auto-submitted=auto-replied". */
  automatic_evidence: z.array(z.string()),
  /** First day back of an out-of-office reply, YYYY-MM-DD. */
  returns_on: z.iso.date().nullable(),
  expects_reply: z.boolean(),
  /** The sentence that asks. */
  expects_reply_evidence: z.string().nullable(),
  headers: z.record(z.string(), z.array(z.string().max(MAIL_LIMITS.storedHeaderLength))),
  attachments: z.array(attachmentSchema).max(MAIL_LIMITS.attachments),
  /** SHA-256 of the meaning: sender, subject, date, text, attachments. */
  content_hash: sha256,
  text_for_embedding: z.string().max(MAIL_LIMITS.embeddingLength),
  importance_score: share,
  /** Size of the original, also when only its beginning was read. */
  byte_count: count,
  is_truncated: z.boolean(),
  bounce: z.object({
    recipients: z.array(bounceRecipientSchema),
    original_message_id: z.string().nullable(),
  }).nullable(),
});
export type NormalisedMessage = z.infer<typeof normalisedMessageSchema>;
