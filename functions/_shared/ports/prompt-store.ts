/** Where prompts, their model calls and summaries are kept (migrations 0462 and 0464). */
import type { TimeWindow } from "../domain/time/resolve-window.ts";
import type { ModelCall } from "./model-call.ts";

export interface FinishedPrompt {
  status: "answered" | "asked_back" | "failed";
  statusReason: string | null;
  intent: string | null;
  window: TimeWindow | null;
  answer: unknown;
  coverage: unknown;
  messageIds: string[];
  engine: "rules" | "model" | null;
  fallbackReason: string | null;
}

export interface SummaryKey extends TimeWindow {
  scope: string;
  contentHash: string;
}

export interface KeptSummary extends SummaryKey {
  content: unknown;
  messageIds: string[];
  engine: "rules" | "model";
  model: string;
}

/** For one person in one workspace. */
export interface PromptStore {
  /** @throws {DatabaseError} workspace_not_found, too_many_prompts */
  begin(prompt: string): Promise<string>;
  logCall(promptId: string, call: ModelCall): Promise<void>;
  /** withdrawn: a message it quotes went meanwhile. */
  finish(promptId: string, result: FinishedPrompt): Promise<"finished" | "withdrawn" | "gone">;
  /** US dollars left this month; null without a budget. */
  budgetLeft(): Promise<number | null>;
  findSummary(
    key: SummaryKey,
  ): Promise<{ id: string; content: unknown; engine: "rules" | "model" } | null>;
  /** Null when a message it is of went meanwhile. */
  saveSummary(summary: KeptSummary): Promise<string | null>;
}
