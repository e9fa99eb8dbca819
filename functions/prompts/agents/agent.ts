/** What every agent is given and gives back. An agent reads as the person, says only what stands there, and changes nothing. */
import type { Asked } from "../../_shared/ai/model-call.ts";
import type { Judged } from "../../_shared/ai/model-or-rules.ts";
import type { Answer } from "../../_shared/domain/prompts/answer.ts";
import type { Route } from "../../_shared/domain/prompts/route.ts";
import type { TimeWindow } from "../../_shared/domain/time/resolve-window.ts";
import type { CommitmentStore } from "../../_shared/ports/commitments.ts";
import type { LanguageModel, StructuredAnswer } from "../../_shared/ports/language-model.ts";
import type { FoundPerson, OwnMail } from "../../_shared/ports/own-mail.ts";
import type { OwnCalendar } from "../../_shared/ports/own-calendar.ts";
import type { OwnDrafts } from "../../_shared/ports/own-drafts.ts";
import type { OwnWork } from "../../_shared/ports/own-work.ts";
import type { PromptStore } from "../../_shared/ports/prompt-store.ts";
import type { MemoryHit } from "../../_shared/ports/vector-store.ts";

export interface PromptRequest {
  workspaceId: string;
  prompt: string;
  connectionIds: string[] | null;
  isPressing: boolean;
  /** What the person chose when they were asked back. */
  contactId: string | null;
  conversationId: string | null;
}

export interface PromptWorld {
  promptId: string;
  userId: string;
  /** ISO 8601. */
  asOf: string;
  timeZone: string;
  request: PromptRequest;
  route: Route;
  window: TimeWindow | null;
  mail: OwnMail;
  work: OwnWork;
  drafts: OwnDrafts;
  calendar: OwnCalendar;
  store: PromptStore;
  commitments: CommitmentStore;
  /** Name of the model that writes, or of the rules. */
  reader: string;
  /** The offline engine, where no model is set up for extraction; else null: what a model found stands. */
  extractRules: LanguageModel | null;
  search(query: string, window: TimeWindow | null, maxCount: number): Promise<MemoryHit[]>;
  /** Model or rules, with its row in the ledger. */
  ask<T>(
    asked: Pick<Asked, "action" | "prompt_version" | "context_ids">,
    ask: (model: LanguageModel) => Promise<StructuredAnswer<T>>,
  ): Promise<Judged<T>>;
  /** Tells who waits what is going on. */
  report(event: "looking" | "found", data: Record<string, unknown>): Promise<void>;
}

type Common = "prompt_id" | "coverage" | "engine" | "fallback_reason";
type WithoutCommon<One> = One extends unknown ? Omit<One, Common> : never;

export interface AgentResult {
  answer: WithoutCommon<Answer>;
  /** Messages looked at. */
  lookedAtCount: number;
  /** There was more than is looked at for one answer; the latest were. */
  isLimited?: boolean;
  /** Whether it rests on what triage says. */
  needsTriage: boolean;
  /** Where it looked, when that differs from what was named. */
  window?: TimeWindow | null;
  /** People whose calendar was wanted and is not known. */
  unknownCalendars?: number;
  engine?: "rules" | "model";
  fallbackReason?: string | null;
}

export type Agent = (world: PromptWorld) => Promise<AgentResult>;

/** Addresses of everybody who is meant. */
export function addressesOf(people: FoundPerson[]): string[] {
  return [...new Set(people.flatMap(({ addresses }) => addresses))];
}
