/**
 * What the product may ask of a mailbox it sends from. Sending answers with one of three outcomes, because
 * a mail that may have left must be looked up before anybody tries again.
 */

export interface MailAddress {
  address: string;
  name: string | null;
}

export interface OutgoingMail {
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  subject: string;
  text: string;
  html: string | null;
  /** `<x@y>`, made before the first attempt and the same in every attempt. */
  internetMessageId: string;
  inReplyTo: string | null;
  /** Oldest first. */
  references: string[];
  /** The provider's own thread, when it is known. */
  providerThreadId: string | null;
  /** Internet message id of the mail being answered: finds the thread when `providerThreadId` is null. */
  replyToMessageId: string | null;
  /** Further headers, as `X-Akasavani-Outbound`. Never one that names people, threads or content types. */
  headers: Record<string, string>;
  /** Nobody released it by hand: marked by `Auto-Submitted`, which also keeps out-of-office replies away. */
  isAutomatic: boolean;
  /** The moment written into the Date header, ISO 8601. */
  sentAt: string;
}

export type SendErrorClass = "transient" | "needs_reconnect" | "permanent";

export type SendOutcome =
  | { outcome: "accepted"; providerMessageId: string; providerThreadId: string }
  /** Certainly not sent. */
  | {
    outcome: "rejected";
    errorClass: SendErrorClass;
    slug: string;
    detail: string;
    retryAfterMs: number | null;
  }
  /** May have been sent: look it up with `findByMessageId` before any retry. */
  | { outcome: "unknown"; slug: string; detail: string };

export interface FoundMail {
  providerMessageId: string;
  providerThreadId: string;
}

/** A look-up failed, or a mail could not be prepared. Carries no content, address or token. */
export class MailProviderError extends Error {
  override readonly name = "MailProviderError";
  readonly errorClass: SendErrorClass;
  readonly slug: string;
  readonly retryAfterMs: number | null;

  constructor(
    init: {
      errorClass: SendErrorClass;
      slug: string;
      message: string;
      retryAfterMs?: number | null;
    },
  ) {
    super(init.message);
    this.errorClass = init.errorClass;
    this.slug = init.slug;
    this.retryAfterMs = init.retryAfterMs ?? null;
  }
}

export interface MailProvider {
  /** Sends once, never retries. Every expected outcome is a value; what it throws, it throws before sending. */
  send(mail: OutgoingMail): Promise<SendOutcome>;
  /**
   * The mail with this Message-ID in any folder, or null. Providers answer from a search index that can
   * run behind, so null soon after an unknown outcome is weaker evidence than null some minutes later.
   * @throws {MailProviderError} when the provider could not be asked
   */
  findByMessageId(internetMessageId: string): Promise<FoundMail | null>;
}
