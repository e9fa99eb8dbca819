/** What extraction may ask of the database (migrations 0402, 0412 and 0434). */
import type { ExtractFacts } from "../ai/extract-facts.ts";
import type { Extraction } from "../ai/prompts/extract.ts";
import type { ModelCall } from "./model-call.ts";

export interface ExtractContext {
  workspaceId: string;
  automaticKind: string;
  contentHash: string;
  facts: ExtractFacts;
}

export interface CommitmentStore {
  /** Null when the message is gone. */
  context(messageId: string): Promise<ExtractContext | null>;
  save(
    messageId: string,
    contentHash: string,
    found: Extraction,
    source: "rules" | "model",
    call: ModelCall | null,
  ): Promise<"saved" | "superseded" | "gone">;
  logCall(messageId: string, call: ModelCall): Promise<void>;
  /** US dollars left this month; null without a budget. */
  budgetLeft(workspaceId: string): Promise<number | null>;
}
