/** A model's answer that fits: asked for once, and once more with the reason when it did not fit. */
import {
  type LanguageModel,
  ModelError,
  type ModelUsage,
  type StructuredAnswer,
  type StructuredRequest,
} from "../ports/language-model.ts";

/**
 * @param check a rule of ours on an answer that fits the schema: the reason it cannot be used, or null. The reason
 * goes to the model, so it quotes nothing of the answer.
 * @returns the answer, with the tokens and the time of both attempts
 * @throws {ModelError} invalid_answer after the second misfit; every other class at once
 */
export async function structuredAnswer<T>(
  model: LanguageModel,
  request: StructuredRequest<T>,
  check: (value: T) => string | null = () => null,
): Promise<StructuredAnswer<T>> {
  let first: ModelError;
  const startedAt = performance.now();
  try {
    return await ask(model, request, check);
  } catch (error) {
    if (!(error instanceof ModelError) || error.errorClass !== "invalid_answer") throw error;
    first = error;
  }
  const input =
    `${request.input}\n\nYour previous answer could not be used: ${first.message}. Answer again.`;
  try {
    const answer = await ask(model, { ...request, input }, check);
    const latencyMs = Math.round(performance.now() - startedAt);
    const usage = addUsage(answer, first.usage);
    return { ...answer, ...usage, costUsd: model.cost(usage), latencyMs };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { errorClass, slug, message, retryAfterMs, usage } = error;
    throw new ModelError({
      errorClass,
      slug,
      message,
      retryAfterMs,
      usage: addUsage(usage, first.usage),
    });
  }
}

async function ask<T>(
  model: LanguageModel,
  request: StructuredRequest<T>,
  check: (value: T) => string | null,
): Promise<StructuredAnswer<T>> {
  const answer = await model.generate(request);
  const reason = check(answer.value);
  if (reason === null) return answer;
  throw new ModelError({
    errorClass: "invalid_answer",
    slug: "ai_answer_refused",
    message: reason,
    usage: answer,
  });
}

function addUsage(one: ModelUsage, other: ModelUsage): ModelUsage {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
  };
}
