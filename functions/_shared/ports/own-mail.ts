/** A person's mail, read as that person: their own and what colleagues share (migrations 0262, 0468 to 0472). */
import type { Seen } from "../domain/prompts/coverage.ts";
import type { TimeWindow } from "../domain/time/resolve-window.ts";

export interface OwnMessage {
  id: string;
  ownerId: string;
  conversationId: string;
  connectionId: string;
  direction: "inbound" | "outbound";
  senderAddress: string;
  senderName: string | null;
  recipients: { kind: string; address: string; name: string | null }[];
  subject: string;
  /** ISO 8601. */
  sentAt: string;
  text: string;
  automaticKind: string;
  asks: string | null;
  contentHash: string;
  priority: string | null;
  needsReply: boolean | null;
}

export interface OwnConversation {
  id: string;
  subject: string;
  participants: string[];
  contactId: string | null;
  status: string;
  waitingOn: "us" | "them" | "nobody";
  waitingSince: string | null;
  waitingEvidence: string | null;
  askedMessageId: string | null;
  headMessageId: string | null;
  needsReply: boolean | null;
  priority: string;
  isAutomated: boolean;
  preview: string;
  lastMessageAt: string | null;
  lastInboundAt: string | null;
  lastOutboundAt: string | null;
  ownerId: string;
}

export interface FoundPerson {
  contactId: string;
  name: string;
  addresses: string[];
  match: "address" | "name" | "organisation" | "near";
}

export interface MailQuery {
  window: TimeWindow | null;
  connectionIds?: string[] | undefined;
  addresses?: string[] | undefined;
  maxCount: number;
}

export interface OwnMail {
  /** Newest first. */
  messages(query: MailQuery): Promise<OwnMessage[]>;
  /** Those of them the person may read, or all messages of conversations, newest first; at most 200. */
  messagesOf(of: { ids: string[] } | { conversationIds: string[] }): Promise<OwnMessage[]>;
  seen(query: Pick<MailQuery, "window" | "connectionIds">): Promise<Seen>;
  people(name: string): Promise<FoundPerson[]>;
  personById(contactId: string): Promise<FoundPerson | null>;
  conversations(
    of:
      | { needsReply: true; maxCount: number }
      | { waitingOn: "us" | "them"; maxCount: number }
      | { addresses: string[] }
      | { ids: string[] },
  ): Promise<OwnConversation[]>;
}
