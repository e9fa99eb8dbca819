/**
 * The built-in engine behind the language model port: rules instead of a model, for people without a key and for
 * tests. Its answers are labelled as such.
 */
import { draftNudgeFacts } from "../../ai/draft-nudge-facts.ts";
import { draftReplyFacts } from "../../ai/draft-reply-facts.ts";
import { type LanguageModel, type ModelAction, ModelError } from "../../ports/language-model.ts";
import { extractFacts } from "../../ai/extract-facts.ts";
import { triageFacts } from "../../ai/triage-facts.ts";
import { draftNudgeOffline } from "./draft-nudge.ts";
import { draftRepliesOffline } from "./draft-reply.ts";
import { questionFacts } from "../../ai/prompts/answer-question.ts";
import { routeFacts } from "../../ai/prompts/route-prompt.ts";
import { summaryFacts } from "../../ai/prompts/summarise-messages.ts";
import { extractOffline } from "./extract.ts";
import { answerOffline, routeOffline, summariseOffline } from "./prompts.ts";
import { triageOffline } from "./triage.ts";

/** Changes with the rules, so that a stored draft tells which ones wrote it. */
export const OFFLINE_MODEL_NAME = "offline-rules-3";

/** Takes the facts as they came; throws ZodError when they have another form. */
const RULES: Record<ModelAction, (facts: unknown) => unknown> = {
  draft_nudge: (facts) => draftNudgeOffline(draftNudgeFacts.parse(facts)),
  draft_reply: (facts) => draftRepliesOffline(draftReplyFacts.parse(facts)),
  extract: (facts) => extractOffline(extractFacts.parse(facts)),
  triage: (facts) => triageOffline(triageFacts.parse(facts)),
  route_prompt: (facts) => routeOffline(routeFacts.parse(facts)),
  summarise: (facts) => summariseOffline(summaryFacts.parse(facts)),
  answer_question: (facts) => answerOffline(questionFacts.parse(facts)),
};

export function createOfflineModel(): LanguageModel {
  return {
    name: OFFLINE_MODEL_NAME,
    provider: "offline",
    cost: () => 0,
    generate(request) {
      const startedAt = performance.now();
      const parsed = request.schema.safeParse(RULES[request.action](request.facts));
      if (!parsed.success) {
        // The rules answer the prompt they were written for; another schema has no rules.
        const message = "Cannot answer offline: the rules do not give this kind of answer";
        return Promise.reject(
          new ModelError({ errorClass: "invalid_answer", slug: "ai_answer_invalid", message }),
        );
      }
      return Promise.resolve({
        value: parsed.data,
        model: OFFLINE_MODEL_NAME,
        promptTokens: 0,
        completionTokens: 0,
        costUsd: 0,
        latencyMs: Math.round(performance.now() - startedAt),
        isOffline: true,
      });
    },
  };
}
