/** The sentences a language needs for a nudge. Most avoid the choice between formal and familiar address. */
import type { Tone } from "../../../ai/draft-nudge-facts.ts";

/** For the first, the second and every later nudge. */
export type ByNumber = [string, string, string];

export interface ToneSentences {
  /** Before the question; may be empty. */
  opening: ByNumber;
  /** After it: what is wanted. */
  request: ByNumber;
  closing: string;
}

export interface Phrases {
  /** `{name}` is the first name, `{fullName}` the whole without titles. */
  greeting: string;
  greetingWithoutName: string;
  /** When something happened, so many days ago: `last week`. */
  ago(days: number): string;
  /** `{ago}` and `{quote}`: our own question. */
  question: ByNumber;
  /** `{ago}` and `{quote}`: a sentence of ours that waits for an answer and asks no question. */
  statement: ByNumber;
  /** `{ago}` and `{subject}`: when no question was found in the mail. */
  topic: ByNumber;
  /** `{ago}`: when the mail has no subject either. */
  mail: ByNumber;
  tones: Record<Tone, ToneSentences>;
}
