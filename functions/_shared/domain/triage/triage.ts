/** What triage says about a message (TRI-1). */
export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
export const CATEGORIES = [
  "work",
  "scheduling",
  "finance",
  "support",
  "recruiting",
  "personal",
  "marketing",
  "notification",
] as const;
export const SENTIMENTS = ["positive", "neutral", "negative"] as const;
/** action: something beyond an answer; reply: an answer is all; read: worth reading; ignore: not even that. */
export const ACTIONABILITIES = ["action", "reply", "read", "ignore"] as const;

export type Priority = (typeof PRIORITIES)[number];
export type Category = (typeof CATEGORIES)[number];
export type Sentiment = (typeof SENTIMENTS)[number];
export type Actionability = (typeof ACTIONABILITIES)[number];

export interface Triage {
  priority: Priority;
  category: Category;
  sentiment: Sentiment;
  actionability: Actionability;
  needsReply: boolean;
  summary: string;
  keyPoints: string[];
  /** BCP 47, as far as it can be told. */
  language: string | null;
  /** 0 to 1. */
  confidence: number;
  /** The words of the message a judgement rests on, verbatim but for white space, by field. */
  evidence: Partial<
    Record<"priority" | "category" | "sentiment" | "actionability" | "needs_reply", string>
  >;
}

/** What a message is judged by. Nothing in it is trusted. */
export interface TriageFacts {
  subject: string;
  /** What was newly written. */
  text: string;
  senderName: string | null;
  senderAddress: string;
  /** See migrations 0220: human, or which kind of automatic mail. */
  automaticKind: string;
  /** The reader stands in To alone or with few, in Cc, or among many. */
  addressed: "me" | "cc" | "many";
  /** ISO 8601. */
  sentAt: string;
  timeZone: string;
  /** First names the reader answers to. */
  readerNames: string[];
  /** Whether the reader has ever written to the sender; null when that is not known. */
  isKnownSender: boolean | null;
}
