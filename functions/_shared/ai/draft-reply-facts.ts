/** What drafts of an answer are written from. Put together by write-drafts.ts; read by the prompt and by the offline rules. */
import { z } from "zod";
import { TONES } from "./draft-nudge-facts.ts";

/** How the owner writes to this reader, as far as it can be told. */
export const writingStyle = z.object({
  /** The greeting line, ready for this reader. */
  greeting: z.string().nullable(),
  /** The line before the name. */
  closing: z.string().nullable(),
  signsAs: z.string().nullable(),
  /** Words of a usual mail. */
  typicalWords: z.int().nullable(),
  usesEmoji: z.boolean(),
  /** Sie and vous, or du and tu. */
  address: z.enum(["formal", "familiar", "unclear"]),
});
export type WritingStyle = z.infer<typeof writingStyle>;

export const wantedDraft = z.object({
  tone: z.enum(TONES),
  /** In the words of a member of the workspace. */
  preset: z.object({
    name: z.string(),
    instructions: z.string(),
    examples: z.array(z.string()),
  }).nullable(),
  style: writingStyle,
});

export const draftReplyFacts = z.object({
  /** follow_up: the owner's own mail is the last one. */
  kind: z.enum(["reply", "follow_up"]),
  workspaceName: z.string(),
  ownerName: z.string().min(1),
  recipientName: z.string().nullable(),
  recipientAddress: z.string(),
  conversationSubject: z.string(),
  /** The mail that is answered or followed up. */
  answered: z.object({
    sentAt: z.iso.datetime({ offset: true }),
    text: z.string(),
    /** The sentence that asks for an answer, when one was found. */
    evidence: z.string().nullable(),
    /** As triage says; null when it has not. */
    category: z.string().nullable(),
    sentiment: z.string().nullable(),
  }),
  /** Before it, oldest first. */
  earlierMessages: z.array(z.object({
    direction: z.enum(["inbound", "outbound"]),
    senderName: z.string().nullable(),
    sentAt: z.iso.datetime({ offset: true }),
    text: z.string(),
  })),
  /** One draft for each, in this order. */
  wanted: z.array(wantedDraft).min(1),
  /** What the owner wants it to say, in their words. */
  instruction: z.string().nullable(),
  voiceGuidelines: z.string().nullable(),
  timeZone: z.string(),
  asOf: z.iso.datetime({ offset: true }),
});
export type DraftReplyFacts = z.infer<typeof draftReplyFacts>;
