/** OpenAI's Responses API: https://platform.openai.com/docs/api-reference/responses/create */
import { zodTextFormat } from "openai/helpers/zod";
import type { Response as OpenAiResponse } from "openai/resources/responses/responses";
import { type LanguageModel, ModelError } from "../../ports/language-model.ts";
import { callOpenAi, costOf, type OpenAiOptions } from "./call-openai.ts";
import { readAnswer } from "./read-answer.ts";

export function createOpenAiModel(options: OpenAiOptions): LanguageModel {
  return {
    name: options.model,
    provider: "openai",
    cost: (usage) => costOf(options, usage),
    async generate(request) {
      const { answer, latencyMs } = await callOpenAi(
        { ...options, provider: "openai", operation: "responses.create" },
        (client) =>
          client.responses.create({
            model: options.model,
            instructions: request.system,
            input: request.input,
            text: { format: zodTextFormat(request.schema, request.schemaName) },
            // Nothing of anybody's mail stays there.
            store: false,
            ...(request.cacheKey && { prompt_cache_key: request.cacheKey }),
          }),
      );
      const usage = {
        promptTokens: answer.usage?.input_tokens ?? 0,
        completionTokens: answer.usage?.output_tokens ?? 0,
      };
      refuseUnfinished(answer, usage);
      return {
        value: readAnswer(answer.output_text, request, usage),
        model: answer.model,
        ...usage,
        costUsd: costOf(options, usage),
        latencyMs,
        isOffline: false,
      };
    },
  };
}

/** A 200 can still be no answer: refused, cut off, or failed inside. */
function refuseUnfinished(
  answer: OpenAiResponse,
  usage: { promptTokens: number; completionTokens: number },
): void {
  const isRefusal = answer.output.some((item) =>
    item.type === "message" && item.content.some((part) => part.type === "refusal")
  );
  if (isRefusal || answer.incomplete_details?.reason === "content_filter") {
    throw new ModelError({
      errorClass: "refused",
      slug: "ai_refused",
      message: "Cannot use the answer: the model declined",
      usage,
    });
  }
  if (answer.status === "incomplete") {
    throw new ModelError({
      errorClass: "invalid_answer",
      slug: "ai_answer_incomplete",
      message: "it was cut off before its end",
      usage,
    });
  }
  if (answer.status === "failed") {
    throw new ModelError({
      errorClass: "transient",
      slug: "ai_unavailable",
      message: "Cannot use the answer: the model failed",
      usage,
    });
  }
}
