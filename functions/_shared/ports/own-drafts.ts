/** Drafts of answers as a person asks for them (migrations 0436 to 0443), and the nudge that may be under way beside them. */
import type { TONES } from "../domain/prompts/route.ts";

export interface OwnDraft {
  id: string;
  version: number;
  kind: "reply" | "follow_up";
  tone: string;
  body: string;
  recipientAddress: string;
  recipientName: string | null;
  subject: string;
  /** The message it answers or follows up; null when that went meanwhile. */
  messageId: string | null;
  /** offline: by rules. */
  source: "model" | "offline" | "person" | null;
  fallbackReason: string | null;
  flags: string[];
}

export interface DraftWish {
  conversationId: string;
  /** Null: as this person is usually written to, and two others. */
  tone: (typeof TONES)[number] | null;
  /** What it is to say, in the person's words. */
  instruction: string | null;
}

export interface OwnNudge {
  id: string;
  status: string;
  tone: string;
  body: string | null;
  draftVersion: number;
}

export interface OwnDrafts {
  /** Written and kept, not sent; or the slug of why there is nothing to write. */
  write(wish: DraftWish): Promise<{ drafts: OwnDraft[]; refusal: string | null }>;
  nudgeUnderWay(conversationId: string): Promise<OwnNudge | null>;
}
