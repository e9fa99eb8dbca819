/** Wiring: which models answer, chosen by the environment. */
import { createOfflineModel } from "../adapters/offline/generate-structured.ts";
import { createHashEmbedder } from "../adapters/offline/hash-embedder.ts";
import { createOpenAiCompatibleModel } from "../adapters/openai-compatible/generate-structured.ts";
import { createOpenAiEmbedder } from "../adapters/openai/embed-texts.ts";
import { createOpenAiModel } from "../adapters/openai/generate-structured.ts";
import { modelForRole } from "../ai/model-for-role.ts";
import { type ModelRole, readAiEnv } from "../env.ts";
import { log } from "../log.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { LanguageModel } from "../ports/language-model.ts";

/** The embedder that is set up; without a model for it vectors come from the offline engine, and say so. */
export function embedder(): Embedder {
  const env = readAiEnv();
  const model = env.models.embed;
  if (env.provider === "offline" || model === null) return createHashEmbedder();
  const { provider, baseUrl } = env;
  const price = env.prices[model] ?? null;
  return createOpenAiEmbedder({
    apiKey: env.apiKey ?? "none",
    baseUrl,
    model,
    price,
    provider,
    fetch,
    log,
  });
}

/** The built-in rules, whatever model is set up. */
export function offlineModel(): LanguageModel {
  return createOfflineModel();
}

/** @throws {EnvError} or {ModelError} ai_model_not_configured */
export function languageModel(role: ModelRole): LanguageModel {
  const env = readAiEnv();
  if (env.provider === "offline") return createOfflineModel();
  const model = modelForRole(env, role);
  const price = env.prices[model] ?? null;
  const options = { apiKey: env.apiKey ?? "none", baseUrl: env.baseUrl, model, price, fetch, log };
  return env.provider === "openai"
    ? createOpenAiModel(options)
    : createOpenAiCompatibleModel(options);
}
