/** One mail in a mailbox. */
import { addressesOf, decodeWords, headerOf, messageIdsOf, readHeaders } from "./headers.ts";

export interface StoredMessage {
  readonly id: string;
  threadId: string;
  readonly raw: Buffer;
  /** In the order Gmail keeps: as they were added. */
  labelIds: Set<string>;
  /** Milliseconds since 1970. */
  readonly internalDate: number;
  /** Of its last change. */
  historyId: bigint;
  readonly facts: MessageFacts;
}

/** What searching and threading ask of a mail, read once. */
export interface MessageFacts {
  /** Without brackets. */
  messageId: string | null;
  references: string[];
  subject: string;
  from: string[];
  to: string[];
  cc: string[];
  bcc: string[];
  /** Milliseconds since 1970, from the Date header. */
  date: number | null;
}

export function readFacts(raw: Buffer): MessageFacts {
  const { headers } = readHeaders(raw);
  const date = Date.parse(headerOf(headers, "date") ?? "");
  return {
    messageId: messageIdsOf(headerOf(headers, "message-id"))[0] ?? null,
    references: [
      ...messageIdsOf(headerOf(headers, "references")),
      ...messageIdsOf(headerOf(headers, "in-reply-to")),
    ],
    subject: decodeWords(headerOf(headers, "subject") ?? ""),
    from: addressesOf(headerOf(headers, "from")),
    to: addressesOf(headerOf(headers, "to")),
    cc: addressesOf(headerOf(headers, "cc")),
    bcc: addressesOf(headerOf(headers, "bcc")),
    date: Number.isNaN(date) ? null : date,
  };
}

/** Subjects that belong to one thread are equal after this. */
export function threadSubject(subject: string): string {
  return subject.replace(/^(?:\s*(?:re|fwd?|aw|wg|sv|tr|rif)\s*(?:\[\d+\])?:)+/i, "")
    .replace(/\s+/g, " ").trim().toLowerCase();
}
