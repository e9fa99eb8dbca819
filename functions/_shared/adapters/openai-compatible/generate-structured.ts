/**
 * Any endpoint that speaks OpenAI's Chat Completions, as Ollama, llama.cpp or vLLM do: the wire local servers
 * implement widely, unlike Responses. https://platform.openai.com/docs/api-reference/chat/create
 */
import { zodResponseFormat } from "openai/helpers/zod";
import { type LanguageModel, ModelError } from "../../ports/language-model.ts";
import { callOpenAi, costOf, type OpenAiOptions } from "../openai/call-openai.ts";
import { readAnswer } from "../openai/read-answer.ts";

export function createOpenAiCompatibleModel(options: OpenAiOptions): LanguageModel {
  return {
    name: options.model,
    provider: "openai_compatible",
    cost: (usage) => costOf(options, usage),
    async generate(request) {
      const { answer, latencyMs } = await callOpenAi(
        { ...options, provider: "openai_compatible", operation: "chat.completions.create" },
        (client) =>
          client.chat.completions.create({
            model: options.model,
            messages: [
              { role: "system", content: request.system },
              { role: "user", content: request.input },
            ],
            response_format: zodResponseFormat(request.schema, request.schemaName),
          }),
      );
      const usage = {
        promptTokens: answer.usage?.prompt_tokens ?? 0,
        completionTokens: answer.usage?.completion_tokens ?? 0,
      };
      const choice = answer.choices?.[0];
      if (choice?.message.refusal || choice?.finish_reason === "content_filter") {
        throw new ModelError({
          errorClass: "refused",
          slug: "ai_refused",
          message: "Cannot use the answer: the model declined",
          usage,
        });
      }
      if (choice?.finish_reason === "length") {
        throw new ModelError({
          errorClass: "invalid_answer",
          slug: "ai_answer_incomplete",
          message: "it was cut off before its end",
          usage,
        });
      }
      return {
        value: readAnswer(choice?.message.content ?? "", request, usage),
        model: answer.model || options.model,
        ...usage,
        costUsd: costOf(options, usage),
        latencyMs,
        isOffline: false,
      };
    },
  };
}
