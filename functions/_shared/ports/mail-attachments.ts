/** What the product may ask of a mailbox about the files of a mail. Every method may throw ProviderError; ProviderWait when it is not to be called now. */

/** What tells one file of a mail from another, whoever took the mail apart. */
export interface PartFacts {
  file_name: string | null;
  /** Lower case. */
  content_type: string;
  /** Decoded. */
  byte_count: number;
}

export interface MailPart extends PartFacts {
  content_id: string | null;
  is_inline: boolean;
  /** How the provider hands it out now: an id that may be another one next time, or the content itself (base64url). */
  source: { id: string } | { data: string };
}

export interface MailAttachments {
  /** The files of a message, in the order of the mail; null when there is no such message. */
  list(messageId: string): Promise<MailPart[] | null>;
  /** The bytes of one, while they arrive; null when it is gone. A stream that breaks off errors. */
  open(messageId: string, part: MailPart): Promise<ReadableStream<Uint8Array> | null>;
}
