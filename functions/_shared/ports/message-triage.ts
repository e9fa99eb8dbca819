/** What triage may ask of the database (migrations 0402 and 0412). */
import type { Triage, TriageFacts } from "../domain/triage/triage.ts";
import type { ModelCall } from "./model-call.ts";

export interface MessageContext {
  workspaceId: string;
  ownerId: string;
  direction: "inbound" | "outbound";
  /** Content the facts were read from; what is saved says so, too. */
  contentHash: string;
  facts: TriageFacts;
  /** What the owner corrected for this sender before. */
  learned: Partial<Pick<Triage, "priority" | "category">>;
  /** What is stored already; null when nothing is. */
  classified: { contentHash: string; promptVersion: string; model: string } | null;
}

export interface StoredTriage extends Triage {
  /** headers: a program says what it is. */
  engine: "headers" | "rules" | "model";
  /** Why rules answered in place of the model that is set up; null when none was to be asked. */
  fallbackReason: string | null;
  model: string;
  promptVersion: string;
  learnedFields: string[];
  contentHash: string;
}

export interface MessageTriage {
  /** Null when the message is gone. */
  context(messageId: string): Promise<MessageContext | null>;
  /** superseded: the message says something else since it was read. */
  save(
    messageId: string,
    triage: StoredTriage,
    /** Where each evidence stands. */
    evidence: Record<string, EvidenceSpan>,
    call: ModelCall | null,
  ): Promise<"saved" | "renewed" | "superseded" | "gone">;
  /** Records a call that gave nothing to store. */
  logCall(messageId: string, call: ModelCall): Promise<void>;
  /** US dollars left this month; null without a budget. */
  budgetLeft(workspaceId: string): Promise<number | null>;
}

export interface EvidenceSpan {
  quote: string;
  source: "subject" | "text";
  start: number;
  end: number;
}
