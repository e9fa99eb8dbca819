/** What a free-text prompt wants, as data (PRM-1): who reads it, rules or a model, decides nothing else. */

export const INTENTS = [
  "summarize",
  "actions",
  "promises",
  "contact",
  "metrics",
  "draft",
  "schedule",
  "question",
] as const;
export type Intent = (typeof INTENTS)[number];

/** What can be counted: the names answer_metric() of the database goes by. */
export const METRICS = [
  "received",
  "sent",
  "by_source",
  "by_sender",
  "by_day",
  "response_times",
  "top_contacts",
  "needing_reply",
  "unanswered_since",
  "waiting_on_them",
  "open_tasks",
  "promises",
  "nudges",
] as const;
export type Metric = (typeof METRICS)[number];

export const TONES = ["warm", "professional", "urgent", "concise"] as const;

export interface Route {
  intent: Intent;
  /** A person, organisation or address, as the prompt spells it. */
  entity: string | null;
  /** What it is about, in the words of the prompt. */
  topic: string | null;
  /** The words that name a time, verbatim. */
  timePhrase: string | null;
  /** For metrics. */
  metric: Metric | null;
  /** For promises: whose; null for both sides'. */
  side: "us" | "them" | null;
  /** Only what presses. */
  isPressing: boolean;
  /** For drafts; the tones of the product. */
  tone: (typeof TONES)[number] | null;
}
