/** A store that remembers and a model that answers what it is told, for the extraction of one mail. */
import { createOfflineModel } from "../../functions/_shared/adapters/offline/generate-structured.ts";
import type { Extraction } from "../../functions/_shared/ai/prompts/extract.ts";
import type { CommitmentStore, ExtractContext } from "../../functions/_shared/ports/commitments.ts";
import type { Job } from "../../functions/_shared/ports/job-queue.ts";
import {
  type LanguageModel,
  ModelError,
  type ModelErrorClass,
  type StructuredRequest,
} from "../../functions/_shared/ports/language-model.ts";
import type { ModelCall } from "../../functions/_shared/ports/model-call.ts";

export const ID = "00000000-0000-4000-8000-00000000000a";
export const PROMISE = "00000000-0000-4000-8000-00000000000b";
export const job = (attempt = 1): Job =>
  ({ payload: { message_id: ID }, attempt }) as unknown as Job;
export const now = () => new Date("2026-11-24T10:00:10Z");

export const context = (
  text: string,
  changes: Partial<ExtractContext["facts"]> = {},
): ExtractContext => ({
  workspaceId: ID,
  automaticKind: "human",
  contentHash: "hash",
  facts: {
    subject: "Lease",
    text,
    direction: "inbound",
    sentAt: "2026-11-24T10:00:00Z",
    timeZone: "Europe/London",
    utcOffsetMinutes: 0,
    contactZone: null,
    readerNames: ["Ada"],
    hasAttachment: false,
    openPromises: [],
    ...changes,
  },
});
export function memory(of: ExtractContext | null, budget: number | null = null) {
  const saved: { found: Extraction; source: string }[] = [];
  const calls: ModelCall[] = [];
  const commitments: CommitmentStore = {
    context: () => Promise.resolve(of),
    save(_id, _hash, found, source, call) {
      saved.push({ found, source });
      if (call) calls.push(call);
      return Promise.resolve("saved");
    },
    logCall: (_id, call) => Promise.resolve(void calls.push(call)),
    budgetLeft: () => Promise.resolve(budget),
  };
  return { commitments, saved, calls, rules: createOfflineModel(), now };
}

export function model(answer: unknown) {
  const requests: StructuredRequest<unknown>[] = [];
  const one: LanguageModel = {
    name: "some-model",
    provider: "openai",
    cost: () => 0.001,
    generate<T>(request: StructuredRequest<T>) {
      requests.push(request as StructuredRequest<unknown>);
      if (typeof answer === "string") {
        return Promise.reject(
          new ModelError({
            errorClass: answer as ModelErrorClass,
            slug: `ai_${answer}`,
            message: "no",
          }),
        );
      }
      const rest = {
        model: "some-model",
        promptTokens: 10,
        completionTokens: 5,
        costUsd: 0.001,
        latencyMs: 1,
        isOffline: false,
      };
      return Promise.resolve({ value: request.schema.parse(answer), ...rest });
    },
  };
  return { one, requests };
}

export const NO_MEETING = {
  kind: "none",
  quote: "",
  time_phrases: [] as string[],
  length_phrase: "",
  place_phrase: "",
};
