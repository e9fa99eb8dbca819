/** OpenAI's embeddings, and every endpoint that speaks them: https://platform.openai.com/docs/api-reference/embeddings/create */
import { type Embedder, MAX_EMBEDDED_TEXTS, STORED_DIMENSIONS } from "../../ports/embedder.ts";
import { ModelError } from "../../ports/language-model.ts";
import { callOpenAi, costOf, type OpenAiOptions } from "./call-openai.ts";

/** Characters of one text; 8,192 tokens are the limit, and no language has more than one token a character for long. */
const MAX_TEXT_LENGTH = 8_000;

export function createOpenAiEmbedder(
  options: OpenAiOptions & { provider: "openai" | "openai_compatible" },
): Embedder {
  return {
    model: options.model,
    provider: options.provider,
    async embed(texts) {
      if (texts.length > MAX_EMBEDDED_TEXTS) throw new RangeError("too many texts in one call");
      const { answer, latencyMs } = await callOpenAi(
        { ...options, operation: "embeddings.create" },
        (client) =>
          client.embeddings.create({
            model: options.model,
            input: texts.map((text) => text.slice(0, MAX_TEXT_LENGTH).toWellFormed()),
            // the package would ask for base64, which local servers do not know
            encoding_format: "float",
            // only its third generation takes it; others have the dimensions they have
            ...(options.model.startsWith("text-embedding-3") && { dimensions: STORED_DIMENSIONS }),
          }),
      );
      const usage = { promptTokens: answer.usage?.prompt_tokens ?? 0, completionTokens: 0 };
      const vectors = [...answer.data].sort((one, other) => one.index - other.index)
        .map(({ embedding }) => embedding);
      const fits = vectors.length === texts.length &&
        vectors.every((vector) =>
          vector.length > 0 && vector.length <= STORED_DIMENSIONS && vector.every(Number.isFinite)
        );
      if (!fits) {
        throw new ModelError({
          errorClass: "permanent",
          slug: "ai_embedding_unfit",
          message:
            `Cannot use the embeddings: they are not ${texts.length} vectors of at most ${STORED_DIMENSIONS} numbers`,
          usage,
        });
      }
      return {
        vectors,
        promptTokens: usage.promptTokens,
        costUsd: costOf(options, usage),
        latencyMs,
      };
    },
  };
}
