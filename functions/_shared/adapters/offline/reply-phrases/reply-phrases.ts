/** The sentences a language needs for an answer. Most avoid the choice between formal and familiar address. */
import type { Tone } from "../../../ai/draft-nudge-facts.ts";

/** What a mail wants, as far as rules can tell. */
export const ASKS = [
  /** proposes one day or hour */
  "meeting_at",
  /** proposes several */
  "meeting_choice",
  /** wants to meet or talk, and names no day */
  "meeting",
  /** wants something sent or done by a day */
  "send_by",
  /** wants something sent */
  "send",
  "question",
  /** something does not work, or they are unhappy */
  "problem",
  "thanks",
  /** asks nothing */
  "news",
] as const;
export type Ask = typeof ASKS[number];

export interface ReplyPhrases {
  /** After the greeting; may be empty. */
  opening: Record<Tone, string>;
  /** `{day}`: words of the mail; `{days}`: several, with " / " between; `{quote}`: the question; `{gap}`. */
  answers: Record<Ask, Record<Tone, string>>;
  /** A question nothing can be quoted of. */
  unquoted: Record<Tone, string>;
  /** The owner said yes, or no. */
  yes: Record<Tone, string>;
  no: Record<Tone, string>;
  /** Before the closing; may be empty. */
  parting: Record<Tone, string>;
  /** Inside [[…]]. */
  gap: string;
  /** Words before a day that a sentence does not need: "on Thursday". */
  beforeDay: RegExp;
  /** The day as a sentence wants it. */
  day(words: string): string;
}
