import type { AiEnv, ModelRole } from "../env.ts";
import { ModelError } from "../ports/language-model.ts";

/**
 * The model's name for a role, from the settings.
 * @throws {ModelError} ai_model_not_configured
 */
export function modelForRole(env: AiEnv, role: ModelRole): string {
  const name = env.models[role];
  if (name) return name;
  throw new ModelError({
    errorClass: "permanent",
    slug: "ai_model_not_configured",
    message: `Cannot use AI: AI_MODEL_${role.toUpperCase()} is not set`,
  });
}
