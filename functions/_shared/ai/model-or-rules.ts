/** One question to the model that is set up; whatever keeps it from answering, the rules answer and say why. */
import { type LanguageModel, ModelError, type StructuredAnswer } from "../ports/language-model.ts";
import type { ModelCall } from "../ports/model-call.ts";
import { answeredCall, type Asked, failedCall } from "./model-call.ts";
import { modelRefusal } from "./model-refusal.ts";

export interface ModelOrRules {
  /** Or why there is none. */
  model: LanguageModel | ModelError;
  /** The offline engine. */
  rules: LanguageModel;
  /** US dollars left this month; null without a budget. */
  budgetLeft: () => Promise<number | null>;
  /** Each call is one row of the ledger, also when it failed. */
  logCall: (call: ModelCall) => Promise<void>;
  /** Milliseconds. */
  now: () => number;
  /** After this moment no model is asked any more: the request has to end. */
  until: number;
}

export interface Judged<T> {
  value: T;
  engine: "rules" | "model";
  /** Model, or version of the rules. */
  model: string;
  fallbackReason: string | null;
}

export async function modelOrRules<T>(
  asked: Asked,
  ask: (model: LanguageModel) => Promise<StructuredAnswer<T>>,
  { model, rules, budgetLeft, logCall, now, until }: ModelOrRules,
): Promise<Judged<T>> {
  const byRules = async (fallbackReason: string | null): Promise<Judged<T>> => {
    const answer = await ask(rules);
    await logCall(answeredCall(asked, rules, answer, null));
    return { value: answer.value, engine: "rules", model: answer.model, fallbackReason };
  };
  if (model instanceof ModelError) return await byRules(model.slug);
  if (model.provider === "offline") return await byRules(null);
  const startedAt = now();
  if (startedAt > until) return await byRules("ai_too_slow");
  const refusal = modelRefusal(model, await budgetLeft());
  if (refusal) {
    await logCall(failedCall(asked, model, refusal, 0));
    return await byRules(refusal.slug);
  }
  try {
    const answer = await ask(model);
    await logCall(answeredCall(asked, model, answer, null));
    return { value: answer.value, engine: "model", model: answer.model, fallbackReason: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    await logCall(failedCall(asked, model, error, Math.round(now() - startedAt)));
    return await byRules(error.slug);
  }
}
