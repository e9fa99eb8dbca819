/** What drafting may ask of the database (migrations 0530). */
import type { DraftNudgeFacts } from "../ai/draft-nudge-facts.ts";
import type { ModelCall } from "./model-call.ts";

export interface NudgeContext {
  status: string;
  draftVersion: number;
  /** Null when the conversation holds no mail of ours any more. */
  facts: Omit<DraftNudgeFacts, "asOf"> | null;
}

export interface NudgeDrafts {
  /** Null when the nudge is gone. */
  context(nudgeId: string): Promise<NudgeContext | null>;
  /** superseded: cancelled, edited or drafted by somebody else since `expectedVersion` was read. */
  save(
    nudgeId: string,
    expectedVersion: number,
    draft: { body: string; confidence: number; flags: string[]; isFromOwnWords: boolean },
    call: ModelCall,
  ): Promise<"drafted" | "superseded" | "gone">;
  /** Records a call that gave no draft; `isFinal` fails the nudge visibly. */
  logFailure(nudgeId: string, call: ModelCall, isFinal: boolean): Promise<void>;
}
