/** What reads the labelled sets: the rules that are built in, or the models of the settings, through the product's own prompts. */
import { createHashEmbedder } from "../../functions/_shared/adapters/offline/hash-embedder.ts";
import {
  type ExtractAnswer,
  extractCommitments,
  toExtraction,
} from "../../functions/_shared/ai/prompts/extract.ts";
import { routePrompt } from "../../functions/_shared/ai/prompts/route-prompt.ts";
import { triageMessage } from "../../functions/_shared/ai/prompts/triage.ts";
import { embedder, languageModel } from "../../functions/_shared/deps/models.ts";
import { routeByRules } from "../../functions/_shared/domain/prompts/route-by-rules.ts";
import { findScheduling } from "../../functions/_shared/domain/scheduling/find-scheduling.ts";
import { findCommitments } from "../../functions/_shared/domain/tasks/find-commitments.ts";
import { classifyByRules } from "../../functions/_shared/domain/triage/classify-by-rules.ts";
import type { Triage } from "../../functions/_shared/domain/triage/triage.ts";
import type { Embedder } from "../../functions/_shared/ports/embedder.ts";
import { ModelError } from "../../functions/_shared/ports/language-model.ts";
import type { Figure } from "./figure.ts";
import { alwaysSearch, type PromptReader } from "./score-prompts.ts";
import type { SchedulingReader } from "./score-scheduling.ts";
import type { TaskReader } from "./score-tasks.ts";
import type { TriageReader } from "./score-triage.ts";

export const ENGINES = ["offline", "model"] as const;
export type EngineName = (typeof ENGINES)[number];

export interface Engine {
  triage: TriageReader;
  tasks: TaskReader;
  scheduling: SchedulingReader;
  embedder: Embedder;
  route: PromptReader;
  /** How many of its questions a model has answered so far; nothing for the rules, which always do. */
  answered(): Figure[];
}

export function engineOf(name: EngineName): Engine {
  if (name === "model") return modelEngine();
  return {
    triage: classifyByRules,
    tasks: findCommitments,
    scheduling: findScheduling,
    embedder: createHashEmbedder(),
    route: routeByRules,
    answered: () => [],
  };
}

/** Fits no label. */
const NO_TRIAGE = {
  priority: "",
  category: "",
  sentiment: "",
  actionability: "",
  needsReply: false,
  summary: "",
  keyPoints: [],
  language: null,
  confidence: 0,
  evidence: {},
} as unknown as Triage;
const NOTHING: ExtractAnswer = {
  tasks: [],
  promises: [],
  settled: [],
  meeting: { kind: "none", quote: "", time_phrases: [], length_phrase: "", place_phrase: "" },
};

/** What the labelled sets do not tell of a mail. */
const BARE = {
  subject: "",
  readerNames: ["Ada"],
  hasAttachment: false,
  openPromises: [],
  utcOffsetMinutes: null,
  contactZone: null,
};

/** @throws {EnvError} or {ModelError} when the settings name no models */
function modelEngine(): Engine {
  const classify = languageModel("classify");
  const extract = languageModel("extract");
  if (classify.provider === "offline") {
    throw new Error(
      "Cannot score a model: none is set up; set AI_PROVIDER and the AI_MODEL_… of .env.example",
    );
  }
  const counts = { answered: 0, asked: 0 };
  /** The product would fall back on the rules; here an answer that does not come is a wrong one. */
  async function ask<T>(question: () => Promise<{ value: T }>, otherwise: T): Promise<T> {
    counts.asked++;
    try {
      const { value } = await question();
      counts.answered++;
      return value;
    } catch (error) {
      if (error instanceof ModelError) return otherwise;
      throw error;
    }
  }
  return {
    triage: (facts) => ask(() => triageMessage(classify, facts), NO_TRIAGE),
    async tasks(read) {
      const facts = { ...BARE, ...read };
      const none = toExtraction(NOTHING, facts);
      const { tasks, promises } = await ask(() => extractCommitments(extract, facts), none);
      const plain = (
        found: { evidence: { quote: string }; dueOn: string | null; dueAt: string | null },
      ) => ({
        evidence: found.evidence.quote,
        duePhrase: null,
        dueOn: found.dueOn,
        dueAt: found.dueAt,
      });
      const owner = read.direction === "outbound" ? "us" as const : "them" as const;
      return {
        tasks: tasks.map(plain),
        promises: promises.map((found) => ({ ...plain(found), owner })),
      };
    },
    async scheduling({ isOwn, readerZone, ...read }) {
      const direction = isOwn ? "outbound" as const : "inbound" as const;
      const facts = { ...BARE, ...read, direction, timeZone: readerZone };
      const none = toExtraction(NOTHING, facts);
      return (await ask(() => extractCommitments(extract, facts), none)).meeting;
    },
    embedder: embedder(),
    route: (text) => ask(() => routePrompt(classify, text), alwaysSearch(text)),
    answered: () =>
      counts.asked === 0 ? [] : [{
        set: "all",
        half: "all",
        measure: "answered",
        by: classify.name,
        value: counts.answered / counts.asked,
        n: counts.asked,
      }],
  };
}
