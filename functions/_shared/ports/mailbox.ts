/** What the product may ask of a mailbox it reads. Every method may throw ProviderError; ProviderWait when it is not to be called now. */
import type { MailPart } from "./mail-attachments.ts";

export interface MessageRef {
  id: string;
  threadId: string;
}

export interface MessagePage {
  /** Newest first. */
  messages: MessageRef[];
  nextPageToken: string | null;
  estimatedCount: number;
}

export interface ListQuery {
  since?: Date | null;
  until?: Date | null;
  /** Only those with this label. */
  label?: string;
  pageToken?: string | null;
  pageSize: number;
  /** Without it spam and trash are left out. Drafts and chats always are. */
  withSpamTrash?: boolean;
}

export interface ReadMessage extends MessageRef {
  labels: string[];
  receivedAt: Date;
  /** RFC 5322; its beginning when it is very long. */
  raw: Uint8Array;
  /** Size of the whole. */
  byteCount: number;
  /** Its files as the provider lists them, where `raw` is only its beginning; null where it lists none either. */
  files?: MailPart[] | null;
}

/** One change, in the provider's order. `labels` of an added message are those it has. */
export type MailboxChange =
  | { kind: "added"; message: MessageRef; labels: string[] }
  | { kind: "removed"; message: MessageRef }
  | { kind: "labels_added" | "labels_removed"; message: MessageRef; labels: string[] };

export interface ChangeRecord {
  /** Its place; a decimal number that may exceed 64 bits as a signed one. */
  position: string;
  changes: MailboxChange[];
}

export interface ChangePage {
  records: ChangeRecord[];
  nextPageToken: string | null;
  /** The mailbox's place now: where reading goes on when this is the last page. */
  position: string;
}

export interface MailboxReader {
  profile(): Promise<{ position: string; messageCount: number }>;
  list(query: ListQuery): Promise<MessagePage>;
  /** Null when there is no such message. */
  read(id: string): Promise<ReadMessage | null>;
  /** The labels a message has; null when there is no such message. */
  labels(id: string): Promise<string[] | null>;
  /** Null when the provider has forgotten what came after `position`. */
  changes(position: string, pageToken: string | null): Promise<ChangePage | null>;
}

export interface MailboxWriter {
  /** The same change for at most a thousand messages. */
  changeLabels(ids: string[], added: string[], removed: string[]): Promise<void>;
  /** Asks for pushes to a topic; answers until when. */
  watch(topic: string): Promise<Date>;
  /** Addresses the account may send as, verified by the provider. */
  aliases(): Promise<string[]>;
}
