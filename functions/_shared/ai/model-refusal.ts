import { type LanguageModel, ModelError } from "../ports/language-model.ts";

/**
 * Why a model may not be asked for a workspace; null when it may.
 * @param left US dollars left this month; null without a budget
 */
export function modelRefusal(model: LanguageModel, left: number | null): ModelError | null {
  if (model.provider === "offline" || left === null) return null;
  const refuse = (slug: string, state: string) =>
    new ModelError({ errorClass: "refused", slug, message: `Cannot ask the model: ${state}` });
  if (model.cost({ promptTokens: 1, completionTokens: 1 }) === null) {
    return refuse("ai_price_unknown", "there is a budget, but no price of this model");
  }
  return left <= 0 ? refuse("ai_budget_spent", "the budget of this month is spent") : null;
}
