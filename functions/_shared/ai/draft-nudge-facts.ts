/** What a nudge is drafted from. Written by worker.nudge_context; read by the prompt and by the offline rules. */
import { z } from "zod";

export const TONES = ["warm", "professional", "urgent", "concise"] as const;
export type Tone = (typeof TONES)[number];

export const draftNudgeFacts = z.object({
  workspaceName: z.string(),
  /** Who signs. */
  ownerName: z.string().min(1),
  recipientName: z.string().nullable(),
  recipientAddress: z.string(),
  conversationSubject: z.string(),
  /** The owner began the conversation, so its subject is their own words. */
  isOwnSubject: z.boolean(),
  /** The mail that got no answer. */
  lastOutbound: z.object({
    sentAt: z.iso.datetime({ offset: true }),
    /** What the owner newly wrote in it, quotes and signature left out. */
    textNew: z.string(),
    /** The sentence that asks for an answer, when one was found. */
    evidence: z.string().nullable(),
  }),
  /** Before the last mail, oldest first. */
  earlierMessages: z.array(z.object({
    direction: z.enum(["inbound", "outbound"]),
    senderName: z.string().nullable(),
    sentAt: z.iso.datetime({ offset: true }),
    text: z.string(),
  })),
  /** Nobody may read the draft before it leaves: then it is written from the owner's own words alone. */
  isUnattended: z.boolean(),
  /** 1 for the first nudge of this conversation. */
  nudgeNumber: z.int().min(1),
  tone: z.enum(TONES),
  /** How this person or workspace likes to sound, in their words. */
  voiceGuidelines: z.string().nullable(),
  asOf: z.iso.datetime({ offset: true }),
  /** A BCP 47 tag, as `de` or `fr-CA`; null leaves it to the conversation. */
  languageHint: z.string().nullable(),
});

export type DraftNudgeFacts = z.infer<typeof draftNudgeFacts>;
