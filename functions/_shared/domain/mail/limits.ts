/**
 * Upper bounds of one mail. They keep a hostile mail inside the 2 s of CPU and 256 MB an Edge
 * Function has (https://supabase.com/docs/guides/functions/limits); whatever is longer is cut and
 * the message says `is_truncated`.
 */
export const MAIL_LIMITS = {
  /** Raw bytes read; Gmail and Outlook.com both refuse to receive more than 25 MB of attachments. */
  rawBytes: 36 * 1024 * 1024,
  /** Bytes of one top-level header field, of all of them, and how many fields. */
  headerFieldBytes: 64 * 1024,
  headerBytes: 256 * 1024,
  headerFields: 2_000,
  /** Header bytes over all MIME parts together. */
  partHeaderBytes: 2 * 1024 * 1024,
  nestingDepth: 100,
  parts: 10_000,
  recipients: 500,
  references: 100,
  /** UTF-8 bytes of a message id, a thread id or the base of a subject: they are indexed. */
  keyBytes: 500,
  attachments: 200,
  storedHeaders: 200,
  storedHeaderLength: 2_000,
  subjectLength: 2_000,
  nameLength: 300,
  textLength: 200_000,
  htmlLength: 500_000,
  embeddingLength: 8_000,
} as const;
