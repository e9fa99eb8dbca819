/** One prompt: routed, answered by its agent as the person who asks, stored with what it rests on. */
import { type ModelOrRules, modelOrRules } from "../_shared/ai/model-or-rules.ts";
import { ROUTE_PROMPT_VERSION, routePrompt } from "../_shared/ai/prompts/route-prompt.ts";
import {
  type Answer,
  answer as answerSchema,
  citedMessages,
} from "../_shared/domain/prompts/answer.ts";
import { coverageOf } from "../_shared/domain/prompts/coverage.ts";
import type { Intent } from "../_shared/domain/prompts/route.ts";
import { windowOfRoute } from "../_shared/domain/prompts/window-of-route.ts";
import type { TimeWindow } from "../_shared/domain/time/resolve-window.ts";
import { problem } from "../_shared/http/problem.ts";
import type { LanguageModel, ModelError } from "../_shared/ports/language-model.ts";
import type { Agent, AgentResult, PromptRequest, PromptWorld } from "./agents/agent.ts";
import { actions } from "./agents/actions.ts";
import { contact } from "./agents/contact.ts";
import { draft } from "./agents/draft.ts";
import { metrics } from "./agents/metrics.ts";
import { promises } from "./agents/promises.ts";
import { question } from "./agents/question.ts";
import { schedule } from "./agents/schedule.ts";
import { summarize } from "./agents/summarize.ts";

const AGENTS: Record<Intent, Agent> = {
  summarize,
  actions,
  promises,
  contact,
  metrics,
  draft,
  schedule,
  question,
};

export interface AskedPrompt extends PromptRequest {
  /** What the person set by hand counts before what their words name. */
  window: TimeWindow | null;
}

export type Report = (
  event: "routed" | "looking" | "found",
  data: Record<string, unknown>,
) => Promise<void>;

export type PromptPorts =
  & Pick<
    PromptWorld,
    | "userId"
    | "timeZone"
    | "mail"
    | "work"
    | "drafts"
    | "calendar"
    | "store"
    | "commitments"
    | "search"
    | "extractRules"
  >
  & {
    models: { route: LanguageModel | ModelError; write: LanguageModel | ModelError };
    rules: LanguageModel;
    now: () => Date;
    /** Why this failed, for its row. */
    slugOf: (error: unknown) => string;
  };

/** The platform ends a request after 150 seconds; a model may take thirty, twice. */
const MODEL_TIME_MS = 60_000;

export async function answerPrompt(
  asked: AskedPrompt,
  ports: PromptPorts,
  report: Report,
): Promise<Answer> {
  const { store } = ports;
  const promptId = await store.begin(asked.prompt);
  try {
    const { world, routed } = await route(promptId, asked, ports, report);
    const result = await AGENTS[world.route.intent](world);
    const answer = await assemble(world, result, routed);
    const outcome = await store.finish(promptId, {
      status: answer.intent === "choice" ? "asked_back" : "answered",
      statusReason: null,
      intent: world.route.intent,
      window: answer.coverage.window && {
        fromAt: answer.coverage.window.from_at,
        untilAt: answer.coverage.window.until_at,
      },
      answer,
      coverage: answer.coverage,
      messageIds: citedMessages(answer),
      engine: answer.engine,
      fallbackReason: answer.fallback_reason,
    });
    if (outcome !== "finished") throw problem("prompt_withdrawn");
    return answer;
  } catch (error) {
    // says nothing where the prompt is finished or gone
    await store.finish(promptId, {
      status: "failed",
      statusReason: ports.slugOf(error),
      intent: null,
      window: null,
      answer: null,
      coverage: null,
      messageIds: [],
      engine: null,
      fallbackReason: null,
    }).catch(() => {});
    throw error;
  }
}

interface Routed {
  engine: "rules" | "model";
  fallbackReason: string | null;
}

async function route(
  promptId: string,
  asked: AskedPrompt,
  ports: PromptPorts,
  report: Report,
): Promise<{ world: PromptWorld; routed: Routed }> {
  const { models, rules, store, now, ...reading } = ports;
  const asOf = now().toISOString();
  const judging = (model: LanguageModel | ModelError): ModelOrRules => ({
    model,
    rules,
    budgetLeft: () => store.budgetLeft(),
    logCall: (call) => store.logCall(promptId, call),
    now: () => now().getTime(),
    until: Date.parse(asOf) + MODEL_TIME_MS,
  });
  const judged = await modelOrRules(
    { action: "route_prompt", asked_by: ports.userId, prompt_version: ROUTE_PROMPT_VERSION },
    (model) => routePrompt(model, asked.prompt),
    judging(models.route),
  );
  const { value: route, engine, fallbackReason } = judged;
  const named = windowOfRoute(route, { asOf, timeZone: ports.timeZone });
  const window = asked.window ?? (named && { fromAt: named.fromAt, untilAt: named.untilAt });
  await report("routed", {
    prompt_id: promptId,
    intent: route.intent,
    entity: route.entity,
    window: window && { from_at: window.fromAt, until_at: window.untilAt },
  });
  const world: PromptWorld = {
    ...reading,
    store,
    promptId,
    asOf,
    request: asked,
    route,
    window,
    reader: "name" in models.write && "generate" in models.write ? models.write.name : rules.name,
    ask: (call, ask) =>
      modelOrRules({ ...call, asked_by: ports.userId }, ask, judging(models.write)),
    report,
  };
  return { world, routed: { engine, fallbackReason } };
}

async function assemble(
  world: PromptWorld,
  result: AgentResult,
  routed: Routed,
): Promise<Answer> {
  const window = result.window === undefined ? world.window : result.window;
  const { connectionIds } = world.request;
  const seen = await world.mail.seen({ window, connectionIds: connectionIds ?? undefined });
  const readable = new Set(seen.accounts.map((account) => account.connectionId));
  return answerSchema.parse({
    ...result.answer,
    prompt_id: world.promptId,
    // the reason belongs to who wrote: what a model wrote was not written in a model's place
    engine: result.engine ?? routed.engine,
    fallback_reason: result.engine ? result.fallbackReason ?? null : routed.fallbackReason,
    coverage: coverageOf({
      window,
      timeZone: world.timeZone,
      asOf: world.asOf,
      seen,
      lookedAtCount: result.lookedAtCount,
      unknownConnectionIds: (connectionIds ?? []).filter((id) => !readable.has(id)),
      isLimited: result.isLimited ?? false,
      needsTriage: result.needsTriage,
      unknownCalendars: result.unknownCalendars ?? 0,
    }),
  });
}
