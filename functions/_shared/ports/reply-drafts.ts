/** What writing drafts of answers may ask of the database (migrations 0442). */
import type { Tone } from "../ai/draft-nudge-facts.ts";
import type { DraftFlag } from "../domain/outgoing/check-draft.ts";
import type { WritingSamples } from "../domain/outgoing/writing-style.ts";
import type { ModelCall } from "./model-call.ts";

export interface ReplyContext {
  workspace: { id: string; name: string; voiceGuidelines: string | null };
  owner: { id: string; name: string; timeZone: string };
  recipient: {
    name: string | null;
    address: string;
    /** Whom it goes to beside: further addresses of a Reply-To, or of our own mail. */
    alsoTo: string[];
  };
  kind: "reply" | "follow_up";
  instruction: string | null;
  subject: string;
  /** What is to be written, in order; a version is the one that was read. */
  drafts: {
    id: string;
    version: number;
    tone: Tone;
    preset: { name: string; instructions: string; examples: string[] } | null;
  }[];
  answered: {
    id: string;
    direction: "inbound" | "outbound";
    senderAddress: string;
    sentAt: string;
    text: string;
    evidence: string | null;
    category: string | null;
    sentiment: string | null;
    /** Everything else of the mail: looked at for tricks, shown to no model. */
    surroundings: string[];
  };
  /** Before it, oldest first; only what everybody it goes to has seen. */
  messages: {
    id: string;
    direction: "inbound" | "outbound";
    senderName: string | null;
    sentAt: string;
    text: string;
  }[];
  samples: WritingSamples;
}

export interface WrittenDraft {
  id: string;
  version: number;
  body: string;
  confidence: number;
  reasons: string[];
  flags: DraftFlag[];
}

/** A draft to be written anew, unless its owner wrote a version after the one it had when they asked. */
export interface DraftAgain {
  id: string;
  version: number;
}

export interface ReplyDrafts {
  /** The pending drafts of a request, or one draft again; null when there is nothing to write. */
  context(requestId: string, again: DraftAgain | null): Promise<ReplyContext | null>;
  /** What became of each: superseded when somebody changed, sent or discarded it since it was read. */
  save(
    requestId: string,
    drafts: WrittenDraft[],
    call: ModelCall,
    fallbackReason: string | null,
  ): Promise<Record<string, "drafted" | "superseded">>;
  /** Records a call that gave no drafts. */
  logFailure(context: ReplyContext, requestId: string, call: ModelCall): Promise<void>;
  /** US dollars left this month; null without a budget. */
  budgetLeft(workspaceId: string): Promise<number | null>;
}
