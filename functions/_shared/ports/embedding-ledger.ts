/** What embedding tells the ledger, and asks of the budget (migrations 0402 and 0447). */
import type { Embedder } from "./embedder.ts";
import type { ModelCall } from "./model-call.ts";
import type { ObjectType } from "./vector-store.ts";

/** What was embedded: an object, or a person's question. */
export interface Subject {
  type: ObjectType | "search";
  id: string;
}

export interface EmbeddingLedger {
  log(workspaceId: string, ownerId: string, subject: Subject, call: ModelCall): Promise<void>;
  /** Slug of the reason why nothing may be bought for this workspace now; null when it may. */
  refusal(workspaceId: string, embedder: Pick<Embedder, "provider">): Promise<string | null>;
}
